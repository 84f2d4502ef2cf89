"""The installation under test: a real tenant over HTTP, a real database, a clock that is moved.

Every call of `Office.house()` is a new process as far as the program is concerned: it shares
nothing with the one before but the database and the tenant. Waiting costs no time, since sleeping
puts the clock forward, and the tenant's with it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from bot.actions.edits import save_edit
from bot.actions.imports import Imported, import_list
from bot.core.history import Change
from bot.progress import Progress, Tell
from bot.settings import OWN_AGENDA, read_settings
from bot.store.database import Store, open_store
from bot.store.ledger import Ledger
from bot.sync.report import RoundReport
from bot.wiring import House
from connectors.graph.transport import Token
from connectors.sandbox.control import Control, Sandbox
from connectors.wire import User
from mappings.agenda import Agenda, load_actions, load_agenda
from mappings.canonical import Action, Due, Status

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # a Monday, 09:00 in Amsterdam
DRIEHOEKEN = [date(2026, 8, 6), date(2026, 10, 1), date(2026, 11, 26), date(2027, 1, 21)]

# One of every kind: done, running, planned, dropped, no status; a year, Continue, Ad hoc, no
# deadline; one owner, two, none; with and without a note.
DOZEN = (
    *("1.1", "1.7", "1.9", "1.13", "2.1", "2.10"),
    *("3.16", "4.10", "5.1", "5.2", "6.4", "6.5"),
)


@dataclass
class Clock:
    """The time in the program; `also` is told how long somebody slept."""

    also: Callable[[float], None]
    moment: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Give the moment; it stands still."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let time pass at once, here and in the tenant."""
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        self.also(seconds)

    def forward(self, **time: float) -> None:
        """Put the clock forward, by `minutes=11` and the like."""
        self.moment += timedelta(**time)


@dataclass(frozen=True)
class Process(House):
    """The real parts; only the agenda folder is read once for all tests."""

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda folder."""
        return agenda_in(self.settings.agenda_dir)


class Killed(BaseException):
    """The process ends here, without a chance to tidy up."""


@dataclass
class Fate:
    """Counts the steps of a process and ends it before one of them; 0 lets it live."""

    dies_at: int
    steps: int = 0

    def step(self) -> None:
        """Take a step. Raises Killed."""
        self.steps += 1
        if self.steps == self.dies_at:
            raise Killed


class MortalStore(Store):
    """A store in which every unit of work is a step."""

    def __init__(self, store: Store, fate: Fate) -> None:
        super().__init__(store._engine)
        self._fate = fate

    @contextmanager
    def begin(self) -> Iterator[Ledger]:
        """Start a unit of work, if the process lives to see it."""
        self._fate.step()
        with super().begin() as ledger:
            yield ledger

    @contextmanager
    def read(self) -> Iterator[Ledger]:
        """Look at the database, if the process lives to see it."""
        self._fate.step()
        with super().read() as ledger:
            yield ledger


@dataclass(frozen=True)
class MortalProcess(Process):
    """A process with a fate: a step is a unit of work in the database, or an exchange with Graph.

    Killed before a step is killed after the one before it, so going through all steps covers
    every moment that makes a difference.
    """

    fate: Fate = field(kw_only=True)

    @cached_property
    def store(self) -> Store:
        """The database."""
        return MortalStore(super().store, self.fate)

    @cached_property
    def token(self) -> Token:
        """The token, which is asked for before every exchange."""
        give = super().token

        def token(claims: str | None = None) -> str:
            self.fate.step()
            return give(claims)

        return token


@dataclass
class Office:
    """One installation. environ: its settings; runs: how many commands ran, for their names."""

    sandbox: Sandbox
    environ: dict[str, str]
    clock: Clock
    runs: int = 0

    @property
    def control(self) -> Control:
        """The way to change and inspect the tenant."""
        return self.sandbox.control

    @cached_property
    def _store(self) -> Store:
        return open_store(self.environ["DATABASE_URL"])

    @property
    def ledger(self) -> AbstractContextManager[Ledger]:
        """A unit of work of the test itself: `with office.ledger as ledger`."""
        return self._store.begin()

    def house(self, **changes: str) -> House:
        """Start a new process. changes: environment variables, "" to leave one out."""
        settings = read_settings({**self.environ, **changes})
        return Process(settings, self.clock.now, self.clock.sleep, self.clock.now)

    def lives_through(self, dies_at: int, work: Callable[[House], object]) -> bool:
        """Let a process do this work and kill it before its n-th step; say whether it lived."""
        settings, clock, fate = read_settings(self.environ), self.clock, Fate(dies_at)
        process = MortalProcess(settings, clock.now, clock.sleep, clock.now, fate=fate)
        with closing(process), suppress(Killed):
            work(process)
            return True
        return False

    def load(self, *codes: str) -> Imported:
        """Import the agenda's own list, or only these codes ("2.4") and whole goals ("2")."""
        wanted = [a for a in own_actions() if {a.code, str(a.goal)} & {*codes} or not codes]
        return self.import_list(*wanted)

    def import_list(self, *actions: Action) -> Imported:
        """Import these actions."""
        with self.ledger as ledger:
            return import_list(ledger, actions, at=self.clock.now(), run=self.run("import"))

    def sync(
        self, progress: Progress | None = None, *, allow_deletions: bool = False, **changes: str
    ) -> RoundReport:
        """Do one round."""
        with closing(self.house(**changes)) as house:
            engine = house.engine(progress, allow_deletions=allow_deletions)
            return engine.round(self.run("sync"))

    def look_at_calendar(self) -> None:
        """Look at the meetings in the calendar and remember them, as every digest does."""
        with closing(self.house()) as house:
            house.calendar.remember(house.calendar.read(house.now()), house.now())

    def note_reading(self, **changes: str) -> None:
        """Note that Planner was read whole at this moment, as a round does."""
        with self.house(**changes).store.begin() as ledger:
            ledger.readings.note_whole("planner", self.clock.now())

    def preview(self, **changes: str) -> RoundReport:
        """Say what a round would do."""
        with closing(self.house(**changes)) as house:
            return house.engine().preview("plan")

    def set(self, code: str, **fields: Any) -> list[Change]:
        """Edit the list as the coordinator does: `set("1.9", status="Loopt", due="2027")`."""
        readers: dict[str, Callable[[Any], Any]] = {"status": Status, "due": Due.parse}
        update = {name: readers.get(name, _same)(value) for name, value in fields.items()}
        with self.ledger as ledger:
            after = ledger.actions.get(code).model_copy(update=update)
            return save_edit(ledger, after, at=self.clock.now(), run=self.run("set"))

    def run(self, command: str) -> str:
        """Name the next run."""
        self.runs += 1
        return f"{command}-{self.runs}"

    def action(self, code: str) -> Action:
        """One action as the list has it."""
        with self.ledger as ledger:
            return ledger.actions.get(code)

    def history(self, code: str) -> list[tuple[Any, ...]]:
        """What happened to an action since it was imported: (side, field, old, new, outcome)."""
        with self.ledger as ledger:
            changes = ledger.history.of(code)
        return [
            (c.side, c.field, c.old, c.new, c.outcome.value) for c in changes if c.side != "import"
        ]

    def links(self, side: str = "planner") -> dict[str, str]:
        """The ids of a side's items, by code."""
        with self.ledger as ledger:
            return {code: link.remote_id for code, link in ledger.links.all(side).items()}

    def tasks(self) -> dict[str, dict[str, Any]]:
        """The tasks in Planner by the first word of their title, one by one proven unique."""
        tasks = self.control.state()["tasks"]
        by_code = {task["title"].split(" ")[0]: task for task in tasks}
        assert len(by_code) == len(tasks), "an action has more than one task"
        return by_code

    def act(self, act: str, code: str, **fields: Any) -> Any:
        """Let a person do something with the task of an action."""
        return self.control.act(act, task=self.links()[code], **fields)

    def event(self, day: str, subject: str = "Lokale driehoek") -> str:
        """The calendar's id of the meeting on a day, "2026-11-26"."""
        events = self.control.state()["events"]
        return next(
            str(event["id"])
            for event in events
            if event["subject"] == subject
            and event["type"] != "seriesMaster"
            and event["start"]["dateTime"].startswith(day)
        )

    def master(self, subject: str) -> str:
        """The calendar's id of the series by this name."""
        events = self.control.state()["events"]
        of_series = (e for e in events if e["type"] == "seriesMaster" and e["subject"] == subject)
        return str(next(of_series)["id"])

    def move(self, day: str, to: str, subject: str = "Lokale driehoek") -> None:
        """Let the secretariat move the meeting on a day; to: ISO, with offset."""
        self.control.act("move-event", event=self.event(day, subject), start=to)

    def sent(self) -> list[dict[str, Any]]:
        """Every time a mail went out, so a doubled mail shows as two."""
        return list(self.control.state()["sent"])

    def account_ids(self, *owners: str) -> frozenset[str]:
        """The directory's ids of owners' first accounts; names as in OWNER_..._MEMBERS."""
        house = self.house()
        accounts = [house.settings.members[owner][0] for owner in owners]
        users = house.planner.api.users(accounts)
        return frozenset(user.id for user in users if isinstance(user, User))

    def writes(self) -> list[str]:
        """What was sent to the tenant since `control.forget()` that changes something."""
        return [
            f"{entry['method']} {entry['path']}"
            for entry in self.control.journal()
            if entry["method"] != "GET" and entry["path"] != "/$batch"
        ]

    def assert_quiet(self) -> None:
        """Check that list and Planner agree, a task per action, and a round finds nothing to do."""
        self.control.forget()
        account = self.sync()
        assert (account.steps, account.remarks, self.writes()) == ([], [], [])
        with self.ledger as ledger:
            assert ledger.intents.unsettled("planner") == []
            actions = ledger.actions.all()
        tasks = self.tasks()
        assert tasks.keys() == actions.keys()
        assert [code for code, task in tasks.items() if not task["hasDescription"]] == []

    def trips(self) -> int:
        """How many HTTP exchanges there were since `control.forget()`."""
        return sum(not entry["inner"] for entry in self.control.journal())


def looking_on(told: list[str]) -> Tell:
    """Somebody who looks on while a round works, and takes down what is told at once."""

    def tell(sentence: str) -> bool:
        told.append(sentence)
        return True

    return tell


@cache
def agenda_in(folder: Path) -> Agenda:
    """The agenda of a folder."""
    return load_agenda(folder)


@cache
def own_actions() -> tuple[Action, ...]:
    """The 70 actions as they stand in the repository."""
    return load_actions(OWN_AGENDA / "actions.yaml", agenda_in(OWN_AGENDA))


def _same(value: Any) -> Any:
    return value
