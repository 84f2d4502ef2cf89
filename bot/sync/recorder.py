"""Writes a round into the ledger: what was planned, what is intended, what became of it.

Every method works inside the caller's transaction, so that what belongs together is written
together: an edit that comes in, its history and the base that goes with it; a confirmation, its
base and the end of its intent.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.actions.pairs import Likely
from bot.core.checklist.asks import CHECKLIST
from bot.core.checklist.settle import Settled
from bot.core.sync.effects import Push, RoundPlan, SidePlan, StepKind
from bot.store.ledger import Ledger
from bot.store.records.intents import Ending, Intent, NewIntent
from bot.store.records.links import Link, LinkState
from bot.store.records.notices import Notice
from bot.sync.checklist import tick_lines
from bot.sync.side import (
    ChangedMeanwhile,
    Confirmed,
    OutcomeUnknown,
    Parked,
    Postponed,
    Reading,
    Verdict,
)
from mappings.canonical import Fields, FieldValue

VISIBLE_AFTER = timedelta(minutes=10)  # by then a created item is sure to be in a whole listing


class Recorder:
    """Writes for one run, at one moment, in one transaction."""

    def __init__(self, ledger: Ledger, run: str, at: datetime) -> None:
        self.ledger = ledger
        self.run = run
        self.at = at

    def note_list(self, plan: RoundPlan) -> None:
        """The list as it is after the edits that came in, and the lines of history about them."""
        if not plan.changes:
            return
        before = self.ledger.actions.all()
        for code, action in plan.actions.items():
            if action != before[code]:
                self.ledger.actions.save(action)
        self.ledger.history.add_all(plan.changes)

    def note_reading(self, side: str, reading: Reading, at: datetime) -> None:
        """That a side was read whole, and what is to be remembered of it. at: when that began."""
        ledger = self.ledger
        ledger.readings.note_whole(side, at)
        known = ledger.places.all(side)
        new = {key: id_ for key, id_ in reading.places.items() if known.get(key) != id_}
        ledger.places.put_all(side, new)
        for key, sentence in reading.once.items():
            ledger.notices.add(Notice(key=f"{side}|{key}", sentence=sentence, at=at))
        able = ledger.capabilities.all(side)
        for name, is_able in reading.capabilities.items():
            if able.get(name) != is_able:
                ledger.capabilities.put(side, name, able=is_able)

    def note_side(self, part: SidePlan) -> None:
        """Everything the plan learnt about one side."""
        side, ledger = part.name, self.ledger
        self._settle_intents(part)
        ledger.links.put_all(self._link(side, *adopted) for adopted in part.adopted.items())
        self._close_conflicts(part)
        ledger.links.put_bases(side, part.seen)
        for code in part.over:
            self._forget(side, code)
        self._note_whereabouts(part)
        for collision in part.collisions:
            ledger.conflicts.put(side, collision, at=self.at, run=self.run)
        self._note_foreign(part)

    def _note_whereabouts(self, part: SidePlan) -> None:
        """Which items were found deleted, moved away, or back where we put them."""
        now: dict[str, LinkState] = {
            **dict.fromkeys(part.gone, "gone"),
            **dict.fromkeys(part.astray, "astray"),
            **dict.fromkeys(part.back, "live"),
        }
        if now:
            links = self.ledger.links.all(part.name)
            moved = [links[code]._replace(state=state) for code, state in now.items()]
            self.ledger.links.put_all(moved)

    def note_starts(self, side: str, starts: Mapping[str, date] | None) -> None:
        """When work on each action begins, for the reminders. starts: as in `Reading`."""
        if starts or (starts is not None and self._has_starts()):
            tasks = {code: link.remote_id for code, link in self.ledger.links.all(side).items()}
            wanted = {code: starts[task] for code, task in tasks.items() if task in starts}
            self.ledger.snoozes.replace("start", wanted, self.at)

    def _has_starts(self) -> bool:
        return any(snooze.kind == "start" for snooze in self.ledger.snoozes.all())

    def _note_foreign(self, part: SidePlan) -> None:
        """Items that people made are proposals; one that is no longer there is not shown."""
        proposals = self.ledger.proposals
        known = {p.remote_id: p for p in proposals.all() if p.side == part.name}
        there = {item.remote_id for item in part.foreign}
        for item in part.foreign:
            old = known.get(item.remote_id)
            is_as_it_was = old and (old.title, old.gone_at) == (item.title, None)
            if not item.unread and not is_as_it_was:
                proposals.see(part.name, item.remote_id, item.title, self.at)
        for proposal in known.values():
            if proposal.gone_at is None and proposal.remote_id not in there:
                proposals.note_gone(part.name, proposal.remote_id, self.at)

    def note_checklists(self, side: str, settled: Settled) -> None:
        """What is asked by the checklists of a side, who ticked it, and a line about every tick."""
        self.ledger.asks.save(settled.rows)
        self.ledger.history.add_all(tick_lines(settled, side, run=self.run, at=self.at))

    def note_pairs(self, pairs: Mapping[str, Sequence[Likely]]) -> None:
        """Which tasks of people are asked about, each with an action that it may be. By side."""
        for side, asked in pairs.items():
            wanted = {(one.code, one.remote_id) for one in asked}
            self.ledger.pairs.note_asked(side, wanted, self.at)

    def _close_conflicts(self, part: SidePlan) -> None:
        """Close what was put to a person because nothing was remembered, and is equal since."""
        if not part.seen:
            return
        bases = self.ledger.links.bases(part.name)
        for conflict in self.ledger.conflicts.open_ones():
            is_seen = conflict.field in part.seen.get(conflict.code, {})
            is_known = conflict.field in bases.get(conflict.code, {})
            if conflict.side == part.name and is_seen and not is_known:
                self.ledger.conflicts.close(part.name, conflict.code, conflict.field, self.at)

    def _settle_intents(self, part: SidePlan) -> None:
        """Close what the reading has answered; note what a whole listing did not show.

        An update needs no verdict of its own: the reading shows whether it happened.
        """
        unsettled = self.ledger.intents.unsettled(part.name)
        if not unsettled:
            return
        found = {*self.ledger.links.all(part.name), *part.adopted}  # linked: killed half-way
        repeated = {push.code for push in part.pushes if push.kind is StepKind.CREATE}
        endings = _Endings()
        for intent in unsettled:
            if intent.kind != StepKind.CREATE:
                endings.add(intent.id, "done", "opnieuw gelezen")
            elif intent.code in found:
                endings.add(intent.id, "done", "teruggevonden")
            elif intent.code in repeated or is_proven_absent(intent, self.at):
                endings.add(intent.id, "failed", "bewezen afwezig")
            elif intent.first_absent_at is None:
                self.ledger.intents.note_absent(intent.id, self.at)
        endings.write(self.ledger, self.at)

    def intend(self, side: str, pushes: Mapping[str, Push]) -> dict[str, int]:
        """Write down what is about to be sent; commit before sending. Gives intent ids by code."""
        planned = [
            NewIntent(self.run, self.at, side, code, push.kind.value, push.fields)
            for code, push in pushes.items()
        ]
        return dict(zip(pushes, self.ledger.intents.open(planned), strict=True))

    def note_verdicts(
        self,
        side: str,
        pushes: Mapping[str, Push],
        verdicts: Sequence[Verdict],
        intents: Mapping[str, int],
    ) -> None:
        """Write down what became of some pushes, and what is therefore agreed with the side.

        pushes, intents: by code.
        """
        endings = _Endings()
        for verdict in verdicts:
            number = intents[verdict.code]
            match verdict:
                case Confirmed(done=True):
                    endings.add(number, "done")
                case Confirmed():
                    pass  # the rest of this push is still to come
                case Parked(reason=reason, may_have_happened=True) | OutcomeUnknown(reason=reason):
                    endings.add(number, "unknown", reason)
                case Parked(reason=reason) | Postponed(reason=reason):
                    endings.add(number, "failed", reason)
                case ChangedMeanwhile():
                    endings.add(number, "failed", "intussen gewijzigd")
        refused = [pushes[v.code] for v in verdicts if isinstance(v, Parked)]
        self.ledger.links.put_bases(side, _given_up(refused))
        confirmed = [verdict for verdict in verdicts if isinstance(verdict, Confirmed)]
        self._confirm(side, pushes, confirmed)
        endings.write(self.ledger, self.at)

    def _confirm(
        self, side: str, pushes: Mapping[str, Push], verdicts: Sequence[Confirmed]
    ) -> None:
        made: dict[str, Link] = {}
        agreed: dict[str, dict[str, FieldValue]] = {}
        for verdict in verdicts:
            push = pushes[verdict.code]
            if push.kind is StepKind.REMOVE:
                self._forget(side, push.code)
                continue
            if push.kind is StepKind.CREATE:
                made[push.code] = self._link(side, push.code, verdict.remote_id)
            fields = agreed.setdefault(push.code, {})
            fields |= {name: push.base[name] for name in verdict.fields}
        self.ledger.links.agree(side, made.values(), agreed)

    def _forget(self, side: str, code: str) -> None:
        self.ledger.links.forget(side, code)
        self.ledger.links.drop_base(side, code)

    def _link(self, side: str, code: str, remote_id: str) -> Link:
        return Link(side=side, code=code, remote_id=remote_id, state="live", linked_at=self.at)


def _given_up(refused: Iterable[Push]) -> dict[str, Fields]:
    """What is taken for agreed all the same, by code: items of a checklist that was refused alone.

    A task in the archive takes none, and nobody can tick it; it is asked again by the next meeting.
    """
    return {push.code: push.base for push in refused if push.fields.keys() == {CHECKLIST}}


class _Endings:
    """How intents ended, those that ended alike together: one statement each."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Ending, str | None], list[int]] = {}

    def add(self, number: int, state: Ending, detail: str | None = None) -> None:
        """Note one."""
        self._numbers.setdefault((state, detail), []).append(number)

    def write(self, ledger: Ledger, at: datetime) -> None:
        """Write all of them into the ledger."""
        for (state, detail), numbers in self._numbers.items():
            ledger.intents.close(numbers, at, state, detail)


def is_proven_absent(intent: Intent, now: datetime) -> bool:
    """Whether two whole listings, ten minutes apart, did not show what was to be made."""
    first = intent.first_absent_at
    return first is not None and now - first >= VISIBLE_AFTER
