"""The tables, one definition for SQLite and PostgreSQL.

The migrations build them; a test compares the two. Side names, codes and remote ids are plain
text that is compared sign by sign, so `AbC` and `abc` are two ids (Graph's are case-sensitive).
"""

from datetime import datetime

import sqlalchemy as sa

from bot.store.column_types import FieldJson, UtcDateTime
from mappings.canonical import FieldValue

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _text_or_none(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=True)


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, UtcDateTime, nullable=False)


def _time_or_none(name: str) -> sa.Column[datetime]:
    return sa.Column(name, UtcDateTime, nullable=True)


def _value(name: str) -> sa.Column[FieldValue]:
    return sa.Column(name, FieldJson, nullable=False)  # None is stored as the JSON word null


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _action_code(*, key: bool) -> sa.Column[str]:
    column: sa.Column[str] = sa.Column(
        "code", sa.Text, sa.ForeignKey("actions.code"), primary_key=key, nullable=False
    )
    return column


actions = sa.Table(
    "actions",
    metadata,
    _text("code", key=True),
    _text("title"),
    _text("text"),
    _text_or_none("status"),
    _text("due_kind"),
    sa.Column("due_date", sa.Date, nullable=True),
    _text("due_text"),
    _text_or_none("rhythm"),
    sa.Column("owners", sa.JSON, nullable=False),
    sa.Column("vng_plateau", sa.Integer, nullable=True),
    sa.Column("vng_framework", sa.Boolean, nullable=True),
    _text("note"),
    _time_or_none("struck_at"),
)

links = sa.Table(
    "links",
    metadata,
    _text("side", key=True),
    _action_code(key=True),
    _text("remote_id"),
    _text("state"),
    _time("linked_at"),
    sa.UniqueConstraint("side", "remote_id"),
)

bases = sa.Table(
    "bases",
    metadata,
    _text("side", key=True),
    _action_code(key=True),
    _text("field", key=True),
    _value("value"),
)

marks = sa.Table(
    "marks",
    metadata,
    _action_code(key=True),
    _text("side", key=True),
    _text("terms"),
    _text("contents"),
    _text("asked"),
)

intents = sa.Table(
    "intents",
    metadata,
    _number(),
    _text("run"),
    _time("at"),
    _text("side"),
    _text("code"),
    _text("kind"),
    sa.Column("payload", sa.JSON, nullable=False),
    _text("state"),
    _text_or_none("detail"),
    _time_or_none("closed_at"),
    _time_or_none("first_absent_at"),
    sa.Index(None, "side", "state"),
)

history = sa.Table(
    "history",
    metadata,
    _number(),
    _time("at"),
    _text("run"),
    _text("code"),
    _text("side"),
    _text("field"),
    _value("old"),
    _value("new"),
    _text("outcome"),
    sa.Column("by", sa.Text, nullable=False, server_default=""),
    sa.Index(None, "code"),
    sa.Index(None, "at"),
    sa.Index(None, "field"),
)

conflicts = sa.Table(
    "conflicts",
    metadata,
    _number(),
    _text("side"),
    _text("code"),
    _text("field"),
    _value("list_value"),
    _value("other_value"),
    _time("since"),
    _text("run"),
    _time_or_none("closed_at"),
)

one_open_conflict = sa.Index(
    "uq_conflicts_open",
    conflicts.c.side,
    conflicts.c.code,
    conflicts.c.field,
    unique=True,
)
"""Of open ones only, as the migration makes it; to say so here too loads PostgreSQL's drivers."""

proposals = sa.Table(
    "proposals",
    metadata,
    _text("side", key=True),
    _text("remote_id", key=True),
    _text("title"),
    _time("seen_at"),
    _text("state"),
    _time_or_none("gone_at"),
)

pairs = sa.Table(
    "pairs",
    metadata,
    _text("side", key=True),
    _action_code(key=True),
    _text("remote_id", key=True),
    _text("state"),
    _time("since"),
)

asks = sa.Table(
    "asks",
    metadata,
    _action_code(key=True),
    _text("kind", key=True),
    _text("subject", key=True),
    _text("key"),
    _text("title"),
    _text("said"),
    _time("since"),
    _time_or_none("ticked_at"),
    _text("ticked_by"),
    _time_or_none("gone_at"),
    _time_or_none("crowded_at"),
)

places = sa.Table(
    "places",
    metadata,
    _text("side", key=True),
    _text("key", key=True),
    _text("remote_id"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    _text("name", key=True),
    _text_or_none("user_id"),
    _time("asked_at"),
    sa.Column("is_refused", sa.Boolean, nullable=False),
    sa.Column("is_outside", sa.Boolean, nullable=False),
)

capabilities = sa.Table(
    "capabilities",
    metadata,
    _text("side", key=True),
    _text("name", key=True),
    sa.Column("able", sa.Boolean, nullable=False),
)

quiet = sa.Table(
    "quiet",
    metadata,
    _text("service", key=True),
    _time("until"),
)

readings = sa.Table(
    "readings",
    metadata,
    _text("side", key=True),
    _time_or_none("read_at"),
    _time_or_none("failing_since"),
    _text_or_none("reason"),
)

meeting_choices = sa.Table(
    "meeting_choices",
    metadata,
    _text("series", key=True),
    _text_or_none("pinned"),
    _text_or_none("seen"),
    _text_or_none("held"),
)

meetings = sa.Table(
    "meetings",
    metadata,
    _text("key", key=True),
    _text("series"),
    _text("subject"),
    _time("start"),
    _time("end"),
    _text("state"),
    _time("seen_at"),
    _text_or_none("seen_as"),
    sa.Column("is_apart", sa.Boolean, nullable=False),
)

sends = sa.Table(
    "sends",
    metadata,
    _text("key", key=True),
    _text("kind"),
    _text("recipient"),
    _time("at"),
    _text("state"),
    _text_or_none("remote_id"),
    _text_or_none("detail"),
    _text("payload_digest"),
    _time_or_none("settled_at"),
)

digests = sa.Table(
    "digests",
    metadata,
    _text("key", key=True),
    _text("series"),
    _text("meeting"),
    sa.Column("number", sa.Integer, nullable=False),
    _text("kind"),
    _time("start"),
    _text("subject"),
    _time("at"),
    _time_or_none("bounced_at"),
    _time_or_none("traced_at"),
    sa.Index(None, "series"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    _number(),
    _text("series"),
    _text("meeting"),
    _time("held_at"),
    _text("kind"),
    sa.Column("code", sa.Text, sa.ForeignKey("actions.code"), nullable=True),
    _text("text"),
    _text_or_none("status"),
    _text_or_none("due"),
    _value("owners"),
    _text_or_none("note"),
    _text_or_none("owner"),
    sa.Column("by", sa.Date, nullable=True),
    _text("run"),
    _time("at"),
    _time_or_none("settled_at"),
    _text("answer"),
    _time_or_none("dropped_at"),
    _text_or_none("dropped_in"),
)


def _decision() -> sa.Column[int]:
    return sa.Column("decision", sa.ForeignKey("decisions.id"), primary_key=True, nullable=False)


reported_decisions = sa.Table(
    "reported_decisions",
    metadata,
    _decision(),
    sa.Column("digest", sa.Text, sa.ForeignKey("digests.key"), primary_key=True, nullable=False),
)

asked_questions = sa.Table(
    "asked_questions",
    metadata,
    _decision(),
    _text("step", key=True),
    sa.Column("send_key", sa.Text, sa.ForeignKey("sends.key"), nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    _text("key", key=True),
    _text("sentence"),
    _time("at"),
    _time_or_none("told_at"),
)

reminders = sa.Table(
    "reminders",
    metadata,
    _action_code(key=True),
    _text("step", key=True),
    sa.Column("due", sa.Date, primary_key=True, nullable=False),
    _text("owner", key=True),
    sa.Column("send_key", sa.Text, sa.ForeignKey("sends.key"), nullable=False),
)

snoozes = sa.Table(
    "snoozes",
    metadata,
    _text("kind", key=True),
    _text("name", key=True),
    sa.Column("until", sa.Date, nullable=False),
    _time("set_at"),
)

runs = sa.Table(
    "runs",
    metadata,
    _text("id", key=True),
    _text("command"),
    _time("started_at"),
    _time_or_none("finished_at"),
    sa.Column("outcome", sa.Integer, nullable=True),
    sa.Column("summary", sa.JSON, nullable=False),
    sa.Index(None, "command", "started_at"),
)

ledger_version = sa.Table(
    "ledger_version",
    metadata,
    sa.Column("number", sa.BigInteger, nullable=False),
)
