"""What the digest says of what is done: what came of it, and where that is not told yet."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.completions import tells_outcome
from bot.core.dutch import are, counted, one_line, short_date
from mappings.canonical import MAX_TITLE, Action, Frozen, Status

MAX_OUTCOME = 200  # characters of people's text in a mail


class ResultLine(Frozen):
    """One action that was done. outcome: in its owner's words. day: when that was, in words."""

    code: str
    title: str
    outcome: str
    day: str


class Results(Frozen):
    """The actions that are done, split by whether they say what came of it.

    lines: those that were done this year and say so, the latest first; caption: about them.
    untold: the codes of all that do not.
    """

    sentence: str
    caption: str
    lines: tuple[ResultLine, ...]
    untold: tuple[str, ...]


def results_of(
    actions: Sequence[Action], completed: Mapping[str, date], today: date
) -> Results | None:
    """Tell what came of what is done; None when nothing is. completed: the day of each, by code.

    What is done and told stays for the rest of the year; what was done before the list began has no
    day, and only counts.
    """
    done = [action for action in actions if action.status is Status.DONE]
    if not done:
        return None
    told = [action for action in done if tells_outcome(action)]
    fresh = [a for a in told if a.code in completed and completed[a.code].year == today.year]
    fresh.sort(key=lambda action: completed[action.code], reverse=True)
    return Results(
        sentence=_sentence(len(done), len(told)),
        caption=f"Gereed in {today.year}: {counted(len(fresh), 'actie', 'acties')}",
        lines=tuple(_line(action, completed[action.code]) for action in fresh),
        untold=tuple(action.code for action in done if not tells_outcome(action)),
    )


def _line(action: Action, day: date) -> ResultLine:
    return ResultLine(
        code=action.code,
        title=one_line(action.title, MAX_TITLE),
        outcome=one_line(action.note, MAX_OUTCOME),
        day=f"Gereed op {short_date(day)}",
    )


def _sentence(done: int, told: int) -> str:
    opening = f"{counted(done, 'actie', 'acties')} {are(done)} gereed"
    if told == done:
        return f"{opening}, en daarbij staat wat het opleverde."
    if not told:
        return f"{opening}, maar er staat nog niet bij wat het opleverde."
    return f"{opening}: bij {told} staat wat het opleverde, bij {done - told} nog niet."
