"""How often the ledger was written to, and how often by others: what a quiet worker looks at."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

import bot.store
from bot.store.database import Store, open_store
from mappings.canonical import Action


def number(store: Store) -> int:
    with store.read() as ledger:
        return ledger.version.number()


def write_and_fail(store: Store, action: Action) -> None:
    with store.begin() as ledger:
        ledger.actions.save(action)
        ledger.links.put_base("planner", "9.9", {"title": "x"})  # an action that is not there


def test_what_is_only_read_moves_nothing(store: Store) -> None:
    before = number(store)
    with store.begin() as ledger:
        ledger.actions.all()
    with store.read() as ledger:
        ledger.links.all("planner")
    assert (number(store), store.written, store.changed) == (before, 0, 0)


def test_a_unit_of_work_counts_once_however_much_it_writes(store: Store, action: Action) -> None:
    before = number(store)
    with store.begin() as ledger:
        ledger.actions.save(action)
        ledger.places.put_all("planner", {"plan": "p", "bucket:2": "b"})
    assert (number(store) - before, store.written, store.changed) == (1, 1, 1)


def test_the_books_count_as_written_and_not_as_changed(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.runs.start("sync-1", "sync", now)
        ledger.readings.note_whole("planner", now)
    assert (store.written, store.changed) == (1, 0)


def test_what_is_rolled_back_does_not_count_and_leaves_no_trace_for_the_next(
    store: Store, action: Action
) -> None:
    before = number(store)
    with pytest.raises(IntegrityError):
        write_and_fail(store, action)
    with store.begin() as ledger:
        ledger.runs.all(1)
    assert (number(store), store.written, store.changed) == (before, 0, 0)


def test_what_others_write_shows_as_the_difference(
    store: Store, database_url: str, action: Action, now: datetime
) -> None:
    def by_others() -> int:
        return number(store) - store.written

    at_first = by_others()
    with store.begin() as ledger:
        ledger.actions.save(action)
    assert by_others() == at_first
    other = open_store(database_url)
    with other.begin() as ledger:
        ledger.runs.start("sync-1", "sync", now)
    other.close()
    assert by_others() == at_first + 1


def test_no_statement_passes_the_count() -> None:
    """Only what SQLAlchemy knows as a statement on a table is noted as written."""
    store = Path(bot.store.__file__).parent
    files = [*store.glob("records/*.py"), store / "statements.py", store / "database.py"]
    assert len(files) > 20
    assert [
        f.name for f in files if re.search(r"exec_driver_sql|sa\.text|raw_conn", f.read_text())
    ] == []
