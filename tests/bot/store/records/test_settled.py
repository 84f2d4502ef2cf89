"""Marks of what is settled: they hold for the terms they were made under, until something is said.

Were a mark to outlive what was written about its action, a round would never look at that again.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.links import Link
from mappings.canonical import Action


@pytest.fixture(autouse=True)
def marked(store: Store, action: Action) -> None:
    """Two actions that are settled on both sides."""
    with store.begin() as ledger:
        for code in ("2.4", "2.5"):
            ledger.actions.save(action.model_copy(update={"code": code}))
        for side in ("planner", "outlook"):
            ledger.settled.put_all(side, "terms", {"2.4": "a", "2.5": "b"})


def marks(store: Store) -> list[str]:
    """Which marks there are, each as side and code."""
    with store.read() as ledger:
        found = {side: ledger.settled.under(side, "terms") for side in ("planner", "outlook")}
    return [f"{side} {code}" for side, marks in found.items() for code in sorted(marks)]


def test_a_mark_holds_for_its_side_and_its_terms_alone(store: Store) -> None:
    with store.begin() as ledger:
        ledger.settled.put_all("planner", "others", {"2.5": "c"})
        assert ledger.settled.under("planner", "terms") == {"2.4": "a"}
        assert ledger.settled.under("planner", "others") == {"2.5": "c"}
        assert ledger.settled.under("outlook", "terms") == {"2.4": "a", "2.5": "b"}
        assert ledger.settled.under("elsewhere", "terms") == {}


def writes(action: Action, at: datetime) -> Iterator[tuple[str, Callable[[Ledger], None]]]:
    """Every way in which the ledger is told something about an action that a round goes by."""
    link = Link(side="planner", code="2.4", remote_id="x", state="live", linked_at=at)
    yield "save", lambda ledger: ledger.actions.save(action)
    yield "save all", lambda ledger: ledger.actions.save_all([action])
    yield "strike", lambda ledger: ledger.actions.strike("2.4", at)
    yield "unstrike", lambda ledger: ledger.actions.unstrike("2.4")
    yield "link", lambda ledger: ledger.links.put(link)
    yield "links", lambda ledger: ledger.links.put_all([link])
    yield "forget", lambda ledger: ledger.links.forget("planner", "2.4")
    yield "base", lambda ledger: ledger.links.put_base("planner", "2.4", {"due": None})
    yield "bases", lambda ledger: ledger.links.put_bases("planner", {"2.4": {"due": None}})
    yield "drop base", lambda ledger: ledger.links.drop_base("planner", "2.4")


def test_whatever_is_written_about_an_action_takes_its_marks_away(
    store: Store, action: Action, now: datetime
) -> None:
    for name, write in writes(action, now):
        with store.begin() as ledger:
            ledger.settled.put_all("planner", "terms", {"2.4": "a"})
            ledger.settled.put_all("outlook", "terms", {"2.4": "a"})
            write(ledger)
        assert marks(store) == ["planner 2.5", "outlook 2.5"], name


def test_a_whole_list_that_is_written_costs_no_long_statement(store: Store, action: Action) -> None:
    many = [action.model_copy(update={"code": f"3.{number}"}) for number in range(1, 1_200)]
    with store.begin() as ledger:
        ledger.actions.save_all(many)
    assert marks(store) == []
