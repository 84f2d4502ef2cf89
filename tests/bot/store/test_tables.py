"""Column types: times keep their instant, field values their shape."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.column_types import FieldJson, NaiveTime, UtcDateTime
from bot.store.database import Store
from mappings.canonical import FieldValue

probe = sa.Table(
    "probe",
    sa.MetaData(),
    sa.Column("at", UtcDateTime, nullable=True),
    sa.Column("value", FieldJson, nullable=False),
)

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - Hypothesis wants naive bounds
# PostgreSQL has no NUL in text or JSON; a lone surrogate is no text at all.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
VALUES = st.none() | TEXTS | st.lists(TEXTS).map(tuple)

on_one_database = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def connection(store: Store) -> Iterator[sa.Connection]:
    """A connection with an empty table of one column of each type."""
    with store._engine.begin() as connection:
        probe.create(connection)
        yield connection


def keep(
    connection: sa.Connection, at: datetime | None, value: FieldValue
) -> sa.Row[tuple[datetime, FieldValue]]:
    connection.execute(sa.delete(probe))
    connection.execute(sa.insert(probe).values(at=at, value=value))
    return connection.execute(sa.select(probe)).one()


@on_one_database
@given(at=INSTANTS)
def test_an_instant_comes_back_as_the_same_instant_in_utc(
    connection: sa.Connection, at: datetime
) -> None:
    kept = keep(connection, at, None).at
    assert kept == at
    assert kept.tzinfo is UTC


@on_one_database
@given(one=INSTANTS, other=INSTANTS)
def test_the_database_compares_instants_and_not_their_wall_clocks(
    connection: sa.Connection, one: datetime, other: datetime
) -> None:
    keep(connection, one, None)
    found = connection.execute(sa.select(probe.c.at).where(probe.c.at >= other)).all()
    assert bool(found) == (one >= other)


def test_a_time_without_a_zone_is_refused(connection: sa.Connection) -> None:
    naive = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - that it is naive is the point
    with pytest.raises(NaiveTime, match="2026-10-25T02:30:00 has no time zone"):
        keep(connection, naive, None)


def test_no_time_stays_no_time(connection: sa.Connection) -> None:
    assert keep(connection, None, None).at is None


@on_one_database
@given(value=VALUES)
def test_a_field_value_comes_back_in_the_same_shape(
    connection: sa.Connection, value: FieldValue
) -> None:
    kept = keep(connection, None, value).value
    assert kept == value
    assert type(kept) is type(value)
