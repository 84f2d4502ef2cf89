"""When an action was done and who said so, by its history, and whether it says what came of it.

What came of an action is its note: there an owner writes it, in Planner. Whether somebody may be
asked for it depends on who completed it. An owner who ticks a task that the bot knows just did the
work; what an import, the coordinator or a task that was taken over says may be done for years.
"""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import AwareDatetime

from bot.core.history import OWN, Change, Outcome, by_code
from mappings.canonical import Action, Frozen, Status


class Completion(Frozen):
    """How an action came to be done, the last time it did.

    side: who said so, as in the history. before: the status it had. by_owner: somebody ticked it on
    a side, while the bot kept it there.
    """

    at: AwareDatetime
    side: str
    before: Status | None
    by_owner: bool


def completions(actions: Iterable[Action], history: Iterable[Change]) -> Mapping[str, Completion]:
    """How each action that is done came to be so, by code. history: of any actions, oldest first.

    One that came on the list as done is left out.
    """
    lines = by_code(history)
    found = ((a.code, completion_of(a, lines.get(a.code, ()))) for a in actions)
    return {code: completion for code, completion in found if completion is not None}


def completion_of(action: Action, changes: Sequence[Change]) -> Completion | None:
    """How an action came to be done; None when it is not, or was from the beginning.

    changes: what happened to it, oldest first.
    """
    if action.status is not Status.DONE:
        return None
    for place in range(len(changes) - 1, -1, -1):
        change = changes[place]
        if change.field == "status" and change.outcome is Outcome.APPLIED:
            by_owner = change.side not in OWN and not _came_along(change, changes[:place])
            return Completion(
                at=change.at,
                side=change.side,
                before=Status(change.old) if isinstance(change.old, str) else None,
                by_owner=by_owner,
            )
    return None


def status_before(action: Action, changes: Sequence[Change]) -> Status | None:
    """What a done action was before it was done; running when nobody knows."""
    completion = completion_of(action, changes)
    return completion.before if completion else Status.RUNNING


def tells_outcome(action: Action) -> bool:
    """Whether an action says what came of it."""
    return bool(action.note)


def _came_along(tick: Change, before: Sequence[Change]) -> bool:
    """Whether the task was done when the bot first read it as this action's.

    That is the run in which its side spoke first after the task was accepted, taken over or linked.
    """
    linked = [
        place
        for place, change in enumerate(before)
        if change.field == "item" and change.outcome is Outcome.APPLIED
    ]
    if not linked:
        return False
    last = before[linked[-1]]
    if last.old is not None or last.side == "import":
        return False
    spoke = next((c for c in before[linked[-1] + 1 :] if c.side == tick.side), tick)
    return spoke.run == tick.run
