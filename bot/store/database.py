"""The store: opens the database and hands out units of work.

>>> store = open_store(f"sqlite:///{folder}/driehoek.db")
>>> with store.begin() as ledger:
...     ledger.places.put("planner", "plan", "p1")
>>> with store.begin() as ledger:
...     ledger.places.all("planner")
{'plan': 'p1'}
>>> store.close()
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from bot.store.engine import READING, WRITTEN, file_of, make_engine, place_of, read_url
from bot.store.errors import Fault, StoreError
from bot.store.ledger import Ledger
from bot.store.rounds import ROUND, WORKER, hold_file, hold_server
from bot.store.schema import is_current, migrate

_WAIT_SECONDS = 30.0  # a unit of work lasts milliseconds; whoever holds it longer hangs
_BOOKS = {"runs", "readings"}  # they tell what was done, and change nothing of what is to be done


class Store:
    """An opened database. Made by `open_store`; may be used by several threads.

    written: how many units of work of this object have written; less than the ledger's own
    number by those of others. changed: how many of them wrote more than their books, that is when
    what ran and when what was read.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.written = self.changed = 0

    @contextmanager
    def begin(self) -> Iterator[Ledger]:
        """Start a unit of work: committed when the block ends, rolled back when it raises.

        Only one runs at a time, over all processes; the next one waits. So keep it short, do not
        talk to a side inside it, and do not start one inside another. Raises StoreError, also at
        the end of the block, when the commit fails.
        """
        with self._engine.begin() as connection:
            connection.info.pop(WRITTEN, None)  # of one that was rolled back
            ledger = Ledger(connection)
            yield ledger
            tables: set[str] = connection.info.pop(WRITTEN, set())
            if tables:
                ledger.version.move_on()
        self.written += bool(tables)
        self.changed += bool(tables - _BOOKS)

    @contextmanager
    def read(self) -> Iterator[Ledger]:
        """Look at the database as it is at one moment, without waiting for who writes.

        What another unit of work has not committed yet is not seen, nor what is committed during
        the block. A write through this ledger is a bug and raises what the database says of it.
        Raises StoreError.
        """
        with self._engine.connect().execution_options(**READING) as connection, connection.begin():
            yield Ledger(connection)

    def one_round_at_a_time(self) -> AbstractContextManager[None]:
        """Keep other processes from starting a round during the block.

        Raises RoundBusy at once when another process is in such a block.
        """
        file = file_of(self._engine.url)
        return hold_file(file, ROUND) if file else hold_server(self._engine, ROUND)

    def one_worker_at_a_time(self) -> AbstractContextManager[None]:
        """Keep other processes from being the worker during the block. Raises WorkerBusy."""
        file = file_of(self._engine.url)
        return hold_file(file, WORKER) if file else hold_server(self._engine, WORKER)

    def close(self) -> None:
        """Close the connections. A store that is closed opens new ones when it is used again."""
        self._engine.dispose()


def open_store(url: str, *, wait_seconds: float = _WAIT_SECONDS) -> Store:
    """Open the database and bring it to this version's schema, all of it or nothing.

    url: as in DATABASE_URL; a SQLite file is made when missing, its folder is not. wait_seconds:
    how long a unit of work waits for another one; opening waits only when there is a schema to
    bring.
    Raises StoreError when the database cannot be used.
    """
    where = read_url(url)
    file = file_of(where)
    if file:
        _check_folder(file.parent)
        _make_private(file)
    engine = make_engine(where, wait_seconds=wait_seconds)
    try:
        if not _is_ready(engine, file):
            with engine.begin() as connection:
                migrate(connection, place_of(where))
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _is_ready(engine: sa.Engine, file: Path | None) -> bool:
    if file and not (file.exists() and file.stat().st_size):
        return False  # a look at a file that is being made would stand in its maker's way
    with engine.connect().execution_options(**READING) as connection, connection.begin():
        return is_current(connection)


def _make_private(file: Path) -> None:
    """Make a new file for its owner alone, as it names people; one that is there stays as it is."""
    with suppress(OSError):  # what is wrong with the place, the database tells in its own words
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _check_folder(folder: Path) -> None:
    """Raise StoreError for a folder that is not there: made, it would hold an empty list."""
    if not folder.is_dir():
        raise StoreError(
            f"De map {folder} uit DATABASE_URL bestaat niet. Verbeter DATABASE_URL of maak de map.",
            Fault.SETTINGS,
        )
