"""What was promised first, and how often that was put off, read from the history of a deadline.

A deadline is put off when a later day takes its place. What is taken back was never put off: the
promises that count are those that no later one undid. Neither is what stands for less than an
hour, as when somebody corrects a slip. "2025" and 31 December of it are one day, and a word without
a day (Continue) promises nothing new. Who moved it makes no difference: an owner, the coordinator,
or a new edition of the agenda.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.core.dutch import due_words, times
from bot.core.history import Change, Outcome, by_code
from mappings.canonical import Action, Due, Frozen

CORRECTED_WITHIN = timedelta(hours=1)
"""What a deadline is changed to and from again within this time was a slip."""

EXPLAINED_SINCE = timedelta(days=1)
"""A note that was written so shortly before a deadline was put off, or later, tells why."""

TOLD_FROM = 2
"""A deadline that was put off so often is worth a word to who follows the work."""


class Promise(Frozen):
    """What was promised of one action.

    first: the first deadline that names a day, in the words of then; None when there never was one.
    moves: how often it was put off and stayed so. last: the line of the last of those. why: what
    the note says of that, "" when it was written long before.
    """

    first: Due | None = None
    moves: int = 0
    last: Change | None = None
    why: str = ""

    @property
    def moved_at(self) -> datetime | None:
        """When it was put off last; None when it never was."""
        return self.last.at if self.last else None

    @property
    def is_worth_telling(self) -> bool:
        """Whether it was put off more than once."""
        return self.moves >= TOLD_FROM

    @property
    def words(self) -> str:
        """Say it within a sentence: "beloofd voor 2025, twee keer verzet"; "" without a day."""
        if self.first is None:
            return ""
        moved = f", {times(self.moves)} verzet" if self.moves else ""
        return f"beloofd voor {due_words(self.first)}{moved}"


def promises(actions: Iterable[Action], history: Iterable[Change]) -> dict[str, Promise]:
    """The promise of each action, by code. history: of any actions, oldest first."""
    lines = by_code(history)
    return {action.code: promise_of(action, lines.get(action.code, ())) for action in actions}


def promise_of(action: Action, changes: Sequence[Change]) -> Promise:
    """Read the promise of one action. changes: what happened to it, oldest first."""
    stood = [(due, line) for due, line in _stood(action, changes) if due.date is not None]
    kept: list[tuple[Due, Change | None]] = []
    for due, line in stood:
        while kept and _is_later(kept[-1][0], due):
            kept.pop()
        if not kept or _is_later(due, kept[-1][0]):
            kept.append((due, line))
    moves = max(0, len(kept) - 1)
    last = kept[-1][1] if moves else None
    return Promise(
        first=stood[0][0] if stood else None,
        moves=moves,
        last=last,
        why=_why(action, last, changes) if last else "",
    )


def _why(action: Action, last: Change, changes: Sequence[Change]) -> str:
    noted = [change.at for change in changes if change.field == "note"]
    return action.note if noted and noted[-1] >= last.at - EXPLAINED_SINCE else ""


def _stood(action: Action, changes: Sequence[Change]) -> Iterator[tuple[Due, Change | None]]:
    """Every deadline that stood for a while, and the line of it; None for the one it began with."""
    moved = [c for c in changes if c.field == "due" and c.outcome is Outcome.APPLIED]
    if not moved:
        yield action.due, None
        return
    yield _due(moved[0].old), None
    for change, following in pairwise(moved):
        if following.at - change.at >= CORRECTED_WITHIN:
            yield _due(change.new), change
    yield _due(moved[-1].new), moved[-1]


def _due(value: object) -> Due:
    return Due.parse(value if isinstance(value, str) else "")


def _is_later(one: Due, other: Due) -> bool:
    return one.date is not None and other.date is not None and one.date > other.date
