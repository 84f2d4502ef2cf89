"""What every command starts from: the clock, the environment, and talk on stderr.

This module and `bot.commands.opening` are the outermost shell: only here are the clock, the
environment and the keyboard read.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError
from bot.settings import Settings, read_settings
from bot.wiring import House
from mappings.dates import read_day

if TYPE_CHECKING:  # each is imported when a command comes to it, as most never do
    from rich.console import Console

    from bot.service.runs import BookedRun
    from mappings.agenda import MeetingSeries

JsonFlag = Annotated[bool, typer.Option("--json", help="Geef de gegevens als JSON op stdout.")]
DryRunFlag = Annotated[
    bool, typer.Option("--dry-run", help="Laat alleen zien wat er zou gebeuren.")
]


SeriesOption = Annotated[
    str | None,
    typer.Option("--series", metavar="OVERLEG", help="Een ander overleg uit agenda.yaml."),
]


@dataclass
class Session:
    """One run of the program.

    fixed_now: the clock of a rehearsal, from `--now`. console: where talk goes, stderr by default.
    aside: keeps a line of progress away while something is said.
    """

    environ: Mapping[str, str]
    fixed_now: datetime | None = None
    console: "Console | None" = None
    aside: Callable[[], AbstractContextManager[None]] = nullcontext

    def now(self) -> datetime:
        """The moment it is, UTC; the same moment all along in a rehearsal."""
        return self.fixed_now or datetime.now(UTC)

    @cached_property
    def talk(self) -> "Console":
        """What is said to the person at the terminal."""
        from rich.console import Console

        return self.console or Console(stderr=True, highlight=False)

    @property
    def on_terminal(self) -> bool:
        """Whether somebody looks on while this is said; a console that was given takes all."""
        return self.console is not None or sys.stderr.isatty()

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises SettingsErrors."""
        return read_settings(self.environ)

    @cached_property
    def house(self) -> House:
        """The parts that do the work."""
        return House(self.settings, self.now, tell=self.tell)

    def close(self) -> None:
        """Let go of what the command opened."""
        if "house" in vars(self):
            self.house.close()

    def series(self, key: str | None) -> "MeetingSeries":
        """The series of this key, by default the driehoek. Raises UsageError for an unknown one."""
        agenda = self.house.agenda
        if key is None:
            return agenda.driehoek
        try:
            return agenda.series(key)
        except KeyError:
            known = ", ".join(series.key for series in agenda.meetings)
            raise UsageError(f"Overleg '{key}' bestaat niet; kies {known}.") from None

    @property
    def can_show_progress(self) -> bool:
        """Whether talk goes to a screen on which a line can come and go."""
        is_screen = self.console is None or self.console.is_terminal
        return is_screen and sys.stderr.isatty() and self.environ.get("TERM") != "dumb"

    def say(self, sentence: str) -> None:
        """Tell the person at the terminal something, if anything; never data.

        No markup, as texts hold [ ].
        """
        if sentence and self.on_terminal:
            with self.aside():
                self.talk.print(sentence, markup=False)
        elif sentence:
            sys.stderr.write(f"{sentence}\n")  # whole, and without what makes a screen

    def tell(self, sentence: str) -> bool:
        """Tell something while the work goes on, as `bot.progress.Tell` asks."""
        if self.on_terminal:
            self.say(sentence)
        return self.on_terminal

    def agrees(self, question: str, *, otherwise: str) -> bool:
        """Ask the person at the terminal; only a yes is one. otherwise: the option that says it.

        Raises UsageError when nobody is there to answer.
        """
        if not sys.stdin.isatty():
            raise UsageError(f"Hier kan niemand ja zeggen. Weet u het zeker? Geef dan {otherwise}.")
        self.talk.print(f"{question} [j/N] ", end="", markup=False)
        return sys.stdin.readline().strip().lower() in ("j", "ja")

    def run(self, command: str) -> "AbstractContextManager[BookedRun]":
        """Book a run of this command; see `bot.service.runs`."""
        from bot.service.runs import book_run

        return book_run(self.house, command)


def session_of(context: typer.Context) -> Session:
    """The session that the program's callback put there."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("the command was called without a session")
    return session


def nothing_in_front(context: typer.Context) -> None:
    """Refuse options in front of a subcommand, which would silently be left aside.

    Raises UsageError.
    """
    sources = [context.get_parameter_source(name) for name in context.params]
    if any(source is not None and source.name == "COMMANDLINE" for source in sources):
        raise UsageError(f"Zet opties achter '{context.invoked_subcommand}', niet ervoor.")


def day_of(text: str) -> date:
    """Read a date as people type it. Raises UsageError."""
    try:
        return read_day(text)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
