"""A database of an earlier version keeps what it knew, on SQLite and on PostgreSQL."""

import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.store.database import open_store
from bot.store.engine import make_engine, read_url
from bot.store.records.choices import MeetingChoice
from bot.store.schema import _MIGRATIONS, HEAD

Place = tuple[str, str, str]
PLACES = sa.table("places", sa.column("side"), sa.column("key"), sa.column("remote_id"))


def old_database(url: str, revision: str, places: Iterable[Place]) -> None:
    """Make a database as an earlier version left it."""
    engine = make_engine(read_url(url), wait_seconds=5)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_MIGRATIONS))
        command.upgrade(config, revision)
        for side, key, value in places:
            connection.execute(sa.insert(PLACES).values(side=side, key=key, remote_id=value))
    engine.dispose()


def test_the_revision_that_the_program_looks_for_is_that_of_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_that_is_ready_is_opened_without_alembic(database_url: str) -> None:
    open_store(database_url).close()
    look = f"import bot.store.database as d, sys; d.open_store({database_url!r}).close(); "
    told = subprocess.run(
        [sys.executable, "-c", look + "print('alembic' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == "False"


def test_what_stood_among_the_places_moves_to_tables_of_its_own(database_url: str) -> None:
    places = [
        ("planner", "plan", "P1"),
        ("planner", "bucket:1", "B1"),
        ("planner", "expand", "no"),
        ("outlook", "calendar", "C1"),
        ("calendar", "pinned:lokale-driehoek", "S1"),
        ("calendar", "series:lokale-driehoek", "s2"),
        ("calendar", "held:lokale-driehoek", "m1"),
        ("calendar", "series:voorbereiding", "s3"),
        ("graph", "quiet_until", "2026-10-25T02:30:00+02:00"),
        ("doctor", "proef", "proef"),
    ]
    old_database(database_url, "0003", places)
    store = open_store(database_url)
    with store.begin() as ledger:
        assert ledger.places.all("planner") == {"plan": "P1", "bucket:1": "B1"}
        assert ledger.places.all("outlook") == {"calendar": "C1"}
        assert [ledger.places.all(side) for side in ("calendar", "graph", "doctor")] == [{}] * 3
        assert ledger.capabilities.all("planner") == {"expand": False}
        assert ledger.meeting_choices.of("lokale-driehoek") == MeetingChoice(
            series="lokale-driehoek", pinned="S1", seen="s2", held="m1"
        )
        assert ledger.meeting_choices.of("voorbereiding").seen == "s3"
        assert ledger.quiet.until("graph") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert ledger.readings.all() == {}
    store.close()


def test_an_old_database_without_any_of_it_simply_opens(database_url: str) -> None:
    old_database(database_url, "0003", [("planner", "plan", "P1")])
    store = open_store(database_url)
    with store.begin() as ledger:
        assert ledger.places.all("planner") == {"plan": "P1"}
        assert ledger.capabilities.all("planner") == {}
        assert ledger.quiet.until("graph") is None
    store.close()


def test_accounts_leave_the_places_and_are_to_be_asked_for_again(database_url: str) -> None:
    name = "eigenaar@haarlemmermeer.example"
    old_database(
        database_url, "0004", [("planner", "plan", "P1"), ("planner", f"user:{name}", "u1")]
    )
    store = open_store(database_url)
    with store.begin() as ledger:
        assert ledger.places.all("planner") == {"plan": "P1"}
        (account,) = ledger.accounts.all().values()
    assert (account.name, account.user_id, account.can_be_assigned) == (name, "u1", True)
    assert account.asked_at == datetime(1970, 1, 1, tzinfo=UTC)
    store.close()


def test_what_an_old_database_lists_is_still_on_the_list(database_url: str) -> None:
    old_database(database_url, "0006", [])
    engine = make_engine(read_url(database_url), wait_seconds=5)
    words = "'2.4', 'Kort', 'Lang', 'unknown', '', '[]', ''"
    with engine.begin() as connection:
        columns = "code, title, text, due_kind, due_text, owners, note"
        connection.execute(sa.text(f"INSERT INTO actions ({columns}) VALUES ({words})"))
    engine.dispose()
    store = open_store(database_url)
    with store.begin() as ledger:
        assert list(ledger.actions.all()) == ["2.4"]
        assert ledger.actions.struck() == {}
    store.close()
