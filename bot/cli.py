"""`driehoek`: the command line. Puts the commands together and turns errors into exit codes."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path
from typing import Annotated

import structlog
import typer
from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.commands import actions as agenda
from bot.commands import (
    decisions,
    demo,
    digest,
    meetings,
    reminders,
    sandbox,
    service,
    show,
    snooze,
)
from bot.commands import login as sign_in
from bot.commands import sync as rounds
from bot.commands.session import Session
from bot.core.dutch import enumerated
from bot.errors import UsageError
from bot.log import set_up_logging
from bot.service.outcomes import ExitCode, explain
from mappings.dates import DATE_WINDOW
from mappings.text import clean

app = typer.Typer(
    name="driehoek",
    help="Houdt de actielijst gelijk met Planner, herinnert in Teams en mailt voor de driehoek.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo.demo,
    "import": agenda.import_file,
    "export": agenda.export_file,
    "list": agenda.list_actions,
    "show": show.show,
    "set": agenda.set_fields,
    "history": agenda.show_history,
    "plan": rounds.plan,
    "sync": rounds.sync,
    "conflicts": decisions.show_conflicts,
    "resolve": decisions.resolve_conflict,
    "proposals": decisions.show_proposals,
    "accept": decisions.accept_proposal,
    "reject": decisions.reject_proposal,
    "relink": decisions.relink_task,
    "restore": decisions.restore_task,
    "remind": reminders.remind,
    "reminders": reminders.reminders,
    "snooze": snooze.snooze,
    "login": sign_in.login,
    "run": service.run,
    "status": service.status,
    "doctor": service.doctor,
    "sandbox": sandbox.sandbox,
}
GROUPS: dict[str, typer.Typer] = {"digest": digest.group, "meetings": meetings.group}
TAKES_IDS = ("accept", "reject", "relink")
"""Commands that take an id of Planner's. It may begin with a hyphen, and is no option then."""
for name, command in COMMANDS.items():
    lenient = {"ignore_unknown_options": True} if name in TAKES_IDS else {}
    app.command(name, context_settings=lenient)(command)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


_AS_UTF8 = "Sla het op als UTF-8: in Kladblok met Opslaan als, Codering."


def _version(wanted: bool) -> None:
    """Print the version and stop; a copy that was never installed has none."""
    if not wanted:
        return
    try:
        number = version("driehoekbot")
    except PackageNotFoundError:
        number = "zonder versie: niet geïnstalleerd"
    typer.echo(f"driehoek {number}")
    raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    now: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="Doe alsof het dit moment is: 2026-10-20T09:00+02:00."),
    ] = None,
    show_version: Annotated[  # noqa: ARG001 - Typer answers it before anything else is done
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Toon de versie."),
    ] = False,
) -> None:
    """Houdt de actielijst gelijk met Planner, herinnert in Teams en mailt voor de driehoek."""
    session = Session(environ=_environment())
    if now is not None:
        session.fixed_now = _moment(now)
    _set_up_log(session.environ)
    context.obj = session
    context.call_on_close(session.close)


def main() -> None:
    """Run the program and exit with the contract's code; a traceback is for our own bugs only."""
    _set_up_log(os.environ)  # before anything is read, as reading is logged too
    try:
        app([_readable(word) for word in sys.argv[1:]])
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:  # Typer turns Ctrl-C into an exit code without a word
            _tell(KeyboardInterrupt())
        raise
    except Exception as error:  # noqa: BLE001 - the outermost border
        sys.exit(_tell(error))


def _readable(word: str) -> str:
    """A word as it was typed, without what no list can hold; the name of a file stays as it is."""
    return word if os.path.exists(word) else clean(word)  # noqa: PTH110 - Path raises for a long word


def _tell(error: BaseException) -> int:
    code, sentence = explain(error)
    if code is ExitCode.BUG:
        structlog.get_logger().error("bug", exc_info=error)
        sentence = "Dit is een fout in Driehoekbot zelf. Meld hem met de regels hierboven."
    sys.stderr.write(sentence + "\n")
    return code


def _environment() -> Mapping[str, str]:
    """The environment, with what a .env file in this folder adds to it. Raises UsageError."""
    text = _text_of(Path(".env"))
    wrong = [str(part.original.line) for part in parse_stream(StringIO(text)) if part.error]
    if wrong:
        raise UsageError(
            f"In .env is regel {enumerated(wrong)} niet te lezen: schrijf NAAM=waarde."
        )
    values = dotenv_values(stream=StringIO(text))
    return {**{name: value or "" for name, value in values.items()}, **os.environ}


def _text_of(file: Path) -> str:
    """The text of a settings file; "" when there is none. Raises UsageError for no UTF-8."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        advice = "Geef het programma leesrechten."
        raise UsageError(f"Het bestand {file} is niet te lezen. {advice}") from error
    if b"\0" in raw:
        raise UsageError(f"Het bestand {file} is geen UTF-8 (misschien UTF-16). {_AS_UTF8}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"Het bestand {file}, regel {line}, heeft een teken dat geen UTF-8 is. {_AS_UTF8}"
        ) from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"--now '{text}' is geen moment met tijdzone; schrijf het als 2026-10-20T09:00+02:00."
        )
    if not DATE_WINDOW.holds(moment.date()):
        raise UsageError(
            f"--now '{text}' ligt niet in de jaren {DATE_WINDOW}; controleer het jaar."
        )
    return moment


def _set_up_log(environ: Mapping[str, str]) -> None:
    level = environ.get("LOG_LEVEL", "").upper()
    known = level in ("DEBUG", "INFO", "WARNING", "ERROR")
    set_up_logging(environ.get("LOG_FORMAT", "text").lower(), level if known else "WARNING")
