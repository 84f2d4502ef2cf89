"""A meeting knows which event stands in for it, and what people said about that."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; so far every meeting is the event it began as, and nobody was asked."""
    op.add_column("meetings", sa.Column("seen_as", sa.Text, nullable=True))
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(
            sa.Column("is_apart", sa.Boolean, nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("meetings") as meetings:
        meetings.alter_column("is_apart", server_default=None)
