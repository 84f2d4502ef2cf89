"""Opening the store, its schema, and units of work."""

import doctest
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from bot.store import database
from bot.store.database import Store, open_store
from bot.store.errors import Fault, StoreError
from bot.store.tables import metadata
from mappings.canonical import Action


def test_the_migrations_build_what_the_tables_say(store: Store) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_example_in_the_docstring_runs(tmp_path: Path) -> None:
    names = {**vars(database), "folder": tmp_path}
    (example,) = doctest.DocTestFinder(recurse=False).find(database, globs=names)
    assert doctest.DocTestRunner().run(example) == doctest.TestResults(failed=0, attempted=4)


def test_the_comparison_of_schemas_would_notice_a_difference(store: Store) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX uq_conflicts_open")
        connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN more INTEGER")
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert {difference[0] for difference in found} == {"add_index", "remove_column"}


def test_opening_again_keeps_what_was_there(database_url: str, action: Action) -> None:
    first = open_store(database_url)
    with first.begin() as ledger:
        ledger.actions.save(action)
    second = open_store(database_url)
    with second.begin() as ledger:
        assert ledger.actions.get("2.4") == action
    first.close()
    second.close()


def test_two_stores_can_be_opened_at_the_same_moment(database_url: str) -> None:
    """One migrates, the other waits and finds it done."""
    stores: list[Store] = []
    openers = [
        threading.Thread(target=lambda: stores.append(open_store(database_url))) for _ in range(4)
    ]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert len(stores) == 4
    for store in stores:
        store.close()


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str) -> None:
    """It fails at its last step, as a name is taken; all tables before it are gone again."""
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE probe (id INTEGER)")
        connection.exec_driver_sql("CREATE INDEX ix_runs_command_started_at ON probe (id)")
    with pytest.raises(DBAPIError, match="already exists"):
        open_store(database_url)
    assert sa.inspect(engine).get_table_names() == ["probe"]
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE probe")
    engine.dispose()
    open_store(database_url).close()


def test_a_newer_schema_is_refused_and_left_alone(database_url: str) -> None:
    store = open_store(database_url)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="nieuwere versie") as caught:
        open_store(database_url)
    assert caught.value.fault is Fault.PROGRAM
    with store._engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT * FROM alembic_version").all() == [("9999",)]
    store.close()


def test_a_database_of_another_program_is_refused_and_left_alone(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE history (what TEXT)")
    with pytest.raises(StoreError, match="ander programma") as caught:
        open_store(database_url)
    assert caught.value.fault is Fault.SETTINGS
    assert sa.inspect(engine).get_table_names() == ["history"]
    engine.dispose()


def test_the_folder_of_the_file_may_have_any_name(tmp_path: Path) -> None:
    file = tmp_path / "new 100%" / "driehoek.db"
    file.parent.mkdir()
    open_store(f"sqlite:///{file}").close()
    assert file.exists()


def test_an_address_without_a_driver_works_too(postgres_url: str) -> None:
    """People write postgresql:// or postgres://."""
    for scheme in ("postgresql://", "postgres://"):
        open_store(postgres_url.replace("postgresql+psycopg://", scheme)).close()


def test_sqlite_is_set_up_to_survive_a_power_cut(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with store._engine.connect() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
    assert values == ["wal", 2, 1, 30_000]  # synchronous 2 is FULL
    store.close()


def test_a_block_that_raises_leaves_nothing_behind(store: Store, action: Action) -> None:
    def save_and_fail() -> None:
        with store.begin() as ledger:
            ledger.actions.save(action)
            raise KeyError

    with pytest.raises(KeyError):
        save_and_fail()
    with store.begin() as ledger:
        assert ledger.actions.all() == {}


def test_a_unit_of_work_waits_for_the_one_before_it(store: Store, action: Action) -> None:
    """What is read in a block still holds when it writes: nobody wrote in between."""
    with store.begin() as ledger:
        ledger.actions.save(action)
    reading = threading.Event()

    def add_a_word() -> None:
        with store.begin() as ledger:
            reading.set()
            note = ledger.actions.get("2.4").note
            ledger.actions.save(action.model_copy(update={"note": note + " twee"}))

    with store.begin() as ledger:
        second = threading.Thread(target=add_a_word)
        second.start()
        assert not reading.wait(0.1)
        note = ledger.actions.get("2.4").note
        ledger.actions.save(action.model_copy(update={"note": note + " een"}))
    second.join()
    with store.begin() as ledger:
        assert ledger.actions.get("2.4").note == action.note + " een twee"


def test_who_only_reads_waits_for_nobody_and_sees_one_moment(
    store: Store, database_url: str, action: Action
) -> None:
    """Opening the database is reading too, once it has its tables."""
    with store.begin() as ledger:
        ledger.actions.save(action)
    with store.begin() as writing:
        writing.actions.save(action.model_copy(update={"note": "nieuw"}))
        other = open_store(database_url, wait_seconds=0.1)
        with other.read() as ledger:
            assert ledger.actions.get("2.4") == action
    with other.read() as ledger:
        assert ledger.actions.get("2.4").note == "nieuw"
        with store.begin() as writing:
            writing.actions.save(action)
        assert ledger.actions.get("2.4").note == "nieuw"
    other.close()


def test_a_write_while_reading_is_a_bug_and_not_a_database_that_is_closed(
    store: Store, action: Action
) -> None:
    with pytest.raises(DBAPIError), store.read() as ledger:
        ledger.actions.save(action)
    with store.begin() as ledger:
        ledger.actions.save(action)  # the same connection writes again


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:driehoek?mode=memory&uri=true",
        "mysql://naam:geheim@server/database",
        "postgresql://naam:geheim@server:geheim/database",
        "geheim",
        "",
    ],
)
def test_an_address_that_names_no_usable_database_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        open_store(url)
    assert caught.value.fault is Fault.SETTINGS
    assert not caught.value.fault.worth_a_retry
    assert "geheim" not in str(caught.value)


def test_a_new_file_is_its_owner_s_alone_and_an_old_one_stays_as_it_is(tmp_path: Path) -> None:
    new, old = tmp_path / "nieuw.db", tmp_path / "oud.db"
    old.touch()
    old.chmod(0o640)
    for file, mode in ((new, 0o600), (old, 0o640)):
        store = open_store(f"sqlite:///{file}")
        with store.begin() as ledger:
            ledger.places.put("planner", "plan", "p1")
        written = [f for f in tmp_path.glob(f"{file.name}*") if not f.name.endswith("lock")]
        assert {stat.S_IMODE(f.stat().st_mode) for f in written} == {mode}
        store.close()
