"""Which actions somebody asks to see: her words read, and each action held against them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions.edits import NOTHING, collect_problems
from bot.core.digest.figures import is_late
from bot.errors import UsageError
from mappings.agenda import Agenda
from mappings.canonical import Action, Status
from mappings.words import check_goal_number, read_owner, read_status


@dataclass(frozen=True)
class SelectionWords:
    """What to look for, as people type it; all of it has to hold. Empty: everything.

    owners, goals, statuses: one of these; `NOTHING`: nobody, or no status. late: open, and its day
    has passed, or a period in which it was to be done. no_owner, no_deadline: nobody has the lead;
    the agenda states no deadline at all. discuss: its owner wants it discussed.
    """

    owners: Sequence[str] = ()
    goals: Sequence[int] = ()
    statuses: Sequence[str] = ()
    late: bool = False
    no_owner: bool = False
    no_deadline: bool = False
    discuss: bool = False


def select(
    actions: Iterable[Action],
    words: SelectionWords,
    agenda: Agenda,
    *,
    today: date,
    raised: Collection[str] = (),
    passed: Collection[str] = (),
) -> list[Action]:
    """The actions that answer to all of these words, in the order given.

    raised: codes of which a question to the driehoek stands. passed: codes of what returns and was
    not done in a period that passed.
    Raises UsageError with every owner, goal and status that does not exist.
    """
    owners, statuses = _read(words, agenda)
    return [
        action
        for action in actions
        if (not owners or owners & {*(action.owners or (NOTHING,))})
        and (not words.goals or action.goal in words.goals)
        and (not statuses or action.status in statuses)
        and (not words.late or is_late(action, today) or action.code in passed)
        and not (words.no_owner and action.owners)
        and not (words.no_deadline and action.due.text)
        and (not words.discuss or action.code in raised)
    ]


def _read(words: SelectionWords, agenda: Agenda) -> tuple[set[str], set[Status | None]]:
    problems: list[str] = []
    owners: set[str] = set()
    statuses: set[Status | None] = set()
    for typed in words.owners:
        with collect_problems(problems):
            is_nobody = typed.strip() == NOTHING
            owners.add(NOTHING if is_nobody else read_owner(typed, agenda.owner_names))
    for typed in words.statuses:
        with collect_problems(problems):
            statuses.add(None if typed.strip() == NOTHING else read_status(typed))
    for number in words.goals:
        with collect_problems(problems):
            check_goal_number(number, (goal.number for goal in agenda.goals))
    if problems:
        raise UsageError("\n".join(problems))
    return owners, statuses
