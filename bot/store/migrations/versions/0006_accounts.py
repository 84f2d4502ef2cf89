"""Accounts get a table of their own, with when the directory was asked for them.

They stood among the places, where an id was kept for ever. Those move along as asked for long ago,
so that the next round asks again and goes by what is known until then.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_places = sa.table("places", sa.column("side"), sa.column("key"), sa.column("remote_id"))
_PREFIX = "user:"


def upgrade() -> None:
    """Create the table, and move what stood among the places."""
    accounts = op.create_table(
        "accounts",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_refused", sa.Boolean, nullable=False),
        sa.Column("is_outside", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
    )
    ours = (_places.c.side == "planner") & _places.c.key.startswith(_PREFIX, autoescape=True)
    found = op.get_bind().execute(sa.select(_places.c.key, _places.c.remote_id).where(ours)).all()
    unknown = {
        "is_refused": False,
        "is_outside": False,
        "asked_at": datetime(1970, 1, 1, tzinfo=UTC),
    }
    for key, user_id in found:
        row = {"name": key.removeprefix(_PREFIX), "user_id": user_id, **unknown}
        op.execute(sa.insert(accounts).values(row))
    op.execute(sa.delete(_places).where(ours))
