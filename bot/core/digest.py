"""Composes the status digest that goes out before a driehoek.

The result holds every word and number that the reader sees; templates only place them. The answer
comes first: subject, first sentence, headline figures. Details follow in the order in which
somebody with little time needs them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.digest_parts import (
    ActionLine,
    ChangeLine,
    Concern,
    Digest,
    GoalList,
    Occasion,
    Waiting,
)
from bot.core.dutch import (
    counted,
    due_words,
    enumerated,
    full_date,
    moment,
    near_date,
    one_line,
    short_date,
    time_left,
)
from bot.core.figures import (
    Moment,
    goal_progress,
    headline,
    is_late,
    status_label,
)
from bot.core.journal import Change
from bot.core.meetings import Occurrence
from bot.core.progress import ChangeKind, Progress, compare, rewind
from bot.core.workdays import Workdays, local_date
from mappings.canonical import Action, DueKind, Status, code_order

COMING_WEEKS = 6  # after the meeting; about half the time to the next one
MAX_NOTE = 200  # characters of people's text in a mail


def compose_digest(
    actions: Iterable[Action],
    history: Iterable[Change],
    *,
    title: str,
    goals: Mapping[int, str],
    owner_names: Mapping[str, str],
    occasion: Occasion,
    waiting: Waiting,
    today: date,
    workdays: Workdays,
) -> Digest:
    """Compose the digest for `occasion` as things stand `today`.

    history: at least what happened since the earliest meeting of the occasion; older lines do no
    harm. title: the agenda's name. goals: names by number. owner_names: by owner code.
    """
    meeting, previous = occasion.meeting, occasion.previous
    now = tuple(sorted(actions, key=lambda action: code_order(action.code)))
    then = _earlier(now, history, previous) if previous else None
    progress = compare(then.actions, now) if then else ()
    desk = _Desk(owner_names, today, workdays)
    until = local_date(meeting.start) + timedelta(weeks=COMING_WEEKS)
    late = sorted((a for a in now if is_late(a, today)), key=_by_due)
    coming = sorted((a for a in now if _is_coming(a, today, until)), key=_by_due)
    name = one_line(meeting.subject, 60)
    numbers = sorted({action.goal for action in now})
    return Digest(
        subject=_subject(
            f"{name} {near_date(local_date(meeting.start), today=today)}", now, len(late)
        ),
        title=title,
        occasion=f"{name}, {moment(meeting.start)}",
        answer=_answer(now),
        warning=_warning(len(late)),
        since=_since(progress, previous),
        figures=headline(Moment(now, today), then),
        goals=tuple(goal_progress(n, goals[n], _of_goal(now, n), today) for n in numbers),
        changes=tuple(_change_line(step) for step in progress),
        late=tuple(desk.line(action) for action in late),
        coming=tuple(desk.line(action) for action in coming),
        coming_until=short_date(until),
        concerns=_concerns(now),
        lists=tuple(desk.goal_list(n, goals[n], _of_goal(now, n)) for n in numbers),
        made_on=full_date(today),
    )


def _earlier(actions: Sequence[Action], history: Iterable[Change], previous: Occurrence) -> Moment:
    return Moment(rewind(actions, history, previous.start), local_date(previous.start))


@dataclass(frozen=True)
class _Desk:
    """What is needed to put an action on a line."""

    owner_names: Mapping[str, str]
    today: date
    workdays: Workdays

    def line(self, action: Action) -> ActionLine:
        owners = [self.owner_names.get(owner, owner) for owner in action.owners]
        day = action.due.date if action.is_open else None
        return ActionLine(
            code=action.code,
            title=one_line(action.title, MAX_NOTE),
            owners=enumerated(owners) or "geen regiehouder",
            status=status_label(action),
            due=due_words(action.due),
            left=time_left(day, today=self.today, workdays=self.workdays) if day else "",
            is_late=is_late(action, self.today),
        )

    def goal_list(self, number: int, name: str, actions: Sequence[Action]) -> GoalList:
        size = counted(len(actions), "actie", "acties")
        lines = tuple(self.line(action) for action in actions)
        return GoalList(number=number, name=name, caption=f"Doel {number}: {size}", actions=lines)


def _subject(occasion: str, actions: Sequence[Action], late: int) -> str:
    done = sum(action.status is Status.DONE for action in actions)
    total = counted(len(actions), "actie", "acties")
    return f"{occasion}: {done} van {total} gereed, {late} te laat"


def _answer(actions: Sequence[Action]) -> str:
    done = sum(action.status is Status.DONE for action in actions)
    running = sum(action.status is Status.RUNNING for action in actions)
    total = counted(len(actions), "actie", "acties")
    return f"{done} van de {total} {_are(done)} gereed en {running} {_run(running)}."


def _warning(late: int) -> str:
    if not late:
        return "Geen enkele actie is te laat."
    return f"{counted(late, 'actie', 'acties')} {_are(late)} te laat."


def _are(count: int) -> str:
    return "is" if count == 1 else "zijn"


def _run(count: int) -> str:
    return "loopt" if count == 1 else "lopen"


def _since(progress: Sequence[Progress], previous: Occurrence | None) -> str:
    if previous is None:
        return "Dit is het eerste overzicht. Er is nog geen vorige keer om mee te vergelijken."
    day = short_date(local_date(previous.start))
    counts = Counter(step.kind for step in progress)
    if not counts:
        return f"Sinds de vorige keer, op {day}, is er niets gewijzigd."
    told = [_told(kind, counts[kind]) for kind in ChangeKind if counts[kind]]
    return f"Sinds de vorige keer, op {day}: {enumerated(told)}."


def _told(kind: ChangeKind, count: int) -> str:
    match kind:
        case ChangeKind.NOTE:
            return counted(count, "nieuw bericht", "nieuwe berichten")
        case ChangeKind.OTHER_DUE:
            return counted(count, "andere deadline", "andere deadlines")
        case _:
            return f"{count} {kind.lower()}"


def _change_line(step: Progress) -> ChangeLine:
    before, after = step.before, step.after
    match step.kind:
        case ChangeKind.NOTE:
            old, new = "", one_line(after.note, MAX_NOTE)
        case ChangeKind.POSTPONED | ChangeKind.ADVANCED | ChangeKind.OTHER_DUE:
            old, new = due_words(before.due), due_words(after.due)
        case _:
            old, new = status_label(before), status_label(after)
    return ChangeLine(
        code=after.code,
        title=one_line(after.title, MAX_NOTE),
        kind=step.kind.value,
        old=old,
        new=new,
    )


def _concerns(actions: Sequence[Action]) -> tuple[Concern, ...]:
    dropped = [action for action in actions if action.status is Status.DROPPED]
    unowned = [action.code for action in actions if action.is_open and not action.owners]
    undated = [
        action.code for action in actions if action.is_open and action.due.kind is DueKind.UNKNOWN
    ]
    concerns = [
        Concern(
            heading="Gaat niet door (NIET)",
            sentence=f"{counted(len(dropped), 'actie', 'acties')} {_goes(len(dropped))} niet door.",
            lines=tuple((a.code, one_line(a.title, MAX_NOTE), _reason(a)) for a in dropped),
        ),
        Concern(
            heading="Nog geen regiehouder",
            sentence=f"{counted(len(unowned), 'open actie heeft', 'open acties hebben')} "
            "nog niemand die de regie heeft.",
            codes=tuple(unowned),
        ),
        Concern(
            heading="Nog geen deadline",
            sentence=f"{counted(len(undated), 'open actie heeft', 'open acties hebben')} "
            "nog geen deadline.",
            codes=tuple(undated),
        ),
    ]
    return tuple(concern for concern in concerns if concern.lines or concern.codes)


def _goes(count: int) -> str:
    return "gaat" if count == 1 else "gaan"


def _reason(action: Action) -> str:
    return one_line(action.note, MAX_NOTE) or "Er staat geen reden bij."


def _of_goal(actions: Sequence[Action], number: int) -> list[Action]:
    return [action for action in actions if action.goal == number]


def _is_coming(action: Action, today: date, until: date) -> bool:
    due = action.due.date
    return action.is_open and due is not None and today <= due <= until


def _by_due(action: Action) -> tuple[date, tuple[int, int]]:
    return action.due.date or date.max, code_order(action.code)
