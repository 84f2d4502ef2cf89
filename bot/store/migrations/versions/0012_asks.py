"""What owners are asked by their task's checklist, and in the history the account that did it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table, and add the column."""
    op.create_table(
        "asks",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticked_by", sa.Text, nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("crowded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", "kind", "subject", name="pk_asks"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_asks_code"),
    )
    op.add_column("history", sa.Column("by", sa.Text, nullable=False, server_default=""))
