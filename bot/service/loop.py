"""The worker: does by itself, all year, what the commands do when somebody types them.

Every few minutes a sync and a look whether a digest is due; on working mornings the reminders.

Package `schedule` only ticks. It reckons in the machine's own naive time, in which one hour comes
twice in autumn and one is skipped in spring, so it never decides what day or hour it is. Whether
the reminders are still to be done follows from `now`, read on the clock of Europe/Amsterdam, and
from the runs in the ledger. That also makes up for downtime: a worker started at noon finds that
this morning's reminders were not done yet, and does them.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time

import schedule

from bot.core.workdays import Workdays, local_time
from bot.store.database import Store
from bot.store.records.runs import Run

EVERY_MINUTES = 5
REMIND_FROM = time(9)  # local

_PAUSE_SECONDS = EVERY_MINUTES * 60.0


@dataclass(frozen=True)
class Duties:
    """What is to be done. Each books its own run in the ledger, and raises when it failed.

    is_still: asked first; with a yes there is nothing to do this time, and that is booked. end:
    called when the others were.
    """

    sync: Callable[[], object]
    remind: Callable[[], object]
    digest: Callable[[], object]
    is_still: Callable[[], bool] = lambda: False
    end: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Worker:
    """Does the duties until `stop` is set.

    report: told the job's name and what it raised; the other jobs and the next try go on. now:
    gives an aware moment. stop: its `wait` is the only sleep.
    """

    duties: Duties
    store: Store
    workdays: Workdays
    now: Callable[[], datetime]
    stop: threading.Event
    report: Callable[[str, Exception], None]
    scheduler: schedule.Scheduler = field(default_factory=schedule.Scheduler)

    def run(self) -> None:
        """Work until told to stop; the job in hand is finished, no other one is begun."""
        self.scheduler.every(EVERY_MINUTES).minutes.do(self._do_all)
        self.scheduler.run_all()
        while not self.stop.wait(self._pause()):
            if self._pause() > _PAUSE_SECONDS:
                # The machine's clock was put back, as in autumn: `schedule` would sit out the hour.
                self.scheduler.run_all()
            else:
                self.scheduler.run_pending()

    def _pause(self) -> float:
        """Seconds until the next time, by the machine's clock."""
        return max(0.0, self.scheduler.idle_seconds or 0.0)

    def _do_all(self) -> None:
        if self._try("still", self.duties.is_still):
            return
        jobs = {
            "sync": self.duties.sync,
            "remind": self._remind_when_due,
            "digest": self.duties.digest,
            "end": self.duties.end,
        }
        for name, job in jobs.items():
            if self.stop.is_set():
                return
            self._try(name, job)

    def _try(self, name: str, job: Callable[[], object]) -> object:
        """Do a job and give what it gives; None for one that failed."""
        try:
            return job()
        except Exception as error:  # noqa: BLE001 - a bug in one job must not stop the others
            self.report(name, error)
            return None

    def _remind_when_due(self) -> None:
        """Remind, once on a working day; what failed is tried again until the day is over."""
        with self.store.read() as ledger:
            last = ledger.runs.latest("remind", self.now())
        if reminders_due(self.now(), self.workdays, last):
            self.duties.remind()


def reminders_due(now: datetime, workdays: Workdays, last: Run | None) -> bool:
    """Whether this is a working day past nine on which no reminder run has succeeded yet.

    last: the latest run of the reminders, by whomever.
    """
    local = local_time(now)
    if local.time() < REMIND_FROM or not workdays.is_workday(local.date()):
        return False
    if last is None or last.outcome != 0:
        return True
    return local_time(last.started_at).date() != local.date()
