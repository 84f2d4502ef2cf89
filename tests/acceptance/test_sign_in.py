"""What an administrator sees of a sign-in that does not work: a sentence, a code, and no secret."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from support.certificates import pem, rsa_key
from support.identity_provider import APP, TENANT, Answer, Entra, jwt, open_entra, refusal
from support.program import ROOT, Program

from connectors.sandbox.control import Sandbox

TOKEN = jwt({"jti": "toegangsbewijs"})
REPLY = json.dumps({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3599}).encode()
SECRETS = ("eyJ", TOKEN.split(".")[1], "toegangsbewijs", "clientgeheim", "Meld u aan")


def files() -> dict[str, tuple[bytes, str]]:
    """Certificates that cannot be used, with the setting at fault."""
    return {
        "ec": (pem(ec.generate_private_key(ec.SECP256R1())), "AZURE_CLIENT_CERTIFICATE_PATH"),
        "locked": (pem(rsa_key(), "geheim"), "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
    }


@pytest.mark.parametrize("mistake", ["ec", "locked"])
def test_a_certificate_that_cannot_be_used_is_a_matter_of_settings(
    driehoek: Program, tmp_path: Path, mistake: str
) -> None:
    """Exit code 2 and the setting's name, from every command that signs in; never a traceback."""
    content, setting = files()[mistake]
    path = tmp_path / "app.pem"
    path.write_bytes(content)
    own = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": APP}
    own |= {"AZURE_CLIENT_CERTIFICATE_PATH": str(path)}
    driehoek("import")
    for command in ("sync", "doctor"):
        done = driehoek(command, **own)
        told = done.stdout + done.stderr
        assert (command, done.returncode) == (command, 2), told
        assert setting in told
        assert "Traceback" not in told


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


@pytest.fixture
def installed(driehoek: Program, entra: Entra) -> Program:
    """The program that signs in at this provider with a secret, and logs all there is to log."""
    names = ("REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "NO_PROXY")
    own = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": APP, "LOG_LEVEL": "DEBUG"}
    own |= {"AZURE_CLIENT_SECRET": "clientgeheim", "AZURE_AUTHORITY_HOST": entra.origin}
    own |= {"TEAMS_SERVICE_CLIENT_ID": APP, "LOG_FORMAT": "json"}
    environ = {**driehoek.environ, **own, **{name: os.environ[name] for name in names}}
    return Program(driehoek.folder, environ, spare=driehoek.spare)


def odd_answers() -> dict[str, Answer]:
    """What a provider, or a proxy before it, may answer in place of a token."""
    page = b"<!DOCTYPE html><h1>Meld u aan</h1>" + TOKEN.encode()
    return {
        "cut off": (200, REPLY[:-9]),
        "a page": (403, page),
        "a list": (200, b"[" + REPLY + b"]"),
    }


@pytest.mark.parametrize("odd", ["cut off", "a page", "a list"])
def test_an_odd_answer_leaves_no_secret_and_blames_no_setting(
    installed: Program, entra: Entra, odd: str
) -> None:
    """Exit code 5, as waiting may mend it."""
    entra.answers = [odd_answers()[odd]] * 9
    done = installed("doctor")
    told = done.stdout + done.stderr
    assert done.returncode == 5, told
    assert "aanmeldserver" in done.stdout
    assert "Traceback" not in told
    assert [secret for secret in SECRETS if secret in told] == []


def test_an_odd_answer_to_a_login_leaves_no_secret(installed: Program, entra: Entra) -> None:
    entra.answers = [odd_answers()["cut off"]]
    done = installed("login")
    told = done.stdout + done.stderr
    assert (done.returncode, "aanmeldserver" in done.stderr) == (5, True), told
    assert [secret for secret in SECRETS if secret in told] == []


def test_an_expired_secret_reaches_the_coordinator_in_teams_and_what_comes_after_by_mail(
    installed: Program, entra: Entra, sandbox: Sandbox
) -> None:
    """Without a token there is no mail either; the webhook needs none. Exit code 2, not 5."""
    expired = {"error": "invalid_client", "error_codes": [7000222]}
    installed("import")
    entra.answers = [(401, expired)] * 99
    for command in ("sync", "remind", "digest", "sync"):
        assert (command, installed(command).returncode) == (command, 2)
    state = sandbox.control.state()
    spoken = [card["card"]["speak"] for card in state["cards"] if card["owner"] == "coordinator"]
    assert (len(spoken), len(state["cards"]), state["sent"]) == (1, 1, [])
    assert "Het geheim is verlopen" in spoken[0]
    mended = dict.fromkeys(("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"), "")
    assert installed("sync", **mended).returncode in (0, 3)
    assert sandbox.control.state()["sent"] == [], "the digest does not work yet"
    assert installed("digest", **mended).returncode == 0
    (mail,) = sandbox.control.state()["sent"]
    assert mail["subject"] == "Driehoekbot werkt weer"


def test_doctor_tries_the_proof_of_now_and_a_round_goes_on_with_the_token_that_was_kept(
    installed: Program, entra: Entra, tmp_path: Path
) -> None:
    own = {"AZURE_TOKEN_CACHE": str(tmp_path / "app-token.json"), "OUTLOOK_CALENDAR": ""}
    entra.extra = {"access_token": "sandbox-token"}
    installed("import")
    assert installed("sync", **own).returncode in (0, 3)
    entra.answers = [refusal(7000222)] * 9
    assert installed("sync", **own).returncode in (0, 3)
    assert len(entra.paths) == 1
    done = installed("doctor", **own)
    assert done.returncode == 2
    assert "Het geheim is verlopen" in done.stdout
    assert "sandbox-token" not in done.stdout + done.stderr


DOOR = """
import requests, connectors.sign_in.app as app
app.provider_session = lambda _: requests.Session()
"""
FILTER = "import logging, bot.log\nbot.log._LibraryHandler = logging.StreamHandler\n"


@pytest.mark.parametrize(
    ("taken_out", "shown"), [(DOOR, False), (FILTER, False), (DOOR + FILTER, True)]
)
def test_control_two_protections_keep_the_token_in(
    installed: Program, entra: Entra, tmp_path: Path, taken_out: str, shown: bool
) -> None:
    """Each alone is enough; without both, MSAL writes the token to stderr."""
    (tmp_path / "sitecustomize.py").write_text(taken_out)
    entra.answers = [odd_answers()["cut off"]] * 9
    done = installed("doctor", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode in (2, 5), done.stderr
    assert (TOKEN in done.stderr) is shown
