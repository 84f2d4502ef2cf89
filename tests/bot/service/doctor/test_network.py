"""Doctor on the network: the clock by Graph's own answer, and connections that carry nothing."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from support.installation import Office

from bot.service.doctor import network as doctor_network
from bot.service.doctor.check import Check
from bot.service.doctor.report import PROBES, examine, exit_code
from bot.wiring import House
from connectors.errors import Unreachable

FLOW_HOST = "default12.34.environment.api.powerplatform.com"
FLOW = f"https://{FLOW_HOST}/workflows/geheim?sig=geheim"


def about(house: House, name: str) -> dict[str, Check]:
    """What doctor says about one subject, asked by itself."""
    probes = [probe for probe in PROBES if probe.name == name]
    return {check.name: check for check in examine(house, probes)}


def clock_of(house: House, ahead: timedelta) -> Check:
    """What doctor says when this machine's clock is so much ahead."""
    wrong = replace(house, wall_clock=lambda: datetime.now(UTC) + ahead)
    return about(wrong, "verbinding")["klok"]


@dataclass
class Listener:
    """Something that listens on a port. heard: all that came in, TLS taken off."""

    port: int
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listening(
    *, reply: bytes = b"", tls: ssl.SSLContext | None = None, waits: bool = True
) -> Iterator[Listener]:
    """Listen on loopback: reply to a first request when there is a reply, then speak TLS.

    waits: read what comes after that; without it, not even a handshake is answered.
    """
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        listener = Listener(server.getsockname()[1])

        def serve() -> None:
            while not done.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                with line:
                    if waits:
                        _hear(line, listener, reply, tls)
                    else:
                        done.wait(5)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener
        finally:
            done.set()
            thread.join()


def _hear(line: socket.socket, into: Listener, reply: bytes, tls: ssl.SSLContext | None) -> None:
    line.settimeout(5)
    if reply:
        into.heard.append(line.recv(4096))
        line.sendall(reply)
    try:
        with tls.wrap_socket(line, server_side=True) if tls else line as speaking:
            while piece := speaking.recv(4096):
                into.heard.append(piece)
    except OSError:  # the other side hung up in the middle of the handshake
        return


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that this machine trusts, by REQUESTS_CA_BUNDLE."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    return authority


def speaking_tls(authority: trustme.CA, host: str) -> ssl.SSLContext:
    """A server's side of TLS, as this host."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(tls)
    return tls


@pytest.mark.parametrize(
    ("ahead", "level", "words"),
    [
        (0, "ok", "loopt gelijk"),
        (50, "ok", "loopt gelijk"),
        (-50, "ok", "loopt gelijk"),
        (70, "let op", "seconden voor op"),
        (-70, "let op", "seconden achter op"),
        (290, "let op", "5 minuten voor op"),
        (310, "fout", "5 minuten voor op"),
        (-310, "fout", "5 minuten achter op"),
        (-86_400, "fout", "1440 minuten achter op"),
    ],
)
def test_the_clock_is_compared_with_that_of_graph(
    office: Office, ahead: float, level: str, words: str
) -> None:
    check = clock_of(office.house(), timedelta(seconds=ahead))
    assert check.level == level
    assert words in check.sentence
    assert exit_code([check]) == (2 if level == "fout" else 0)


def test_a_rehearsal_does_not_count_as_a_wrong_clock(office: Office) -> None:
    office.clock.forward(days=300)
    assert clock_of(office.house(), timedelta()).level == "ok"


def test_the_clock_is_looked_at_where_signing_in_fails(office: Office, tmp_path: Path) -> None:
    """Which is where it matters most: a wrong clock is a reason for that."""
    (tmp_path / "app.pem").write_text("geen certificaat")
    house = office.house(
        AZURE_TENANT_ID="11111111-1111-1111-1111-111111111111",
        AZURE_CLIENT_ID="22222222-2222-2222-2222-222222222222",
        AZURE_CLIENT_CERTIFICATE_PATH=str(tmp_path / "app.pem"),
    )
    late = replace(house, wall_clock=lambda: datetime.now(UTC) - timedelta(minutes=10))
    checks = {check.name: check for check in examine(late)}
    assert checks["certificaat"].level == "fout"
    assert checks["klok"].level == "fout"
    assert "10 minuten achter op" in checks["klok"].sentence


def test_the_time_is_asked_without_a_token_and_may_be_missing(office: Office) -> None:
    with listening(reply=b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n") as server:
        house = office.house(GRAPH_BASE_URL=f"http://127.0.0.1:{server.port}/v1.0")
        checks = about(house, "verbinding")
    assert (checks["verbinding"].level, checks["klok"].level) == ("ok", "let op")
    assert b"GET /v1.0" in server.heard[0]
    assert b"authorization" not in server.heard[0].lower()


def test_webhooks_are_connected_to_and_get_no_card(office: Office) -> None:
    office.control.forget()
    check = about(office.house(), "Teams")["Teams"]
    assert check.sentence == "De adressen zijn goed en bereikbaar: 10 kanalen."
    assert office.control.journal() == []
    assert office.control.state()["cards"] == []


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://kwaad.example/geheim?sig=1", "TEAMS_WEBHOOK_HOSTS"),
        ("https://gemeente.webhook.office.com/geheim?sig=1", "Office 365-connector"),
        ("https://a.12.environment.api.powerplatform.com/geheim?api-version=1", "'Anyone'"),
    ],
)
def test_a_webhook_on_a_foreign_host_is_a_fault_and_is_left_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch, url: str, word: str
) -> None:
    tried: list[str] = []
    reach = doctor_network._reach

    def noted(url: str) -> Unreachable | None:
        tried.append(url)
        return reach(url)

    monkeypatch.setattr(doctor_network, "_reach", noted)
    house = office.house(TEAMS_WEBHOOK_OOV=url)
    check = about(house, "instellingen")["instellingen voor OOV"]
    assert check.level == "fout"
    assert check.sentence.startswith("TEAMS_WEBHOOK_OOV is niet te gebruiken. ")
    assert word in check.sentence
    assert "geheim" not in check.sentence
    assert about(house, "Teams")["Teams"].level == "ok"
    assert tried == [office.sandbox.origin]
    assert exit_code([check]) == 2


def test_a_flow_where_flows_no_longer_live_deserves_a_look(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_network, "_reach", lambda _origin: None)
    url = "https://prod-1.westeurope.logic.azure.com/geheim?sig=1"
    check = about(office.house(TEAMS_WEBHOOK_OOV=url), "Teams")["Teams"]
    assert (check.level, check.sentence) == ("let op", "TEAMS_WEBHOOK_OOV is misschien verlopen.")
    assert "geheim" not in check.advice
    assert exit_code([check]) == 0


def test_a_host_that_does_not_answer_is_named_once_by_its_settings(office: Office) -> None:
    nobody = "http://127.0.0.1:9/geheim"
    house = office.house(TEAMS_WEBHOOK_OOV=nobody, TEAMS_WEBHOOK_MOZ=nobody)
    (check,) = about(house, "Teams").values()
    assert check.level == "let op"
    names = "TEAMS_WEBHOOK_OOV en TEAMS_WEBHOOK_MOZ"
    assert check.sentence == f"De server van {names} is niet te bereiken."


def test_a_host_that_never_shakes_hands_is_given_up_soon(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_network, "_REACH_SECONDS", 0.1)
    with listening(waits=False) as server:
        url = f"https://127.0.0.1:{server.port}/geheim"
        check = about(office.house(TEAMS_WEBHOOK_OOV=url), "Teams")["Teams"]
    assert check.level == "let op"


def test_over_tls_only_the_handshake_is_made(office: Office, authority: trustme.CA) -> None:
    with listening(tls=speaking_tls(authority, "127.0.0.1")) as server:
        url = f"https://127.0.0.1:{server.port}/geheim"
        check = about(office.house(TEAMS_WEBHOOK_OOV=url), "Teams")["Teams"]
    assert check.level == "ok"
    assert server.heard == []


@pytest.mark.parametrize("bundle", ["another.pem", "missing.pem", "."])
def test_a_certificate_that_is_not_trusted_points_to_the_setting(
    office: Office,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bundle: str,
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "another.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / bundle))
    with listening(tls=speaking_tls(authority, "127.0.0.1")) as server:
        url = f"https://127.0.0.1:{server.port}/geheim"
        check = about(office.house(TEAMS_WEBHOOK_OOV=url), "Teams")["Teams"]
    assert check.level == "let op"
    assert "REQUESTS_CA_BUNDLE" in check.advice


def test_through_a_proxy_a_tunnel_is_asked_and_nothing_sent(
    office: Office, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = b"HTTP/1.1 200 Connection established\r\n\r\n"
    with listening(reply=accepted, tls=speaking_tls(authority, FLOW_HOST)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://naam:woord@127.0.0.1:{proxy.port}")
        for name in ("NO_PROXY", "no_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        check = about(office.house(TEAMS_WEBHOOK_OOV=FLOW), "Teams")["Teams"]
    assert check.level == "ok"
    (asked,) = proxy.heard
    assert asked.startswith(f"CONNECT {FLOW_HOST}:443 ".encode())
    assert b"authorization: Basic" in asked.replace(b"Proxy-A", b"a").replace(b"proxy-a", b"a")
    assert b"geheim" not in asked


def test_a_proxy_that_refuses_makes_the_host_unreachable(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(reply=b"HTTP/1.1 407 No\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        for name in ("NO_PROXY", "no_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        check = about(office.house(TEAMS_WEBHOOK_OOV=FLOW), "Teams")["Teams"]
    assert check.level == "let op"
    assert FLOW_HOST not in check.sentence + check.advice
