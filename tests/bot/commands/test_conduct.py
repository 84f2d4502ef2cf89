"""A rehearsal cannot act, and every command is held to what it declares about that."""

import sqlite3
from pathlib import Path

import pytest
from support.commands import every_command
from support.installation import Office
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.conduct import Conduct, conduct_of
from bot.errors import UsageError

MOMENT = "2026-12-17T09:00+01:00"
REAL = {
    "GRAPH_BASE_URL": "https://graph.microsoft.com/v1.0",
    "AZURE_TENANT_ID": "00000000-0000-0000-0000-000000000001",
    "AZURE_CLIENT_ID": "00000000-0000-0000-0000-000000000002",
    "AZURE_CLIENT_SECRET": "geheim",
    "OUTLOOK_MAILBOX": "",
    "HEARTBEAT_URL": "",
}
ELSEWHERE = ("demo", "sandbox")  # they serve a tenant of their own, and never end or never begin

SCAN = Path(__file__).parents[1] / "actions" / "agenda-scan.txt"
ARGUMENTS = {
    "init": f"map --from {SCAN}",
    "import": "",
    "export": "lijst.csv",
    "list": "",
    "show": "2.4",
    "ahead": "",
    "ahead accept": "4.10",
    "dossier": "--meeting 2026-10-01",
    "dossier expired": ".",
    "dossier remove": "dossier.zip --yes",
    "report": "--year 2026",
    "set": "2.4 --status Loopt",
    "reopen": "2.4",
    "history": "2.4",
    "drop": "2.4 --yes",
    "plan": "",
    "sync": "",
    "pairs": "",
    "pairs accept": "2.4",
    "pairs reject": "2.4",
    "conflicts": "",
    "resolve": "2.4 deadline --take list",
    "proposals": "",
    "accept": "AbCd --goal 3",
    "reject": "AbCd",
    "relink": "2.4 AbCd",
    "restore": "2.4",
    "decide": "2.4 --status Loopt --meeting 2026-11-26",
    "decisions": "",
    "remind": "",
    "reminders": "2.4",
    "snooze": "2.4 --until 2027-01-12",
    "login": "",
    "run": "",
    "status": "",
    "doctor": "",
    "digest": "",
    "digest hold": "",
    "digest release": "",
    "meetings": "",
    "meetings pin": "2026-12-17",
    "meetings unpin": "",
    "meetings replaces": "2026-12-17 --none",
}
"""What each command is typed with; a new command needs its words here."""


ALL = {words: conduct_of(command.callback) for words, command in every_command().items()}
LOOK = [words for words, conduct in ALL.items() if conduct is Conduct.LOOKS]
ACT = [words for words, conduct in ALL.items() if conduct is Conduct.ACTS]


def typed(office: Office, words: str, **changes: str) -> Result:
    """Type a command in a rehearsal."""
    environ = {**office.environ, **changes}
    return CliRunner().invoke(app, ["--now", MOMENT, *words.split()], env=environ)


def content(office: Office) -> list[str]:
    """Everything in the database, but what was seen in the calendar."""
    file = office.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        lines = [line for line in connection.iterdump() if 'INTO "meetings"' not in line]
    connection.close()
    return lines


def test_every_command_says_whether_it_acts() -> None:
    assert [words for words, conduct in ALL.items() if conduct is None] == []
    assert ALL.keys() - set(ELSEWHERE) == ARGUMENTS.keys()


@pytest.mark.parametrize("words", [words for words in LOOK if words not in ELSEWHERE])
def test_what_only_looks_changes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    office.load("2.4", "4.10")
    office.sync()
    office.control.forget()
    before = content(office)
    result = typed(office, f"{words} {ARGUMENTS[words]}")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    label = "PATCH /planner/plans/"  # `doctor` gives a label the name that it has
    assert [w for w in office.writes() if words != "doctor" or not w.startswith(label)] == []
    assert (content(office), office.sent()) == (before, [])


@pytest.mark.parametrize("words", ACT)
def test_what_acts_does_not_in_a_rehearsal_on_a_real_tenant(
    office: Office, tmp_path: Path, words: str
) -> None:
    database = tmp_path / "echt.db"
    real = {**REAL, "DATABASE_URL": f"sqlite:///{database}"}
    result = typed(office, f"{words} {ARGUMENTS[words]}", **real)
    assert isinstance(result.exception, UsageError)
    assert "er is niets geschreven of verstuurd" in str(result.exception)
    assert "GRAPH_BASE_URL wijst naar buiten deze machine" in str(result.exception)
    assert "driehoek sandbox" in str(result.exception)
    assert not database.exists()


@pytest.mark.parametrize("words", ACT)
def test_a_rehearsal_on_the_sandbox_cannot_post_in_a_real_channel(
    office: Office, words: str
) -> None:
    url = "https://prod.westeurope.logic.azure.com/workflows/1?sig=x"
    result = typed(office, f"{words} {ARGUMENTS[words]}", TEAMS_WEBHOOK_OOV=url)
    assert isinstance(result.exception, UsageError)
    assert "TEAMS_WEBHOOK_OOV wijst naar buiten" in str(result.exception)
    assert url not in str(result.exception)


@pytest.mark.parametrize("words", ["remind --dry-run", "import --dry-run", "snooze"])
def test_what_looks_by_its_words_may(office: Office, words: str) -> None:
    office.load("2.4")
    before = content(office)
    result = typed(office, words, **REAL)
    assert (result.exit_code, result.exception) == (0, None)
    assert content(office) == before


@pytest.mark.parametrize("other", ["--dry-run", "--no-sync"])
def test_a_test_card_goes_alone(office: Office, other: str) -> None:
    result = typed(office, f"remind {other} --test-card OOV")
    assert isinstance(result.exception, UsageError)
    assert office.control.state()["cards"] == []


@pytest.mark.parametrize("words", ["remind --test-card OOV", "digest --to coordinator@gemeente.nl"])
def test_nobody_is_told_to_add_a_dry_run_where_it_does_not_go(
    office: Office, tmp_path: Path, words: str
) -> None:
    result = typed(office, words, **REAL, DATABASE_URL=f"sqlite:///{tmp_path / 'echt.db'}")
    assert isinstance(result.exception, UsageError)
    assert "--dry-run" not in str(result.exception)
    assert "Oefen op een proefomgeving" in str(result.exception)
