"""What SQLite and PostgreSQL keep in different ways, as columns hold it: instants, field values."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from mappings.canonical import FieldValue


class NaiveTime(DontWrapMixin, ValueError):
    """A time without a zone was about to be stored: a bug, as nobody knows which hour it means."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes any aware datetime, returns it in UTC; refuses one without a zone.

    SQLite keeps no zone, so what it holds is UTC by this rule.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn an aware datetime into UTC. Raises NaiveTime for any other."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTime(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the stored instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FieldJson(TypeDecorator[FieldValue]):
    """A `FieldValue`. JSON knows no tuples, so a list read back becomes one again."""

    impl = sa.JSON
    cache_ok = True

    def process_result_value(self, value: object, dialect: Dialect) -> FieldValue:  # noqa: ARG002 - SQLAlchemy's signature
        """Return text, a tuple of texts, or None."""
        if isinstance(value, list):
            return tuple(str(part) for part in value)
        return None if value is None else str(value)
