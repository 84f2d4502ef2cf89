"""How an action came to be done, as the history has it, and what it was before that."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.completions import (
    Completion,
    completion_of,
    completions,
    status_before,
    tells_outcome,
)
from bot.core.history import Change, Outcome
from mappings.canonical import Action, Due, FieldValue, Status

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
DONE = Status.DONE.value


def action(status: Status | None = Status.DONE, note: str = "", code: str = "1.1") -> Action:
    return Action(
        code=code, title="Titel", text="Tekst", due=Due.parse("2026"), status=status, note=note
    )


def line(
    days: int,
    field: str,
    old: FieldValue,
    new: FieldValue,
    side: str = "planner",
    outcome: Outcome = Outcome.APPLIED,
) -> Change:
    """A line of a run of that day."""
    at = BEGAN + timedelta(days=days)
    return Change(
        at=at, run=f"r{days}", code="1.1", side=side, field=field, old=old, new=new, outcome=outcome
    )


IMPORTED = line(0, "item", None, "Titel", side="import")


def test_a_tick_of_an_owner_is_known_with_what_was_before() -> None:
    found = completion_of(action(), [IMPORTED, line(3, "status", "Loopt", DONE)])
    assert found is not None
    assert (found.at, found.side, found.before, found.by_owner) == (
        BEGAN + timedelta(days=3),
        "planner",
        Status.RUNNING,
        True,
    )


def test_what_came_on_the_list_as_done_was_completed_by_nobody() -> None:
    assert completion_of(action(), [IMPORTED]) is None
    assert status_before(action(), [IMPORTED]) is Status.RUNNING


def test_what_is_not_done_was_not_completed_either() -> None:
    reopened = [line(1, "status", "Loopt", DONE), line(2, "status", DONE, "Loopt", side="list")]
    assert completion_of(action(Status.RUNNING), reopened) is None


@pytest.mark.parametrize("before", [None, *(status for status in Status if status != DONE)])
def test_the_last_time_counts(before: Status | None) -> None:
    changes = [
        line(1, "status", "Loopt", DONE),
        line(2, "status", DONE, before, side="list"),
        line(3, "status", before, DONE),
        line(4, "status", DONE, "Loopt", side="list", outcome=Outcome.LOST),
    ]
    assert status_before(action(), changes) is before
    assert _completion(changes).at == BEGAN + timedelta(days=3)


@pytest.mark.parametrize("side", ["list", "import"])
def test_what_the_coordinator_or_a_file_says_is_no_tick_of_an_owner(side: str) -> None:
    assert not _completion([IMPORTED, line(3, "status", "Loopt", DONE, side=side)]).by_owner


@pytest.mark.parametrize(
    "linked",
    [
        line(5, "item", None, "taak overgenomen die er al was", side="list"),
        line(5, "item", None, "opnieuw gekoppeld", side="list"),
        line(5, "item", None, "Titel", side="planner"),
    ],
    ids=["taken over", "linked again", "accepted"],
)
def test_a_task_that_was_done_when_it_was_taken_up_is_no_news(linked: Change) -> None:
    title = line(6, "title", None, "Eigen titel", outcome=Outcome.REPORTED)
    came = [IMPORTED, linked, title, line(6, "status", "Planning", DONE)]
    ticked = [IMPORTED, linked, title, line(7, "status", "Planning", DONE)]
    assert [found.by_owner for found in map(_completion, (came, ticked))] == [False, True]


def test_a_task_that_was_put_back_on_the_list_is_known() -> None:
    off = line(1, "item", None, "uit de lijst gehaald", side="list")
    back = line(2, "item", "uit de lijst gehaald", "terug in de lijst", side="list")
    assert _completion([IMPORTED, off, back, line(3, "status", "Loopt", DONE)]).by_owner


@given(st.lists(st.sampled_from([None, *Status]), min_size=1, max_size=8))
def test_it_agrees_with_the_history_whatever_became_of_an_action(
    was: list[Status | None],
) -> None:
    steps = [(old, new) for old, new in pairwise(was) if old is not new]
    changes = [line(n, "status", old, new) for n, (old, new) in enumerate(steps)]
    now = action(was[-1])
    found = completions([now], [IMPORTED, *changes])
    is_known = was[-1] is Status.DONE and bool(steps)
    assert (now.code in found) == is_known
    if is_known:
        assert found[now.code].before is steps[-1][0]
        assert found[now.code].at == changes[-1].at


def test_what_came_of_it_is_its_note() -> None:
    assert tells_outcome(action(note="Het convenant is getekend."))
    assert not tells_outcome(action())


def _completion(changes: list[Change]) -> Completion:
    found = completion_of(action(), changes)
    assert found is not None
    return found
