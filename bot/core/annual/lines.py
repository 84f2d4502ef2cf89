"""What happened in a period, action by action: done, put off, decided and so on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.core.annual.parts import (
    DecidedLine,
    DoneLine,
    MovedLine,
    ReturningLine,
    StepLine,
)
from bot.core.annual.view import PeriodView
from bot.core.completions import completions
from bot.core.decisions.states import DecisionStanding
from bot.core.decisions.words import STATE_WORDS, became
from bot.core.digest.figures import status_label
from bot.core.digest.progress import ChangeKind, compare
from bot.core.dutch import due_words, sentence
from bot.core.history import NOT_LISTED, Change, by_code
from bot.core.promises import promise_of
from bot.core.rhythms.tally import Returning, tally
from bot.core.workdays import local_date
from mappings.canonical import Status, code_order

_TOLD = (
    ChangeKind.NEW,
    ChangeKind.STARTED,
    ChangeKind.RESUMED,
    ChangeKind.DROPPED,
    ChangeKind.SET_BACK,
)
_GONE = "Uit de lijst gehaald"


def done_lines(view: PeriodView, past: Sequence[Change]) -> tuple[DoneLine, ...]:
    """What was not done at the beginning and is at the end, the earliest first."""
    were = {action.code for action in view.before if action.status is Status.DONE}
    done = [a for a in view.after if a.status is Status.DONE and a.code not in were]
    how = completions(done, past)
    lines = [
        DoneLine(
            action=action,
            day=local_date(how[action.code].at) if action.code in how else None,
            outcome=action.note,
        )
        for action in done
    ]
    return tuple(sorted(lines, key=lambda x: (x.day or view.span.first, code_order(x.action.code))))


def moved_lines(view: PeriodView, past: Sequence[Change]) -> tuple[MovedLine, ...]:
    """What was put off in the period and stayed so, that most often put off first."""
    lines_of = by_code(past)
    lines = [
        MovedLine(
            action=action,
            promised=due_words(promise.first) if promise.first else "",
            now=due_words(action.due),
            times=promise.moves,
            why=promise.why,
        )
        for action in view.after
        if (promise := promise_of(action, lines_of.get(action.code, ()))).moved_at is not None
        and promise.moved_at >= view.span.begins_at
    ]
    return tuple(sorted(lines, key=lambda line: (-line.times, code_order(line.action.code))))


def decided_lines(
    view: PeriodView, decisions: Iterable[DecisionStanding], today: date
) -> tuple[DecidedLine, ...]:
    """What the meetings of the period decided, in the order of recording; mistakes left out."""
    return tuple(
        DecidedLine(
            meeting=local_date(one.decision.held_at),
            code=one.decision.code or "",
            text=one.decision.text,
            became=_became(one, view.names.owners, today),
            is_settled=one.state.is_settled,
        )
        for one in decisions
        if view.span.has(local_date(one.decision.held_at)) and not _is_mistake(one)
    )


def _became(standing: DecisionStanding, owners: Mapping[str, str], today: date) -> str:
    state = sentence(STATE_WORDS[standing.state])
    return f"{state} {became(standing, owners, today)}".rstrip()


def _is_mistake(standing: DecisionStanding) -> bool:
    return standing.decision.dropped_at is not None and standing.decision.dropped_in is None


def returning_lines(
    view: PeriodView, returning: Mapping[str, Returning]
) -> tuple[ReturningLine, ...]:
    """How often what returns was done, at the end of the period."""
    counted = (
        (action, tally(returning[action.code], view.span.last))
        for action in view.after
        if action.code in returning
    )
    return tuple(
        ReturningLine(action=action, words=found.words, is_late=bool(found.late))
        for action, found in counted
        if found.words
    )


def step_lines(view: PeriodView) -> tuple[StepLine, ...]:
    """The other changes that are worth telling, by kind, and what was taken off the list."""
    told = tuple(
        StepLine(
            action=step.after,
            kind=step.kind.value,
            before=NOT_LISTED if step.kind is ChangeKind.NEW else status_label(step.before),
            now=status_label(step.after),
        )
        for step in compare(view.before, view.after)
        if step.kind in _TOLD
    )
    there = {action.code for action in view.after}
    gone = tuple(
        StepLine(action=action, kind=_GONE, before=status_label(action), now=NOT_LISTED)
        for action in view.before
        if action.code not in there
    )
    return (*told, *gone)
