"""Brings a database to the schema that this version of the program knows.

Alembic takes a large part of the start of a command to load, so it is loaded only to migrate.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.errors import Fault, StoreError
from bot.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

HEAD = "0014"
"""The revision of the last migration."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(connection: sa.Connection) -> bool:
    """Whether the database has this version's schema already, so that nothing is to be written."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return False
    current: object = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return current == HEAD


def migrate(connection: sa.Connection, place: str) -> None:
    """Run the migrations that are still to come, in the connection's transaction.

    Raises StoreError when the database is of a newer version, or is someone else's.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    config = Config(attributes={"connection": connection})
    script = _script(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is None:
        _refuse_foreign_tables(connection, place)
    elif current not in {revision.revision for revision in script.walk_revisions()}:
        raise StoreError(
            f"De database {place} is van een nieuwere versie van het programma. Installeer die "
            "versie, of zet een reservekopie van voor de overgang terug.",
            Fault.PROGRAM,
        )
    command.upgrade(config, "head")


def _script(config: "Config") -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def _refuse_foreign_tables(connection: sa.Connection, place: str) -> None:
    taken = set(sa.inspect(connection).get_table_names()) & set(metadata.tables)
    if taken:
        raise StoreError(
            f"De database {place} is al van een ander programma. Kies met DATABASE_URL een "
            "andere plaats.",
            Fault.SETTINGS,
        )
