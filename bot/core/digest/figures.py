"""Counts the list: per status, per goal, and what is late.

The words that explain a status to an outsider stand beside the counts, so that a reader never
needs to know the agenda's vocabulary.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.dutch import counted
from mappings.canonical import Action, Frozen, Status

NO_STATUS = "Geen stand"
LATE = "Te laat"

_MEANINGS: Mapping[str, str] = {
    Status.DONE: "klaar",
    Status.RUNNING: "mee bezig",
    Status.PLANNED: "nog niet begonnen",
    Status.DROPPED: "gaat niet door",
    NO_STATUS: "niet ingevuld",
}


class Figure(Frozen):
    """A headline number.

    change: since the previous meeting, "" when there was none. is_warning: worth a second look.
    """

    label: str
    meaning: str
    count: int
    change: str
    is_warning: bool


class Share(Frozen):
    """One status within a group of actions. percent: whole; those of one group add up to 100."""

    label: str
    count: int
    percent: int


class GoalProgress(Frozen):
    """How one goal stands. size: how many actions, and how many of them are late.

    shares: one per status that occurs; words: the same as text.
    """

    number: int
    name: str
    size: str
    shares: tuple[Share, ...]
    words: str


@dataclass(frozen=True)
class Moment:
    """The whole list as it stood on one day."""

    actions: tuple[Action, ...]
    day: date


def is_late(action: Action, day: date) -> bool:
    """Whether an open action's deadline had passed on that day."""
    return action.is_open and action.due.date is not None and action.due.date < day


def status_label(action: Action) -> str:
    """Give the status as the agenda writes it, or `NO_STATUS`."""
    return action.status.value if action.status else NO_STATUS


def status_words(action: Action) -> str:
    """Say in a list where an action stands; "NIET" alone would be half a sentence there."""
    return "Gaat niet door" if action.status is Status.DROPPED else status_label(action)


def headline(now: Moment, then: Moment | None) -> tuple[Figure, ...]:
    """Give a figure per status and one for what is late; changes only when `then` is known."""
    before = _counts(then) if then else None
    return tuple(
        Figure(
            label=label,
            meaning=_MEANINGS.get(label, "deadline voorbij"),
            count=count,
            change=_difference(count - before[label]) if before is not None else "",
            is_warning=label == LATE and count > 0,
        )
        for label, count in _counts(now).items()
    )


def goal_progress(number: int, name: str, actions: Sequence[Action], today: date) -> GoalProgress:
    """Count one goal's actions."""
    parts = shares(actions)
    size = counted(len(actions), "actie", "acties")
    late = sum(is_late(action, today) for action in actions)
    return GoalProgress(
        number=number,
        name=name,
        size=f"{size}, waarvan {late} te laat" if late else size,
        shares=parts,
        words=", ".join(f"{share.label} {share.count}" for share in parts),
    )


def shares(actions: Sequence[Action]) -> tuple[Share, ...]:
    """Count actions per status that occurs, in the order in which work goes."""
    found = Counter(status_label(action) for action in actions)
    labels = [label for label in _MEANINGS if found[label]]
    percents = whole_percents([found[label] for label in labels])
    return tuple(
        Share(label=label, count=found[label], percent=percent)
        for label, percent in zip(labels, percents, strict=True)
    )


def whole_percents(counts: Sequence[int]) -> list[int]:
    """Turn counts into whole percentages that add up to 100, by the largest remainders."""
    total = sum(counts)
    percents = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: -(100 * counts[i] % total))
    for place in by_remainder[: 100 - sum(percents)]:
        percents[place] += 1
    return percents


def _counts(moment: Moment) -> dict[str, int]:
    found = Counter(status_label(action) for action in moment.actions)
    counts = {label: found[label] for label in _MEANINGS}
    return counts | {LATE: sum(is_late(action, moment.day) for action in moment.actions)}


def _difference(change: int) -> str:
    if change == 0:
        return "gelijk gebleven"
    return f"{abs(change)} {'meer' if change > 0 else 'minder'} dan vorige keer"
