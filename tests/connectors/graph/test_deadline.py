"""An answer as a whole has a deadline, whatever part of it comes byte by byte."""

import ssl
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
from requests.adapters import HTTPAdapter

from connectors.errors import NoAnswer
from connectors.graph.calls import GraphRequest
from connectors.graph.client import GraphClient
from connectors.graph.session import new_session

DEADLINE, DRIP = 0.5, 0.05
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "status line": (b"HTTP/1.1 200 ", b"O" * 200),
    "headers": (HEAD, b"X-Lang: " + b"x" * 200),
    "body of a known length": (HEAD + b"Content-Length: 60\r\n\r\n", b" " * 60),
    "body to the end": (HEAD + b"Connection: close\r\n\r\n", b" " * 200),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 40),
}


def dripping(part: str) -> Callable[[Any], Callable[[BaseHTTPRequestHandler], None]]:
    """Answer the first part at once and the rest byte by byte, well within any read timeout."""
    at_once, rest = DRIPS[part]

    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(at_once)
            for byte in rest:
                time.sleep(DRIP)
                handler.wfile.write(bytes([byte]))
        except OSError:
            pass  # the client is gone

    return lambda _: drip


@pytest.fixture
def hasty() -> Iterator[requests.Session]:
    with new_session(read_seconds=2.0, answer_seconds=DEADLINE) as session:
        yield session


@pytest.mark.parametrize("part", DRIPS)
def test_a_server_that_drips_is_left_at_the_deadline(
    serve: Any, clock: Any, hasty: requests.Session, part: str
) -> None:
    """What was sent may have been carried out, as with any answer that stays away."""
    origin = serve(dripping(part)).origin
    client = GraphClient(
        f"{origin}/v1.0", lambda _=None: "x", sleep=clock.sleep, now=clock.now, session=hasty
    )
    started = time.monotonic()
    with pytest.raises(NoAnswer) as raised:
        client.send(GraphRequest("POST", "/planner/tasks", {"title": "x"}))
    assert raised.value.outcome_unknown
    assert DEADLINE - 0.1 < time.monotonic() - started < DEADLINE + 2.0


def test_also_over_tls(serve: Any, hasty: requests.Session, tmp_path: Path) -> None:
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    origin = serve(dripping("body to the end"), tls).origin
    with pytest.raises(requests.ConnectionError):
        hasty.get(origin, verify=str(tmp_path / "ca.pem"))


def test_also_through_a_proxy(
    serve: Any, hasty: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", serve(dripping("headers")).origin)
    with pytest.raises(requests.Timeout):
        hasty.get("http://graph.example/v1.0")


def test_a_connection_is_used_again_and_each_answer_has_its_own_deadline(
    serve: Any, hasty: requests.Session
) -> None:
    ports: set[int] = set()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        ports.add(handler.client_address[1])
        time.sleep(DEADLINE * 0.6)
        handler.wfile.write(HEAD + b"Content-Length: 2\r\n\r\n{}")
        handler.close_connection = False

    origin = serve(lambda _: slow).origin
    assert [hasty.get(origin).json() for _ in range(3)] == [{}, {}, {}]
    assert len(ports) == 1


def test_control_without_it_a_read_timeout_never_comes(serve: Any, hasty: requests.Session) -> None:
    hasty.mount("http://", HTTPAdapter())
    started = time.monotonic()
    hasty.get(serve(dripping("body of a known length")).origin, timeout=(2.0, 2.0))
    assert time.monotonic() - started > 2 * DEADLINE
