"""`driehoek login`: a person signs the account in, and the file it leaves works."""

from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from support.identity_provider import APP, TENANT, open_entra
from typer.testing import CliRunner

from bot.commands.login import login
from bot.commands.session import Session
from bot.settings import SettingsErrors
from bot.wiring import House


def log_in(environ: dict[str, str]) -> Any:
    """Type the command, with talk on the stderr of that moment."""
    app = typer.Typer()
    app.command()(login)

    @app.callback(invoke_without_command=False)
    def start(context: typer.Context) -> None:
        session = Session(environ, console=Console(stderr=True, highlight=False, width=200))
        vars(session)["house"] = House(session.settings, session.now, sleep=lambda _: None)
        context.obj = session

    return CliRunner().invoke(app, ["login"])


def test_it_shows_the_code_on_stderr_and_leaves_an_account_that_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_entra(monkeypatch, tmp_path) as entra:
        done = log_in(
            {
                "AZURE_TENANT_ID": TENANT,
                "AZURE_CLIENT_ID": APP,
                "AZURE_CLIENT_SECRET": "geheim",
                "AZURE_AUTHORITY_HOST": entra.origin,
                "TEAMS_SERVICE_CLIENT_ID": APP,
            }
        )
    assert (done.exit_code, done.stdout) == (0, "")
    told = done.stderr.splitlines()
    assert "https://microsoft.com/devicelogin" in told[0]
    assert "ABCD-EFGH" in told[0]
    assert told[1].startswith("Het serviceaccount is aangemeld.")
    assert (tmp_path / "teams-token.bin").exists()
    assert entra.forms[0]["client_id"] == APP


def test_without_settings_it_says_what_is_missing() -> None:
    done = log_in({})
    assert isinstance(done.exception, SettingsErrors)
    assert "TEAMS_SERVICE_CLIENT_ID ontbreekt" in str(done.exception)
