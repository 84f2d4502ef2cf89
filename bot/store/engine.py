"""The connection to SQLite or PostgreSQL, set up so that both behave alike.

Alike means: one unit of work at a time, so that what was read in it still holds when it writes;
a commit is on the disk; and every error of the database comes out as a StoreError.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.errors import Fault, StoreError, code_of, explain

READING = {"driehoek_reading": True}
"""The options of a connection whose unit of work only reads, and so waits for nobody."""

WRITTEN = "driehoek_written"
"""Under this name a connection knows which tables its unit of work has written to."""

_CONNECT_SECONDS = 10  # for PostgreSQL's whole greeting; a server that is there needs far less
_WAL_TRIES = 3
_WORK_LOCK = 1_869_100_001  # any number, as long as nothing else in the database uses it


def read_url(url: str) -> sa.URL:
    """Read DATABASE_URL: a SQLite file or a PostgreSQL database.

    Raises StoreError for anything else; its message leaves the address out, as there may be a
    password in it.
    """
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        # from None: the cause quotes part of the address.
        raise _unusable("is geen adres van een database") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _file_url(parsed)
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case _:
            raise _unusable("noemt een database die het programma niet kent")


def _file_url(url: sa.URL) -> sa.URL:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise _unusable("noemt geen bestand")
    return url.set(drivername="sqlite+pysqlite")


def _unusable(what: str) -> StoreError:
    return StoreError(
        f"DATABASE_URL {what}. Schrijf bijvoorbeeld sqlite:///driehoek.db of "
        "postgresql://naam:wachtwoord@server/database.",
        Fault.SETTINGS,
    )


def file_of(url: sa.URL) -> Path | None:
    """Return the path of a SQLite file; None for a server."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def place_of(url: sa.URL) -> str:
    """Name the database for people: a path or server/database, without name and password."""
    if file_of(url):
        return str(url.database)
    # Without a host, PostgreSQL's own default or the query part decides where the server is.
    return f"{url.host or 'PostgreSQL'}/{url.database or ''}"


def make_engine(url: sa.URL, *, wait_seconds: float) -> sa.Engine:
    """Set up the connections; none is opened yet.

    wait_seconds: how long a unit of work waits for another process's. Raises StoreError when the
    driver for PostgreSQL is not installed.
    """
    engine = _bare_engine(url, wait_seconds)
    place = place_of(url)
    event.listen(engine, "before_execute", _note_table)

    @event.listens_for(engine, "handle_error")
    def translate(context: sa.ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # the pool only looks whether a connection still works, and takes a new one
        if isinstance(context.sqlalchemy_exception, DBAPIError):
            connecting = context.connection is None
            if context.connection is not None and _wrote_while_reading(context.connection, context):
                return  # our own bug, not a database that is closed to us
            error = explain(context.sqlalchemy_exception, place, connecting=connecting)
            if error is not None:
                raise error

    return engine


def _bare_engine(url: sa.URL, wait_seconds: float) -> sa.Engine:
    # hide_parameters: values are action texts and must not reach a log through an error.
    if file_of(url):
        # isolation_level None: Python's own BEGIN comes too late for a read, and never for DDL.
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": wait_seconds, "isolation_level": None},
        )
        event.listen(engine, "connect", _set_up_file)
        event.listen(engine, "begin", _begin_file_work)
        return engine
    try:
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,  # the worker lives for months, the server restarts in between
            connect_args={"connect_timeout": _CONNECT_SECONDS},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "Voor PostgreSQL ontbreekt een onderdeel. Installeer driehoekbot[postgres].",
            Fault.SETTINGS,
        ) from error

    @event.listens_for(engine, "begin")
    def begin_server_work(connection: sa.Connection) -> None:
        wait = f"{round(wait_seconds * 1000)}ms"
        if _only_reads(connection):
            # One moment for the whole block, as SQLite gives it.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        connection.execute(sa.select(sa.func.set_config("lock_timeout", wait, True)))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WORK_LOCK, schema_number())))

    return engine


def _note_table(connection: sa.Connection, statement: object, *_: object) -> None:
    if isinstance(statement, sa.Insert | sa.Update | sa.Delete):
        connection.info.setdefault(WRITTEN, set()).add(statement.table.description)


def schema_number() -> sa.ColumnElement[int]:
    """Tell agendas apart that share a PostgreSQL database, each in a schema of its own."""
    return sa.func.hashtext(sa.func.coalesce(sa.func.current_schema(), ""))


def _set_up_file(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    cursor = connection.cursor()
    _make_wal(cursor)  # readers and a killed writer leave the file whole
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut, not just a crash
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _make_wal(cursor: DBAPICursor) -> None:
    """Change a new file to WAL, unless another process just did.

    Of two that change it at once SQLite refuses one without waiting; a unit of work does wait.
    """
    for _ in range(_WAL_TRIES):
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("ROLLBACK")
    cursor.execute("PRAGMA journal_mode = WAL")


def _begin_file_work(connection: sa.Connection) -> None:
    # IMMEDIATE takes the write lock now. A plain BEGIN takes it at the first write, and then fails
    # without waiting when another process wrote in between.
    reads = _only_reads(connection)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _only_reads(connection: sa.Connection) -> bool:
    return READING.items() <= connection.get_execution_options().items()


def _wrote_while_reading(connection: sa.Connection, context: sa.ExceptionContext) -> bool:
    """Whether the database refused a write because we said that we would not write."""
    code = code_of(context.original_exception)
    return _only_reads(connection) and code in ("SQLITE_READONLY", "25006")
