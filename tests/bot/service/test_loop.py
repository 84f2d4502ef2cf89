"""The worker's day: what it does when, what it does after downtime, and what stops it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import schedule

from bot.core.workdays import AMSTERDAM, Workdays
from bot.service.loop import Duties, Worker, reminders_due
from bot.store.database import Store, open_store
from bot.store.records.runs import Run
from bot.sync.side import SideUnavailable

AWAY = SideUnavailable("planner", "Planner is nu niet te gebruiken.")


def at(text: str) -> datetime:
    """A moment on the clock of Europe/Amsterdam, e.g. "2026-11-02 09:00", as the program has it."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def remind_run(started: str, outcome: int | None) -> Run:
    begun = at(started)
    return Run(
        id="remind-1",
        command="remind",
        started_at=begun,
        finished_at=None if outcome is None else begun,
        outcome=outcome,
        summary={},
    )


@dataclass
class Stage:
    """A worker on a clock of its own; its duties only write down that they were done.

    failing: what a duty raises. events: (time on the clock, duty), in order. meanwhile, during:
    what else happens while the worker waits, and in the middle of a duty.
    """

    store: Store
    moment: datetime
    until: datetime
    failing: dict[str, Exception] = field(default_factory=dict)
    events: list[tuple[str, str]] = field(default_factory=list)
    reports: list[tuple[str, Exception]] = field(default_factory=list)
    meanwhile: Callable[["Stage"], None] = lambda _stage: None
    during: Callable[["Stage"], None] = lambda _stage: None
    scheduler: schedule.Scheduler = field(default_factory=schedule.Scheduler)
    stop: threading.Event = field(init=False)

    def __post_init__(self) -> None:
        self.stop = Waiting(self)

    def play(self, **failing: Exception) -> list[tuple[str, str]]:
        """Let the worker run to the end of the play; gives the events."""
        self.failing = failing
        self.worker().run()
        return self.events

    def worker(self) -> Worker:
        """The worker of this play."""
        return Worker(
            duties=Duties(self.duty("sync"), self.duty("remind"), self.duty("digest")),
            store=self.store,
            workdays=Workdays(),
            now=lambda: self.moment,
            stop=self.stop,
            report=lambda job, error: self.reports.append((job, error)),
            scheduler=self.scheduler,
        )

    def duty(self, name: str) -> Callable[[], None]:
        """A duty that is booked like a real one, or fails."""

        def do() -> None:
            local = self.moment.astimezone(AMSTERDAM)
            self.during(self)
            if name in self.failing:
                raise self.failing[name]
            self.events.append((f"{local:%a %H:%M}", name))
            run = f"{name}-{len(self.events)}-{self.moment.isoformat()}"
            with self.store.begin() as ledger:
                ledger.runs.start(run, name, self.moment)
                ledger.runs.finish(run, self.moment, 0, {})

        return do

    def pass_time(self, seconds: float) -> None:
        """Put the clock forward, and the machine's with it: the schedule comes that much closer."""
        self.moment += timedelta(seconds=seconds)
        self.shift_schedule(-seconds)

    def shift_schedule(self, seconds: float) -> None:
        """Move what is planned, as seen from the machine's clock."""
        for job in self.scheduler.jobs:
            if job.next_run is not None:
                job.next_run += timedelta(seconds=seconds)

    def times(self, duty: str) -> list[str]:
        """When a duty was done."""
        return [time for time, name in self.events if name == duty]


class Waiting(threading.Event):
    """An event on which waiting takes no time; set when the play is over."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage

    def wait(self, timeout: float | None = None) -> bool:
        """Let the time pass."""
        assert timeout is not None, "the worker would never wake up"
        self.stage.pass_time(timeout)
        self.stage.meanwhile(self.stage)
        if self.stage.moment >= self.stage.until:
            self.set()
        return self.is_set()


Plays = Callable[[str, str], Stage]


@pytest.fixture
def plays(tmp_path: Path) -> Iterator[Plays]:
    """Set up plays from one local moment to another, all on the same ledger."""
    store = open_store(f"sqlite:///{tmp_path / 'driehoek.db'}")
    yield lambda start, end: Stage(store, at(start), at(end))
    store.close()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("2026-11-02 08:59:59", False, id="a second early on a Monday"),
        pytest.param("2026-11-02 09:00", True, id="nine o'clock in winter"),
        pytest.param("2026-07-01 09:00", True, id="nine o'clock in summer"),
        pytest.param("2026-11-02 23:59", True, id="late in the evening"),
        pytest.param("2026-11-03 00:30", False, id="after midnight it is another day"),
        pytest.param("2026-10-31 12:00", False, id="Saturday"),
        pytest.param("2026-11-01 12:00", False, id="Sunday"),
        pytest.param("2026-04-27 12:00", False, id="Koningsdag"),
        pytest.param("2026-12-25 12:00", False, id="Christmas"),
        pytest.param("2026-03-30 09:00", True, id="the Monday after summer time began"),
        pytest.param("2026-10-26 09:00", True, id="the Monday after summer time ended"),
    ],
)
def test_reminders_are_due_on_working_days_from_nine_local_time(now: str, *, due: bool) -> None:
    assert reminders_due(at(now), Workdays(), None) is due


@pytest.mark.parametrize(
    ("last", "due"),
    [
        pytest.param(remind_run("2026-11-02 09:00", 0), False, id="done this morning"),
        pytest.param(remind_run("2026-11-02 00:10", 0), False, id="done just after midnight"),
        pytest.param(remind_run("2026-11-01 23:50", 0), True, id="done just before midnight"),
        pytest.param(remind_run("2026-10-30 09:00", 0), True, id="done last Friday"),
        pytest.param(remind_run("2026-11-02 09:00", 5), True, id="failed this morning"),
        pytest.param(remind_run("2026-11-02 09:00", None), True, id="killed this morning"),
    ],
)
def test_one_reminder_run_that_succeeded_is_enough_for_a_day(last: Run, *, due: bool) -> None:
    assert reminders_due(at("2026-11-02 12:00"), Workdays(), last) is due


def test_a_day_off_of_the_municipality_is_no_working_day() -> None:
    bridge = Workdays(added=[date(2026, 5, 15)])
    assert reminders_due(at("2026-05-15 12:00"), Workdays(), None)
    assert not reminders_due(at("2026-05-15 12:00"), bridge, None)


def test_it_syncs_and_looks_for_a_digest_at_once_and_every_five_minutes(plays: Plays) -> None:
    stage = plays("2026-11-02 06:00", "2026-11-02 06:23")
    stage.play()
    assert len(stage.times("sync")) == 5
    assert len(stage.times("digest")) == 5
    assert stage.times("sync")[0] == "Mon 06:00"


def test_it_reminds_once_a_working_morning_right_after_a_sync(plays: Plays) -> None:
    stage = plays("2026-10-30 08:32", "2026-11-03 12:00")  # Friday until Tuesday
    events = stage.play()
    reminded = stage.times("remind")
    assert [time[:6] for time in reminded] == ["Fri 09", "Mon 09", "Tue 09"]
    assert all(time[6:] < ":05" for time in reminded)
    for place, (_, name) in enumerate(events):
        if name == "remind":
            assert events[place - 1][1] == "sync"


def test_after_downtime_the_morning_is_made_up_for_once(plays: Plays) -> None:
    first = plays("2026-11-03 14:00", "2026-11-03 14:12")
    first.play()
    assert first.times("remind") == ["Tue 14:00"]
    again = plays("2026-11-03 15:00", "2026-11-03 15:12")
    again.play()
    assert again.times("remind") == []
    assert again.times("sync")


def test_nothing_is_made_up_for_on_a_day_off(plays: Plays) -> None:
    stage = plays("2026-12-25 10:00", "2026-12-25 10:30")
    stage.play()
    assert stage.times("remind") == []


def test_reminders_that_fail_are_tried_until_they_are_done(plays: Plays) -> None:
    stage = plays("2026-11-02 08:50", "2026-11-02 11:00")

    def mend_at_ten(stage: Stage) -> None:
        if stage.moment >= at("2026-11-02 10:00"):
            stage.failing.clear()

    stage.meanwhile = mend_at_ten
    stage.play(remind=AWAY)
    assert [time[:6] for time in stage.times("remind")] == ["Mon 10"]
    assert ("remind", AWAY) in stage.reports


def test_a_reminder_run_that_fails_is_tried_again_the_same_day(plays: Plays) -> None:
    stage = plays("2026-11-02 09:00", "2026-11-02 09:20")

    def mend_soon(stage: Stage) -> None:
        if stage.moment >= at("2026-11-02 09:09"):
            stage.failing.clear()

    stage.meanwhile = mend_soon
    stage.play(remind=AWAY)
    assert stage.times("remind") == ["Mon 09:09"]


@pytest.mark.parametrize("error", [AWAY, ZeroDivisionError("a bug of ours")])
def test_a_job_that_fails_does_not_stop_the_others(plays: Plays, error: Exception) -> None:
    stage = plays("2026-11-02 06:00", "2026-11-02 06:23")
    stage.play(sync=error)
    assert len(stage.times("digest")) == 5
    assert stage.reports == [("sync", error)] * 5


def test_a_ledger_that_cannot_be_read_is_a_failed_job(plays: Plays) -> None:
    stage = plays("2026-11-02 09:00", "2026-11-02 09:12")
    with stage.store.begin() as ledger:
        ledger.runs.start("remind-x", "remind", stage.moment)
        ledger.runs._connection.exec_driver_sql("UPDATE runs SET summary = 'no json'")
    stage.play()
    assert {job for job, _ in stage.reports} == {"remind"}
    assert stage.times("digest")


def test_told_to_stop_it_finishes_the_job_in_hand_and_begins_no_other(plays: Plays) -> None:
    stage = plays("2026-11-02 09:00", "2026-11-02 12:00")
    stage.during = lambda stage: stage.stop.set()
    stage.play()
    assert [name for _, name in stage.events] == ["sync"]


@pytest.mark.parametrize("moment", ["meanwhile", "during"])
def test_a_machine_clock_that_is_put_back_does_not_hold_up_the_work(
    plays: Plays, moment: str
) -> None:
    """In autumn package `schedule` would wait an hour for a moment that has already been."""
    stage = plays("2026-10-25 02:41", "2026-10-25 03:30")
    elapsed = (stage.until - stage.moment).total_seconds() / 60
    assert elapsed == 49 + 60, "the hour between two and three comes twice"
    put_back = iter([0, 0, 3600])
    setattr(stage, moment, lambda stage: stage.shift_schedule(next(put_back, 0)))
    stage.play()
    assert len(stage.times("sync")) == pytest.approx(elapsed / 5, abs=1.5)
