"""What owners want the driehoek to discuss: they put the label Bespreken on a task.

Each time the label is put on or taken off is a line of the history, and the history is all there
is: a question stands when its last line says so, and no decision was recorded since. One of a
meeting from before that day cannot have answered it, however late it is recorded.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.core.history import Change
from bot.core.workdays import local_date

DISCUSS = "discuss"
"""The field of the lines of history about it."""

RAISED = "gevraagd"
"""The value of that field while the label is on; None: it is off."""


class Ruling(NamedTuple):
    """That something was decided on an action. held_at: when its meeting began; at: recorded."""

    held_at: datetime
    at: datetime

    def answers(self, asked_at: datetime) -> bool:
        """Whether it answers what was asked at a moment; within a day the recording decides."""
        return self.at >= asked_at and local_date(self.held_at) >= local_date(asked_at)


def open_questions(
    last: Mapping[str, Change], decided: Mapping[str, Collection[Ruling]]
) -> dict[str, datetime]:
    """Say since when each question stands, by code.

    last: the last line about `DISCUSS` of each action. decided: by code, what was decided; what is
    answered does not stand, though the label may still be on.
    """
    return {
        code: line.at
        for code, line in last.items()
        if line.new == RAISED and not any(one.answers(line.at) for one in decided.get(code, ()))
    }
