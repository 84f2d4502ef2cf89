"""Servers and networks that misbehave: nothing hangs, nothing leaks, nothing is believed."""

import gzip
import json
import socket
import ssl
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import trustme

from connectors.errors import (
    BadReply,
    Fenced,
    GraphError,
    NoAnswer,
    Refused,
    ServerFailed,
    Unreachable,
    Untrusted,
)
from connectors.graph.calls import GraphRequest
from connectors.graph.client import GraphClient
from connectors.graph.pace import Limits

HTML = b"<!DOCTYPE html><h1>Geheime storing</h1>"
Make = Callable[..., GraphClient]


@pytest.fixture
def client_of(clock: Any, session: Any) -> Make:
    """Give a client of a test server, impatient and without real sleep."""

    def make(origin: str, **options: Any) -> GraphClient:
        return GraphClient(
            f"{origin}/v1.0",
            lambda _claims=None: "geheim-token",
            session=session,
            sleep=clock.sleep,
            now=clock.now,
            limits=Limits(timeouts=(0.5, 0.2)),
            **options,
        )

    return make


def post(client: GraphClient) -> GraphError:
    with pytest.raises(GraphError) as raised:
        client.send(GraphRequest("POST", "/planner/tasks", {"title": "x"}))
    return raised.value


def test_a_success_that_is_html_is_no_answer_of_graph(serve: Any, client_of: Make) -> None:
    server = serve(lambda _: (200, HTML, {}))
    error = post(client_of(server.origin))
    assert isinstance(error, BadReply)
    assert error.outcome_unknown


@pytest.mark.parametrize(("status", "failure"), [(502, ServerFailed), (400, Refused)])
def test_an_html_error_page_is_judged_by_its_status(
    serve: Any, client_of: Make, status: int, failure: type[GraphError]
) -> None:
    server = serve(lambda _: (status, HTML, {}))
    assert type(post(client_of(server.origin))) is failure


def test_a_redirect_is_not_followed_and_the_token_stays_home(serve: Any, client_of: Make) -> None:
    thief = serve(lambda _: (200, b"{}", {}))
    server = serve(lambda _: (307, b"", {"Location": f"{thief.origin}/v1.0/planner/tasks"}))
    assert isinstance(post(client_of(server.origin)), BadReply)
    assert thief.heard == []
    assert len(server.heard) == 1


def test_a_foreign_next_link_is_not_followed(serve: Any, client_of: Make) -> None:
    thief = serve(lambda _: (200, b'{"value": []}', {}))
    page = {"value": [{"id": "1"}], "@odata.nextLink": f"{thief.origin}/v1.0/next"}
    server = serve(lambda _: (200, json.dumps(page).encode(), {}))
    with pytest.raises(Fenced):
        client_of(server.origin).pages("/planner/plans/x/tasks")
    assert thief.heard == []


def test_a_next_link_that_goes_in_circles_ends(serve: Any, client_of: Make) -> None:
    def page(heard: Any) -> tuple[int, bytes, dict[str, str]]:
        link = f"http://{heard.headers['host']}/v1.0/next"
        return 200, json.dumps({"value": [], "@odata.nextLink": link}).encode(), {}

    server = serve(page)
    with pytest.raises(BadReply):
        client_of(server.origin).pages("/planner/plans/x/tasks")
    # A read that a slow machine answers late is asked again, so the calls themselves do not count.
    paths = dict.fromkeys(call.path for call in server.heard)
    assert list(paths) == ["/v1.0/planner/plans/x/tasks", "/v1.0/next"]


@pytest.mark.parametrize("body", [b"{}", b'{"value": {}}', b'{"value": [1]}', b'{"value": null}'])
def test_a_listing_of_another_shape_is_not_an_empty_one(
    serve: Any, client_of: Make, body: bytes
) -> None:
    server = serve(lambda _: (200, body, {}))
    with pytest.raises(BadReply):
        client_of(server.origin).pages("/planner/plans/x/tasks")


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_above_ten_megabytes_is_not_read(
    serve: Any, client_of: Make, packed: bool
) -> None:
    huge = b'{"title": "' + b"x" * 10_000_001 + b'"}'
    body = gzip.compress(huge) if packed else huge
    extra = {"Content-Encoding": "gzip"} if packed else {}
    server = serve(lambda _: (200, body, extra))
    with pytest.raises(BadReply, match="too large"):
        client_of(server.origin).get("/planner/tasks/x")


def test_a_hanging_server_is_left(serve: Any, client_of: Make) -> None:
    server = serve(lambda _: lambda _handler: time.sleep(0.5))
    started = time.monotonic()
    error = post(client_of(server.origin))
    assert type(error) is NoAnswer
    assert time.monotonic() - started < 0.45
    assert len(server.heard) == 1


def test_a_server_that_hangs_half_way_is_left(serve: Any, client_of: Make) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id": "')
        time.sleep(0.5)

    server = serve(lambda _: half)
    assert type(post(client_of(server.origin))) is NoAnswer


def test_half_an_answer_is_no_answer(serve: Any, client_of: Make) -> None:
    """Half a body may be whole JSON; the announced length decides."""

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"value": []}')

    server = serve(lambda _: half)
    error = post(client_of(server.origin))
    assert type(error) is NoAnswer
    assert error.outcome_unknown


def test_a_connection_that_breaks_off_leaves_the_outcome_open(serve: Any, client_of: Make) -> None:
    def reset(handler: BaseHTTPRequestHandler) -> None:
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    server = serve(lambda _: reset)
    assert type(post(client_of(server.origin))) is NoAnswer


@pytest.mark.parametrize("origin", ["http://localhost:9", "https://bestaat-niet.invalid"])
def test_what_was_never_sent_is_tried_again_even_a_create(
    client_of: Make, clock: Any, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    error = post(client_of(origin, jitter=lambda: 0.0))
    assert isinstance(error, Unreachable)
    assert not error.outcome_unknown
    assert clock.slept == [2.0, 4.0, 8.0, 16.0, 32.0]


def test_a_proxy_that_refuses_means_nothing_was_sent(
    client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert isinstance(post(client_of("https://graph.example")), Unreachable)


def test_an_unknown_certificate_is_a_matter_of_settings(
    serve: Any, client_of: Make, clock: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """And REQUESTS_CA_BUNDLE is the setting that mends it."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    server = serve(lambda _: (200, b'{"id": "x"}', {}), tls)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    error = post(client_of(server.origin))
    assert isinstance(error, Untrusted)
    assert "REQUESTS_CA_BUNDLE" in error.advice
    assert clock.slept == []
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    assert client_of(server.origin).get("/planner/tasks/x") == {"id": "x"}


@pytest.mark.parametrize("content", [None, "geen certificaat"])
def test_an_unusable_bundle_is_a_matter_of_settings(
    serve: Any,
    client_of: Make,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    content: str | None,
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(tls)
    bundle = tmp_path / "ca.pem"
    if content:
        bundle.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    assert isinstance(post(client_of(serve(lambda _: (200, b"{}", {}), tls).origin)), Untrusted)


def test_a_netrc_file_cannot_replace_the_token(
    serve: Any, client_of: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login iemand password iets\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(lambda _: (200, b"{}", {}))
    client_of(server.origin).get("/planner/tasks/x")
    assert server.heard[0].headers["authorization"] == "Bearer geheim-token"


def test_asks_for_plain_json(serve: Any, client_of: Make) -> None:
    """`odata.metadata=none` would drop the etags."""
    server = serve(lambda _: (200, b"{}", {}))
    client_of(server.origin).get("/planner/tasks/x")
    assert server.heard[0].headers["accept"] == "application/json"


def test_a_claims_challenge_is_handed_to_the_token(serve: Any, clock: Any) -> None:
    asked: list[str | None] = []

    def token(claims: str | None = None) -> str:
        asked.append(claims)
        return "oud" if claims is None else "nieuw"

    def answer(heard: Any) -> tuple[int, bytes, dict[str, str]]:
        if heard.headers["authorization"] == "Bearer nieuw":
            return 200, b'{"id": "x"}', {}
        return 401, b"", {"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="e30="'}

    server = serve(answer)
    client = GraphClient(f"{server.origin}/v1.0", token, sleep=clock.sleep, now=clock.now)
    assert client.get("/planner/tasks/x") == {"id": "x"}
    assert asked == [None, "{}"]
