"""Signing a service account in once, and going on without anybody, with the real MSAL over TLS."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest
from msal_extensions import CrossPlatLock
from support.identity_provider import APP, PERSON, TENANT, Entra, open_entra, refusal

from connectors.errors import GraphError, SignInFailed, Unreachable
from connectors.sign_in.service_account import ServiceAccount, device_code, service_token

AGAIN = "driehoek login"


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


@pytest.fixture
def account(entra: Entra, tmp_path: Path) -> ServiceAccount:
    return ServiceAccount(TENANT, APP, tmp_path / "kluis" / "teams.bin", entra.origin)


def log_in(account: ServiceAccount) -> tuple[list[str], list[float]]:
    """Sign in; give what the person was shown, and the waits between the looks."""
    shown: list[str] = []
    slept: list[float] = []
    device_code(account, shown.append, slept.append)
    return shown, slept


def failure_of(account: ServiceAccount) -> GraphError:
    with pytest.raises(SignInFailed) as raised:
        service_token(account)()
    return raised.value


def test_a_person_is_told_where_to_go_and_waited_for(entra: Entra, account: ServiceAccount) -> None:
    pending = (400, {"error": "authorization_pending"})
    entra.answers = [(200, entra.success({})), pending, pending]
    shown, slept = log_in(account)
    (sentence,) = shown
    assert sentence == (
        "Open https://microsoft.com/devicelogin in een browser, vul de code ABCD-EFGH in en meld "
        "het serviceaccount aan. De code geldt 15 minuten."
    )
    assert slept == [1, 1, 1]
    asked, *looks = entra.forms
    right = "https://graph.microsoft.com/ChannelMessage.Send"
    assert set(asked["scope"].split()) == {right, "offline_access", "openid", "profile"}
    assert [look["device_code"] for look in looks] == ["device-1"] * 3


def test_another_process_goes_on_without_anybody(entra: Entra, account: ServiceAccount) -> None:
    log_in(account)
    trips = len(entra.forms)
    token = service_token(account)
    assert [token(), token()] == ["token-2", "token-2"]
    assert len(entra.forms) == trips


@pytest.mark.parametrize("claims", ["", '{"access_token":{"nbf":{"essential":true}}}'])
def test_a_token_that_graph_refused_is_renewed_and_kept_for_the_next_process(
    entra: Entra, account: ServiceAccount, claims: str
) -> None:
    log_in(account)
    assert service_token(account)(claims) == "token-3"
    assert entra.forms[-1]["grant_type"] == "refresh_token"
    assert entra.forms[-1]["refresh_token"] == "refresh-2"
    assert service_token(account)() == "token-3"
    service_token(account)("")
    assert entra.forms[-1]["refresh_token"] == "refresh-3"


def test_only_our_own_account_may_read_the_file(account: ServiceAccount) -> None:
    """Also when it was open to others before, and after a renewal."""
    account.cache_file.parent.mkdir()
    account.cache_file.touch(mode=0o644)
    before = os.umask(0)
    try:
        log_in(account)
        modes = [S_IMODE(account.cache_file.stat().st_mode)]
        service_token(account)("")
        modes.append(S_IMODE(account.cache_file.stat().st_mode))
    finally:
        os.umask(before)
    assert modes == [0o600, 0o600]
    assert [file.name for file in account.cache_file.parent.iterdir()] == ["teams.bin"]


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(
    account: ServiceAccount, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.write_text("van een ander")
    account.cache_file.parent.mkdir()
    account.cache_file.symlink_to(elsewhere)
    log_in(account)
    assert elsewhere.read_text() == "van een ander"
    assert not account.cache_file.is_symlink()


def test_a_second_login_forgets_the_first_account(entra: Entra, account: ServiceAccount) -> None:
    log_in(account)
    entra.extra = {"client_info": "eyJ1aWQiOiAiYW5kZXIiLCAidXRpZCI6ICJ0In0"}  # uid "ander"
    log_in(account)
    kept = json.loads(account.cache_file.read_text())
    (one,) = kept["Account"].values()
    assert one["home_account_id"] == "ander.t"
    assert PERSON not in account.cache_file.read_text().replace(one["local_account_id"], "")
    assert service_token(account)() == "token-4"


def test_a_worker_that_runs_takes_a_new_login_over(account: ServiceAccount) -> None:
    token = service_token(account)
    with pytest.raises(SignInFailed):
        token()
    log_in(account)
    assert token() == "token-2"


def test_without_a_login_somebody_has_to_do_it(entra: Entra, account: ServiceAccount) -> None:
    error = failure_of(account)
    assert error.code == "interaction_required"
    assert AGAIN in error.advice
    assert entra.forms == []


@pytest.mark.parametrize("number", [50173, 50076, 700082, 700084], ids=["password", "MFA", "", ""])
def test_a_login_that_ended_says_so(entra: Entra, account: ServiceAccount, number: int) -> None:
    """By a new password, a new policy, or ninety days of idleness."""
    entra.extra = {"expires_in": 10}
    log_in(account)
    entra.answers = [refusal(number, "invalid_grant", status=400)]
    error = failure_of(account)
    assert error.code == f"AADSTS{number}"
    assert AGAIN in error.advice


def test_an_outage_asks_for_nobody(entra: Entra, account: ServiceAccount) -> None:
    entra.extra = {"expires_in": 10}
    log_in(account)
    entra.answers = [(503, {})]
    token = service_token(account)
    with pytest.raises(Unreachable):
        token()
    assert token() == "token-4"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (700016, "TEAMS_SERVICE_CLIENT_ID"),
        (7000218, "public client flows"),
        (65001, "ChannelMessage.Send"),
        (53003, "Voorwaardelijke toegang"),
        (90002, "AZURE_TENANT_ID"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_a_refused_login_says_what_to_mend_and_keeps_what_there_was(
    entra: Entra, account: ServiceAccount, number: int, words: str, late: bool
) -> None:
    log_in(account)
    kept = account.cache_file.read_bytes()
    entra.answers = [refusal(number)]
    if late:
        entra.answers.insert(0, (200, entra.success({})))
    with pytest.raises(SignInFailed) as raised:
        log_in(account)
    assert words in raised.value.advice
    assert account.cache_file.read_bytes() == kept


@pytest.mark.parametrize("error", ["expired_token", "authorization_declined"])
def test_a_login_that_nobody_finished(entra: Entra, account: ServiceAccount, error: str) -> None:
    entra.answers = [(200, entra.success({})), (400, {"error": error})]
    with pytest.raises(SignInFailed) as raised:
        log_in(account)
    assert AGAIN in raised.value.advice
    assert not account.cache_file.exists()


def test_nobody_is_waited_for_after_the_code_has_ended(
    entra: Entra, account: ServiceAccount
) -> None:
    start = {**entra.success({}), "expires_in": 3}
    entra.answers = [(200, start), *[(400, {"error": "authorization_pending"})] * 9]
    with pytest.raises(SignInFailed, match="expired_token"):
        log_in(account)
    assert len(entra.forms) == 4


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]"])
def test_a_damaged_file_asks_for_a_login_and_a_login_mends_it(
    account: ServiceAccount, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)  # msal-extensions reads three times
    log_in(account)
    account.cache_file.write_bytes(content)
    assert AGAIN in failure_of(account).advice
    log_in(account)
    assert service_token(account)() == "token-4"


def test_a_place_where_nothing_can_be_kept_is_told_before_anybody_signs_in(
    entra: Entra, tmp_path: Path
) -> None:
    (tmp_path / "bestand").touch()
    account = ServiceAccount(TENANT, APP, tmp_path / "bestand" / "x.bin", entra.origin)
    with pytest.raises(SignInFailed) as raised:
        log_in(account)
    assert "TEAMS_TOKEN_CACHE" in raised.value.advice
    assert "TEAMS_TOKEN_CACHE" in failure_of(account).advice
    assert entra.forms == []


def test_a_process_that_ends_while_it_writes_leaves_the_file_whole(
    account: ServiceAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(account)
    kept = account.cache_file.read_bytes()

    class Killed(BaseException):
        """The process ends here."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as kill:
        kill.setattr(Path, "replace", die)
        with pytest.raises(Killed):
            service_token(account)("")
    assert account.cache_file.read_bytes() == kept
    assert service_token(account)() == "token-2"


def test_a_lock_that_a_killed_process_left_locks_nobody_out(
    account: ServiceAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What msal-extensions needs its extra `portalocker` for; it waits five seconds, once."""
    log_in(account)
    lock = Path(f"{account.cache_file}.lockfile")
    lock.touch()
    monkeypatch.setattr(CrossPlatLock, "_try_to_create_lock_file", lambda _: False)  # those five
    assert service_token(account)("") == "token-3"
    assert not lock.exists()


def test_nothing_of_the_account_is_shown(entra: Entra, account: ServiceAccount) -> None:
    entra.extra = {"expires_in": 10}
    log_in(account)
    entra.answers = [refusal(50173, "invalid_grant")]
    error = failure_of(account)
    assert not any(word in f"{error} {error!r} {error.advice}" for word in ("refresh-", "Geheime"))
