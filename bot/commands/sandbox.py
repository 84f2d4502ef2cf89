"""Try the bot out: a tenant of its own on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.conduct import looks
from bot.commands.session import Session, session_of
from bot.errors import UsageError
from bot.service.signals import stop_on_signal
from mappings.system_words import why

if TYPE_CHECKING:
    from connectors.sandbox.control import Sandbox

SANDBOX_PORT = 8765


@looks
def sandbox(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="De poort; 0 kiest een vrije.")
    ] = SANDBOX_PORT,
) -> None:
    """Draai een proefomgeving van Microsoft 365 op deze machine. Stop met Ctrl-C of SIGTERM.

    Op stdout staat de omgeving waarmee de andere opdrachten haar gebruiken.

    Voorbeeld: driehoek sandbox > proef.env, en dan in een andere terminal: . ./proef.env
    """
    session = session_of(context)
    stop = stop_on_signal()
    with running_sandbox(session, port) as tenant:
        for name, value in tenant.environment().items():
            typer.echo(f"export {name}='{value}'")
        session.say(f"De proefomgeving draait op {tenant.origin}. Stop met Ctrl-C.")
        stop.wait()


@contextmanager
def running_sandbox(session: Session, port: int = 0) -> Iterator["Sandbox"]:
    """Serve the sandbox; in a rehearsal its calendar starts at that moment. Raises UsageError."""
    try:
        from connectors.sandbox.server import running
        from connectors.sandbox.tenant.world import World
    except ModuleNotFoundError as error:
        raise UsageError(
            "De proefomgeving is niet geïnstalleerd. Installeer haar met: pip install '.[sandbox]'"
        ) from error
    with ExitStack() as stack:
        try:
            tenant = stack.enter_context(running(port, World(start=session.fixed_now)))
        except OSError as error:
            raise UsageError(
                f"Poort {port} is niet te gebruiken: {why(error)}. Kies een andere met --port."
            ) from error
        yield tenant
