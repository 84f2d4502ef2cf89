"""Breaks a journey off by SIGKILL at one exchange, runs it to the end, and compares."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from proof.journeys import Journey, Truth
from proof.relay import Moment, Plug, Relay, relay_to
from support.installation import Clock, Office
from support.spare import Ending, Spare, kill, spare_process

from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.world import World

AGAIN = (6, 17, 28)  # minutes; the last two are more than ten apart from what came before
KILLED = -9
DONE = (0, 3)


@dataclass
class Stage:
    """Where journeys are made: the tenant, the way to it that can break, a place for databases."""

    sandbox: Sandbox
    world: World
    relay: Relay
    spare: Spare
    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    begun: dict[str, "Begun"] = field(default_factory=dict)

    def fresh(self, journey: Journey) -> Office:
        """An installation where the journey begins: brought there once, and then as it was there.

        How it gets there is no part of the journey, and takes longer than the rest.
        """
        self.sandbox.control.reset()
        file = self.folder / f"journey-{next(self.numbers)}.db"
        environ = {**Sandbox(self.relay.origin).environment(), "DATABASE_URL": f"sqlite:///{file}"}
        office = Office(self.sandbox, {**environ, **journey.environ}, Clock(lambda _: None))
        if begun := self.begun.get(journey.name):
            begun.bring_back(self.world, file, office)
        else:
            journey.begin(office)
            self.begun[journey.name] = Begun.of(self.world, file, office)
        return office

    def run(self, office: Office, journey: Journey, minute: int, plug: Plug) -> Ending:
        """Run the journey's command as a process of its own."""
        victim: list[int] = []
        plug.pull = lambda: kill(victim[0])
        with plug.lock:  # no exchange before we know whom to kill
            self.relay.plug = plug
            words = ("--now", journey.hour.format(minute), *journey.words)
            victim.append(self.spare.start(*words, environ=office.environ, folder=self.folder))
        return self.spare.wait()

    def to_the_end(self, office: Office, journey: Journey) -> Truth:
        """Run the command again as often as it takes."""
        for minute in AGAIN:
            ending = self.run(office, journey, minute, Plug())
            assert ending.code in DONE, ending.err
        return journey.truth(office)

    def unbroken(self, journey: Journey) -> tuple[int, Truth]:
        """Make the journey as it should be: how many exchanges it takes, what it comes to."""
        office, plug = self.fresh(journey), Plug()
        ending = self.run(office, journey, 0, plug)
        assert ending.code in DONE, ending.err
        truth = self.to_the_end(office, journey)
        assert truth.total() >= journey.least
        return plug.count, truth


@dataclass(frozen=True)
class Begun:
    """Where a journey begins: the tenant, the database, the hour and how many commands ran."""

    tenant: dict[str, Any]
    database: Path
    moment: datetime
    runs: int

    @classmethod
    def of(cls, world: World, file: Path, office: Office) -> Self:
        """Keep an installation as it is now."""
        kept = file.with_suffix(".begun")
        _copy(file, kept)
        with world.lock:
            return cls(_parts(world), kept, office.clock.moment, office.runs)

    def bring_back(self, world: World, file: Path, office: Office) -> None:
        """Put everything back as it was kept."""
        _copy(self.database, file)
        with world.lock:
            vars(world).update(deepcopy(self.tenant))
        office.clock.moment, office.runs = self.moment, self.runs


def _parts(world: World) -> dict[str, Any]:
    """All that a tenant holds, in one copy, as its parts know each other."""
    return deepcopy({name: part for name, part in vars(world).items() if name != "lock"})


def _copy(database: Path, to: Path) -> None:
    """Copy a database with what stands in its log."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


@contextmanager
def on_stage(
    sandbox: Sandbox, world: World, folder: Path, *sabotages: str, spare: Spare | None = None
) -> Iterator[Stage]:
    """Set the stage. sabotages: protections that the program shall do without.

    spare: what to fork from, where all are on.
    """
    folder = folder / "-".join(["stage", *sabotages])
    folder.mkdir()
    process = nullcontext(spare) if spare else spare_process(*sabotages)
    with relay_to(sandbox.origin) as relay, process as origin:
        yield Stage(sandbox, world, relay, origin, folder)


@dataclass(frozen=True)
class Outcome:
    """What there was too much and too little of, and whose message was told as unknown."""

    doubled: Truth
    lost: Truth
    unknown: frozenset[str]


def break_off(stage: Stage, journey: Journey, truth: Truth, number: int, moment: Moment) -> Outcome:
    """Kill the process at one exchange, run it to the end, and compare with what should be.

    A message that was in the air when the process died cannot be known; it is neither lost nor to
    be sent again, but told as unknown. There can be one at most.
    """
    office = stage.fresh(journey)
    ending = stage.run(office, journey, 0, Plug(number=number, moment=moment))
    assert ending.code == KILLED, f"not killed {moment} exchange {number}: {ending}"
    found = stage.to_the_end(office, journey)
    with office.ledger as ledger:
        unknown = frozenset(send.recipient for send in ledger.sends.unsettled())
    assert len(unknown) <= 1
    _check_idle(stage, office, journey)
    lost = Counter({key: n for key, n in (truth - found).items() if key[0] not in unknown})
    return Outcome(found - truth, lost, unknown)


def _check_idle(stage: Stage, office: Office, journey: Journey) -> None:
    """Once more, and nothing is written and nothing is sent."""
    before = journey.truth(office)
    stage.sandbox.control.forget()
    assert stage.run(office, journey, 40, Plug()).code in DONE
    assert office.writes() == []
    assert journey.truth(office) == before
