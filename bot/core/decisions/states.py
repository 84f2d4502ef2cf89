"""What became of a decision, out of the list, the history and the digests that were sent.

Nothing of it is kept, so that it cannot disagree with them. A decision is

- dropped when a later one, or the coordinator who made a mistake, took it back;
- done when the action was closed since, the coordinator said so, or a question has its answer; and
  when no more was decided than status, deadline and owners: once a round looked at what people
  did, and the list still says so;
- under way when something was heard of it since;
- open as long as nothing was;
- reported when it stood as done in a digest that was sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from bot.core.decisions.record import MeetingDecision
from bot.core.history import OWN, Change, Outcome
from mappings.canonical import Action, Due, FieldValue, Frozen

HEARD = ("status", "due", "owners", "note")
"""The fields by whose change something is heard of an action."""


class DecisionState(StrEnum):
    """Where a decision stands, as `decisions --json` calls it."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    REPORTED = "reported"
    DROPPED = "dropped"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is expected any more."""
        return self not in (DecisionState.OPEN, DecisionState.UNDER_WAY)


@dataclass(frozen=True)
class Aftermath:
    """What there is to know about what became of decisions.

    actions: the list by code, without what was taken off it. history: of these actions, oldest
    first. seen_at: when the place where owners work was last read whole. reported: by id, the keys
    of the meetings in whose digest a decision stood as done, of those digests that were sent.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    history: Sequence[Change] = ()
    seen_at: datetime | None = None
    reported: Mapping[int, frozenset[str]] = field(default_factory=dict)


class DecisionStanding(Frozen):
    """A decision and what became of it.

    action: as the list has it; None when there is none, or it was taken off. answer: what was said
    in reply, "" for nothing. heard_at: when something was last heard of it. reported: as of
    `Aftermath`.
    """

    decision: MeetingDecision
    state: DecisionState
    action: Action | None = None
    answer: str = ""
    heard_at: AwareDatetime | None = None
    reported: frozenset[str] = frozenset()


def standings(
    decisions: Iterable[MeetingDecision], aftermath: Aftermath
) -> tuple[DecisionStanding, ...]:
    """Say of each decision what became of it, in the order given."""
    by_code: dict[str, list[Change]] = {}
    for change in aftermath.history:
        by_code.setdefault(change.code, []).append(change)
    return tuple(
        _standing(decision, by_code.get(decision.code or "", []), aftermath)
        for decision in decisions
    )


def heard_since(decision: MeetingDecision, changes: Sequence[Change]) -> list[Change]:
    """What was heard of its action after a decision, in the order in which that was written.

    changes: the history of that action. A decision has a line of its own there.
    """
    own = [place for place, change in enumerate(changes) if change.run == decision.run]
    later = changes[own[-1] + 1 :] if own else ()
    return [c for c in later if c.outcome is Outcome.APPLIED and c.field in HEARD]


def agreed_on(decision: MeetingDecision) -> dict[str, str | tuple[str, ...]]:
    """The fields that were decided on, by name, but for the note."""
    said = {"status": decision.status, "due": decision.due, "owners": decision.owners}
    return {name: value for name, value in said.items() if value is not None}


def holds(decision: MeetingDecision, action: Action) -> bool:
    """Whether the action still is what was decided, its note aside."""
    return all(_same(action, name, value) for name, value in agreed_on(decision).items())


def _same(action: Action, name: str, value: str | tuple[str, ...]) -> bool:
    if name == "owners":
        return action.owners == value
    if name == "status":
        return (action.status or "") == value
    decided = Due.parse(str(value))
    if decided.date is None:
        return decided.kind is action.due.kind
    return decided.date == action.due.date  # "2026" and its last day are one deadline


def _standing(
    decision: MeetingDecision, changes: Sequence[Change], aftermath: Aftermath
) -> DecisionStanding:
    since = heard_since(decision, changes)
    action = aftermath.actions.get(decision.code or "")
    answer = decision.answer or _answer(decision, since)
    reported = aftermath.reported.get(decision.id, frozenset())
    if decision.dropped_at is not None:
        state = DecisionState.DROPPED
    elif reported:
        state = DecisionState.REPORTED
    elif _is_done(decision, action, answer, since, aftermath.seen_at):
        state = DecisionState.DONE
    elif since:
        state = DecisionState.UNDER_WAY
    else:
        state = DecisionState.OPEN
    heard = since[-1].at if since else None
    return DecisionStanding(
        decision=decision,
        state=state,
        action=action,
        answer=answer,
        heard_at=heard,
        reported=reported,
    )


def _is_done(
    decision: MeetingDecision,
    action: Action | None,
    answer: str,
    since: Sequence[Change],
    seen_at: datetime | None,
) -> bool:
    if decision.settled_at is not None or (decision.kind == "question" and answer):
        return True
    if action is None:
        return False
    if not action.is_open and (
        decision.kind == "new" or any(change.field == "status" for change in since)
    ):
        return True
    if decision.kind != "change" or not agreed_on(decision) or seen_at is None:
        return False
    if decision.note and action.is_open:  # what was said in words nobody can check but people
        return False
    return seen_at >= decision.at and holds(decision, action)


def _answer(decision: MeetingDecision, since: Sequence[Change]) -> str:
    """What people wrote in the task since a question about it was put: the lines they added."""
    if decision.kind != "question":
        return ""
    written = [change for change in since if change.field == "note" and change.side not in OWN]
    if not written:
        return ""
    before, after = _lines(written[0].old), _lines(written[-1].new)
    return "\n".join(line for line in after if line not in before)


def _lines(value: FieldValue) -> list[str]:
    return value.split("\n") if isinstance(value, str) else []
