"""A command that only looks waits for nobody, and sees what was last agreed on."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.catalogue import LazyGroup

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE actions SET note = 'half'")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def held(office: Office) -> Iterator[Office]:
    """An installation whose database another process is writing in, for as long as it likes."""
    office.load("1.7", "4.10")
    office.sync()
    file = office.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, file],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "held\n"
        yield office
        writer.kill()


@pytest.fixture
def driehoek(typing_in: Callable[[typer.Typer], Callable[..., Result]]) -> Callable[..., Result]:
    """Type `driehoek ...`."""
    program = typer.Typer(cls=LazyGroup)
    program.callback()(lambda: None)
    return typing_in(program)


@pytest.mark.parametrize(
    "words",
    [
        *("list", "status", "history 4.10", "conflicts", "proposals", "reminders 4.10", "meetings"),
        *("plan", "sync --dry-run", "remind --dry-run", "digest --dry-run", "import --dry-run"),
    ],
)
def test_it_runs_while_another_process_writes(
    held: Office,  # noqa: ARG001 - the writer is what matters
    driehoek: Callable[..., Result],
    words: str,
) -> None:
    done = driehoek(*words.split())
    assert done.exit_code in (0, 3)
    assert "half" not in done.stdout
