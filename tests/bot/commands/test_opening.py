"""The clock of a rehearsal, as people type it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.opening import open_session
from bot.errors import UsageError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without settings."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("2026-10-20T09:00", 7),
        ("2026-10-20 09:00:00", 7),
        ("2026-12-20T09:00", 8),
        ("2026-10-20T09:00+02:00", 7),
        ("2026-10-20T07:00Z", 7),
        ("2026-10-20T07:00:00.000001+00:00", 7),
    ],
)
def test_a_moment_without_a_zone_is_one_on_the_clock_here(typed: str, hour: int) -> None:
    now = open_session(typed).now().astimezone(UTC)
    assert (now.hour, now.minute) == (hour, 0)


@pytest.mark.parametrize(
    "typed", ["2026-10-20", "2027-W13-1", "2027-W13-1T09:00", "09:00", "morgen", "2026-13-01T09:00"]
)
def test_what_names_no_moment_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageError, match="is geen moment; schrijf het als 2026-10-20T09:00, of"):
        open_session(typed)


def test_a_moment_outside_the_years_of_an_agenda_is_a_slip() -> None:
    with pytest.raises(UsageError, match="controleer het jaar"):
        open_session("2206-10-20T09:00")


def test_without_a_moment_it_is_now() -> None:
    assert abs((datetime.now(UTC) - open_session(None).now()).total_seconds()) < 60
