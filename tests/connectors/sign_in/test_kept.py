"""A token kept for the next process, with the real MSAL at a provider over real TLS."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from support.identity_provider import APP, TENANT, Entra, open_entra, refusal

from connectors.errors import SignInFailed
from connectors.graph.transport import Token
from connectors.sign_in.app import client_credentials
from connectors.sign_in.kept import TokenFile
from connectors.sign_in.proofs import Secret

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "app-token.json"


def process(entra: Entra, file: Path, at: datetime = NOW, **options: Any) -> Token:
    """A new process at that moment."""
    return client_credentials(
        **{"tenant": TENANT, "client_id": APP, **options},
        credential=Secret("geheim-1"),
        authority_host=entra.origin,
        file=TokenFile(file, lambda: at),
    )


def test_another_process_goes_on_with_the_token_without_a_call(entra: Entra, file: Path) -> None:
    assert process(entra, file)() == "token-1"
    token = process(entra, file, NOW + timedelta(minutes=54))
    assert [token(), token()] == ["token-1", "token-1"]
    assert len(entra.paths) == 1


def test_the_file_is_ours_alone_and_holds_no_secret(entra: Entra, file: Path) -> None:
    process(entra, file)()
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert "geheim-1" not in file.read_text()
    assert [path.name for path in file.parent.iterdir() if "token" in path.name] == [file.name]


def test_a_token_is_replaced_five_minutes_before_it_ends(entra: Entra, file: Path) -> None:
    process(entra, file)()
    assert process(entra, file, NOW + timedelta(seconds=3599 - 300))() == "token-2"
    assert process(entra, file, NOW + timedelta(minutes=60))() == "token-2"


@pytest.mark.parametrize(
    "other",
    [{"tenant": "andere"}, {"client_id": "andere"}, {"resource": "https://graph.microsoft.us"}],
)
def test_a_token_is_for_one_app_in_one_tenant_at_one_graph(
    entra: Entra, file: Path, other: dict[str, Any]
) -> None:
    process(entra, file)()
    assert process(entra, file, **other)() == "token-2"


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_can_reach_is_not_believed_and_made_ours(
    entra: Entra, file: Path, rights: int
) -> None:
    process(entra, file)()
    file.chmod(rights)
    assert process(entra, file)() == "token-2"
    assert S_IMODE(file.stat().st_mode) == 0o600


def kept_as(**fields: Any) -> bytes:
    """A file that holds something else in these fields."""
    whose = f"{APP} https://localhost/{TENANT} https://graph.microsoft.com"
    until = int(NOW.timestamp()) + 3000
    return json.dumps({"whose": whose, "until": until, "token": "x", **fields}).encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"null", b"{}", b'{"token": "x"', b"[" * 100_000]
    + [kept_as(token=token) for token in ("", "a\r\nX-Evil: b", "é", 7, None)]
    + [kept_as(until=until) for until in ("morgen", None, (), float("nan"))],
    ids=lambda content: content[-40:],
)
def test_a_file_that_cannot_be_used_is_replaced(entra: Entra, file: Path, content: bytes) -> None:
    file.write_bytes(content.replace(b"https://localhost", entra.origin.encode()))
    file.chmod(0o600)
    assert process(entra, file)() == "token-1"
    assert process(entra, file)() == "token-1"


def test_control_such_a_file_is_used_when_nothing_is_wrong_in_it(entra: Entra, file: Path) -> None:
    file.write_bytes(kept_as().replace(b"https://localhost", entra.origin.encode()))
    file.chmod(0o600)
    assert process(entra, file)() == "x"


@pytest.mark.parametrize("claims", ["", '{"access_token":{"nbf":{"essential":true}}}'])
def test_a_token_that_graph_refused_is_replaced_for_the_next_process_as_well(
    entra: Entra, file: Path, claims: str
) -> None:
    process(entra, file)()
    token = process(entra, file)
    assert [token(), token(claims), token()] == ["token-1", "token-2", "token-2"]
    assert process(entra, file)() == "token-2"


def test_a_token_that_msal_renews_half_way_is_kept_for_the_next(entra: Entra, file: Path) -> None:
    entra.extra = {"refresh_in": -1}
    token = process(entra, file)
    assert [token(), token()] == ["token-1", "token-2"]
    assert process(entra, file)() == "token-2"


def test_a_refusal_leaves_what_was_kept(entra: Entra, file: Path) -> None:
    process(entra, file)()
    entra.answers = [refusal(7000222)]
    with pytest.raises(SignInFailed):
        process(entra, file)("")
    assert process(entra, file)() == "token-1"


def test_a_file_that_cannot_be_written_does_not_stop_the_work(
    entra: Entra, tmp_path: Path, log: list[Any]
) -> None:
    gone = tmp_path / "weg" / "app-token.json"
    assert process(entra, gone)() == "token-1"
    (line,) = (line for line in log if line["event"] == "token not kept")
    assert line["reason"] == "FileNotFoundError"
    assert "token-1" not in str(log)


def test_a_link_is_replaced_and_what_it_points_to_left_alone(
    entra: Entra, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "ander"
    other.write_text("van iemand anders")
    file.symlink_to(other)
    process(entra, file)()
    assert (other.read_text(), file.is_symlink()) == ("van iemand anders", False)


def test_nothing_is_kept_unless_it_is_asked_for(entra: Entra, tmp_path: Path) -> None:
    before = {*tmp_path.iterdir()}
    client_credentials(TENANT, APP, Secret("x"), authority_host=entra.origin)()
    assert {*tmp_path.iterdir()} == before
