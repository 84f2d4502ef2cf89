"""Decisions of a meeting, in which digests they stood as done, and which cards asked a question."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("meeting", sa.Text, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=True),
        sa.Column("due", sa.Text, nullable=True),
        sa.Column("owners", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("owner", sa.Text, nullable=True),
        sa.Column("by", sa.Date, nullable=True),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_in", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_decisions_code"),
    )
    op.create_table(
        "reported_decisions",
        _decision(),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision", "digest", name="pk_reported_decisions"),
        _of_decision("reported_decisions"),
        sa.ForeignKeyConstraint(["digest"], ["digests.key"], name="fk_reported_decisions_digest"),
    )
    op.create_table(
        "asked_questions",
        _decision(),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("send_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision", "step", name="pk_asked_questions"),
        _of_decision("asked_questions"),
        sa.ForeignKeyConstraint(["send_key"], ["sends.key"], name="fk_asked_questions_send_key"),
    )


def _decision() -> sa.Column[int]:
    return sa.Column("decision", sa.Integer, nullable=False)


def _of_decision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name=f"fk_{table}_decision")
