"""A question stands from the label on, until it is off or something was decided."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.discussions import DISCUSS, RAISED, Ruling, open_questions
from bot.core.history import Change, Outcome

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def line(hours: int, value: str | None) -> Change:
    """The label was put on (`RAISED`) or taken off (None) so many hours after the start."""
    old = None if value else RAISED
    return Change(
        at=START + timedelta(hours=hours),
        run="sync",
        code="2.4",
        side="planner",
        field=DISCUSS,
        old=old,
        new=value,
        outcome=Outcome.APPLIED,
    )


@pytest.mark.parametrize(
    ("value", "decided", "stands"),
    [
        (RAISED, None, True),
        (None, None, False),
        (RAISED, -1, True),  # decided before it was asked: a new question
        (RAISED, 0, False),
        (RAISED, 1, False),  # answered, though the label is still on
        (None, 1, False),
    ],
)
def test_what_stands(value: str | None, decided: int | None, stands: bool) -> None:
    last = {"2.4": line(0, value)}
    at = START + timedelta(hours=decided or 0)
    rulings = {} if decided is None else {"2.4": [Ruling(at, at)]}
    assert open_questions(last, rulings) == ({"2.4": START} if stands else {})


@given(st.lists(st.sampled_from(["on", "off", "decision"]), max_size=12))
def test_a_decided_question_is_asked_again_only_by_taking_the_label_off_and_on(
    acts: Sequence[str],
) -> None:
    """A reader of the acts keeps one thing in mind: since when he waits for an answer."""
    last: dict[str, Change] = {}
    decided: dict[str, list[Ruling]] = {"2.4": []}
    is_on, since = False, None
    for hour, act in enumerate(acts):
        at = START + timedelta(hours=hour)
        if act == "decision":
            decided["2.4"].append(Ruling(at, at))
            since = None
        elif (act == "on") is not is_on:
            is_on = not is_on
            last["2.4"] = line(hour, RAISED if is_on else None)
            since = at if is_on else None
    assert open_questions(last, decided) == ({"2.4": since} if since else {})


@pytest.mark.parametrize(
    ("held", "recorded", "stands"),
    [
        (-24, 2, True),  # a meeting of the day before, recorded later
        (-1, 2, False),  # a meeting of that day: who records it knows of the question
        (24, 26, False),
        (-24, -22, True),
    ],
)
def test_a_meeting_of_before_answers_nothing(held: int, recorded: int, stands: bool) -> None:
    ruling = Ruling(START + timedelta(hours=held), START + timedelta(hours=recorded))
    assert bool(open_questions({"2.4": line(0, RAISED)}, {"2.4": [ruling]})) is stands
