"""How often the ledger was written to, so that a worker sees whether anybody else did."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table with its one row."""
    table = op.create_table("ledger_version", sa.Column("number", sa.BigInteger, nullable=False))
    op.bulk_insert(table, [{"number": 0}])
