"""Of which actions nothing was left to do on a side, so that a round need not look again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "marks",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("contents", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", "side", name="pk_marks"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_marks_code"),
    )
