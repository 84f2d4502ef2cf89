"""What owners ask of the meeting: the actions with the label Bespreken, each with its question.

The question is the first line of the note. Which questions are new is reckoned from the last mail
that these readers had about an earlier meeting.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.core.digest.lines import MAX_NOTE, Desk
from bot.core.digest.parts import RaisedAction, RaisedActions
from bot.core.dutch import counted, enumerated, near_date, one_line
from bot.core.workdays import local_date
from mappings.canonical import Action, code_order

NO_QUESTION = "De vraag staat nog niet in de notities."


def raised_actions(
    actions: Iterable[Action],
    asked: Mapping[str, datetime],
    desk: Desk,
    *,
    told_at: datetime | None,
    last_mail: str,
) -> RaisedActions | None:
    """Put what is asked on lines; None when nothing is.

    asked: since when each question stands, by code. told_at: when the readers' last mail about an
    earlier meeting was made, None for their first; last_mail: what that mail is called.
    """

    def is_new(code: str) -> bool:
        return told_at is not None and asked[code] > told_at

    found = sorted(
        (action for action in actions if action.code in asked),
        key=lambda a: (not is_new(a.code), asked[a.code], code_order(a.code)),
    )
    if not found:
        return None
    lines = tuple(
        _line(action, asked[action.code], desk, is_new=is_new(action.code)) for action in found
    )
    ask = counted(len(lines), "actie vraagt", "acties vragen")
    sentence = f"{ask} om een besluit of een gesprek."
    if new := [line.code for line in lines if line.is_new]:
        sentence += f" Nieuw sinds {last_mail}: {enumerated(new)}."
    return RaisedActions(sentence=sentence, lines=lines)


def _line(action: Action, since: datetime, desk: Desk, *, is_new: bool) -> RaisedAction:
    day = near_date(local_date(since), today=desk.today)
    first = action.note.strip().partition("\n")[0]
    return RaisedAction(
        code=action.code,
        title=one_line(action.title, MAX_NOTE),
        owners=desk.owners_of(action),
        question=one_line(first, MAX_NOTE) or NO_QUESTION,
        since=f"Nieuw, gevraagd op {day}" if is_new else f"Gevraagd op {day}",
        is_new=is_new,
    )
