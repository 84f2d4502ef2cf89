"""Collisions that wait for the coordinator."""

from datetime import datetime, timedelta

import pytest

from bot.store.database import Store
from bot.store.records.conflicts import OpenConflict


@pytest.fixture
def conflict(now: datetime) -> OpenConflict:
    """Return a collision about a deadline."""
    return OpenConflict(
        code="2.4", field="due", side="planner", list="2026", other="2027-01-31", since=now
    )


def test_a_conflict_comes_back_as_it_was_opened(store: Store, conflict: OpenConflict) -> None:
    with store.begin() as ledger:
        ledger.conflicts.open(conflict, run="r1")
    with store.begin() as ledger:
        assert ledger.conflicts.open_ones() == [conflict]


def test_a_newer_collision_takes_over_the_values_and_keeps_since(
    store: Store, conflict: OpenConflict
) -> None:
    later = conflict.since + timedelta(days=1)
    newer = conflict.model_copy(update={"other": ("a", "b"), "list": None, "since": later})
    with store.begin() as ledger:
        ledger.conflicts.open(conflict, run="r1")
        ledger.conflicts.open(newer, run="r2")
    with store.begin() as ledger:
        expected = newer.model_copy(update={"since": conflict.since})
        assert ledger.conflicts.open_ones() == [expected]


@pytest.mark.parametrize("part", ["side", "code", "field"])
def test_another_side_action_or_field_is_another_conflict(
    store: Store, conflict: OpenConflict, part: str
) -> None:
    other = conflict.model_copy(update={part: "3.1"})
    with store.begin() as ledger:
        ledger.conflicts.open(conflict, run="r1")
        ledger.conflicts.open(other, run="r1")
        ledger.conflicts.close(other.side, other.code, other.field, other.since)
    with store.begin() as ledger:
        assert ledger.conflicts.open_ones() == [conflict]


def test_after_closing_the_same_field_can_collide_anew(
    store: Store, conflict: OpenConflict
) -> None:
    again = conflict.model_copy(update={"since": conflict.since + timedelta(days=9)})
    with store.begin() as ledger:
        for one in (conflict, again):
            ledger.conflicts.open(one, run="r1")
            assert ledger.conflicts.open_ones() == [one]
            ledger.conflicts.close("planner", "2.4", "due", one.since)
            assert ledger.conflicts.open_ones() == []
        ledger.conflicts.close("planner", "2.4", "due", again.since)
