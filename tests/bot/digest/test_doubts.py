"""What about the meetings the coordinator hears: once, and never instead of something else."""

from datetime import UTC, datetime

import pytest
from support.installation import START, Office

from bot.service.coordinator import alarm_of
from connectors.sandbox.tenant.directory import COORDINATOR, SECRETARIAT

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BESIDE = {
    "start": "2026-11-26T14:00:00+01:00",
    "end": "2026-11-26T15:00:00+01:00",
    "subject": "Lokale driehoek",
    "organizer": SECRETARIAT,
}


@pytest.fixture
def loaded(office: Office) -> Office:
    office.load("1.1", "1.7")
    return office


def look(office: Office) -> str:
    """Look at the digest, and tell the coordinator, as the worker does."""
    house = office.house()
    office.note_reading()
    outcome = house.digests.send(house.agenda.driehoek).outcome
    house.digest_watch.look()
    alarm_of(house).tell([])
    return str(outcome)


def told(office: Office) -> list[str]:
    """The mails that the coordinator got."""
    return [
        mail["body"]["content"]
        for mail in office.sent()
        if mail["toRecipients"][0]["emailAddress"]["address"] == COORDINATOR
    ]


def test_with_nothing_odd_the_coordinator_hears_nothing(loaded: Office) -> None:
    look(loaded)
    assert told(loaded) == []


def test_two_candidates_are_told_when_seen_and_again_when_the_digest_should_go(
    loaded: Office,
) -> None:
    loaded.control.act("add-event", **BESIDE)
    for day in range(3):
        loaded.clock.moment = START.replace(day=2 + day)
        assert look(loaded) == "waiting"
    assert len(told(loaded)) == 1
    assert "donderdag 26 november 2026 staan twee afspraken" in told(loaded)[0]
    assert "driehoek meetings pin 2026-11-26" in told(loaded)[0]
    loaded.clock.moment = MOMENT
    look(loaded)
    look(loaded)
    assert len(told(loaded)) == 2
    assert len(loaded.sent()) == 2, "and no digest"


def test_the_digest_says_that_it_passes_over_a_day_with_two_candidates(loaded: Office) -> None:
    loaded.control.act("add-event", **BESIDE)
    house = loaded.house()
    waiting = house.digests.preview(house.agenda.driehoek, None)
    assert waiting.reason.startswith("Het overzicht gaat uit op 19-01-2027 om 09:00 uur. Op ")
    assert "donderdag 26 november 2026 staan twee afspraken" in waiting.reason
    loaded.control.act("delete-event", event=loaded.event("2027-01-21"))
    nothing = house.digests.preview(house.agenda.driehoek, None)
    assert (nothing.outcome, nothing.meeting) == ("no-meeting", None)
    assert nothing.reason.startswith("Op donderdag 26 november 2026 staan twee afspraken")


def test_another_series_than_before_is_told_once(loaded: Office) -> None:
    look(loaded)
    for day in ("2026-11-26", "2027-01-21"):
        loaded.control.act("delete-event", event=loaded.event(day))
    start = "2026-11-27T10:00:00+01:00"
    loaded.control.act("add-series", subject="Lokale driehoek", starts=[start])
    for number in (3, 4):
        loaded.clock.moment = START.replace(day=number)
        look(loaded)
    assert len(told(loaded)) == 1
    assert "vrijdag 27 november 2026 staat in een andere reeks" in told(loaded)[0]


def test_a_digest_kept_back_past_its_moment_is_told_every_day(loaded: Office) -> None:
    house = loaded.house()
    house.calendar.remember(house.calendar.read(START), START)
    with loaded.ledger as ledger:
        key = next(m.key for m in ledger.meetings.all() if f"{m.start:%m-%d}" == "11-26")
        ledger.meeting_choices.hold("lokale-driehoek", key)
    assert look(loaded) == "held"
    assert told(loaded) == []
    for hours in (0, 1, 24):
        loaded.clock.moment = MOMENT
        loaded.clock.forward(hours=hours)
        assert look(loaded) == "held"
    assert len(told(loaded)) == 2
    assert "wordt vastgehouden" in told(loaded)[0]


def test_what_was_noted_goes_along_with_the_first_mail_of_the_next_day(loaded: Office) -> None:
    """The day's mail has gone already, and every morning the round has something to say first."""
    alarm_of(loaded.house()).tell(["Actie 2.4: een botsing."])
    loaded.control.act("add-event", **BESIDE)
    look(loaded)
    assert "twee afspraken" not in told(loaded)[0]
    loaded.clock.forward(days=1)
    alarm_of(loaded.house()).tell(["Actie 2.4: een botsing."])
    assert "twee afspraken" in told(loaded)[1]
    loaded.clock.forward(days=1)
    look(loaded)
    assert len(told(loaded)) == 2
