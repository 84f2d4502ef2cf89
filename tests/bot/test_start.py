"""The program loads what it needs and no more: modules are facts that no clock disturbs."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.identity_provider import APP, TENANT, open_entra
from support.installation import Office

ROOT = Path(__file__).parents[2]

LOADED = """
import gc, json, sys
from bot.cli import main
sys.argv[1:] = json.loads(sys.argv[1])
try:
    main()
except SystemExit as end:
    code = end.code or 0
found = [code, sorted(sys.modules), gc.get_freeze_count(), len(gc.get_objects())]
print(json.dumps(found), file=sys.stderr)
"""

FILES = {"docx", "openpyxl", "PIL", "pptx", "pdfplumber", "odf", "python_calamine", "rapidfuzz"}
"""What reads and writes the files of an office."""

OUTWARD = {"msal", "requests", "urllib3", "tenacity", "cryptography", "jinja2"}
"""What talks to Microsoft 365, proves who we are and writes mails."""

HEAVY = (
    FILES
    | OUTWARD
    | {
        *("sqlalchemy", "alembic", "pydantic", "yaml", "holidays", "babel", "structlog", "rich"),
        *("schedule", "starlette", "uvicorn"),
    }
)
"""What takes long to import, and is no part of saying what the program is."""


@dataclass(frozen=True)
class Ended:
    """A command that ended well: its modules in memory, and the objects it leaves Python's end.

    frozen: how many that end passes by. seen: how many it looks through for garbage.
    """

    modules: set[str]
    frozen: int
    seen: int


def loaded(*words: str, environ: Mapping[str, str]) -> set[str]:
    """The modules in memory when this command ends, which it does well."""
    return ended(*words, environ=environ).modules


def ended(*words: str, environ: Mapping[str, str]) -> Ended:
    """Run a command to its good end, and see what it leaves."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(words)],
        env={"PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules, frozen, seen = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return Ended(set(modules), frozen, seen)


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_what_it_is_takes_none_of_what_it_does(words: tuple[str, ...]) -> None:
    modules = loaded(*words, environ={})
    assert modules & HEAVY == set()
    ours = {name for name in modules if name.startswith(("bot.", "connectors", "mappings."))}
    way_in = {f"bot.{name}" for name in ("cli", "commands", "commands.catalogue", "commands.frame")}
    assert ours == way_in | {"mappings.text"}


@pytest.fixture
def settled(office: Office) -> Office:
    """An installation with some actions that are in Planner and Outlook already."""
    office.load("1.7", "2.4", "4.10")
    office.sync()
    return office


def test_the_end_of_a_command_is_not_spent_on_looking_for_garbage(settled: Office) -> None:
    end = ended("list", "--json", environ=settled.environ)
    assert end.frozen > 100 * end.seen


def test_a_list_as_json_takes_a_database_and_no_more(settled: Office) -> None:
    modules = loaded("list", "--json", environ=settled.environ)
    assert "sqlalchemy" in modules
    unasked = {*HEAVY, "bot.sync", "bot.digest", "bot.reminders", "connectors.graph.client"}
    assert modules & (unasked - {"sqlalchemy", "pydantic", "yaml"}) == set()
    assert "sqlalchemy.dialects.postgresql" not in modules


def test_the_status_calls_nobody_and_loads_nobody_who_does(settled: Office) -> None:
    modules = loaded("status", environ=settled.environ)
    assert modules & (FILES | OUTWARD | {"alembic", "holidays", "schedule", "structlog"}) == set()


def test_a_round_with_a_token_that_was_kept_signs_in_without_msal_and_without_a_call(
    settled: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open_entra(monkeypatch, tmp_path) as entra:
        entra.extra = {"access_token": "sandbox-token"}
        own = {name: os.environ[name] for name in ("REQUESTS_CA_BUNDLE", "NO_PROXY")}
        own |= {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": "x"}
        own |= {"AZURE_AUTHORITY_HOST": entra.origin, "AZURE_TOKEN_CACHE": str(tmp_path / "token")}
        environ = {**settled.environ, **own}
        assert "msal" in loaded("sync", environ=environ)
        assert loaded("sync", environ=environ) & {"msal", "jwt", "cryptography"} == set()
    assert entra.paths == [f"/{TENANT}/oauth2/v2.0/token"]


def test_a_round_in_which_nothing_happens_writes_no_mail_and_signs_in_without_msal(
    settled: Office,
) -> None:
    modules = loaded("sync", environ=settled.environ)
    assert "requests" in modules
    unasked = {"msal", "cryptography", "jinja2", "alembic", "holidays", "babel", "schedule"}
    unheard = {"structlog", "rich"}  # no line is logged, and nobody is at a terminal
    assert modules & (FILES | unasked | unheard) == set()
    assert modules & {"bot.digest", "bot.reminders", "bot.mail", "connectors.mime"} == set()
