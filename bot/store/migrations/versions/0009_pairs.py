"""Pairs of an action and a task that people made: which are asked, and which were refused."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "pairs",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("side", "code", "remote_id", name="pk_pairs"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_pairs_code"),
    )
