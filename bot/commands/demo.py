"""`driehoek demo`: the whole chain on the real agenda, without a tenant.

Starts the sandbox and lets `bot.commands.demo_scenes` play against it. The demo writes in its own
folder and nowhere else.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.conduct import looks
from bot.commands.demo_scenes import DATABASE, Performance
from bot.commands.sandbox import running_sandbox
from bot.commands.session import Session, session_of
from bot.errors import UsageError
from bot.service.signals import stop_on_signal
from mappings.system_words import why

if TYPE_CHECKING:
    from connectors.sandbox.control import Sandbox


@looks
def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("--dir", help="De map waarin de demo werkt; wordt eerst geleegd.")
    ] = Path("driehoek-demo"),
    keep: Annotated[
        bool, typer.Option("--keep", help="Laat de proefomgeving daarna draaien tot Ctrl-C.")
    ] = False,
) -> None:
    """Laat de hele keten zien op een proefomgeving, zonder account.

    Voorbeeld: driehoek demo
    """
    session = session_of(context)
    _empty(folder)
    with running_sandbox(session) as sandbox:
        Performance(sandbox, folder, Console(highlight=False), session.now()).play()
        if keep:
            _wait(session, sandbox)


def _empty(folder: Path) -> None:
    """Clear the traces of an earlier demo, and refuse to clear anything else."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / DATABASE).is_file():
        raise UsageError(f"De map {folder} bevat iets anders dan een demo. Kies een andere --dir.")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"De map {folder} is niet te maken: {why(error)}.") from error


def _wait(session: Session, sandbox: "Sandbox") -> None:
    stop = stop_on_signal()
    session.say("\nDe proefomgeving draait door. Gebruik haar met deze omgeving; stop met Ctrl-C.")
    for name, value in sandbox.environment().items():
        session.say(f"export {name}='{value}'")
    stop.wait()
    session.say("Gestopt.")
