"""What the history says of an action that returns."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.history import Change, Outcome
from bot.core.rhythms.record import OCCASION, deeds_of, stretches_of
from bot.core.rhythms.tally import Deed, Stretch
from mappings.canonical import Action, Due, FieldValue, Status

CAME = date(2026, 3, 1)


def action(status: Status | None = Status.RUNNING) -> Action:
    return Action(
        code="3.1",
        title="Agenderen",
        text="Tekst",
        status=status,
        due=Due.parse("Continue"),
        rhythm="2 x jaar",
    )


def line(
    day: date,
    field: str,
    old: FieldValue,
    new: FieldValue,
    outcome: Outcome = Outcome.APPLIED,
    side: str = "planner",
) -> Change:
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return Change(
        at=at, run="r", code="3.1", side=side, field=field, old=old, new=new, outcome=outcome
    )


ARRIVED = line(CAME, "item", None, "Agenderen", side="import")


def test_a_tick_counts_on_its_day_until_it_is_taken_back() -> None:
    ticked = line(date(2027, 2, 1), OCCASION, None, "1e helft 2027")
    again = line(date(2027, 5, 1), OCCASION, None, "1e helft 2027")
    back = line(date(2027, 3, 1), OCCASION, "1e helft 2027", None)
    assert deeds_of([ticked]) == (Deed(day=date(2027, 2, 1), name="1e helft 2027"),)
    assert deeds_of([ticked, back]) == ()
    assert deeds_of([ticked, back, again]) == (Deed(day=date(2027, 5, 1), name="1e helft 2027"),)
    assert deeds_of([ticked, again]) == deeds_of([ticked])


def test_what_was_only_told_counts_for_nothing() -> None:
    told = line(date(2027, 2, 1), OCCASION, None, "1e helft 2027", Outcome.REPORTED, "outlook")
    assert deeds_of([told]) == ()


def test_a_tick_just_after_midnight_is_of_the_day_in_amsterdam() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    tick = line(date(2027, 1, 1), OCCASION, None, "2027").model_copy(update={"at": new_year})
    assert deeds_of([tick]) == (Deed(day=date(2027, 1, 1), name="2027"),)


@pytest.mark.parametrize(
    ("changes", "stretches"),
    [
        ([], [(date.min, None)]),
        ([ARRIVED], [(CAME, None)]),
        (
            [ARRIVED, line(date(2026, 9, 1), "status", "Loopt", "NIET")],
            [(CAME, date(2026, 9, 1))],
        ),
        (
            [
                ARRIVED,
                line(date(2026, 9, 1), "status", "Loopt", "NIET"),
                line(date(2027, 9, 1), "status", "NIET", "Planning"),
            ],
            [(CAME, date(2026, 9, 1)), (date(2027, 9, 1), None)],
        ),
        (  # a mistake that was mended the same day
            [
                ARRIVED,
                line(date(2026, 9, 1), "status", "Loopt", "Gereed"),
                line(date(2026, 9, 1), "status", "Gereed", "Loopt"),
            ],
            [(CAME, None)],
        ),
        (  # what the list did not take changes nothing
            [ARRIVED, line(date(2026, 9, 1), "status", "Loopt", "Gereed", Outcome.LOST)],
            [(CAME, None)],
        ),
        ([ARRIVED, line(date(2026, 9, 1), "rhythm", None, "2 x jaar")], [(date(2026, 9, 1), None)]),
        ([ARRIVED, line(date(2026, 9, 1), "rhythm", "2x per jaar", "2 x jaar")], [(CAME, None)]),
    ],
)
def test_an_action_is_to_be_done_while_it_is_open_and_has_its_rhythm(
    changes: list[Change], stretches: list[tuple[date, date | None]]
) -> None:
    closed = bool(changes) and changes[-1].new == "NIET"
    found = stretches_of(action(Status.DROPPED if closed else Status.RUNNING), changes)
    assert [(stretch.first, stretch.last) for stretch in found] == stretches


def test_what_came_as_done_owes_nothing_until_it_is_opened() -> None:
    assert stretches_of(action(Status.DONE), [ARRIVED]) == ()
    opened = line(date(2026, 9, 1), "status", "Gereed", "Loopt")
    assert stretches_of(action(), [ARRIVED, opened]) == (Stretch(first=date(2026, 9, 1)),)


@given(
    statuses=st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from([None, "Gereed", "NIET", "Loopt"])),
        max_size=8,
    )
)
def test_each_day_is_counted_once_and_the_last_stretch_tells_whether_it_is_open(
    statuses: list[tuple[int, str | None]],
) -> None:
    changes, old = [ARRIVED], "Planning"
    for days, new in sorted(statuses, key=lambda step: step[0]):
        changes.append(line(CAME + timedelta(days=days), "status", old, new))
        old = new  # type: ignore[assignment]
    status = Status(old) if old else None
    found = stretches_of(action(status), changes)
    assert (bool(found) and found[-1].last is None) == action(status).is_open
    for one, following in pairwise(found):
        assert one.last is not None
        assert one.first <= one.last < following.first
