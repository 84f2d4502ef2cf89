"""What the history says of the question whether an action is still true: who said so, and when.

A tick is a line of the field `CONFIRMED`, at the moment it was set; one that is taken back a line
with what it said before. So every count of confirmations follows from the history. Whoever changes
an action brings it up to date as well, see `touches_of`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import AwareDatetime

from bot.core.confirmations.asks import CONFIRMED
from bot.core.history import Change
from bot.core.rhythms.record import OCCASION
from bot.core.sync.sides import SIDES
from mappings.canonical import Frozen

TOUCHES = ("status", "note", OCCASION)
"""The fields whose change shows that somebody looked at an action.

So does a deadline that was moved where owners work; the coordinator moves one without them.
"""


class Confirmation(Frozen):
    """That an action is still true. by: the account that said so, "" for a program."""

    at: AwareDatetime
    by: str
    said: str


def confirmations_of(history: Iterable[Change]) -> dict[str, tuple[Confirmation, ...]]:
    """By action code, what was ticked and not taken back, oldest first."""
    standing: defaultdict[str, list[Confirmation]] = defaultdict(list)
    for change in history:
        if change.field != CONFIRMED:
            continue
        if isinstance(change.new, str):
            said = Confirmation(at=change.at, by=change.by, said=change.new)
            standing[change.code].append(said)
        else:
            back = [one for one in standing[change.code] if one.said == change.old]
            standing[change.code] = [c for c in standing[change.code] if c not in back[-1:]]
    return {
        code: tuple(sorted(some, key=lambda c: c.at)) for code, some in standing.items() if some
    }


def last_confirmed(history: Iterable[Change]) -> dict[str, datetime]:
    """When each action was last confirmed, by code."""
    return {code: some[-1].at for code, some in confirmations_of(history).items()}


def touches_of(history: Iterable[Change]) -> Mapping[str, datetime]:
    """When each action was last brought up to date, by code: by a change, or by a tick."""
    lines = tuple(history)
    last = last_confirmed(lines)
    for change in lines:
        is_touch = change.field in TOUCHES or (change.field == "due" and change.side in SIDES)
        if is_touch and (change.code not in last or last[change.code] < change.at):
            last[change.code] = change.at
    return last
