"""A driehoek that is made anew: its digest, its hold and its requests go along with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from support.installation import START, Office

from bot.core.reminders.steps import DRIEHOEK
from bot.digest.report import DigestReport
from bot.errors import UsageError
from bot.meetings.choices import find_event, find_heir, pin, replace
from bot.meetings.memory import put_apart

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before Thursday the 26th
TUESDAYS = ["2026-12-01T10:00:00+01:00", "2027-01-19T10:00:00+01:00", "2027-03-16T10:00:00+01:00"]
LATER = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # and before Tuesday the 1st
FAR = "2026-12-29T10:00:00+01:00"  # 33 days on, of the 56 between two driehoeken
BEFORE_FAR = datetime(2026, 12, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def tuesday(office: Office) -> Office:
    """The morning on which the digest for the 26th is due."""
    office.load("1.1", "1.7", "2.1")
    office.clock.moment = MOMENT
    return office


def send(office: Office) -> DigestReport:
    """Let a new process mail what is due."""
    house = office.house()
    office.note_reading()
    return house.digests.send(house.agenda.driehoek)


def new_series(office: Office) -> None:
    """End the series as it stands at the program's moment, and begin one on Tuesdays."""
    office.control.act(
        "replace-series",
        event=office.event("2026-11-26"),
        starts=TUESDAYS,
        now=office.clock.now().isoformat(),
    )


def notices(office: Office, kind: str) -> list[str]:
    """What the coordinator is to hear of a kind."""
    with office.ledger as ledger:
        return [n.sentence for n in ledger.notices.untold() if n.key.startswith(kind)]


def requests(office: Office) -> set[tuple[str, str]]:
    """What owners would be asked for now, before a driehoek: (code, owner)."""
    cards = office.house().reminders.preview()
    return {
        (line.code, card.owner)
        for card in cards
        for line in card.lines
        if line.step.startswith(DRIEHOEK)
    }


def test_a_series_that_begins_anew_on_another_day_gets_an_update(tuesday: Office) -> None:
    send(tuesday)
    new_series(tuesday)
    assert send(tuesday).reason == "Het bijgewerkte overzicht gaat uit op 27-11-2026 om 09:00 uur."
    tuesday.clock.moment = LATER
    update = send(tuesday)
    assert (update.outcome, update.as_json()["number"]) == ("confirmed", 1)
    assert [mail["subject"].startswith("Bijgewerkt: ") for mail in tuesday.sent()] == [False, True]
    assert send(tuesday).outcome == "already"
    with tuesday.ledger as ledger:
        days = [m.start.date() for m in ledger.meetings.all() if m.series == "lokale-driehoek"]
    assert days[-3:] == [date(2026, 12, 1), date(2027, 1, 19), date(2027, 3, 16)]


@pytest.mark.parametrize("seen_in_between", [True, False])
def test_a_meeting_that_is_deleted_and_made_anew_gets_an_update(
    tuesday: Office, seen_in_between: bool
) -> None:
    send(tuesday)
    act = "cancel-event" if seen_in_between else "delete-event"
    tuesday.control.act(act, event=tuesday.event("2026-11-26"))
    if seen_in_between:
        assert send(tuesday).outcome == "waiting"
    start, end = TUESDAYS[0], TUESDAYS[0].replace("T10", "T11")
    tuesday.control.act("add-event", subject="Lokale driehoek", start=start, end=end)
    tuesday.clock.moment = LATER
    assert send(tuesday).as_json()["number"] == 1


def test_made_anew_and_then_moved_it_is_the_same_meeting_still(tuesday: Office) -> None:
    send(tuesday)
    tuesday.control.act("remake-event", event=tuesday.event("2026-11-26"), start=TUESDAYS[0])
    assert send(tuesday).outcome == "waiting"
    tuesday.move("2026-12-01", "2026-12-10T10:00:00+01:00")
    assert send(tuesday).reason.startswith("Het bijgewerkte overzicht gaat uit op 08-12-2026")


def test_owners_are_asked_once_whatever_becomes_of_the_series(office: Office) -> None:
    """Asked on the 17th; on the 18th the series begins anew, five days later."""
    office.load()
    office.clock.moment = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
    send(office)
    asked = requests(office)
    assert len(asked) > 40, "else this test shows nothing"
    office.house().reminders.remind(office.run("remind"))
    office.clock.forward(days=1)
    assert not requests(office) & asked
    new_series(office)
    send(office)
    office.clock.moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert not requests(office) & asked, "others may be asked, as for any meeting that moves"


def test_a_hold_goes_along(tuesday: Office) -> None:
    tuesday.clock.moment = START
    house = tuesday.house()
    send(tuesday)
    with house.store.begin() as ledger:
        (key,) = [m.key for m in ledger.meetings.all() if f"{m.start:%m-%d}" == "11-26"]
        ledger.meeting_choices.hold("lokale-driehoek", key)
    new_series(tuesday)
    tuesday.clock.moment = LATER
    assert send(tuesday).outcome == "held"


def test_a_pin_follows_the_series_that_takes_over_and_that_is_told(tuesday: Office) -> None:
    house = tuesday.house()
    series = house.agenda.driehoek
    event = find_event(house.calendar, series, date(2026, 11, 26), None, now=house.now())
    with house.store.begin() as ledger:
        pin(ledger, series, event)
    send(tuesday)
    new_series(tuesday)
    send(tuesday)
    with house.store.read() as ledger:
        pinned = ledger.meeting_choices.of(series.key).pinned
    findings = house.calendar.read(house.now())
    (new,) = {v.occurrence.series_id for v in findings[series.key] if v.counts and v.sign} - {
        event.series_id
    }
    assert pinned == new
    assert len(notices(tuesday, "pin|")) == 1
    send(tuesday)
    assert len(notices(tuesday, "pin|")) == 1


@pytest.fixture
def asked(tuesday: Office) -> Office:
    """The digest went out; then the driehoek is gone, and one stands five weeks on: perhaps it."""
    tuesday.control.act("delete-event", event=tuesday.event("2027-01-21"))
    send(tuesday)
    tuesday.control.act("remake-event", event=tuesday.event("2026-11-26"), start=FAR)
    tuesday.clock.forward(hours=1)
    send(tuesday)
    return tuesday


def answer(office: Office, day: date | None) -> None:
    """Let the coordinator say what it stands in for, None for nothing."""
    house, series = office.house(), office.house().agenda.driehoek
    heir, findings = find_heir(house.calendar, series, date(2026, 12, 29), house.now())
    with house.store.begin() as ledger:
        if day is None:
            put_apart(ledger, series.key, heir.occurrence, house.now())
        else:
            replace(ledger, series, heir, findings, day)


def test_what_is_not_certain_is_asked_once_with_the_commands_to_answer(asked: Office) -> None:
    send(asked)
    (sentence,) = notices(asked, "asks|")
    assert "driehoek meetings replaces 2026-12-29 --for 2026-11-26" in sentence
    assert "driehoek meetings replaces 2026-12-29 --none" in sentence


def test_until_it_is_answered_nothing_goes_out_for_it(asked: Office) -> None:
    asked.clock.moment = BEFORE_FAR
    report = send(asked)
    assert (report.outcome, len(asked.sent())) == ("waits-for-answer", 1)
    assert "2026-12-29" in report.reason
    assert requests(asked) == set()


@pytest.mark.parametrize(("day", "number"), [(date(2026, 11, 26), 1), (None, 0)])
def test_the_answer_decides_which_digest_goes(asked: Office, day: date | None, number: int) -> None:
    answer(asked, day)
    asked.clock.moment = BEFORE_FAR
    report = send(asked)
    assert (report.outcome, report.as_json()["number"]) == ("confirmed", number)
    assert send(asked).outcome == "already"


def test_without_an_answer_it_goes_shortly_before_the_meeting(asked: Office) -> None:
    asked.clock.moment = datetime.fromisoformat(FAR) - timedelta(hours=1, minutes=55)
    report = send(asked)
    assert (report.outcome, report.as_json()["number"]) == ("confirmed", 0)
    assert (send(asked).outcome, len(asked.sent())) == ("already", 2)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2026, 10, 1), "mist geen"), (date(2026, 11, 27), "mist geen")],
    ids=["held", "no meeting"],
)
def test_an_answer_that_cannot_be_is_refused(asked: Office, day: date, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        answer(asked, day)


def test_what_was_mailed_for_already_replaces_no_other(asked: Office) -> None:
    answer(asked, None)
    asked.clock.moment = BEFORE_FAR
    send(asked)
    with pytest.raises(UsageError, match="al gemaild of gevraagd"):
        answer(asked, date(2026, 11, 26))
