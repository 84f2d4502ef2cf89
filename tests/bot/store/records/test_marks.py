"""Marks of what needs no look: they hold until something is said about their action.

Were a mark to outlive what was written about its action, a round would never look at that again.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.links import Link
from bot.store.records.marks import Mark
from mappings.canonical import Action

FIRST, SECOND, THIRD = Mark("terms", "a"), Mark("terms", "b"), Mark("others", "b")


@pytest.fixture(autouse=True)
def marked(store: Store, action: Action) -> None:
    """Two actions that are marked on both sides."""
    with store.begin() as ledger:
        for code in ("2.4", "2.5"):
            ledger.actions.save(action.model_copy(update={"code": code}))
        for side in ("planner", "outlook"):
            ledger.marks.put_all(side, {"2.4": FIRST, "2.5": SECOND})


def marks(store: Store) -> list[str]:
    """Which marks there are, each as side and code."""
    with store.read() as ledger:
        found = {side: ledger.marks.all(side) for side in ("planner", "outlook")}
    return [f"{side} {code}" for side, marks in found.items() for code in sorted(marks)]


def test_a_mark_is_kept_by_side_and_the_last_one_counts(store: Store) -> None:
    with store.begin() as ledger:
        ledger.marks.put_all("planner", {"2.5": THIRD})
        assert ledger.marks.all("planner") == {"2.4": FIRST, "2.5": THIRD}
        assert ledger.marks.all("outlook") == {"2.4": FIRST, "2.5": SECOND}
        assert ledger.marks.all("elsewhere") == {}


def writes(action: Action, at: datetime) -> Iterator[tuple[str, Callable[[Ledger], None]]]:
    """Every way in which the ledger is told something about an action that a round goes by."""
    link = Link(side="planner", code="2.4", remote_id="x", state="live", linked_at=at)
    yield "save", lambda ledger: ledger.actions.save(action)
    yield "save all", lambda ledger: ledger.actions.save_all([action])
    yield "strike", lambda ledger: ledger.actions.strike("2.4", at)
    yield "unstrike", lambda ledger: ledger.actions.unstrike("2.4")
    yield "link", lambda ledger: ledger.links.put(link)
    yield "links", lambda ledger: ledger.links.put_all([link])
    yield "agree", lambda ledger: ledger.links.agree("planner", [link], {})
    yield "agree on", lambda ledger: ledger.links.agree("planner", [], {"2.4": {"due": None}})
    yield "forget", lambda ledger: ledger.links.forget("planner", "2.4")
    yield "base", lambda ledger: ledger.links.put_base("planner", "2.4", {"due": None})
    yield "bases", lambda ledger: ledger.links.put_bases("planner", {"2.4": {"due": None}})
    yield "drop base", lambda ledger: ledger.links.drop_base("planner", "2.4")


def test_whatever_is_written_about_an_action_takes_its_marks_away(
    store: Store, action: Action, now: datetime
) -> None:
    for name, write in writes(action, now):
        with store.begin() as ledger:
            ledger.marks.put_all("planner", {"2.4": FIRST})
            ledger.marks.put_all("outlook", {"2.4": FIRST})
            write(ledger)
        assert marks(store) == ["planner 2.5", "outlook 2.5"], name


def test_a_whole_list_that_is_written_costs_no_long_statement(store: Store, action: Action) -> None:
    many = [action.model_copy(update={"code": f"3.{number}"}) for number in range(1, 1_200)]
    with store.begin() as ledger:
        ledger.actions.save_all(many)
    assert marks(store) == []
