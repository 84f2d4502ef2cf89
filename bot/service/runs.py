"""Books what runs: when it began, how it ended, and which lines of the log belong to it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from structlog.contextvars import bound_contextvars

from bot.service.outcomes import ExitCode, explain
from bot.wiring import House


@dataclass
class BookedRun:
    """A run being booked. outcome: its exit code. summary: counts, no texts."""

    id: str
    outcome: ExitCode = ExitCode.DONE
    summary: dict[str, Any] = field(default_factory=dict)


@contextmanager
def book_run(house: House, command: str) -> Iterator[BookedRun]:
    """Book a run of this command, with its outcome, for `status` and the history.

    For its duration every line of the log carries the command and the run's id. Raises StoreError.
    """
    run = BookedRun(f"{command}-{house.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}")
    with bound_contextvars(command=command, run=run.id):
        with house.store.begin() as ledger:
            ledger.runs.start(run.id, command, house.now())
        try:
            yield run
        except BaseException as error:
            run.outcome, _ = explain(error)
            raise
        finally:
            with house.store.begin() as ledger:
                ledger.runs.finish(run.id, house.now(), run.outcome, run.summary)
