"""Which event is a meeting that the ledger knew: certain, asked about, or another meeting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.meeting_samples import occurrence as sample

from bot.core.meetings.replacements import recognise, usual_gap
from bot.core.meetings.verdicts import KnownMeeting, MeetingState, Occurrence, occurrence_key
from bot.core.meetings.window import FARTHEST, LOOK_AHEAD, look_ahead
from bot.core.workdays import AMSTERDAM

NOW = datetime(2026, 12, 1, 9, tzinfo=AMSTERDAM)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=AMSTERDAM)


def event(day: str, series: str | None = "new") -> Occurrence:
    """On the calendar: of a series, or a single one called after its day."""
    key = f"single-{day}" if series is None else occurrence_key(series, at(day))
    return sample(at(day), key=key, series_id=series)


def known(day: str, state: str = "coming", series: str = "old", **changed: Any) -> KnownMeeting:
    """In the ledger, by default of the old series."""
    values: dict[str, Any] = {
        "key": occurrence_key(series, at(day)),
        "subject": "Lokale driehoek",
        "start": at(day),
        "end": at(day) + timedelta(hours=1),
        "state": MeetingState(state),
    }
    return KnownMeeting(**(values | changed))


HELD = (known("2026-06-18", "held"), known("2026-09-17", "held"))
MAILED = known("2026-12-17", hangs=True)
QUARTERLY = (*HELD, MAILED, known("2027-03-18"))

TABLE: list[
    tuple[str, Sequence[KnownMeeting], list[Occurrence], dict[str, str], dict[str, str]]
] = [
    # what happened; the ledger; the calendar; event day -> known day; event day -> asked about
    (
        "the series goes on at another day of the week",
        QUARTERLY,
        [event("2026-12-15"), event("2027-03-16"), event("2027-06-15")],
        {"2026-12-15": "2026-12-17", "2027-03-16": "2027-03-18"},
        {},
    ),
    (
        "made anew on the same day",
        QUARTERLY,
        [event("2026-12-17", None), event("2027-03-18", "old")],
        {"2026-12-17": "2026-12-17", "2027-03-18": "2027-03-18"},
        {},
    ),
    (
        "deleted and made anew three weeks later",
        QUARTERLY,
        [event("2027-01-07", None), event("2027-03-18", "old")],
        {"2027-01-07": "2026-12-17", "2027-03-18": "2027-03-18"},
        {},
    ),
    (
        "made anew once it had been seen as called off",
        (*HELD, known("2026-12-17", "cancelled", hangs=True)),
        [event("2026-12-22", None)],
        {"2026-12-22": "2026-12-17"},
        {},
    ),
    (
        "made anew after its day had passed",
        (*HELD, known("2026-11-26", "cancelled", hangs=True)),
        [event("2026-12-08", None)],
        {"2026-12-08": "2026-11-26"},
        {},
    ),
    (
        "called off long ago",
        (*HELD, known("2026-10-01", "cancelled", hangs=True)),
        [event("2026-12-17", None)],
        {},
        {},
    ),
    (
        "called off before anything hung on it",
        (*HELD, known("2026-12-17", "cancelled")),
        [event("2026-12-22", None)],
        {},
        {},
    ),
    (
        "new ones further off than half of the rhythm: perhaps",
        (*HELD, MAILED),
        [event("2027-02-04", None)],
        {},
        {"2027-02-04": "2026-12-17"},
    ),
    (
        "nothing hangs on what is gone, so nobody is asked",
        (*HELD, known("2026-12-17")),
        [event("2027-02-04", None)],
        {},
        {},
    ),
    (
        "a rhythm further: the next meeting",
        (*HELD, MAILED),
        [event("2027-03-16", None)],
        {},
        {},
    ),
    (
        "two new ones on both sides: the nearest, and that is certain",
        (*HELD, MAILED),
        [event("2026-12-18", None), event("2026-12-23", None)],
        {"2026-12-18": "2026-12-17"},
        {},
    ),
    (
        "two new ones, none of them clearly nearer",
        (*HELD, MAILED),
        [event("2026-12-15", None), event("2026-12-18", None)],
        {"2026-12-18": "2026-12-17"},
        {},
    ),
    (
        "two new ones at the same distance",
        (*HELD, MAILED),
        [event("2026-12-14", None), event("2026-12-20", None)],
        {},
        {"2026-12-14": "2026-12-17"},
    ),
    (
        "the new one stood beside the old one before that was ended",
        (*QUARTERLY, known("2026-12-15", series="new"), known("2027-03-16", series="new")),
        [event("2026-12-15"), event("2027-03-16")],
        {"2026-12-15": "2026-12-15", "2027-03-16": "2027-03-16"},
        {"2026-12-15": "2026-12-17"},
    ),
    (
        "a person said that it is another one",
        (*HELD, MAILED, known("2026-12-15", series="new", is_apart=True)),
        [event("2026-12-15")],
        {"2026-12-15": "2026-12-15"},
        {},
    ),
    (
        "something hangs on the new one already",
        (*HELD, MAILED, known("2026-12-15", series="new", hangs=True)),
        [event("2026-12-15")],
        {"2026-12-15": "2026-12-15"},
        {},
    ),
    (
        "one of a series is called off; the next of that series is no other than itself",
        QUARTERLY,
        [event("2027-03-18", "old")],
        {"2027-03-18": "2027-03-18"},
        {},
    ),
    (
        "it stands under the id that took its place, on yet another day",
        (*HELD, known("2026-12-17", seen_as="single-2027-01-19", hangs=True)),
        [event("2027-01-19", None)],
        {"2027-01-19": "2026-12-17"},
        {},
    ),
    (
        "it came back under its first id; what stood in for it is a meeting of its own",
        (*HELD, known("2026-12-22", key="first", seen_as="single-2026-12-22", hangs=True)),
        [sample(at("2026-12-17"), key="first", series_id=None), event("2026-12-22", None)],
        {"2026-12-17": "2026-12-22"},
        {},
    ),
    (
        "the first one ever",
        (),
        [event("2026-12-17"), event("2027-03-18")],
        {},
        {},
    ),
]


@pytest.mark.parametrize(
    ("ledger", "calendar", "certain", "asked"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
@pytest.mark.parametrize("order", [1, -1])
def test_an_event_is_the_meeting_it_was(
    ledger: Sequence[KnownMeeting],
    calendar: list[Occurrence],
    certain: dict[str, str],
    asked: dict[str, str],
    order: int,
) -> None:
    """Whatever the order in which the calendar gives them."""
    found = recognise(calendar[::order], ledger, NOW)
    days = {one.key: f"{one.start:%Y-%m-%d}" for one in calendar}
    assert {days[key]: f"{old.start:%Y-%m-%d}" for key, old in found.known.items()} == certain
    assert {days[key]: f"{old.start:%Y-%m-%d}" for key, old in found.asked.items()} == asked


def test_no_two_events_are_one_meeting() -> None:
    """However dense the calendar gets in place of what is gone."""
    days = [f"2026-12-{day:02}" for day in range(2, 31, 2)]
    found = recognise([event(day) for day in days], (*HELD, MAILED, known("2026-12-28")), NOW)
    keys = [old.key for old in found.known.values()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("days", "gap", "ahead"),
    [
        ([], None, FARTHEST),
        (["2026-09-17"], None, FARTHEST),
        (["2026-06-18", "2026-09-17", "2026-12-17"], 91, timedelta(days=136)),
        (["2026-10-01", "2026-10-29", "2026-11-26"], 28, LOOK_AHEAD),
        (["2026-05-20", "2026-11-18"], 182, timedelta(days=273)),
        (["2024-11-18", "2026-11-18"], 730, FARTHEST),
    ],
)
def test_the_calendar_is_read_as_far_ahead_as_the_rhythm_asks_for(
    days: list[str], gap: int | None, ahead: timedelta
) -> None:
    meetings = [known(day, "held") for day in days]
    assert usual_gap(meetings) == gap
    assert look_ahead(meetings) == ahead


def test_what_was_called_off_is_no_part_of_the_rhythm() -> None:
    assert usual_gap([*HELD, known("2026-09-24", "cancelled")]) == 91
