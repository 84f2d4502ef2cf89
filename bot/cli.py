"""`driehoek`: the command line. Turns what was typed into a command, and errors into exit codes.

What a command needs is imported when there is one to run, not before: `bot.commands.catalogue` says
why.
"""

import gc
import os
import sys
from signal import SIGINT
from typing import Annotated

import typer

from bot.commands.catalogue import LazyGroup
from bot.commands.frame import refusal
from mappings.text import clean

INTERRUPTED = 128 + SIGINT
"""The exit code after Ctrl-C, as shells number it."""
REFUSED = 2
"""The exit code for words that make no command."""

_NEW_OBJECTS = 200_000  # between two looks for garbage; of what is imported there is none

app = typer.Typer(
    cls=LazyGroup,
    name="driehoek",
    help="Houdt de actielijst gelijk met Planner, herinnert in Teams en mailt voor de driehoek.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    """Print the version and stop; a copy that was never installed has none."""
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

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
    from bot.commands.opening import open_session

    session = open_session(now)
    context.obj = session
    context.call_on_close(session.close)


def main() -> None:
    """Run the program and exit with the contract's code; a traceback is for our own bugs only."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # else every package is searched
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    code = _run()
    gc.freeze()  # else Python's end looks through all that was imported: a fifth of `list`
    sys.exit(code)


def _run() -> int | None:
    """Run the command that was typed and give its exit code; None for 0."""
    try:
        code: int | None = app([_readable(word) for word in sys.argv[1:]], standalone_mode=False)
    except typer.Abort:  # Ctrl-C, or the end of the input, at a question
        return _tell(KeyboardInterrupt())
    except Exception as error:  # noqa: BLE001 - the outermost border
        return _tell(error)
    if code == INTERRUPTED:  # Typer turns Ctrl-C into an exit code without a word
        _tell(KeyboardInterrupt())
    return code


def _readable(word: str) -> str:
    """A word as it was typed, without what no list can hold; the name of a file stays as it is."""
    return word if os.path.exists(word) else clean(word)  # noqa: PTH110 - Path raises for a long word


def _tell(error: BaseException) -> int:
    if isinstance(error, Exception) and (refused := refusal(error)):
        sys.stderr.write(f"{refused.rstrip()}\n")
        return REFUSED
    from bot.service.outcomes import ExitCode, explain

    code, sentence = explain(error)
    if code is ExitCode.BUG:
        _log_bug(error)
        sentence = "Dit is een fout in Driehoekbot zelf. Meld hem met de regels hierboven."
    sys.stderr.write(sentence + "\n")
    return code


def _log_bug(error: BaseException) -> None:
    from bot.commands.opening import set_up_log
    from connectors.log import get_logger, is_set_up

    if not is_set_up():  # the bug came before the command had begun
        set_up_log(os.environ)
    get_logger().error("bug", exc_info=error)
