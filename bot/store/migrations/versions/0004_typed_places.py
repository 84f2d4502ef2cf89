"""Places holds places alone: choices, quiet times and capabilities get tables of their own.

New beside them: how each side was last read.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_places = sa.table("places", sa.column("side"), sa.column("key"), sa.column("remote_id"))
_CHOICES = {"pinned": "pinned", "series": "seen", "held": "held"}  # old prefix to new column


def upgrade() -> None:
    """Create the tables, and move what stood among the places."""
    choices, capabilities, quiet = _create_tables()
    _move_choices(choices)
    _move_capability(capabilities)
    _move_quiet(quiet)
    ours = _places.c.side.in_(("calendar", "graph", "doctor"))
    op.execute(sa.delete(_places).where(ours | (_places.c.key == "expand")))


def _create_tables() -> tuple[sa.Table, sa.Table, sa.Table]:
    choices = op.create_table(
        "meeting_choices",
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("pinned", sa.Text, nullable=True),
        sa.Column("seen", sa.Text, nullable=True),
        sa.Column("held", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("series", name="pk_meeting_choices"),
    )
    capabilities = op.create_table(
        "capabilities",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("able", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("side", "name", name="pk_capabilities"),
    )
    quiet = op.create_table(
        "quiet",
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_quiet"),
    )
    op.create_table(
        "readings",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("side", name="pk_readings"),
    )
    return choices, capabilities, quiet


def _rows(side: str) -> dict[str, str]:
    query = sa.select(_places.c.key, _places.c.remote_id).where(_places.c.side == side)
    return {row.key: row.remote_id for row in op.get_bind().execute(query)}


def _move_choices(table: sa.Table) -> None:
    found: dict[str, dict[str, str]] = {}
    for key, value in _rows("calendar").items():
        prefix, _, series = key.partition(":")
        if prefix in _CHOICES:
            found.setdefault(series, {})[_CHOICES[prefix]] = value
    blank: dict[str, str | None] = dict.fromkeys(_CHOICES.values())
    for series, columns in found.items():
        op.execute(sa.insert(table).values({"series": series, **blank, **columns}))


def _move_capability(table: sa.Table) -> None:
    if _rows("planner").get("expand") == "no":
        op.execute(sa.insert(table).values(side="planner", name="expand", able=False))


def _move_quiet(table: sa.Table) -> None:
    text = _rows("graph").get("quiet_until")
    if text:
        # In UTC: SQLite keeps no zone, and the program reads it as UTC.
        until = datetime.fromisoformat(text).astimezone(UTC)
        op.execute(sa.insert(table).values(service="graph", until=until))
