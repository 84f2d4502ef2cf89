"""A meeting that moves, vanishes or stands elsewhere: nobody gets two mails that say the same."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import START, Office

from bot.digest.report import DigestReport
from bot.digest.send import DigestSender
from connectors.sandbox.tenant.directory import SECRETARIAT

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before Thursday the 26th
LATER = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # and before Thursday the 3rd
SEND: dict[str, Any] = {"method": "POST", "path": "/users/*/messages/*/send"}
THE_26TH, THE_3RD, THE_8TH = (f"2026-{day}T10:00:00+01:00" for day in ("11-26", "12-03", "12-08"))


@pytest.fixture
def tuesday(office: Office) -> Office:
    """The morning on which the digest for the 26th is due."""
    office.load("1.1", "1.7", "2.1")
    office.clock.moment = MOMENT
    return office


def send(office: Office, **changes: str) -> DigestReport:
    """Let a new process mail what is due."""
    house = office.house(**changes)
    office.note_reading(**changes)
    return house.digests.send(house.agenda.driehoek)


def outcomes(office: Office, *moments: datetime) -> list[str]:
    """Look at each of these moments."""
    found = []
    for moment in moments:
        office.clock.moment = moment
        found.append(str(send(office).outcome))
    return found


def test_moved_to_another_day_after_the_digest_it_gets_one_update_at_the_new_moment(
    tuesday: Office,
) -> None:
    send(tuesday)
    tuesday.move("2026-11-26", THE_3RD)
    tuesday.clock.forward(hours=1)
    waiting = send(tuesday)
    assert waiting.reason == "Het bijgewerkte overzicht gaat uit op 01-12-2026 om 09:00 uur."
    tuesday.clock.moment = LATER
    update = send(tuesday)
    assert (update.outcome, update.as_json()["number"]) == ("confirmed", 1)
    assert update.occasion is not None
    assert update.occasion.first is not None
    assert (update.occasion.first.start, update.occasion.first.sent_at) == (
        datetime(2026, 11, 26, 9, tzinfo=UTC),
        MOMENT,
    )
    assert update.as_json()["since"] == "2026-10-01T10:00:00+02:00", "the last one held"
    assert send(tuesday).outcome == "already"
    assert len(tuesday.sent()) == 2


@pytest.mark.parametrize(
    "there_and_back",
    [["2026-11-26T16:00:00+01:00"], [THE_3RD, THE_26TH]],
    ids=["within the day", "away and back"],
)
def test_a_move_that_changes_no_day_makes_no_second_mail(
    tuesday: Office, there_and_back: list[str]
) -> None:
    send(tuesday)
    event = tuesday.event("2026-11-26")
    for start in there_and_back:
        tuesday.control.act("move-event", event=event, start=start)
    assert outcomes(tuesday, MOMENT, datetime(2026, 11, 26, 8, tzinfo=UTC)) == ["already"] * 2
    assert len(tuesday.sent()) == 1


def test_moved_again_it_gets_one_more_update(tuesday: Office) -> None:
    send(tuesday)
    event = tuesday.event("2026-11-26")
    tuesday.control.act("move-event", event=event, start=THE_3RD)
    assert outcomes(tuesday, LATER) == ["confirmed"]
    tuesday.control.act("move-event", event=event, start=THE_8TH)
    tuesday.clock.moment = datetime(2026, 12, 4, 8, tzinfo=UTC)
    third = send(tuesday)
    assert third.as_json()["number"] == 2
    assert third.occasion is not None
    assert third.occasion.first is not None
    assert third.occasion.first.start == datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert len(tuesday.sent()) == 3


def test_moves_before_sending_make_one_mail(tuesday: Office) -> None:
    tuesday.clock.moment = START
    event = tuesday.event("2026-11-26")
    for start in (THE_3RD, THE_8TH, THE_3RD):
        tuesday.control.act("move-event", event=event, start=start)
        assert send(tuesday).outcome == "waiting"
    assert outcomes(tuesday, MOMENT, LATER, LATER) == ["waiting", "confirmed", "already"]
    assert len(tuesday.sent()) == 1


def test_moved_to_an_earlier_day_the_update_goes_at_once(tuesday: Office) -> None:
    send(tuesday)
    tuesday.move("2026-11-26", "2026-11-25T10:00:00+01:00")
    assert send(tuesday).outcome == "confirmed"
    assert len(tuesday.sent()) == 2


@pytest.mark.parametrize("act", ["cancel-event", "delete-event"])
def test_a_meeting_called_off_after_the_digest_gets_no_other(tuesday: Office, act: str) -> None:
    send(tuesday)
    tuesday.control.act(act, event=tuesday.event("2026-11-26"))
    assert outcomes(tuesday, MOMENT, LATER) == ["waiting"] * 2
    assert len(tuesday.sent()) == 1


def test_a_series_that_replaces_the_old_one_on_its_days_gets_no_second_mail(
    tuesday: Office,
) -> None:
    send(tuesday)
    tuesday.control.act("cancel-event", event=tuesday.event("2026-11-26"))
    tuesday.control.act(
        "add-series", subject="Lokale driehoek", starts=[THE_26TH, "2027-02-18T10:00:00+01:00"]
    )
    report = send(tuesday)
    assert (report.outcome, len(tuesday.sent())) == ("already", 1)


def test_the_same_meeting_in_another_mailbox_gets_no_second_mail(tuesday: Office) -> None:
    """The administrator moves the bot to another mailbox, with ids and folders of its own."""
    send(tuesday)
    tuesday.control.act("open-mailbox", mailbox=SECRETARIAT)
    tuesday.control.act(
        "add-series", mailbox=SECRETARIAT, subject="Lokale driehoek", starts=[THE_26TH]
    )
    report = send(tuesday, OUTLOOK_MAILBOX=SECRETARIAT)
    assert (report.outcome, len(tuesday.sent())) == ("already", 1)
    assert report.as_json()["since"] == "2026-10-01T10:00:00+02:00", "held, and remembered"


def test_with_the_database_lost_the_mailbox_tells_what_was_mailed(
    tuesday: Office, tmp_path: Any
) -> None:
    """Also that the first mail named another day than the update did."""
    send(tuesday)
    lost = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    assert send(tuesday, **lost).outcome == "already"
    tuesday.control.advance((LATER - START).total_seconds())
    tuesday.move("2026-11-26", THE_3RD)
    tuesday.clock.moment = LATER
    assert send(tuesday).outcome == "confirmed"
    for database in ("older.db", "newest.db"):
        lost = {"DATABASE_URL": f"sqlite:///{tmp_path / database}"}
        assert [send(tuesday, **lost).outcome for _ in range(3)] == ["already"] * 3
    assert len(tuesday.sent()) == 2


def test_an_installation_that_mailed_before_there_were_updates_does_not_mail_again(
    tuesday: Office,
) -> None:
    send(tuesday)
    house = tuesday.house()
    with house.store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM digests")
    assert send(tuesday).outcome == "already"
    tuesday.move("2026-11-26", THE_3RD)
    assert outcomes(tuesday, LATER, LATER) == ["confirmed", "already"]
    assert len(tuesday.sent()) == 2


@pytest.mark.parametrize(
    ("act", "fields", "then"),
    [
        ("cancel-event", {}, "waiting"),
        ("delete-event", {}, "waiting"),
        ("move-event", {"start": THE_3RD}, "waiting"),
        ("move-event", {"start": "2026-11-26T14:00:00+01:00"}, "confirmed"),
    ],
)
def test_what_changes_between_draft_and_sending_stops_the_mail_and_loses_nothing(
    tuesday: Office, monkeypatch: pytest.MonkeyPatch, act: str, fields: dict[str, str], then: str
) -> None:
    house = tuesday.house()
    make = house.outlook.create_draft

    def make_and_change(*words: Any) -> Any:
        draft = make(*words)
        tuesday.control.act(act, event=tuesday.event("2026-11-26"), **fields)
        return draft

    monkeypatch.setattr(house.outlook, "create_draft", make_and_change)
    tuesday.note_reading()
    stopped = house.digests.send(house.agenda.driehoek)
    assert (stopped.outcome, tuesday.sent(), tuesday.control.state()["mails"]) == (
        "withdrawn",
        [],
        [],
    )
    with tuesday.ledger as ledger:
        (row,) = ledger.sends.all()
    assert (row.state, row.detail) == ("rejected", "withdrawn before it was sent")
    assert send(tuesday).outcome == then
    if fields.get("start") == THE_3RD:
        assert outcomes(tuesday, LATER) == ["confirmed"]
    assert len(tuesday.sent()) == (0 if act != "move-event" else 1)


def test_without_the_second_look_the_mail_would_have_left(
    tuesday: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    house = tuesday.house()
    make = house.outlook.create_draft

    def make_and_cancel(*words: Any) -> Any:
        draft = make(*words)
        tuesday.control.act("cancel-event", event=tuesday.event("2026-11-26"))
        return draft

    monkeypatch.setattr(house.outlook, "create_draft", make_and_cancel)
    monkeypatch.setattr(DigestSender, "_stands", lambda *_: True)
    tuesday.note_reading()
    assert house.digests.send(house.agenda.driehoek).outcome == "confirmed"
    assert len(tuesday.sent()) == 1


def test_a_mail_that_did_not_leave_is_not_sent_after_all_when_its_meeting_moved(
    tuesday: Office,
) -> None:
    """Ten minutes later it is provably still a draft, and names a day that is wrong by now."""
    tuesday.control.fault("lost_request", **SEND)
    assert send(tuesday).outcome == "unknown"
    tuesday.move("2026-11-26", THE_3RD)
    tuesday.clock.forward(minutes=11)
    assert send(tuesday).outcome == "waiting"
    assert (tuesday.sent(), tuesday.control.state()["mails"]) == ([], [])
    assert outcomes(tuesday, LATER) == ["confirmed"]


def test_a_mail_that_may_have_left_makes_an_update_only_when_it_did(tuesday: Office) -> None:
    tuesday.control.fault("lost_response", **SEND)
    assert send(tuesday).outcome == "unknown"
    tuesday.move("2026-11-26", THE_3RD)
    assert send(tuesday).reason.startswith("Het bijgewerkte overzicht gaat uit op 01-12-2026")
    assert outcomes(tuesday, LATER, LATER) == ["confirmed", "already"]
    assert len(tuesday.sent()) == 2
