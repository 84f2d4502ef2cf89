"""The history is found by field, as every round asks what people want to discuss."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the index."""
    op.create_index("ix_history_field", "history", ["field"])
