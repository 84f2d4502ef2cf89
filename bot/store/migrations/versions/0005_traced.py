"""A digest remembers when Exchange was asked last whether it arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column."""
    op.add_column("digests", sa.Column("traced_at", sa.DateTime(timezone=True), nullable=True))
