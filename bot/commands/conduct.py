"""Says of every command whether it acts or only looks, so that a rehearsal can do no harm.

A rehearsal (`--now`) is for trying another moment. What acts at a moment that is not there would
mail real readers and confuse the worker, so it works on the sandbox only. Which commands act is
declared at each command, here and nowhere else; a test holds every command to what it declares.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import typer

from bot.commands.session import Session, session_of
from bot.errors import UsageError
from bot.settings import Settings
from connectors.graph.fence import is_loopback

Command = Callable[..., None]
Words = Mapping[str, Any]


class Conduct(StrEnum):
    """What a command does to the list, to Microsoft 365 and to people."""

    LOOKS = "looks"
    """Leaves all of them as they are; it may write a file that it is asked for."""
    ACTS = "acts"
    """Writes or sends."""


def looks(command: Command) -> Command:
    """Declare that a command only looks."""
    return _declared(command, Conduct.LOOKS)


def acts(
    *, unless: Callable[[Words], bool] = lambda _words: False, never_dry: str = ""
) -> Callable[[Command], Command]:
    """Declare that a command writes or sends, except where its words say that it only looks.

    unless: told what was typed, by parameter. never_dry: the option that does not go with
    `--dry-run`, so that nobody is told to add it. In a rehearsal the command raises UsageError,
    unless everything it can reach is on this machine.
    """

    def declare(command: Command) -> Command:
        @wraps(command)
        def guarded(context: typer.Context, *args: Any, **words: Any) -> None:
            session = session_of(context)
            if session.fixed_now and not context.invoked_subcommand and not unless(words):
                can_be_dry = "dry_run" in inspect.signature(command).parameters
                _refuse_outside(session, dry=can_be_dry and not words.get(never_dry))
            command(context, *args, **words)

        return _declared(guarded, Conduct.ACTS)

    return declare


def dry_run(words: Words) -> bool:
    """Whether `--dry-run` was typed."""
    return bool(words["dry_run"])


def conduct_of(command: Command) -> Conduct | None:
    """What a command declares; None when somebody forgot."""
    return getattr(command, "conduct", None)


def _declared(command: Command, conduct: Conduct) -> Command:
    command.conduct = conduct  # type: ignore[attr-defined] # functions take attributes
    return command


def _refuse_outside(session: Session, *, dry: bool) -> None:
    """Raise UsageError when a rehearsal could reach more than this machine."""
    outside = list(_outside(session.settings))
    if outside:
        look = "Kijk met --dry-run wat er zou gebeuren, of oefen" if dry else "Oefen"
        raise UsageError(
            "Met --now is dit een oefening, en er is niets geschreven of verstuurd: "
            f"{', '.join(outside)} wijst naar buiten deze machine. {look} op een proefomgeving: "
            "driehoek sandbox"
        )


def _outside(settings: Settings) -> Iterator[str]:
    """The settings that lead out of this machine, by name."""
    if not settings.on_loopback:
        yield "GRAPH_BASE_URL"
        return
    for owner, url in settings.owner_ways.webhooks.items():
        if not is_loopback(urlsplit(url.get_secret_value()).hostname):
            yield f"TEAMS_WEBHOOK_{owner}"
    heartbeat = settings.heartbeat.get_secret_value()
    if heartbeat and not is_loopback(urlsplit(heartbeat).hostname):
        yield "HEARTBEAT_URL"
