"""Whatever answers in Entra's place ends in a failure with a meaning, on every way to sign in."""

import gzip
import json
import logging
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from support.identity_provider import APP, TENANT, Answer, Entra, jwt, open_entra

from connectors.errors import GraphError, SignInFailed, Unreachable
from connectors.graph.session import new_session
from connectors.sign_in import app
from connectors.sign_in.app import client_credentials, managed_identity
from connectors.sign_in.proofs import Secret
from connectors.sign_in.service_account import ServiceAccount, device_code, service_token

TOKEN = jwt({"roles": ["Tasks.ReadWrite.All"], "jti": "verklapt-token"})
GOOD: dict[str, Any] = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3599}


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


@pytest.fixture
def account(entra: Entra, tmp_path: Path) -> ServiceAccount:
    return ServiceAccount(TENANT, APP, tmp_path / "teams.bin", entra.origin)


@cache
def odd_bodies() -> dict[str, bytes]:
    """What may come with a 200."""
    good = json.dumps(GOOD).encode()
    fields: dict[str, dict[str, Any]] = {
        "no token": {"access_token": None},
        "an empty token": {"access_token": ""},
        "a number for a token": {"access_token": 5},
        "a list for a token": {"access_token": [TOKEN]},
        "a line end in the token": {"access_token": "x\r\nX-Kop: verklapt"},
        "letters with accents in the token": {"access_token": "verkläpt"},
        "words for seconds": {"expires_in": "straks"},
        "a fraction for seconds": {"expires_in": 1.5},
        "a list for seconds": {"expires_in": [3599]},
        "true for seconds": {"expires_in": True},
        "an endless number of seconds": {"expires_in": 10**400},
        "rubbish to renew by": {"refresh_in": {}},
        "a list of scopes": {"scope": ["a"]},
        "rubbish for who it is": {"client_info": "é"},
        "a list for who it is": {"client_info": "W10"},
        "rubbish for an identity": {"id_token": "verklapt"},
        "half an identity": {"id_token": "a.b.c"},
    }
    return {
        "empty": b"",
        "blank": b"  \r\n",
        "a page": b"<!DOCTYPE html><title>Aanmelden</title>" + TOKEN.encode(),
        "cut off": good[:-20],
        "two in one": good + good,
        "no text": b"\xff\xfe\x00" + good,
        "a number": b"5",
        "a text": json.dumps(TOKEN).encode(),
        "null": b"null",
        "a list": b"[" + good + b"]",
        "an empty object": b"{}",
        "huge": b'{"access_token":"' + b"x" * 1_100_000 + b'"}',
        **{name: json.dumps({**GOOD, **change}).encode() for name, change in fields.items()},
    }


@cache
def odd_answers() -> dict[str, Answer]:
    """What may come in place of an answer of Entra."""
    bodies: dict[str, Answer] = {name: (200, body) for name, body in odd_bodies().items()}
    return bodies | {
        "a page with 403": (403, b"<h1>Geblokkeerd</h1>" + TOKEN.encode()),
        "a page with 404": (404, b"<h1>Niet gevonden</h1>"),
        "a page with 502": (502, b"<h1>Bad gateway</h1>" + TOKEN.encode()),
        "nothing with 204": (204, b"", {"Content-Length": "0"}),
        "a packed bomb": (200, gzip.compress(b" " * 20_000_000), {"Content-Encoding": "gzip"}),
        "packed, but not so": (200, json.dumps(GOOD).encode(), {"Content-Encoding": "gzip"}),
        "longer than it is": (200, b"{}", {"Content-Length": "50", "Connection": "close"}),
        "a 400 without a word": (400, b"{}"),
        "a 400 with a number for a word": (400, b'{"error": 5}'),
        "a 400 with a list": (400, b'["invalid_client"]'),
    }


def failure(call: Callable[[], object], odd: str = "") -> GraphError:
    try:
        call()
    except GraphError as error:
        told = f"{error} {error!r} {error.advice}"
        known = error
    else:
        pytest.fail(f"{odd} was taken")
    assert not any(word in told for word in ("verklapt", "eyJ", "<", "Traceback")), odd
    return known


def assert_only_waiting(error: GraphError, odd: str = "") -> None:
    """Nothing went to Graph, nobody's setting is blamed, and the next round tries again."""
    assert isinstance(error, Unreachable), odd
    assert not error.outcome_unknown
    assert not error.needs_person
    assert "AZURE_TENANT_ID" not in error.advice, odd


def test_an_odd_answer_to_the_app_is_told_and_forgotten(entra: Entra) -> None:
    for odd, answer in odd_answers().items():
        token = client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)
        entra.answers = [answer]
        assert_only_waiting(failure(token, odd), odd)
        assert token().startswith("token-")


def test_an_odd_answer_to_the_service_account_asks_for_nobody(
    entra: Entra, account: ServiceAccount
) -> None:
    device_code(account, lambda _: None, lambda _: None)
    token = service_token(account)
    for odd, answer in odd_answers().items():
        entra.answers = [answer]
        assert_only_waiting(failure(lambda: token(""), odd), odd)
    assert token("").startswith("token-")


@pytest.mark.parametrize("late", [False, True])
def test_an_odd_answer_to_a_login_is_told(
    entra: Entra, account: ServiceAccount, late: bool
) -> None:
    start: list[Answer] = [(200, entra.success({}))] if late else []
    for odd, answer in odd_answers().items():
        entra.answers = [*start, answer]
        error = failure(lambda: device_code(account, lambda _: None, lambda _: None), odd)
        assert_only_waiting(error, odd)
    assert not account.cache_file.exists()


@pytest.mark.parametrize(
    "change",
    [{"verification_uri": "javascript:x"}, {"verification_uri": None}, {"user_code": "\x1b[2J"}],
)
def test_what_a_person_is_shown_is_an_address_and_a_code(
    entra: Entra, account: ServiceAccount, change: dict[str, Any]
) -> None:
    entra.answers = [(200, {**entra.success({}), **change})]
    shown: list[str] = []
    assert_only_waiting(failure(lambda: device_code(account, shown.append, lambda _: None)))
    assert shown == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_does_not_take_the_secret_along(entra: Entra, serve: Any, status: int) -> None:
    """`requests` by itself repeats a form at whatever address a 307 gives."""
    elsewhere = serve(lambda _: (200, json.dumps(GOOD).encode(), {}))
    entra.answers = [(status, {}, {"Location": f"{elsewhere.origin}/token"})]
    token = client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)
    assert_only_waiting(failure(token))
    assert elsewhere.heard == []


def test_control_a_session_without_the_door_takes_the_secret_along(serve: Any) -> None:
    elsewhere = serve(lambda _: (200, b"{}", {}))
    first = serve(lambda _: (307, b"", {"Location": f"{elsewhere.origin}/token"}))
    with new_session() as session:
        session.post(f"{first.origin}/token", data={"client_secret": "x"})
    assert elsewhere.heard[0].body == b"client_secret=x"


@pytest.fixture
def machine(serve: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bytes], None]:
    """A managed identity, as on App Service, that gives this answer."""

    def answer(status: int, body: bytes) -> None:
        server = serve(lambda _: (status, body, {}))
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
        monkeypatch.setenv("IDENTITY_HEADER", "hier")

    return answer


def test_an_odd_answer_to_the_machine_is_told(machine: Callable[[int, bytes], None]) -> None:
    for odd, body in odd_bodies().items():
        machine(200, body)
        assert_only_waiting(failure(managed_identity(), odd), odd)


@pytest.mark.parametrize("status", [400, 404])
@pytest.mark.parametrize("body", [b"", b"<h1>404</h1>", b"{}", b"null", b'{"message":"none"}'])
def test_a_machine_without_an_identity_is_told_whatever_its_words(
    machine: Callable[[int, bytes], None], status: int, body: bytes
) -> None:
    """Also on a machine of another cloud, which answers at the same address."""
    machine(status, body)
    error = failure(managed_identity())
    assert isinstance(error, SignInFailed)
    assert "beheerde identiteit" in error.advice


def test_seconds_as_text_are_seconds(entra: Entra) -> None:
    """As older providers give them."""
    entra.extra = {"expires_in": "3599"}
    assert client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)() == "token-1"


def test_control_msal_by_itself_writes_the_token_down(
    entra: Entra, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With a session that lets every answer through: the token lands in the log."""
    monkeypatch.setattr(app, "provider_session", lambda _: requests.Session())
    token = client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)
    entra.answers = [(200, odd_bodies()["cut off"])]
    with caplog.at_level(logging.ERROR), pytest.raises(GraphError):
        token()
    assert TOKEN in caplog.text


def test_msal_writes_nothing_down_about_an_odd_answer(
    entra: Entra, caplog: pytest.LogCaptureFixture
) -> None:
    token = client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)
    entra.answers = [(200, body) for body in odd_bodies().values()]
    with caplog.at_level(logging.DEBUG):
        for _ in odd_bodies():
            failure(token)
    assert not any(word in caplog.text for word in (TOKEN, "verklapt", "DOCTYPE"))
