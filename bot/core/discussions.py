"""What owners want the driehoek to discuss: they put the label Bespreken on a task.

Each time the label is put on or taken off is a line of the history, and the history is all there
is: a question stands when its last line says so, and no decision was recorded since.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.core.history import Change

DISCUSS = "discuss"
"""The field of the lines of history about it."""

RAISED = "gevraagd"
"""The value of that field while the label is on; None: it is off."""


def open_questions(
    last: Mapping[str, Change], decided: Mapping[str, datetime]
) -> dict[str, datetime]:
    """Say since when each question stands, by code.

    last: the last line about `DISCUSS` of each action. decided: when something was last decided on
    an action; what was asked before that is answered, though the label may still be on.
    """
    return {
        code: line.at
        for code, line in last.items()
        if line.new == RAISED and (code not in decided or decided[code] < line.at)
    }
