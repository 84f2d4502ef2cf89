"""Fixtures for all tests: a tenant in its first state, and an installation that works on it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa
import structlog
from structlog.testing import capture_logs
from support.spare import Spare, spare_process

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running
from connectors.sandbox.tenant.world import World

pytest.register_assert_rewrite("support.installation")
from support.installation import DOZEN, DRIEHOEKEN, START, Clock, Office  # noqa: E402 - rewritten from here on


@pytest.fixture(scope="session", autouse=True)
def _silence() -> None:
    """Let the program log into nothing; a test that reads the log takes `log`."""

    def drop(*_: object) -> NoReturn:
        raise structlog.DropEvent

    structlog.configure(processors=[drop])


@pytest.fixture(autouse=True)
def _no_process_outlives_its_test() -> Iterator[None]:
    """Close the databases of the processes that a test plays, as the end of a process does."""
    engines = set()

    def remember(connection: sa.Connection) -> None:
        engines.add(connection.engine)

    sa.event.listen(sa.Engine, "engine_connect", remember)
    yield
    sa.event.remove(sa.Engine, "engine_connect", remember)
    for engine in engines:
        engine.dispose()


@pytest.fixture
def log() -> Iterator[list[Any]]:
    """What the program logs during the test, one mapping per event."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture(scope="module")
def _tenant() -> Iterator[Sandbox]:
    with running(world=World(start=START, meetings=DRIEHOEKEN)) as served:
        yield served


@pytest.fixture(scope="session")
def spare() -> Iterator[Spare]:
    """What commands fork from, as a start of Python takes longer than most of them."""
    with spare_process() as process:
        yield process


@pytest.fixture
def sandbox(_tenant: Sandbox) -> Sandbox:
    """A tenant in its first state: no plan, no mail, the driehoek in the calendar."""
    _tenant.control.reset()
    return _tenant


@pytest.fixture
def clock(sandbox: Sandbox) -> Clock:
    """The clock of the installation."""
    return Clock(sandbox.control.advance)


@pytest.fixture
def environ(sandbox: Sandbox, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation with an empty database, and no deadlines in Outlook."""
    database = f"sqlite:///{tmp_path / 'driehoek.db'}"
    return {**sandbox.environment(), "DATABASE_URL": database, "OUTLOOK_CALENDAR": ""}


@pytest.fixture
def office(sandbox: Sandbox, environ: dict[str, str], clock: Clock) -> Office:
    """An installation where nothing has happened yet."""
    return Office(sandbox, environ, clock)


@pytest.fixture
def filled(office: Office) -> Office:
    """An installation with a dozen actions in Planner, an hour ago."""
    office.load(*DOZEN)
    office.sync()
    office.clock.forward(hours=1)
    office.control.forget()
    return office


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Whatever a test set up, the next one logs as if it were the first."""
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**configured)
    root.handlers[:], root.level = handlers, level
