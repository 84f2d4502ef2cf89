"""The statements that both databases must carry out in the same way.

SQLite and PostgreSQL spell "insert unless it is there" alike, but SQLAlchemy gives each its own
class; the choice between the two is made here and nowhere else.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    row: Mapping[str, object],
    *,
    keep: Collection[str] = (),
) -> None:
    """Insert the row, or overwrite the one with the same primary key.

    keep: columns that an overwrite leaves as they are.
    """
    upsert_on(connection, table, row, tuple(table.primary_key.columns), keep=keep)


def upsert_all(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, object]],
    *,
    keep: Collection[str] = (),
) -> None:
    """Insert or overwrite rows of the same columns, in one statement; see `upsert`."""
    if not rows:  # SQLAlchemy takes an empty list for one row of defaults
        return
    keys = tuple(table.primary_key.columns)
    insert = _insert(connection, table)
    names = rows[0].keys() - {column.name for column in keys} - set(keep)
    changes = {name: insert.excluded[name] for name in sorted(names)}
    statement = insert.on_conflict_do_update(index_elements=keys, set_=changes)
    connection.execute(statement, [dict(row) for row in rows])


def upsert_on(
    connection: sa.Connection,
    table: sa.Table,
    row: Mapping[str, object],
    unique: tuple[sa.Column[object], ...],
    *,
    where: sa.ColumnElement[bool] | None = None,
    keep: Collection[str] = (),
) -> None:
    """Insert the row, or overwrite the one that is the same in the `unique` columns.

    where: the condition of the unique index, when that covers part of the table.
    """
    insert = _insert(connection, table).values(row)
    names = {column.name for column in unique}
    changes = {name: insert.excluded[name] for name in row if name not in names | set(keep)}
    connection.execute(
        insert.on_conflict_do_update(index_elements=unique, index_where=where, set_=changes)
    )


MANY = 500
"""Values in one statement; more are not worth naming, and beyond 32,000 no statement takes them."""


def among(column: sa.Column[str], chosen: Collection[str] | None) -> sa.ColumnElement[bool]:
    """Whether a column has one of these values; whatever it has for None and for too many.

    So who asks sifts what comes of it.
    """
    return sa.true() if chosen is None or len(chosen) > MANY else column.in_(chosen)


def insert_absent(connection: sa.Connection, table: sa.Table, row: Mapping[str, object]) -> bool:
    """Insert the row unless its primary key is taken; return whether this call inserted it."""
    keys = tuple(table.primary_key.columns)
    insert = _insert(connection, table).values(row).on_conflict_do_nothing(index_elements=keys)
    return connection.execute(insert.returning(*keys)).first() is not None


def update_one(connection: sa.Connection, statement: sa.Update) -> None:
    """Run an update that must hit exactly one row. Raises LookupError when it hits another number.

    Without it a wrong key would pass for success, and what it should have noted would be lost.
    """
    count = connection.execute(statement).rowcount
    if count != 1:
        raise LookupError(f"{count} rows of {statement.table.description} changed, one expected")


def _insert(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # here, as it brings every driver it knows

    return postgresql.insert(table)
