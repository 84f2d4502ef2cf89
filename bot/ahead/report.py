"""Tells a look ahead: as rows for a table, and as JSON."""

from datetime import date

from bot.ahead.make import Ahead
from bot.core.ahead.piles import Pile
from bot.core.ahead.weeks import AheadWeek, ComingKind
from bot.core.dutch import enumerated, near_date
from bot.core.workdays import local_date
from mappings.canonical import code_order

KIND_WORDS = {
    ComingKind.DEADLINE: "deadline",
    ComingKind.REMINDER: "herinnering",
    ComingKind.REQUEST: "vraag om bij te werken",
    ComingKind.NUDGE: "nog te doen in de periode",
}


def ahead_json(ahead: Ahead) -> dict[str, object]:
    """The shape of `ahead --json`."""
    return {
        "from": ahead.first,
        "until": ahead.last,
        "weeks": [
            {
                "week": week.name,
                "first": week.first,
                "meetings": [
                    {"day": local_date(meeting.start), "name": meeting.name}
                    for meeting in week.meetings
                ],
                "owners": [
                    {"owner": one.owner}
                    | {kind.value: one.codes.get(kind, ()) for kind in ComingKind}
                    for one in week.owners
                ],
            }
            for week in ahead.weeks
        ],
        "piles": [
            {
                "day": pile.day,
                "codes": [step.action.code for step in pile.steps],
                "proposal": [
                    {"code": step.action.code, "from": pile.day, "to": step.day}
                    for step in pile.proposed
                ],
            }
            for pile in ahead.piles
        ],
    }


def ahead_rows(ahead: Ahead) -> list[dict[str, str]]:
    """A row per week, owner and kind; a meeting has a row of its own."""
    rows = []
    for week in ahead.weeks:
        for meeting in week.meetings:
            day = near_date(local_date(meeting.start), today=ahead.first)
            rows.append(_row(ahead, week, meeting.name, f"overleg op {day}", ""))
        for one in week.owners:
            for kind, codes in one.codes.items():
                rows.append(
                    _row(ahead, week, ahead.names[one.owner], KIND_WORDS[kind], ", ".join(codes))
                )
    return rows


def pile_sentences(ahead: Ahead) -> list[str]:
    """Name each pile, and say what is proposed for it."""
    return [_pile_sentence(ahead, pile) for pile in ahead.piles]


def _pile_sentence(ahead: Ahead, pile: Pile) -> str:
    codes = enumerated(sorted((step.action.code for step in pile.steps), key=code_order))
    told = (
        f"Op {near_date(pile.day, today=ahead.first)} eindigen {len(pile.steps)} acties: {codes}."
    )
    if not pile.proposed:
        return f"{told} Er is te weinig tijd om ze te spreiden."
    return told


def _row(ahead: Ahead, week: AheadWeek, who: str, what: str, codes: str) -> dict[str, str]:
    begin: date = max(week.first, ahead.first)
    return {
        "week van": near_date(begin, today=ahead.first),
        "wie": who,
        "wat": what,
        "acties": codes,
    }
