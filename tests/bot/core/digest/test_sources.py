"""Of which moment the figures are, in a word for the decision and a sentence for the reader."""

from datetime import date, datetime, timedelta

import pytest

from bot.core.digest.sources import (
    Lapse,
    Source,
    awaited,
    made_from,
    old_figures,
    source,
    wait_end,
)
from bot.core.sync.sides import FRESH_FOR
from bot.core.workdays import AMSTERDAM

NOW = datetime(2026, 12, 14, 9, 0, tzinfo=AMSTERDAM)
TODAY = date(2026, 12, 14)
THURSDAY = datetime(2026, 12, 10, 9, 5, tzinfo=AMSTERDAM)

OF_NOW = Source(name="Outlook", read_at=NOW)
OLD = Source(name="Planner", read_at=THURSDAY, lapse="unread")
NEVER = Source(name="Outlook", read_at=None, lapse="never")
FORGOTTEN = Source(name="Planner", read_at=THURSDAY, lapse="no-round")


@pytest.mark.parametrize(
    ("read_at", "failing", "lapse"),
    [
        (NOW, False, ""),
        (NOW - FRESH_FOR, False, ""),
        (NOW - FRESH_FOR - timedelta(seconds=1), False, "no-round"),
        (NOW - timedelta(minutes=1), True, "unread"),
        (THURSDAY, True, "unread"),
        (None, True, "never"),
        (None, False, "never"),
    ],
)
def test_figures_are_of_now_when_the_last_round_just_read_the_side_whole(
    read_at: datetime | None, failing: bool, lapse: Lapse
) -> None:
    assert source("Planner", read_at, failing=failing, now=NOW).lapse == lapse


def test_a_digest_waits_for_every_side_that_was_not_read_whole() -> None:
    sides = (OLD, OF_NOW, NEVER, FORGOTTEN)
    assert awaited(sides, round_was_done=True) == (OLD, NEVER, FORGOTTEN)


def test_before_a_round_only_a_side_that_failed_is_waited_for() -> None:
    assert awaited((OLD, OF_NOW, NEVER, FORGOTTEN), round_was_done=False) == (OLD,)


def test_waiting_ends_so_many_hours_before_the_meeting_also_when_the_clock_changes() -> None:
    start = datetime(2026, 10, 25, 4, 0, tzinfo=AMSTERDAM)
    assert start.timestamp() - wait_end(start, 2).timestamp() == 2 * 3600


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ((OF_NOW,), ""),
        (
            (OLD, OF_NOW),
            (
                "De cijfers uit Planner zijn van donderdag 10 december om 09:05 uur: "
                "Planner was daarna niet goed te lezen."
            ),
        ),
        (
            (FORGOTTEN, NEVER),
            (
                "De cijfers uit Planner zijn van donderdag 10 december om 09:05 uur: daarna is "
                "er niet meer gekeken. De cijfers uit Outlook ontbreken: Outlook was nog niet te "
                "lezen."
            ),
        ),
    ],
)
def test_the_reader_hears_of_which_moment_old_figures_are_and_why(
    sources: tuple[Source, ...], sentence: str
) -> None:
    assert old_figures(sources, TODAY) == sentence


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ((), "de actielijst"),
        ((Source(name="Planner", read_at=NOW),), "de actielijst en Planner"),
        ((Source(name="Planner", read_at=NOW), OF_NOW), "de actielijst, Planner en Outlook"),
        (
            (OLD, OF_NOW),
            "de actielijst, Planner (van donderdag 10 december om 09:05 uur) en Outlook",
        ),
        ((Source(name="Planner", read_at=NOW), NEVER), "de actielijst en Planner"),
    ],
)
def test_what_it_was_made_from_names_every_side_that_was_ever_read(
    sources: tuple[Source, ...], words: str
) -> None:
    assert made_from(sources, TODAY) == words


def test_last_years_figures_are_named_with_their_year() -> None:
    assert "10 december 2026" in old_figures((OLD,), date(2027, 1, 5))
