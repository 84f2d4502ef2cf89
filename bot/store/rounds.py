"""One round at a time, and one worker: two at once would each see half of what the other does.

Both locks are let go by the operating system or the server when the process is killed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bot.store.engine import schema_number
from bot.store.errors import Fault, RoundBusy, StoreError, WorkerBusy


class Turn(NamedTuple):
    """What only one process may be busy with. busy: raised in the others.

    ending: of the lock's file; number: of the server's lock, any that nothing else there uses.
    """

    ending: str
    number: int
    busy: type[StoreError]


ROUND = Turn(".lock", 1_869_100_002, RoundBusy)
WORKER = Turn(".worker.lock", 1_869_100_003, WorkerBusy)


@contextmanager
def hold_file(database: Path, turn: Turn) -> Iterator[None]:
    """Hold a file beside the database. Raises the turn's `busy` when another process does.

    The file stays behind; whether it exists says nothing.
    """
    from filelock import FileLock, Timeout  # here, as only rounds and workers hold it

    lock = FileLock(database.with_name(database.name + turn.ending))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise turn.busy from None
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
def hold_server(engine: sa.Engine, turn: Turn) -> Iterator[None]:
    """Hold an advisory lock on a connection of its own. Raises the turn's `busy` as well."""
    with engine.connect() as connection:
        # Detached, closing it really closes it, and that lets the lock go whatever happens.
        connection.detach()
        mine = (turn.number, schema_number())
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(*mine))).scalar_one():
            raise turn.busy
        connection.commit()  # the lock belongs to the connection, not to this transaction
        try:
            yield
        finally:
            # Said aloud as well: the server notices a closed connection a moment later, and until
            # then the next round would be turned away.
            with suppress(sa.exc.DBAPIError):
                connection.execute(sa.select(sa.func.pg_advisory_unlock(*mine)))
