"""Decisions of made-up meetings, and what became of them; roles only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.core.decisions.record import MeetingDecision
from bot.core.decisions.states import Aftermath, DecisionStanding, standings
from bot.core.history import Change, Outcome
from bot.core.workdays import AMSTERDAM
from mappings.canonical import Action

SERIES = "lokale-driehoek"


def decided(
    number: int, held: date, code: str | None, text: str, **given: object
) -> MeetingDecision:
    """A decision of the driehoek of a day, recorded that morning; by default a change."""
    start = datetime(held.year, held.month, held.day, 10, tzinfo=AMSTERDAM)
    values: dict[str, object] = {
        "id": number,
        "series": SERIES,
        "meeting": f"Lokale driehoek-{held}",
        "held_at": start,
        "kind": "change",
        "code": code,
        "text": text,
        "run": f"decide-{number}",
        "at": start.replace(minute=30),
    }
    return MeetingDecision.model_validate(values | given)


def line_of(decision: MeetingDecision) -> Change:
    """The line in the history that says where it was decided."""
    return Change(
        at=decision.at,
        run=decision.run,
        code=decision.code or "",
        side="list",
        field="decision",
        old=None,
        new="besloten in de lokale driehoek",
        outcome=Outcome.APPLIED,
    )


def followed(
    decisions: Sequence[MeetingDecision],
    actions: Mapping[str, Action],
    history: Sequence[Change],
    seen_at: datetime,
    reported: Mapping[int, frozenset[str]] | None = None,
) -> tuple[DecisionStanding, ...]:
    """What became of them, with their own lines put where they belong in the history."""
    own = [line_of(one) for one in decisions if one.code]
    whole = sorted([*history, *own], key=lambda change: change.at)
    return standings(decisions, Aftermath(actions, whole, seen_at, reported or {}))
