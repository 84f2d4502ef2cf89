"""One round at a time: two rounds at once would each see half of what the other is doing.

Both locks are let go by the operating system or the server when the process is killed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from bot.store.engine import schema_number
from bot.store.errors import Fault, RoundBusy, StoreError

_ROUND_LOCK = 1_869_100_002  # any number, as long as nothing else in the database uses it


@contextmanager
def hold_file(database: Path) -> Iterator[None]:
    """Hold `<database>.lock`. Raises RoundBusy when another process does.

    The file stays behind; whether it exists says nothing.
    """
    lock = FileLock(database.with_name(database.name + ".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RoundBusy from None
    except OSError as error:
        raise StoreError(
            f"Het slotbestand naast de database {database} kan niet worden gemaakt. Geef het "
            "programma schrijfrechten op de map.",
            Fault.SETTINGS,
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def hold_server(engine: sa.Engine) -> Iterator[None]:
    """Hold an advisory lock on a connection of its own. Raises RoundBusy when another one does."""
    with engine.connect() as connection:
        # Detached, closing it really closes it, and that lets the lock go whatever happens.
        connection.detach()
        mine = (_ROUND_LOCK, schema_number())
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(*mine))).scalar_one():
            raise RoundBusy
        connection.commit()  # the lock belongs to the connection, not to this transaction
        try:
            yield
        finally:
            # Said aloud as well: the server notices a closed connection a moment later, and until
            # then the next round would be turned away.
            with suppress(sa.exc.DBAPIError):
                connection.execute(sa.select(sa.func.pg_advisory_unlock(*mine)))
