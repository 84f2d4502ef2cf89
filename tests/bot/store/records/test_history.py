"""The history: lines are added, never altered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.history import Change, Outcome
from bot.store.database import Store, open_store


@pytest.fixture
def change(now: datetime) -> Change:
    """Return one line of history."""
    return Change(
        at=now,
        run="r1",
        code="2.4",
        side="planner",
        field="labels",
        old=None,
        new=("H&T", "OOV"),
        outcome=Outcome.LOST,
    )


def test_a_line_comes_back_as_it_was_added(store: Store, change: Change) -> None:
    with store.begin() as ledger:
        ledger.history.add(change)
    with store.begin() as ledger:
        assert ledger.history.all() == [change]


def test_lines_come_in_the_order_in_which_they_were_added(store: Store, change: Change) -> None:
    """Also when their times run the other way."""
    lines = [
        change.model_copy(update={"at": change.at - timedelta(hours=hour), "new": str(hour)})
        for hour in range(3)
    ]
    with store.begin() as ledger:
        ledger.history.add_all(lines)
        ledger.history.add_all([])
    with store.begin() as ledger:
        assert ledger.history.all() == lines


def test_the_history_of_one_action_leaves_out_the_others(store: Store, change: Change) -> None:
    with store.begin() as ledger:
        ledger.history.add_all([change, change.model_copy(update={"code": "2.40"})])
    with store.begin() as ledger:
        assert ledger.history.of("2.4") == [change]


def test_some_fields_of_some_actions_are_read_at_once(store: Store, change: Change) -> None:
    wanted = change.model_copy(update={"code": "2.5", "field": "status"})
    others = [change, wanted.model_copy(update={"code": "2.6"})]
    with store.begin() as ledger:
        ledger.history.add_all([*others, wanted])
        assert ledger.history.of_fields({"2.4", "2.5"}, ("status", "item")) == [wanted]
        assert ledger.history.of_fields((), ("status",)) == []


def test_since_includes_the_instant_itself(store: Store, change: Change, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.history.add(change)
    with store.begin() as ledger:
        assert ledger.history.since(now) == [change]
        assert ledger.history.since(now + timedelta(microseconds=1)) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE history SET outcome = 'applied'", "DELETE FROM history"]
)
def test_the_database_refuses_to_change_history(
    store: Store, change: Change, statement: str
) -> None:
    with store.begin() as ledger:
        ledger.history.add(change)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        store._engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)
    with store.begin() as ledger:
        assert ledger.history.all() == [change]


def test_postgresql_refuses_to_empty_history_at_a_stroke(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with pytest.raises(IntegrityError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE history")
    store.close()


def test_the_latest_change_of_some_fields_is_known_per_action(
    store: Store, change: Change, now: datetime
) -> None:
    """Whichever way the lines came, and whatever came of them; an action without any is absent."""
    hour = timedelta(hours=1)
    with store.begin() as ledger:
        for code, field, at in (
            ("2.4", "status", now),
            ("2.4", "note", now - hour),
            ("2.4", "due", now + hour),
            ("2.5", "due", now),
            ("2.6", "note", now - hour),
        ):
            line = {"code": code, "field": field, "at": at}
            ledger.history.add(change.model_copy(update=line))
    with store.begin() as ledger:
        assert ledger.history.latest(("status", "note")) == {"2.4": now, "2.6": now - hour}
        assert ledger.history.latest(()) == {}


def test_the_last_line_about_a_field_that_holds_is_known_per_action(
    store: Store, change: Change, now: datetime
) -> None:
    """By the order of writing, as two lines may be of one moment; what lost or was told is none."""
    with store.begin() as ledger:
        for code, field, new, outcome in (
            ("2.4", "discuss", "gevraagd", Outcome.APPLIED),
            ("2.4", "discuss", None, Outcome.APPLIED),
            ("2.5", "discuss", "gevraagd", Outcome.APPLIED),
            ("2.5", "discuss", None, Outcome.REPORTED),
            ("2.6", "note", "Begonnen.", Outcome.APPLIED),
        ):
            line = {"code": code, "field": field, "new": new, "outcome": outcome, "at": now}
            ledger.history.add(change.model_copy(update=line))
    with store.begin() as ledger:
        last = ledger.history.last("discuss")
    assert {code: line.new for code, line in last.items()} == {"2.4": None, "2.5": "gevraagd"}
