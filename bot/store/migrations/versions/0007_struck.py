"""An action can be taken off the list and put back: since when it is off."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("actions", sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True))
