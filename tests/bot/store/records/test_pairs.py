"""Actions and tasks that look alike: asked as last seen, and refused until taken back."""

from datetime import datetime, timedelta

import pytest

from bot.store.database import Store
from bot.store.ledger import Ledger
from mappings.canonical import Action, Due


@pytest.fixture(autouse=True)
def listed(store: Store) -> None:
    """Two actions in the list."""
    with store.begin() as ledger:
        for code in ("1.1", "1.2"):
            action = Action(code=code, title="Iets", text="Iets doen", due=Due.parse(""))
            ledger.actions.save(action)


def asked(ledger: Ledger) -> list[tuple[str, str]]:
    return [(pair.code, pair.remote_id) for pair in ledger.pairs.asked("planner")]


def refused(ledger: Ledger) -> list[tuple[str, str]]:
    return [(pair.code, pair.remote_id) for pair in ledger.pairs.refused("planner")]


def test_what_is_asked_is_what_was_seen_last_and_since_when(store: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with store.begin() as ledger:
        ledger.pairs.note_asked("planner", [("1.1", "a"), ("1.2", "b")], now)
        ledger.pairs.note_asked("planner", [("1.1", "a"), ("1.1", "A")], later)
    with store.begin() as ledger:
        assert [(p.code, p.remote_id, p.since) for p in ledger.pairs.asked("planner")] == [
            ("1.1", "A", later),
            ("1.1", "a", now),
        ]
        assert ledger.pairs.asked("outlook") == []


def test_a_refusal_outlives_the_next_reading_and_can_be_taken_back(
    store: Store, now: datetime
) -> None:
    with store.begin() as ledger:
        ledger.pairs.note_asked("planner", [("1.1", "a"), ("1.2", "b")], now)
        ledger.pairs.refuse("planner", "1.1", "a", now)
        ledger.pairs.note_asked("planner", [("1.2", "b")], now)
        assert (asked(ledger), refused(ledger)) == ([("1.2", "b")], [("1.1", "a")])
        ledger.pairs.forget("planner", "1.1")
        assert refused(ledger) == []


def test_what_was_decided_of_a_task_is_asked_of_no_action(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.pairs.note_asked("planner", [("1.1", "a"), ("1.2", "a"), ("1.2", "b")], now)
        ledger.pairs.refuse("planner", "1.1", "a", now)
        ledger.pairs.forget_task("planner", "a")
        assert (asked(ledger), refused(ledger)) == ([("1.2", "b")], [("1.1", "a")])
