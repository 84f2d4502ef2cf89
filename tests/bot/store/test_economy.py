"""What a round asks of a PostgreSQL server, counted where it is asked; never by the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

import psycopg
import pytest
import sqlalchemy as sa
from support.installation import Office
from support.shifts import Shift

from bot.sync.outbox import BATCH
from bot.sync.report import SideCounts
from bot.wiring import House

AGENDA = 70
MOST_A_BATCH = 10  # of twenty actions: intents, verdicts, bases, each in one statement
BEGINNING = 2  # before the first statement of a unit of work: is the connection alive, and BEGIN


@pytest.fixture
def environ(environ: dict[str, str], postgres_url: str) -> dict[str, str]:
    """An installation on a server."""
    return {**environ, "DATABASE_URL": postgres_url}


@contextmanager
def counting() -> Iterator[list[str]]:
    """Note every wait for the server: statements, and the begin and end of a unit of work.

    Rows that go with one statement go together: psycopg sends them as one pipeline.
    """
    waits: list[str] = []

    def note_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        waits.append(statement)

    def note_begin(_connection: object) -> None:
        waits.extend(["begin"] * BEGINNING)

    def note_end(_connection: object) -> None:
        waits.append("end")

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": note_statement,
        "begin": note_begin,
        "commit": note_end,
        "rollback": note_end,
    }
    for name, listener in listeners.items():
        sa.event.listen(sa.Engine, name, listener)
    try:
        yield waits
    finally:
        for name, listener in listeners.items():
            sa.event.remove(sa.Engine, name, listener)


def test_a_pushed_action_costs_less_than_one_wait_for_the_server(office: Office) -> None:
    """The agenda made, part of it changed, all of it changed: beyond a round that has no work."""
    assert psycopg.Pipeline.is_supported(), "or the rows of a statement go one by one"
    office.load()
    house = office.house()
    house.engine().preview("to connect")
    filling, made = waits_of(house, "fill")
    idle, nothing = waits_of(house, "idle")
    assert (made.created, nothing.updated) == (AGENDA, 0)
    assert filling - idle <= AGENDA
    for number in (BATCH, AGENDA):
        for code in sorted(office.links())[:number]:
            office.set(code, note=f"Stand {number}.", due=f"2027-03-{number % 28 + 1:02}")
        changing, changed = waits_of(house, f"change {number}")
        assert changed.updated == number
        assert changing - idle <= MOST_A_BATCH * ceil(number / BATCH)


def test_a_tick_with_nothing_to_do_is_one_look_and_one_commit_on_a_server_too(
    office: Office,
) -> None:
    office.load("1")
    shift = Shift(office)
    shift.tick(minutes=60)
    shift.settle()
    with counting() as waits:
        assert shift.tick()
    words = [words.split()[0] for words in waits if words not in ("begin", "end")]
    assert [word for word in words if word in ("INSERT", "UPDATE", "DELETE")] == [
        *("UPDATE", "INSERT", "UPDATE"),
    ]
    assert waits.count("end") == 2, "the look, and the commit"
    office.set("1.9", status="Gereed")
    assert not shift.tick(), "what another process wrote shows at once"
    assert office.tasks()["1.9"]["percentComplete"] == 100


def waits_of(house: House, run: str) -> tuple[int, SideCounts]:
    """Do a round; gives how often it waited for the server, and what it did in Planner."""
    house.graph.start_round()
    with counting() as waits:
        report = house.engine().round(run)
    return len(waits), report.sides["planner"]
