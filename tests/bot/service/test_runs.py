"""Runs are booked, and those of the worker do not pile up: a year takes as much as a week."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from support.installation import START, Office

from bot.errors import UsageError
from bot.service.outcomes import ExitCode
from bot.service.runs import KEPT, book_run
from bot.store.records.intents import NewIntent
from bot.store.records.runs import Run
from bot.store.tables import intents

EVERY_HOURS = 2


def work(
    office: Office, days: int, outcome: ExitCode = ExitCode.DONE, series: str = "lokale-driehoek"
) -> None:
    """Let the worker book a sync and a digest every few hours."""
    house = office.house()
    for _ in range(days * 24 // EVERY_HOURS):
        for command in ("sync", "digest"):
            with book_run(house, command) as booked:
                booked.outcome = outcome
                if command == "digest":
                    booked.summary["series"] = series
        office.clock.forward(hours=EVERY_HOURS)


def runs(office: Office) -> list[Run]:
    """All that is kept, the latest first."""
    with office.ledger as ledger:
        return ledger.runs.all(100_000)


def sent_by(office: Office) -> set[int]:
    """The numbers of the intents that are kept."""
    with office.ledger as ledger:
        return set(ledger.intents._connection.execute(sa.select(intents.c.id)).scalars())


def test_of_two_runs_at_one_frozen_moment_the_later_one_is_the_latest(office: Office) -> None:
    """As with `--now`: only the real clock goes on."""
    moments = (START + timedelta(microseconds=number) for number in count())
    house = replace(office.house(), wall_clock=lambda: next(moments))
    for number in range(20):
        with book_run(house, "sync") as booked:
            booked.outcome = ExitCode.DONE if number == 19 else ExitCode.UNAVAILABLE
    with office.ledger as ledger:
        latest = ledger.runs.latest("sync", office.clock.now())
    assert latest is not None
    assert latest.outcome == ExitCode.DONE


def test_after_a_year_there_are_as_many_as_after_a_week(office: Office) -> None:
    work(office, 7)
    after_a_week = len(runs(office))
    work(office, 60)
    assert len(runs(office)) == after_a_week
    assert min(run.started_at for run in runs(office)) >= office.clock.now() - KEPT - timedelta(1)


def test_what_a_person_did_is_kept(office: Office) -> None:
    with book_run(office.house(), "import"):
        pass
    work(office, 10)
    assert [run.command for run in runs(office)][-1] == "import"


def test_what_a_round_sent_is_forgotten_with_it_unless_it_is_in_doubt(office: Office) -> None:
    sent = [
        NewIntent("r", office.clock.now(), "planner", code, "update", {}) for code in ("1.1", "1.2")
    ]
    with office.ledger as ledger:
        settled, doubtful = ledger.intents.open(sent)
        ledger.intents.close([settled], office.clock.now(), "done")
        ledger.intents.close([doubtful], office.clock.now(), "unknown")
    work(office, 2)
    assert sent_by(office) == {settled, doubtful}
    work(office, 3)
    assert sent_by(office) == {doubtful}


def test_as_long_as_a_job_fails_nothing_of_it_is_forgotten(office: Office) -> None:
    """What fails, and since when, follows from the runs."""
    work(office, 1)
    began = office.clock.now()
    work(office, 10, ExitCode.UNAVAILABLE)
    with office.ledger as ledger:
        assert ledger.runs.failing_since("sync", office.clock.now()) == began
        whole = ledger.runs.latest_whole("sync", office.clock.now())
    assert whole is not None
    assert whole.started_at == began - timedelta(hours=EVERY_HOURS)


def test_a_digest_that_fails_is_kept_beside_one_of_another_meeting_that_goes_well(
    office: Office,
) -> None:
    began = office.clock.now()
    work(office, 2, ExitCode.UNAVAILABLE, "ambtelijke-driehoek")
    work(office, 10)
    with office.ledger as ledger:
        now = office.clock.now()
        assert ledger.runs.failing_since("digest", now, "ambtelijke-driehoek") == began


@pytest.mark.parametrize("command", ["sync", "import"])
def test_a_command_that_was_refused_is_no_run(office: Office, command: str) -> None:
    with suppress(UsageError), book_run(office.house(), command):
        raise UsageError("Geef een code.")
    assert runs(office) == []
