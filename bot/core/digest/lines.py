"""Puts actions and their changes on the lines of a digest.

Here people's words become one line each, and codes become names; whatever shows a digest only has
to place what stands in these lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.core.digest.figures import is_late, shares, status_label, status_words
from bot.core.digest.headings import Heading
from bot.core.digest.parts import (
    ActionLine,
    ChangeLine,
    GoalList,
    Obligations,
    Occasion,
    OwnerAgenda,
)
from bot.core.digest.progress import ChangeKind, Progress, compare, rewind
from bot.core.dutch import (
    are,
    counted,
    due_words,
    enumerated,
    go,
    one_line,
    run,
    short_date,
    time_left,
)
from bot.core.history import NOT_LISTED, Change
from bot.core.promises import Promise
from bot.core.workdays import Workdays, local_date
from mappings.canonical import Action, DueKind, Status, code_order

COMING_WEEKS = 6  # after the meeting, when the next one is not known; about half the time to it
MAX_NOTE = 200  # characters of people's text in a mail
NO_OWNER = "Nog geen regiehouder"

PLATEAUS = {1: Heading.OBLIGATIONS, 2: Heading.ADDITIONS}
"""The plateaus of the VNG, and under which heading each is told: obliged, and additional."""

_PLATEAU_NOUNS = {
    1: ("verplichting", "verplichtingen"),
    2: ("aanvullende actie", "aanvullende acties"),
}
_WORST_FIRST = (Status.DROPPED, None, Status.PLANNED, Status.RUNNING)


@dataclass(frozen=True)
class Desk:
    """What is needed to put an action on a line. owner_names: by owner code; promises: by code."""

    owner_names: Mapping[str, str]
    today: date
    workdays: Workdays
    promises: Mapping[str, Promise] = field(default_factory=dict)
    confirmed: Mapping[str, str] = field(default_factory=dict)

    def line(self, action: Action) -> ActionLine:
        """Put one action on a line."""
        day = action.due.date if action.is_open else None
        return ActionLine(
            code=action.code,
            title=one_line(action.title, MAX_NOTE),
            owners=self.owners_of(action) or "geen regiehouder",
            status=status_words(action),
            due="" if action.status is Status.DROPPED else due_words(action.due),
            left=time_left(day, today=self.today, workdays=self.workdays) if day else "",
            is_late=is_late(action, self.today),
            has_owner=bool(action.owners),
            has_due=action.due.kind is not DueKind.UNKNOWN,
            promised=promised_words(action, self.promises.get(action.code)),
            confirmed=self.confirmed.get(action.code, "") if action.is_open else "",
        )

    def goal_list(self, number: int, name: str, actions: Sequence[Action]) -> GoalList:
        """List one goal's actions."""
        size = counted(len(actions), "actie", "acties")
        lines = tuple(self.line(action) for action in actions)
        return GoalList(number=number, name=name, caption=f"Doel {number}: {size}", actions=lines)

    def owner_agendas(
        self, late: Sequence[Action], coming: Sequence[Action]
    ) -> tuple[OwnerAgenda, ...]:
        """Share out what is late or coming; who is late most comes first, nobody's work last."""
        owners = {owner for action in (*late, *coming) for owner in action.owners or ("",)}
        agendas = [
            OwnerAgenda(
                name=self.name(owner) if owner else NO_OWNER,
                late=tuple(self.line(action) for action in late if is_of(action, owner)),
                coming=tuple(self.line(action) for action in coming if is_of(action, owner)),
            )
            for owner in owners
        ]
        return tuple(
            sorted(agendas, key=lambda a: (a.name == NO_OWNER, -len(a.late), a.name.casefold()))
        )

    def obligations(self, actions: Sequence[Action]) -> tuple[Obligations, ...]:
        """Tell how each VNG plateau stands of which the agenda has something."""
        return tuple(
            Obligations(
                heading=heading,
                is_obliged=plateau == 1,
                sentence=plateau_sentence(plateau, own),
                shares=shares(own),
                open=tuple(self.line(a) for s in _WORST_FIRST for a in own if a.status is s),
            )
            for plateau, heading in PLATEAUS.items()
            if (own := [action for action in actions if action.vng.plateau == plateau])
        )

    def owners_of(self, action: Action) -> str:
        """Name who leads an action; "" when nobody does."""
        return enumerated([self.name(owner) for owner in action.owners])

    def name(self, owner: str) -> str:
        """What an owner is called."""
        return one_line(self.owner_names.get(owner, owner), 60)


def promised_words(action: Action, promise: Promise | None) -> str:
    """Say what was promised of an open action that was put off more than once; else ""."""
    return promise.words if promise and action.is_open and promise.is_worth_telling else ""


def late_actions(actions: Iterable[Action], today: date) -> list[Action]:
    """Pick what is late, the oldest deadline first."""
    return sorted((action for action in actions if is_late(action, today)), key=_by_due)


def coming_actions(actions: Iterable[Action], today: date, until: date) -> list[Action]:
    """Pick the open actions with a deadline from today up to and including `until`."""
    return sorted((a for a in actions if _is_coming(a, today, until)), key=_by_due)


def horizon(occasion: Occasion) -> date:
    """Give the last day on which a deadline is worth a look at this meeting."""
    if occasion.upcoming is not None:
        return local_date(occasion.upcoming.start)
    return local_date(occasion.meeting.start) + timedelta(weeks=COMING_WEEKS)


def horizon_words(occasion: Occasion, agendas: Sequence[OwnerAgenda]) -> str:
    """Say what counts as late or coming, or that there is nothing of the kind."""
    until = short_date(horizon(occasion))
    if not agendas:
        return f"Geen enkele deadline is voorbij. Er is geen deadline tot en met {until}."
    sentence = f"De deadline is voorbij, of is uiterlijk {until}"
    if occasion.upcoming is None:
        return f"{sentence}, zes weken na dit overleg."
    return f"{sentence}. Dan is het volgende overleg."


def steps_since(
    actions: Sequence[Action], history: Iterable[Change], moment: datetime
) -> tuple[Progress, ...]:
    """List what changed after a moment, by kind."""
    return compare(rewind(actions, history, moment), actions)


def change_line(step: Progress) -> ChangeLine:
    """Put one change on a line, with the old and the new of it."""
    before, after = step.before, step.after
    match step.kind:
        case ChangeKind.NEW:
            old, new = NOT_LISTED, status_label(after)
        case ChangeKind.NOTE:
            old, new = one_line(before.note, MAX_NOTE), one_line(after.note, MAX_NOTE)
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


def plateau_sentence(plateau: int, obliged: Sequence[Action]) -> str:
    """Say how many actions of a VNG plateau are done and how many run."""
    done = sum(action.status is Status.DONE for action in obliged)
    running = sum(action.status is Status.RUNNING for action in obliged)
    dropped = sum(action.status is Status.DROPPED for action in obliged)
    total = counted(len(obliged), *_PLATEAU_NOUNS[plateau])
    sentence = f"{done} van de {total} {are(done)} gereed en {running} {run(running)}."
    return f"{sentence} {dropped} {go(dropped)} niet door." if dropped else sentence


def is_of(action: Action, owner: str) -> bool:
    """Whether an owner leads an action; "" for the actions that nobody leads."""
    return owner in action.owners if owner else not action.owners


def _is_coming(action: Action, today: date, until: date) -> bool:
    due = action.due.date
    return action.is_open and due is not None and today <= due <= until


def _by_due(action: Action) -> tuple[date, tuple[int, int]]:
    return action.due.date or date.max, code_order(action.code)
