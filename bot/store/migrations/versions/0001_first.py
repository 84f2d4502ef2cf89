"""The first schema.

There is no way down: whoever returns to an older version puts a backup back. Types are written out
here and not taken from `bot.store.tables`, as a migration keeps meaning what it meant.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)

REFUSE_IN_SQLITE = """
    CREATE TRIGGER history_no_{action} BEFORE {action} ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
"""

REFUSE_IN_POSTGRESQL = """
    CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER history_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
"""


def upgrade() -> None:
    """Create all tables."""
    create_list()
    create_agreement()
    create_history()
    create_waiting_for_people()
    create_surroundings()
    create_messages()


def create_list() -> None:
    """Create the canonical list."""
    op.create_table(
        "actions",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.Text),
        sa.Column("due_kind", sa.Text, nullable=False),
        sa.Column("due_date", sa.Date),
        sa.Column("due_text", sa.Text, nullable=False),
        sa.Column("rhythm", sa.Text),
        sa.Column("owners", sa.JSON, nullable=False),
        sa.Column("vng_plateau", sa.Integer),
        sa.Column("vng_framework", sa.Boolean),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_actions"),
    )


def create_agreement() -> None:
    """Create what ties the list to the sides: links, bases and intents."""
    op.create_table(
        "links",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("linked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("side", "code", name="pk_links"),
        sa.UniqueConstraint("side", "remote_id", name="uq_links_side_remote_id"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_links_code"),
    )
    op.create_table(
        "bases",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("side", "code", "field", name="pk_bases"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_bases_code"),
    )
    op.create_table(
        "intents",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("closed_at", TIME),
        sa.Column("first_absent_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_intents"),
    )
    op.create_index("ix_intents_side_state", "intents", ["side", "state"])


def create_history() -> None:
    """Create the history, to which lines can be added and nothing else."""
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("old", sa.JSON, nullable=False),
        sa.Column("new", sa.JSON, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_code", "history", ["code"])
    op.create_index("ix_history_at", "history", ["at"])
    if op.get_context().dialect.name == "sqlite":
        op.execute(REFUSE_IN_SQLITE.format(action="UPDATE"))
        op.execute(REFUSE_IN_SQLITE.format(action="DELETE"))
    else:
        op.execute(REFUSE_IN_POSTGRESQL)


def create_waiting_for_people() -> None:
    """Create what waits for the coordinator: conflicts and proposals."""
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("list_value", sa.JSON, nullable=False),
        sa.Column("other_value", sa.JSON, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
    )
    op.create_index(
        "uq_conflicts_open",
        "conflicts",
        ["side", "code", "field"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "proposals",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("gone_at", TIME),
        sa.PrimaryKeyConstraint("side", "remote_id", name="pk_proposals"),
    )


def create_surroundings() -> None:
    """Create what is known of the sides: places and meetings."""
    op.create_table(
        "places",
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("side", "key", name="pk_places"),
    )
    op.create_table(
        "meetings",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("start", TIME, nullable=False),
        sa.Column("end", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meetings"),
    )


def create_messages() -> None:
    """Create what went out and when the program ran: sends, reminders and runs."""
    op.create_table(
        "sends",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text),
        sa.Column("detail", sa.Text),
        sa.Column("payload_digest", sa.Text, nullable=False),
        sa.Column("settled_at", TIME),
        sa.PrimaryKeyConstraint("key", name="pk_sends"),
    )
    op.create_table(
        "reminders",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("send_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", "step", "due", "owner", name="pk_reminders"),
        sa.ForeignKeyConstraint(["code"], ["actions.code"], name="fk_reminders_code"),
        sa.ForeignKeyConstraint(["send_key"], ["sends.key"], name="fk_reminders_send_key"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", sa.Integer),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_command_started_at", "runs", ["command", "started_at"])
