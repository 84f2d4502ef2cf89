"""When which command ran."""

from datetime import datetime, timedelta

import pytest

from bot.store.database import Store
from bot.store.records.runs import Run


def test_a_run_that_was_killed_stays_unfinished(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.runs.start("r1", "sync", now)
    with store.begin() as ledger:
        assert ledger.runs.latest("sync") == Run(
            id="r1", command="sync", started_at=now, finished_at=None, outcome=None, summary={}
        )


def test_a_finished_run_tells_how_it_ended(store: Store, now: datetime) -> None:
    later = now + timedelta(seconds=3)
    with store.begin() as ledger:
        ledger.runs.start("r1", "sync", now)
        ledger.runs.finish("r1", later, 3, {"sides": {"planner": {"created": 70}}})
    with store.begin() as ledger:
        run = ledger.runs.latest("sync")
    assert run is not None
    assert (run.finished_at, run.outcome) == (later, 3)
    assert run.summary == {"sides": {"planner": {"created": 70}}}


def test_the_latest_run_is_that_of_the_same_command(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.runs.start("r3", "sync", now - timedelta(hours=1))
        ledger.runs.start("r1", "sync", now)
        ledger.runs.start("r2", "digest", now + timedelta(hours=1))
    with store.begin() as ledger:
        latest = ledger.runs.latest("sync")
        assert ledger.runs.latest("remind") is None
        assert [run.id for run in ledger.runs.all(2)] == ["r2", "r1"]
    assert latest is not None
    assert latest.id == "r1"


def test_a_run_that_never_began_cannot_finish(store: Store, now: datetime) -> None:
    with store.begin() as ledger, pytest.raises(LookupError):
        ledger.runs.finish("r1", now, 0, {})


def test_since_when_something_fails_follows_from_the_runs_of_each_series(
    store: Store, now: datetime
) -> None:
    """What began later, what was killed and the runs of another series say nothing about it."""
    told = [("a", 0), ("a", 5), ("b", 0), ("a", 2), ("a", None)]
    hour = timedelta(hours=1)
    with store.begin() as ledger:
        for number, (series, outcome) in enumerate(told):
            at = now + number * hour
            ledger.runs.start(f"r{number}", "digest", at)
            if outcome is not None:
                ledger.runs.finish(f"r{number}", at, outcome, {"series": series})
        ledger.runs.start("later", "digest", now + 99 * hour)
        ledger.runs.finish("later", now + 99 * hour, 0, {"series": "a"})
        until = now + 9 * hour
        assert ledger.runs.failing_since("digest", until, "a") == now + hour
        assert ledger.runs.failing_since("digest", until, "b") is None
        ended = ledger.runs.latest_ended("digest", until, "a")
        whole = ledger.runs.latest_whole("digest", until, "a")
        ledger.runs.withdraw("r3")
        again = ledger.runs.latest_ended("digest", until, "a")
    assert (ended and ended.id, whole and whole.id, again and again.id) == ("r3", "r0", "r1")
