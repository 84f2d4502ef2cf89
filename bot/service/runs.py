"""Books what runs: when it began, how it ended, and which lines of the log belong to it."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.actions.decisions import NotDecidable
from bot.core.sync.effects import StepKind
from bot.errors import UsageError
from bot.service.outcomes import ExitCode, explain
from bot.store.errors import UnknownCode
from bot.store.ledger import Ledger
from bot.store.records.runs import WHOLE, Run
from bot.wiring import House
from connectors.log import bound

_BUG = "Dit is een fout in Driehoekbot zelf. Meld hem met de regels uit het logboek."


KEPT = timedelta(days=3)
"""How long a run of the worker, and what it sent, is kept: over a long weekend.

Longer as long as no later run did all it should.
"""

_ROUTINE = ("sync", "remind", "digest")  # every five minutes, all year; who imported what is kept


@dataclass
class BookedRun:
    """A run being booked.

    outcome: its exit code. summary: counts, no texts of actions. reason: why it did not do all it
    should, in Dutch.
    """

    id: str
    command: str
    started_at: datetime
    outcome: ExitCode = ExitCode.DONE
    summary: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@contextmanager
def book_run(house: House, command: str) -> Iterator[BookedRun]:
    """Book a run of this command, with its outcome, for `status` and the history.

    For its duration every line of the log carries the command and the run's id. A command that
    was refused, as it was typed wrongly, was no run and is not kept. Raises StoreError.
    """
    now = house.now()
    run = BookedRun(_named(house, command, now), command, now)
    with bound(command=command, run=run.id):
        with house.store.begin() as ledger:
            ledger.runs.start(run.id, command, now)
        try:
            yield run
        except (UsageError, UnknownCode, NotDecidable):
            with house.store.begin() as ledger:
                ledger.runs.withdraw(run.id)
            raise
        except BaseException as error:
            run.outcome, sentence = explain(error)
            run.reason = sentence or _BUG
            run.summary["error"] = type(error).__name__
            _finish(house, run)
            raise
        _finish(house, run)


def book_again(house: House, run: Run, sides: Sequence[str], at: datetime) -> None:
    """Book that a round would have ended as this one did: everything was read, and was the same.

    One unit of work, two statements. sides: those that were read, at this moment. Raises
    StoreError.
    """
    again = {"id": _named(house, run.command, at), "started_at": at, "finished_at": house.now()}
    with house.store.begin() as ledger:
        ledger.readings.note_again(sides, at)
        ledger.runs.add(run.model_copy(update=again))


def _named(house: House, command: str, at: datetime) -> str:
    """Name a run. Of two that began at one moment of a rehearsal the later name is the later run's.

    Fifteen signs hold the microseconds since 1970 for longer than this program will live.
    """
    really = int(house.wall_clock().timestamp() * 1_000_000)
    return f"{command}-{at:%Y%m%dT%H%M%S}-{really:015x}{secrets.token_hex(2)}"


def _finish(house: House, run: BookedRun) -> None:
    summary = {**run.summary, "reason": run.reason} if run.reason else run.summary
    with house.store.begin() as ledger:
        ledger.runs.finish(run.id, house.now(), run.outcome, summary)
        if run.command in _ROUTINE and run.outcome in WHOLE:
            series = str(run.summary.get("series") or "")
            prune(ledger, run.command, run.started_at - KEPT, series)


def prune(ledger: Ledger, command: str, before: datetime, series: str = "") -> None:
    """Forget what a job of the worker left that nobody asks for any more. series: of a digest.

    The last create of each action stays, as its number names the next one.
    """
    ledger.runs.prune(command, before, series)
    if command == "sync":
        ledger.intents.prune(before, keep=StepKind.CREATE)
