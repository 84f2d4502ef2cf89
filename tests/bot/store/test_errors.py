"""A database's own errors come out as one kind, in words that say what to do.

The errors are the databases' own: files are damaged, disks full, connections cut.
"""

import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from subprocess import Popen

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.store.database import Store, open_store
from bot.store.errors import Fault, StoreError, explain
from bot.store.ledger import Ledger

NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="driehoek-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("exists", "file_mode", "folder_mode", "advice"),
    [
        pytest.param(True, 0o444, 0o555, "schrijfrechten", id="all read-only"),
        pytest.param(True, 0o444, 0o777, "schrijfrechten", id="file read-only"),
        pytest.param(True, 0o666, 0o555, "schrijfrechten", id="folder read-only"),
        pytest.param(True, 0o000, 0o777, "mag lezen en schrijven", id="file shut"),
        pytest.param(False, 0o000, 0o555, "mag lezen en schrijven", id="no file, no new one"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_in_words(
    open_folder: Path,
    start_child: Callable[..., Popen[str]],
    exists: bool,
    file_mode: int,
    folder_mode: int,
    advice: str,
) -> None:
    file = open_folder / "driehoek.db"
    if exists:
        open_store(f"sqlite:///{file}").close()
        file.chmod(file_mode)
    open_folder.chmod(folder_mode)
    child = start_child(WRITE_AS_NOBODY, f"sqlite:///{file}")
    said, _ = child.communicate(timeout=30)
    assert said.startswith("settings ")
    assert str(file) in said
    assert advice in said


WRITE_AS_NOBODY = f"""
    import os
    if os.geteuid() == 0:
        os.setuid({NOBODY})  # nothing is read-only to root
    try:
        with open_store(args[0]).begin() as ledger:
            ledger.places.put("planner", "plan", "p1")
    except StoreError as error:
        print(error.fault, error)
"""


@pytest.mark.parametrize("folder", ["tikfout", "file"])
def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path, folder: str) -> None:
    """A slip of the pen in DATABASE_URL would else begin an empty list somewhere."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"De map .* uit DATABASE_URL bestaat niet") as caught:
        open_store(f"sqlite:///{tmp_path / folder / 'driehoek.db'}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert caught.value.fault is Fault.SETTINGS


def test_a_file_that_is_no_database_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "driehoek.db"
    file.write_text("Dit is een brief. " * 100)
    with pytest.raises(StoreError, match="beschadigd of is geen database") as caught:
        open_store(f"sqlite:///{file}")
    assert caught.value.fault is Fault.STORAGE
    assert file.read_text().startswith("Dit is een brief.")


def test_damage_that_shows_later_is_told_in_words(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "driehoek.db"
    open_store(sqlite_url).close()
    whole = file.read_bytes()
    store = open_store(sqlite_url)
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="beschadigd") as caught, store.begin() as ledger:
        ledger.actions.all()
    assert caught.value.fault is Fault.STORAGE
    store.close()


def test_a_full_disk_loses_the_unit_of_work_and_says_so(sqlite_url: str, now: datetime) -> None:
    """SQLite gives the same error for a full disk and for a file at the size it may have."""
    store = open_store(sqlite_url)
    with store.begin() as ledger:
        ledger.runs.start("before", "sync", now)

    def write_until_full() -> None:
        with store._engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no page more than now
            ledger = Ledger(connection)
            for number in range(10_000):
                ledger.runs.start(f"run {number}", "sync", now)

    with pytest.raises(StoreError, match="is vol") as caught:
        write_until_full()
    assert caught.value.fault is Fault.STORAGE
    store.close()
    with store.begin() as ledger:
        assert [run.id for run in ledger.runs.all(10)] == ["before"]
    store.close()


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("08006", Fault.AWAY),
        ("28P01", Fault.SETTINGS),
        ("42501", Fault.SETTINGS),
        ("53100", Fault.STORAGE),
        ("53300", Fault.BUSY),
        ("57P03", Fault.AWAY),
        ("58030", Fault.STORAGE),
        ("XX001", Fault.STORAGE),
    ],
)
def test_what_the_server_reports_becomes_a_fault(
    postgres_url: str, state: str, fault: Fault
) -> None:
    store = open_store(postgres_url)
    report = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StoreError) as caught, store._engine.begin() as connection:
        connection.exec_driver_sql(report)
    assert caught.value.fault is fault
    store.close()


def test_a_server_that_only_reads_is_told_in_words(postgres_url: str, now: datetime) -> None:
    store = open_store(postgres_url)
    with store._engine.begin() as connection:
        name = sa.make_url(postgres_url).database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.close()
    with pytest.raises(StoreError, match="alleen te lezen") as caught, store.begin() as ledger:
        ledger.runs.start("r1", "sync", now)
    assert caught.value.fault is Fault.SETTINGS
    store.close()


def test_a_server_that_is_away_is_told_without_the_password() -> None:
    """Neither in the sentence nor in what a log would show of its causes."""
    password = "geheim"
    with pytest.raises(StoreError, match=r"127\.0\.0\.1/driehoek is niet bereikbaar") as caught:
        open_store(f"postgresql://naam:{password}@127.0.0.1:1/driehoek")
    assert caught.value.fault is Fault.AWAY
    assert caught.value.fault.worth_a_retry
    assert password not in "".join(traceback.format_exception(caught.value))


def test_a_database_that_the_server_does_not_have_is_told_in_words(postgres_url: str) -> None:
    absent = sa.make_url(postgres_url).set(database="absent")
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_store(absent.render_as_string(hide_password=False))


def test_an_option_that_the_driver_does_not_know_is_told_in_words(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_store(postgres_url + "&colour=blue")


def test_without_the_driver_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"driehoekbot\[postgres\]") as caught:
        open_store("postgresql://server/database")
    assert caught.value.fault is Fault.SETTINGS


def cut_connections(url: str) -> None:
    engine = sa.create_engine(url)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.exec_driver_sql(others + " AND datname = current_database()")
    engine.dispose()


def test_a_connection_cut_halfway_loses_only_that_unit_of_work(
    postgres_url: str, now: datetime
) -> None:
    store = open_store(postgres_url)

    def write_around_the_cut() -> None:
        with store.begin() as ledger:
            ledger.runs.start("r1", "sync", now)
            cut_connections(postgres_url)
            ledger.runs.start("r2", "sync", now)

    with pytest.raises(StoreError) as caught:
        write_around_the_cut()
    assert caught.value.fault is Fault.AWAY
    with store.begin() as ledger:
        assert ledger.runs.all(10) == []
    store.close()


def test_a_connection_cut_while_idle_is_not_noticed(postgres_url: str) -> None:
    """The worker lives for months; the server is restarted in between."""
    store = open_store(postgres_url)
    cut_connections(postgres_url)
    with store.begin() as ledger:
        assert ledger.actions.all() == {}
    store.close()


def test_a_unit_of_work_that_waits_too_long_is_told_in_words(database_url: str) -> None:
    store = open_store(database_url)
    other = open_store(database_url, wait_seconds=0.05)
    with (
        store.begin(),
        pytest.raises(StoreError, match="te lang bezet") as caught,
        other.begin(),
    ):
        pass
    assert caught.value.fault is Fault.BUSY
    assert caught.value.fault.worth_a_retry
    store.close()
    other.close()


def test_a_statement_that_is_wrong_stays_a_bug(store: Store) -> None:
    with pytest.raises(DBAPIError), store._engine.begin() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_values_stay_out_of_the_error_of_a_broken_constraint(store: Store, now: datetime) -> None:
    """They may be action texts, and errors reach the log."""
    with store.begin() as ledger:
        ledger.runs.start("r1", "vertrouwelijke tekst", now)
    with pytest.raises(DBAPIError) as caught, store.begin() as ledger:
        ledger.runs.start("r1", "vertrouwelijke tekst", now)
    assert "vertrouwelijk" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("SQLITE_IOERR_FSYNC", Fault.STORAGE),
        ("SQLITE_CORRUPT_INDEX", Fault.STORAGE),
        ("SQLITE_READONLY_DBMOVED", Fault.SETTINGS),
        ("SQLITE_PERM", Fault.SETTINGS),
        ("SQLITE_BUSY_SNAPSHOT", Fault.BUSY),
        ("SQLITE_PROTOCOL", Fault.BUSY),
        ("SQLITE_NOT_INVENTED_YET", Fault.STORAGE),
    ],
)
def test_what_sqlite_reports_becomes_a_fault(code: str, fault: Fault) -> None:
    reported = sqlite3.OperationalError("no")
    reported.sqlite_errorname = code
    error = explain(OperationalError(None, None, reported), "driehoek.db", connecting=False)
    assert error is not None
    assert error.fault is fault
    assert "driehoek.db" in str(error)
