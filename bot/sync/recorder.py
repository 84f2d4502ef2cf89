"""Writes a round into the ledger: what was planned, what is intended, what became of it.

Every method works inside the caller's transaction, so that what belongs together is written
together: an edit that comes in, its history and the base that goes with it; a confirmation, its
base and the end of its intent.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.core.sync.effects import Push, RoundPlan, SidePlan, StepKind
from bot.store.ledger import Ledger
from bot.store.records.conflicts import OpenConflict
from bot.store.records.intents import Intent
from bot.store.records.links import Link
from bot.sync.side import (
    ChangedMeanwhile,
    Confirmed,
    OutcomeUnknown,
    Parked,
    Postponed,
    Reading,
    Verdict,
)

VISIBLE_AFTER = timedelta(minutes=10)  # by then a created item is sure to be in a whole listing


class Recorder:
    """Writes for one run, at one moment, in one transaction."""

    def __init__(self, ledger: Ledger, run: str, at: datetime) -> None:
        self.ledger = ledger
        self.run = run
        self.at = at

    def note_list(self, plan: RoundPlan) -> None:
        """The list as it is after the edits that came in, and the lines of history about them."""
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
        for key, remote_id in reading.places.items():
            if known.get(key) != remote_id:
                ledger.places.put(side, key, remote_id)
        able = ledger.capabilities.all(side)
        for name, is_able in reading.capabilities.items():
            if able.get(name) != is_able:
                ledger.capabilities.put(side, name, able=is_able)

    def note_side(self, part: SidePlan) -> None:
        """Everything the plan learnt about one side."""
        side, ledger = part.name, self.ledger
        self._settle_intents(part)
        for code, remote_id in part.adopted.items():
            self._link(side, code, remote_id)
        bases = ledger.links.bases(side)
        for code, fields in part.seen.items():
            ledger.links.put_base(side, code, fields)
            for field in fields.keys() - bases.get(code, {}).keys():
                # Put to a person because nothing was remembered; people have made it equal since.
                ledger.conflicts.close(side, code, field, self.at)
        for code in part.over:
            self._forget(side, code)
        links = ledger.links.all(side)
        for state, codes in (("gone", part.gone), ("astray", part.astray), ("live", part.back)):
            for code in codes:
                ledger.links.put(links[code].model_copy(update={"state": state}))
        for collision in part.collisions:
            conflict = OpenConflict(
                code=collision.code,
                field=collision.field,
                side=side,
                list=collision.ours,
                other=collision.theirs,
                since=self.at,
            )
            ledger.conflicts.open(conflict, run=self.run)
        self._note_foreign(part)

    def note_starts(self, side: str, starts: Mapping[str, date] | None) -> None:
        """When work on each action begins, for the reminders. starts: as in `Reading`."""
        if starts is not None:
            tasks = {code: link.remote_id for code, link in self.ledger.links.all(side).items()}
            wanted = {code: starts[task] for code, task in tasks.items() if task in starts}
            self.ledger.snoozes.replace("start", wanted, self.at)

    def _note_foreign(self, part: SidePlan) -> None:
        """Items that people made are proposals; one that is no longer there is not shown."""
        there = {item.remote_id for item in part.foreign}
        for item in part.foreign:
            if item.unread:
                continue
            self.ledger.proposals.see(part.name, item.remote_id, item.title, self.at)
        for known in self.ledger.proposals.all():
            if known.side == part.name and known.gone_at is None and known.remote_id not in there:
                self.ledger.proposals.note_gone(part.name, known.remote_id, self.at)

    def _settle_intents(self, part: SidePlan) -> None:
        """Close what the reading has answered; note what a whole listing did not show.

        An update needs no verdict of its own: the reading shows whether it happened.
        """
        found = {*self.ledger.links.all(part.name), *part.adopted}  # linked: killed half-way
        repeated = {push.code for push in part.pushes if push.kind is StepKind.CREATE}
        for intent in self.ledger.intents.unsettled(part.name):
            if intent.kind != StepKind.CREATE:
                self.ledger.intents.close(intent.id, self.at, "done", "opnieuw gelezen")
            elif intent.code in found:
                self.ledger.intents.close(intent.id, self.at, "done", "teruggevonden")
            elif intent.code in repeated or is_proven_absent(intent, self.at):
                self.ledger.intents.close(intent.id, self.at, "failed", "bewezen afwezig")
            elif intent.first_absent_at is None:
                self.ledger.intents.note_absent(intent.id, self.at)

    def intend(self, side: str, pushes: Mapping[str, Push]) -> dict[str, int]:
        """Write down what is about to be sent; commit before sending. Gives intent ids by code."""
        return {
            code: self.ledger.intents.open(
                run=self.run,
                at=self.at,
                side=side,
                code=code,
                kind=push.kind.value,
                payload=push.fields,
            )
            for code, push in pushes.items()
        }

    def note_verdict(self, side: str, push: Push, verdict: Verdict, intent: int) -> None:
        """Write down what became of one push, and what is therefore agreed with the side."""
        close = self.ledger.intents.close
        match verdict:
            case Confirmed():
                self._confirm(side, push, verdict)
                if verdict.done:
                    close(intent, self.at, "done")
            case Parked(reason=reason, may_have_happened=True) | OutcomeUnknown(reason=reason):
                close(intent, self.at, "unknown", reason)
            case Parked(reason=reason) | Postponed(reason=reason):
                close(intent, self.at, "failed", reason)
            case ChangedMeanwhile():
                close(intent, self.at, "failed", "intussen gewijzigd")

    def _confirm(self, side: str, push: Push, verdict: Confirmed) -> None:
        if push.kind is StepKind.REMOVE:
            self._forget(side, push.code)
            return
        if push.kind is StepKind.CREATE:
            self._link(side, push.code, verdict.remote_id)
        agreed = {name: push.base[name] for name in verdict.fields}
        self.ledger.links.put_base(side, push.code, agreed)

    def _forget(self, side: str, code: str) -> None:
        self.ledger.links.forget(side, code)
        self.ledger.links.drop_base(side, code)

    def _link(self, side: str, code: str, remote_id: str) -> None:
        link = Link(side=side, code=code, remote_id=remote_id, state="live", linked_at=self.at)
        self.ledger.links.put(link)


def is_proven_absent(intent: Intent, now: datetime) -> bool:
    """Whether two whole listings, ten minutes apart, did not show what was to be made."""
    first = intent.first_absent_at
    return first is not None and now - first >= VISIBLE_AFTER
