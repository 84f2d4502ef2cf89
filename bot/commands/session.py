"""What every command starts from: the clock, the environment and two places to print.

Data goes to stdout and talk to stderr, so that `--json` can be piped. This module and `bot.cli`
are the outermost shell: only here are the clock and the environment read.
"""

import json
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import UsageError
from bot.service.outcomes import explain
from bot.settings import Settings, read_settings
from bot.wiring import House
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
    """One run of the program. fixed_now: the clock of a rehearsal, from `--now`."""

    environ: Mapping[str, str]
    fixed_now: datetime | None = None
    talk: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))

    def now(self) -> datetime:
        """The moment it is, UTC; the same moment all along in a rehearsal."""
        return self.fixed_now or datetime.now(UTC)

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises SettingsErrors."""
        return read_settings(self.environ)

    @cached_property
    def house(self) -> House:
        """The parts that do the work."""
        return House(self.settings, self.now)

    def series(self, key: str | None) -> MeetingSeries:
        """The series of this key, by default the driehoek. Raises UsageError for an unknown one."""
        agenda = self.house.agenda
        if key is None:
            return agenda.driehoek
        try:
            return agenda.series(key)
        except KeyError:
            known = ", ".join(series.key for series in agenda.meetings)
            raise UsageError(f"Overleg '{key}' bestaat niet; kies {known}.") from None

    def say(self, sentence: str) -> None:
        """Tell the person at the terminal something; never data. No markup, as texts hold [ ]."""
        self.talk.print(sentence, markup=False)

    @contextmanager
    def run(self, command: str) -> Iterator["BookedRun"]:
        """Book a run of this command, with its outcome, for `status` and the history."""
        run = BookedRun(f"{command}-{self.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}")
        with self.house.store.begin() as ledger:
            ledger.runs.start(run.id, command, self.now())
        try:
            yield run
        except BaseException as error:
            run.outcome, _ = explain(error)
            raise
        finally:
            with self.house.store.begin() as ledger:
                ledger.runs.finish(run.id, self.now(), run.outcome, run.summary)


@dataclass
class BookedRun:
    """A run being booked. outcome: its exit code. summary: counts, no texts."""

    id: str
    outcome: int = 0
    summary: dict[str, Any] = field(default_factory=dict)


def session_of(context: typer.Context) -> Session:
    """The session that the program's callback put there."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("the command was called without a session")
    return session


def show_json(data: object) -> None:
    """Print data to stdout as JSON, Dutch letters as they are."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table to stdout. Cells are shown as they are, without markup."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for column in columns:
        table.add_column(column, overflow="fold")
    console = Console(highlight=False, markup=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table)


def or_table(
    as_json: bool,
    data: Sequence[Mapping[str, object]],
    columns: Mapping[str, Callable[..., object]],
) -> None:
    """Print data as JSON, or as a table whose columns are given as header and cell function."""
    if as_json:
        show_json(data)
    elif data:
        show_table(list(columns), [[cell(row) for cell in columns.values()] for row in data])


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
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is geen datum; schrijf er een als 2026-11-10.") from None
