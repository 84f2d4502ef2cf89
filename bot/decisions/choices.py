"""What people say of a decision afterwards: it is done, it lapses, or it was a mistake."""

from dataclasses import dataclass
from datetime import datetime

from bot.actions.decisions import NotDecidable
from bot.actions.edits import EDITABLE, save_edit
from bot.actions.imports import from_words
from bot.actions.imports import words as in_words
from bot.actions.struck import strike
from bot.core.decisions.record import MeetingDecision
from bot.core.dutch import short_date
from bot.core.history import Change, applied
from bot.core.workdays import local_date
from bot.decisions.meeting import HeldMeeting
from bot.decisions.record import FIELD
from bot.store.errors import UnknownCode
from bot.store.ledger import Ledger
from mappings.canonical import normal_text


@dataclass(frozen=True)
class Undone:
    """A decision that was taken back.

    changes: what went back in the list. kept: the fields that were changed again since, and stay
    so. is_struck: the action that it made is off the list.
    """

    decision: MeetingDecision
    changes: tuple[Change, ...] = ()
    kept: tuple[str, ...] = ()
    is_struck: bool = False


def standing_decision(ledger: Ledger, number: int) -> MeetingDecision:
    """The decision of this number, as long as it holds. Raises NotDecidable."""
    found = next((one for one in ledger.decisions.all() if one.id == number), None)
    if found is None:
        raise NotDecidable(f"Er is geen besluit {number}. Zie: driehoek decisions")
    if found.dropped_at is not None:
        day = short_date(local_date(found.dropped_at))
        raise NotDecidable(f"Besluit {number} is al vervallen, op {day}.")
    return found


def settle(ledger: Ledger, number: int, answer: str, at: datetime) -> MeetingDecision:
    """Say that a decision is done, perhaps in words: the answer to a question, say.

    Said once more, the last words count. Raises NotDecidable.
    """
    decision = standing_decision(ledger, number)
    ledger.decisions.settle(number, at, normal_text(answer) or decision.answer)
    return decision


def lapse(
    ledger: Ledger, number: int, meeting: HeldMeeting, *, at: datetime, run: str
) -> MeetingDecision:
    """Let a meeting decide that a decision does not hold any more; the list stays as it is.

    Raises NotDecidable, also for a meeting from before the decision.
    """
    decision = standing_decision(ledger, number)
    if meeting.start < decision.held_at:
        raise NotDecidable(f"Besluit {number} is van een later overleg dan {meeting.day}.")
    ledger.decisions.drop(number, at, meeting.key)
    _note(ledger, decision, f"vervallen door de driehoek van {short_date(meeting.day)}", at, run)
    return decision


def undo_decision(ledger: Ledger, number: int, *, at: datetime, run: str) -> Undone:
    """Take a mistake back, with what it changed in the list as far as that still stands so.

    Raises NotDecidable.
    """
    decision = standing_decision(ledger, number)
    ledger.decisions.drop(number, at, None)
    if decision.code is None:
        return Undone(decision)
    try:
        ledger.actions.get(decision.code)
    except UnknownCode:
        return Undone(decision)
    _note(ledger, decision, "besluit teruggenomen", at, run)
    if decision.kind == "new":
        strike(ledger, [decision.code], at=at, run=run)
        return Undone(decision, is_struck=True)
    return _put_back(ledger, decision, at, run)


def _put_back(ledger: Ledger, decision: MeetingDecision, at: datetime, run: str) -> Undone:
    code = decision.code or ""
    now = in_words(ledger.actions.get(code))
    before, kept = dict(now), []
    for change in ledger.history.of(code):
        if change.run != decision.run or change.field not in EDITABLE:
            continue
        if now[change.field] == change.new:
            before[change.field] = change.old
        else:
            kept.append(change.field)
    changes = save_edit(ledger, from_words(code, before), at=at, run=run)
    return Undone(decision, tuple(changes), tuple(kept))


def _note(ledger: Ledger, decision: MeetingDecision, what: str, at: datetime, run: str) -> None:
    if decision.code is not None:
        ledger.history.add(applied(decision.code, FIELD, None, what, at=at, run=run))
