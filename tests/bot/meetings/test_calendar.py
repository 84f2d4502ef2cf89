"""The driehoek is found in the calendar of the shared mailbox, and remembered while it moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from support.installation import Office

from bot.core.meetings.verdicts import MeetingVerdict
from bot.meetings.calendar import who_is_closed
from connectors.errors import GraphError

SECRETARIAT = "bestuurssecretariaat@haarlemmermeer.example"


def look(office: Office) -> dict[str, MeetingVerdict]:
    """Read the calendar by a new process: the verdicts by day and hour in Amsterdam."""
    house = office.house()
    findings = house.calendar.read(office.clock.now())
    house.calendar.remember(findings, office.clock.now())
    verdicts = findings[house.agenda.driehoek.key]
    return {f"{v.occurrence.start:%Y-%m-%d %H:%M}": v for v in verdicts}


def remembered(office: Office) -> dict[str, str]:
    """What the ledger knows: state by day."""
    with office.ledger as ledger:
        meetings = ledger.meetings.all()
    return {f"{m.start:%Y-%m-%d}": m.state for m in meetings if m.series == "lokale-driehoek"}


def fill_pages(office: Office) -> None:
    """Put more into the calendar than one page holds, before the first driehoek and after it."""
    days = [office.clock.now() + timedelta(hours=12 * turn - 1800) for turn in range(200)]
    starts = [day.isoformat() for day in days]
    office.control.act("add-series", starts=starts, minutes=30, subject="Spreekuur")


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2027, 3, 26), ("OM", "politie")),  # Goede Vrijdag
        (date(2027, 5, 5), ("de gemeente", "OM", "politie")),
        (date(2027, 5, 4), ()),
        (date(2027, 3, 27), ()),  # a Saturday tells nothing
    ],
)
def test_who_of_the_driehoek_is_closed_on_a_day(
    office: Office, day: date, names: tuple[str, ...]
) -> None:
    assert who_is_closed(office.house().agenda, day) == names


def test_the_series_is_found_among_everything_else(office: Office) -> None:
    """Also the ones held; a meeting without a subject and whole days do no harm."""
    found = look(office)
    assert {when: (v.counts, v.state.value) for when, v in found.items()} == {
        "2026-08-06 10:00": (True, "held"),
        "2026-10-01 10:00": (True, "held"),
        "2026-11-26 10:00": (True, "coming"),
        "2027-01-21 10:00": (True, "coming"),
    }
    assert list(remembered(office).values()) == ["held", "held", "coming", "coming"]


def test_a_calendar_of_many_pages_is_read_whole(office: Office) -> None:
    fill_pages(office)
    office.control.forget()
    assert len(look(office)) == 4
    assert office.trips() > 1


def test_a_moved_meeting_keeps_its_key(office: Office) -> None:
    before = look(office)["2026-11-26 10:00"].occurrence.key
    event = office.event("2026-11-26")
    office.control.act("move-event", event=event, start="2026-12-03T14:00:00+01:00")
    moved = look(office)["2026-12-03 14:00"]
    assert (moved.occurrence.key, moved.state.value, moved.counts) == (before, "moved", True)
    assert "gepland was donderdag 26 november 2026 om 10:00 uur" in moved.reason
    assert remembered(office)["2026-12-03"] == "moved"
    assert len(remembered(office)) == 4


def test_a_cancelled_meeting_does_not_count_and_is_remembered_as_such(office: Office) -> None:
    look(office)
    office.control.act("cancel-event", event=office.event("2026-11-26"))
    verdict = look(office)["2026-11-26 10:00"]
    assert (verdict.counts, verdict.reason) == (False, "De afspraak is afgezegd.")
    assert remembered(office)["2026-11-26"] == "cancelled"


def test_the_same_name_from_outside_does_not_count_and_is_not_remembered(office: Office) -> None:
    office.control.act(
        "add-event",
        start="2026-11-12T10:00:00+01:00",
        end="2026-11-12T11:00:00+01:00",
        subject="Lokale driehoek",
        organizer="iemand@elders.example",
    )
    verdict = look(office)["2026-11-12 10:00"]
    assert not verdict.counts
    assert "organisator" in verdict.reason
    assert "2026-11-12" not in remembered(office)


def test_an_extra_meeting_of_our_own_domain_counts(office: Office) -> None:
    """A single event has no series; its own id is its key."""
    added = office.control.act(
        "add-event",
        start="2026-12-10T09:00:00+01:00",
        end="2026-12-10T10:00:00+01:00",
        subject="FW: Lokale driehoek Haarlemmermeer",
        organizer=SECRETARIAT,
    )
    verdict = look(office)["2026-12-10 09:00"]
    assert (verdict.counts, verdict.occurrence.series_id) == (True, None)
    assert verdict.occurrence.key == added["id"]


def test_two_candidates_on_one_day_are_left_to_a_person(office: Office) -> None:
    office.control.act(
        "add-event",
        start="2026-11-26T14:00:00+01:00",
        end="2026-11-26T15:00:00+01:00",
        subject="Lokale driehoek",
        organizer=SECRETARIAT,
    )
    verdicts = [v for when, v in look(office).items() if when.startswith("2026-11-26")]
    assert [verdict.counts for verdict in verdicts] == [False, False]
    assert "Kies er één" in verdicts[0].reason


def test_the_window_reaches_from_the_previous_to_the_next_meeting(office: Office) -> None:
    office.clock.forward(days=60)
    assert "2027-01-21 10:00" in look(office)
    office.clock.forward(days=30)
    found = look(office)
    assert min(found) == "2026-08-06 10:00"
    assert max(found) == "2027-01-21 10:00"


def test_meetings_are_seen_at_the_clock_of_the_town_hall(office: Office) -> None:
    """10:00 stays 10:00 in summer and in winter."""
    offsets = {when[:10]: v.occurrence.start.utcoffset() for when, v in look(office).items()}
    assert offsets["2026-10-01"] == timedelta(hours=2)
    assert offsets["2026-11-26"] == timedelta(hours=1)


@pytest.mark.parametrize("kind", ["second_page_fails", "malformed_json", "html"])
def test_half_a_calendar_is_no_calendar(office: Office, kind: str) -> None:
    look(office)
    before = remembered(office)
    fill_pages(office)
    office.control.fault(kind, path="/users/*/calendarView", times=20)
    with pytest.raises(GraphError):
        look(office)
    assert remembered(office) == before


HALF_YEARLY = [f"{day}T10:00:00+0{zone}:00" for day, zone in (("2026-05-20", 2), ("2026-11-18", 1))]
IN_MAY = "2027-05-19T10:00:00+02:00"


@pytest.fixture
def half_yearly(office: Office) -> Office:
    """Twelve days after a driehoek that comes twice a year, half a year before the next."""
    office.control.act("delete-event", event=office.master("Lokale driehoek"))
    office.control.act("add-series", subject="Lokale driehoek", starts=[*HALF_YEARLY, IN_MAY])
    office.clock.moment = datetime(2026, 11, 30, 8, tzinfo=UTC)
    return office


@pytest.mark.parametrize("looks", [1, 2], ids=["a new installation", "one that knows the rhythm"])
def test_a_meeting_twice_a_year_is_seen_from_the_day_after_the_last(
    half_yearly: Office, looks: int
) -> None:
    for _ in range(looks):
        found = look(half_yearly)
    assert found["2027-05-19 10:00"].counts


def test_the_window_ends_one_and_a_half_times_the_rhythm_on(half_yearly: Office) -> None:
    calendar, now = half_yearly.house().calendar, half_yearly.clock.now()
    assert calendar.horizon(now) == date(2028, 1, 4), "nothing is known yet"
    look(half_yearly)
    assert calendar.horizon(now) == date(2027, 8, 30)


def test_the_calendar_is_asked_once_and_what_stays_the_same_is_not_written_again(
    office: Office,
) -> None:
    look(office)
    with office.ledger as ledger:
        before = ledger.meetings.all()
    office.clock.forward(minutes=5)
    office.control.forget()
    look(office)
    assert office.trips() == 1
    with office.ledger as ledger:
        assert ledger.meetings.all() == before, "also the moment it was seen"
