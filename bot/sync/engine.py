"""One round: read every side whole, plan, write down what we intend, do it, write down the outcome.

The order is the promise. Nothing is planned from half a reading. Edits that come in are in the
list, with their history, before anything goes out. Before each call its intent is in the ledger;
what both sides agree on (`base`) is written only after the side confirmed it. So a kill at any
point leaves a state from which the next round simply goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from bot.core.dutch import enumerated, field_word
from bot.core.history import MOST_PUT_BACKS
from bot.core.sync.brake import BRAKE_WORD, BrakePulled, Sighting, check_brake, check_removal
from bot.core.sync.effects import RoundPlan, StepKind
from bot.core.sync.sides import side_name
from bot.progress import Progress, Tell, tell_or_warn, unheard, unwatched
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.notices import Notice
from bot.sync.checklist import Checklists
from bot.sync.known import Recollection, bonds_of, memory_of, taken_away
from bot.sync.outbox import Outbox
from bot.sync.planning import Planned, Planning
from bot.sync.recorder import Recorder
from bot.sync.report import EMPTY_LIST, RoundReport, SideCounts
from bot.sync.side import (
    OpenSide,
    Reading,
    Side,
    SideMisset,
    SideUnavailable,
)
from mappings.canonical import Policy

MAX_PASSES = 3  # readings per round, when people keep changing what we are about to write


@dataclass(frozen=True)
class _Seen:
    """A side as it was read."""

    side: Side
    opened: OpenSide
    at: datetime
    recollection: Recollection

    @property
    def name(self) -> str:
        return self.side.name

    @property
    def reading(self) -> Reading:
        return self.opened.reading


@dataclass(frozen=True)
class Engine:
    """The round's surroundings: where to remember, which sides, whose word counts, what time it is.

    checklists: what owners are asked there. allow_deletions: a person has said that the many
    deletions are right, so no brake. haste: within it a side that does not answer is given up at
    once. progress, tell: whoever looks on.
    """

    store: Store
    sides: Sequence[Side]
    policies: Mapping[str, Policy]
    now: Callable[[], datetime]
    checklists: Checklists = field(default_factory=Checklists)
    allow_deletions: bool = False
    progress: Progress = unwatched
    tell: Tell = unheard
    haste: Callable[[], AbstractContextManager[None]] = nullcontext

    def preview(self, run: str) -> RoundReport:
        """What `round` would do; writes nothing anywhere. Raises what `round` raises."""
        report = self._new_report(run)
        looks, late = self._look_round(report, prepare=False)
        looks = self._in_order([*looks, *self._look(report, late, prepare=False)])
        with self.store.read() as ledger:
            planned = self._plan(ledger, looks, run)
        self._tell(report, planned, looks)
        return self._unless_alone(report)

    def round(self, run: str) -> RoundReport:
        """Bring list and sides together, without a side that is not available or is not believed.

        Raises BrakePulled or SideUnavailable when that goes for all of them, RoundBusy and
        StoreError. What was done until then is in the ledger, and the next round goes on there.
        """
        report = self._new_report(run)
        try:
            return self._round(report)
        except Exception:  # whatever it is: what was seen only once is kept, and it goes on its way
            self._keep(report)
            raise

    def _round(self, report: RoundReport) -> RoundReport:
        with self.store.one_round_at_a_time():
            looks, late = self._look_round(report, prepare=True)
            busy = self._bring_together(report, looks)
            if back := self._look(report, late, prepare=True):
                others = self._look(report, [look.side for look in looks], prepare=True)
                busy = self._bring_together(report, self._in_order([*others, *back]))
        for side, code in sorted(busy):
            report.sides[side].parked += 1
            report.remark(
                f"Actie {code}: iemand blijft haar wijzigen in {side_name(side)}.",
                for_person=True,
            )
        return self._unless_alone(report)

    def _bring_together(self, report: RoundReport, looks: Sequence[_Seen]) -> set[tuple[str, str]]:
        """Bring list and sides together, and look again while people change what we write.

        Returns (side, code) of what still does.
        """
        sides, busy = [look.side for look in looks], set[tuple[str, str]]()
        for number in range(MAX_PASSES):
            if number:
                looks = self._look(report, sides, prepare=True)
            busy = self._pass(report, looks) if looks else set()
            if not busy:
                break
        return busy

    def _keep(self, report: RoundReport) -> None:
        """Note down what a round had to tell that then failed: much of it is seen only once."""
        with self.store.begin() as ledger:
            for sentence in report.for_person:
                key = f"round|{report.run}|{sentence}"
                ledger.notices.add(Notice(key=key, sentence=sentence, at=self.now()))

    def _new_report(self, run: str) -> RoundReport:
        return RoundReport(run, {side.name: SideCounts() for side in self.sides})

    def _unless_alone(self, report: RoundReport) -> RoundReport:
        """The report, when any side could be worked with. Raises BrakePulled, SideUnavailable."""
        if all(report.is_without(side.name) for side in self.sides):
            raise next(iter([*report.brakes.values(), *report.unavailable.values()]))
        return report

    def _pass(self, report: RoundReport, looks: Sequence[_Seen]) -> set[tuple[str, str]]:
        """Plan, record, send. Returns (side, code) of what changed under our hands."""
        with self.store.begin() as ledger:
            planned = self._plan(ledger, looks, report.run)
            plan = planned.plan
            recorder = Recorder(ledger, report.run, self.now())
            for part, look in zip(plan.sides, looks, strict=True):
                recorder.note_reading(part.name, look.reading, look.at)
                recorder.note_side(part)
                recorder.note_starts(part.name, look.reading.starts)
            recorder.note_pairs(planned.pairs)
            for name, items in planned.settled.items():
                recorder.note_checklists(name, items)
            recorder.note_list(plan)
            for standing in planned.standings:
                ledger.marks.put_all(standing.side, standing.news(planned.at_rest))
            for look in looks:
                look.opened.ask(planned.titles)
            outboxes = self._outboxes(report, looks, plan)
            if outboxes:
                outboxes[0].get_ready(recorder)
        self._tell(report, planned, looks)
        busy: set[tuple[str, str]] = set()
        for outbox in outboxes:
            try:
                self._send(outbox)
            except SideUnavailable as error:
                report.miss(error)
            finally:
                busy |= {(outbox.side, code) for code in outbox.busy}
        return busy

    def _look_round(self, report: RoundReport, *, prepare: bool) -> tuple[list[_Seen], list[Side]]:
        """Read every side whole that answers; gives also those that are to be waited for.

        The others go first, so that their work is done while one of them is away.
        """
        late: list[Side] = []
        if len(self.sides) == 1:
            return self._look(report, self.sides, prepare=prepare), late
        looks = self._look(report, self.sides, prepare=prepare, late=late)
        if late and looks:
            away = enumerated([side_name(side.name) for side in late])
            here = enumerated([side_name(look.name) for look in looks])
            told = f"{away} antwoordt niet; ik ga zolang verder met {here}."
            tell_or_warn(self.tell, told, "side waits", sides=[side.name for side in late])
        return looks, late

    def _look(
        self,
        report: RoundReport,
        sides: Sequence[Side],
        *,
        prepare: bool,
        late: list[Side] | None = None,
    ) -> list[_Seen]:
        """Read these sides whole, without those that are not available or not believed.

        late: takes up the sides that do not answer now; None to wait for them.
        """
        looks = []
        for side in sides:
            if report.is_without(side.name):
                continue
            at = self.now()
            try:
                with self.haste() if late is not None else nullcontext():
                    looks.append(self._look_at(side, at, prepare=prepare))
            except (SideUnavailable, SideMisset, BrakePulled) as error:
                is_late = isinstance(error, SideUnavailable) and error.may_mend_itself
                if late is not None and is_late:
                    late.append(side)
                else:
                    self._miss(report, side, at, error, prepare=prepare)
            else:
                report.read_at[side.name] = at
        return looks

    def _miss(
        self,
        report: RoundReport,
        side: Side,
        at: datetime,
        error: SideUnavailable | SideMisset | BrakePulled,
        *,
        prepare: bool,
    ) -> None:
        """Note that a side could not be read. Raises SideMisset: that is for a person at once."""
        word = f"{BRAKE_WORD}: " if isinstance(error, BrakePulled) else ""
        reason = word + f"{error}".removesuffix(".") + "."
        if prepare:
            with self.store.begin() as ledger:
                ledger.readings.note_failure(side.name, at, reason)
        if isinstance(error, SideMisset):
            raise error
        report.miss_reading(error, reason)

    def _in_order(self, looks: Sequence[_Seen]) -> list[_Seen]:
        """These looks in the order of the sides, whichever came first."""
        return sorted(looks, key=lambda look: self.sides.index(look.side))

    def _look_at(self, side: Side, at: datetime, *, prepare: bool) -> _Seen:
        """Read a side whole, pull the brake if need be, and check what seems to be deleted."""
        with self.store.read() as ledger:
            links = ledger.links.all(side.name)
            recollection = Recollection(self.store, side.name, links)
            memory = memory_of(ledger, side.name, links, recollection)
            bonds, struck = bonds_of(links, {}, at), ledger.actions.struck()
            listed = len(ledger.actions.codes())
        self.progress(f"{side_name(side.name)} lezen", 0, 0)
        opened = side.read(replace(memory, terms=self._planning.terms(at)), prepare=prepare)
        seen = opened.reading
        if not self.allow_deletions and seen.exists:
            known = frozenset(struck) | self._taken_away(side, seen)
            missable = {code: bond for code, bond in bonds.items() if code not in known}
            check_brake(side.name, Sighting(seen.items, seen.missing, seen.unlisted), missable)
            going = (seen.items.get(bonds[code].remote_id) for code in bonds.keys() & struck.keys())
            check_removal(side.name, sum(1 for item in going if item and item.own), listed)
        return _Seen(side, opened, at, recollection)

    def _taken_away(self, side: Side, seen: Reading) -> frozenset[str]:
        """Of which actions the bot itself may have taken away what is missing; asked when it is."""
        if not seen.missing | seen.unlisted:
            return frozenset()
        with self.store.read() as ledger:
            return taken_away(ledger, side.name)

    def _plan(self, ledger: Ledger, looks: Sequence[_Seen], run: str) -> Planned:
        """Plan the round, but for what has not moved."""
        readings = {look.name: look.reading for look in looks}
        unread = {side.name for side in self.sides} - readings.keys()
        with ExitStack() as within:
            for look in looks:
                within.enter_context(look.recollection.within(ledger))
            return self._planning.plan(ledger, readings, run=run, now=self.now(), unread=unread)

    @property
    def _planning(self) -> Planning:
        asking = {side.name for side in self.sides if side.has_checklists}
        return Planning(self.policies, self.checklists, asking)

    def _tell(self, report: RoundReport, planned: Planned, looks: Sequence[_Seen]) -> None:
        """Take the plan up in the report, in counts and in sentences."""
        plan = planned.plan
        report.is_empty = planned.is_empty
        report.ask_pairs(planned.pairs)
        report.tell_full(planned.settled)
        if report.is_empty:
            report.remark(EMPTY_LIST, for_person=False)
        report.take_up(plan.steps)
        for look in looks:
            for remark in look.reading.remarks:
                report.remark(remark, for_person=True)
        for step in plan.steps:
            doubt = f"Actie {step.code}: {step.reason[:1].lower()}{step.reason[1:]}"
            if step.kind is StepKind.PARK and step.field and doubt not in report.for_person:
                report.for_person.append(doubt)
        asked = [c for part in plan.sides for c in part.collisions if c.ask]
        report.asks = len(asked)
        report.for_person += [
            f"Actie {c.code}, {field_word(c.field)}: kies wat geldt." for c in asked
        ]
        report.for_person += [
            f"Actie {code} is in {side_name(part.name)} verwijderd; zij blijft in de lijst."
            for part in plan.sides
            for code in part.gone
        ]
        for part in plan.sides:
            for code, clause in part.apart.items():
                report.set_apart(part.name, f"Actie {code}: {clause}.")
            for code, name in part.tired:
                report.remark(_tired(code, name, part.name), for_person=True)
            for code in part.astray:
                report.remark(_astray(code, part.name), for_person=True)

    def _outboxes(
        self, report: RoundReport, looks: Sequence[_Seen], plan: RoundPlan
    ) -> list[Outbox]:
        return [
            Outbox(
                side=part.name,
                opened=look.opened,
                pushes=part.pushes,
                actions=plan.actions,
                report=report,
                told=self._counter(part.name, len(part.pushes)),
            )
            for look, part in zip(looks, plan.sides, strict=True)
            if part.pushes
        ]

    def _counter(self, side: str, total: int) -> Callable[[], None]:
        done, doing = count(1), f"{side_name(side)} bijwerken"
        return lambda: self.progress(doing, next(done), total)

    def _send(self, outbox: Outbox) -> None:
        """Send batch after batch, until the side takes no more. Raises SideUnavailable."""
        if not outbox.has_batch:
            with self.store.begin() as ledger:
                outbox.get_ready(Recorder(ledger, outbox.report.run, self.now()))
        while outbox.has_batch:
            outbox.send(self.store, self.now)
        outbox.tell_left()


def _astray(code: str, side: str) -> str:
    return (
        f"Actie {code} staat in {side_name(side)} niet meer waar de bot haar zette: zij is "
        "verplaatst, of haar kenmerk is weg. De bot houdt haar daar bij. Wilt u dat niet, laat "
        f"haar dan los met: driehoek restore {code} --side {side}. Dan komt er een nieuwe."
    )


def _tired(code: str, field: str, side: str) -> str:
    return (
        f"Actie {code}: de {field_word(field)} in {side_name(side)} verandert steeds weer, ook na "
        f"{MOST_PUT_BACKS} keer terugzetten door de bot. De bot laat dat nu een week zo. Ga na wie "
        "of welk programma dit doet, en zet de tekst daarna zelf terug."
    )
