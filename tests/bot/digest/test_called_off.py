"""A driehoek that is called off after its digest: those who got it hear so once, nobody else."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from support.installation import Office

from bot.digest.report import DigestReport
from bot.settings import OWN_AGENDA
from bot.wiring import House

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before Thursday the 26th
SEND: dict[str, Any] = {"method": "POST", "path": "/users/*/messages/*/send"}
SUBJECT = "Gaat niet door: Lokale driehoek van donderdag 26 november 2026"


def send(office: Office, **changes: str) -> DigestReport:
    """Let a new process mail what is due."""
    house = office.house(**changes)
    office.note_reading(**changes)
    return house.digests.send(house.agenda.driehoek)


@pytest.fixture
def mailed(office: Office) -> Office:
    """The digest of the driehoek of the 26th went out just now."""
    office.load("1.1", "1.7", "2.1")
    office.clock.moment = MOMENT
    send(office)
    return office


@pytest.fixture
def off(mailed: Office) -> Office:
    """It was called off, which the bot saw an hour ago."""
    mailed.control.act("cancel-event", event=mailed.event("2026-11-26"))
    send(mailed)
    mailed.clock.forward(hours=1)
    return mailed


def readers(mail: dict[str, Any]) -> list[str]:
    return [to["emailAddress"]["address"] for to in mail["toRecipients"]]


def told(office: Office) -> list[dict[str, Any]]:
    """The mails that say that it is off."""
    return [mail for mail in office.sent() if mail["subject"] == SUBJECT]


def test_those_who_got_the_digest_are_told_once_in_one_line(off: Office) -> None:
    report = send(off)
    (remark,) = report.remarks
    assert remark.startswith(
        "De lezers van het overzicht voor donderdag 26 november 2026 is gemeld"
    )
    assert report.as_json()["remarks"] == [remark]
    assert send(off).remarks == []
    (mail,) = told(off)
    assert readers(mail) == readers(off.sent()[0])
    assert (
        "Lokale driehoek van donderdag 26 november 2026 om 10:00 uur gaat niet door: de afspraak "
        "is afgezegd." in " ".join(mail["body"]["content"].split())
    )


def test_a_meeting_that_was_deleted_is_off_too(mailed: Office) -> None:
    mailed.control.act("delete-event", event=mailed.event("2026-11-26"))
    send(mailed)
    assert told(mailed) == [], "not at once: it may be made anew"
    mailed.clock.forward(hours=1)
    send(mailed)
    (mail,) = told(mailed)
    assert "staat niet meer in de agenda" in " ".join(mail["body"]["content"].split())


def test_who_is_a_reader_since_is_not_told_and_who_was_one_is(off: Office) -> None:
    domain = off.house().settings.readers.domains[0]
    send(off, DIGEST_RECIPIENTS=f"nieuw@{domain}")
    (mail,) = told(off)
    assert readers(mail) == readers(off.sent()[0])


def test_no_mail_goes_where_none_may_go_any_more(off: Office) -> None:
    send(off, ALLOWED_RECIPIENT_DOMAINS="elders.example", DIGEST_RECIPIENTS="a@elders.example")
    assert told(off) == []
    with off.ledger as ledger:
        (notice,) = [n for n in ledger.notices.untold() if n.key.startswith("called-off|")]
    assert "niet gemeld" in notice.sentence


@pytest.mark.parametrize(
    "acts",
    [
        {"rename-event": {"subject": "Borrel"}, "categorize-event": {"categories": []}},
        {"respond": {"response": "declined"}},
        {"move-event": {"start": "2026-12-03T10:00:00+01:00"}},
        {"remake-event": {"start": "2026-12-03T10:00:00+01:00"}},
    ],
    ids=["not to be recognised", "declined by the mailbox", "moved", "made anew"],
)
def test_what_is_not_called_off_is_not_told_as_such(
    mailed: Office, acts: dict[str, dict[str, Any]]
) -> None:
    event = mailed.event("2026-11-26")
    for act, fields in acts.items():
        mailed.control.act(act, event=event, **fields)
    send(mailed)
    mailed.clock.forward(hours=2)
    send(mailed)
    assert len(mailed.sent()) == 1


def test_a_meeting_without_a_digest_is_called_off_in_silence(office: Office) -> None:
    office.load("1.1")
    send(office)
    office.control.act("cancel-event", event=office.event("2026-11-26"))
    for _ in range(2):
        send(office)
        office.clock.forward(hours=2)
    assert office.sent() == []


def test_the_agenda_can_have_it_otherwise(off: Office, tmp_path: Path) -> None:
    folder = copytree(OWN_AGENDA, tmp_path / "agenda")
    agenda = folder / "agenda.yaml"
    text = agenda.read_text(encoding="utf-8")
    quiet = text.replace("{workdays_before: 2,", "{tells_called_off: false, workdays_before: 2,")
    assert quiet != text
    agenda.write_text(quiet, encoding="utf-8")
    send(off, AGENDA_DIR=str(folder))
    assert told(off) == []


def test_called_off_and_on_again_the_readers_hear_that_too(off: Office) -> None:
    send(off)
    event = off.event("2026-11-26", "Geannuleerd: Lokale driehoek")
    off.control.act("delete-event", event=event)
    start, end = "2026-11-26T10:00:00+01:00", "2026-11-26T11:00:00+01:00"
    off.control.act("add-event", subject="Lokale driehoek", start=start, end=end)
    update = send(off)
    assert (update.outcome, update.as_json()["number"]) == ("confirmed", 1)
    assert "gaat toch door" in " ".join(off.sent()[-1]["body"]["content"].split())
    assert send(off).outcome == "already"
    assert len(off.sent()) == 3


def test_back_on_between_draft_and_sending_nothing_is_told(
    off: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = off.house()
    make = house.outlook.create_draft

    def make_and_restore(*words: Any) -> Any:
        draft = make(*words)
        start, end = "2026-11-26T10:00:00+01:00", "2026-11-26T11:00:00+01:00"
        off.control.act("add-event", subject="Lokale driehoek", start=start, end=end)
        return draft

    monkeypatch.setattr(house.outlook, "create_draft", make_and_restore)
    off.note_reading()
    assert house.digests.send(house.agenda.driehoek).remarks == []
    assert (len(off.sent()), off.control.state()["mails"][1:]) == (1, [])


@pytest.mark.parametrize("fault", ["lost_request", "lost_response"])
def test_when_the_answer_is_lost_it_goes_once_all_the_same(off: Office, fault: str) -> None:
    off.control.fault(fault, **SEND)
    assert send(off).remarks[0].startswith("Onzeker of de lezers")
    off.clock.forward(minutes=11)
    for _ in range(2):
        send(off)
    assert len(told(off)) == 1


def test_killed_at_any_step_and_run_again_it_goes_once(off: Office) -> None:
    """Every kill leaves what it leaves to the next process; half an hour passes in between."""

    def work(house: House) -> object:
        return house.digests.send(house.agenda.driehoek)

    dies_at, lived = 1, False
    while not lived:
        lived = off.lives_through(dies_at, work)
        off.clock.forward(minutes=11)
        dies_at += 1
    assert len(told(off)) == 1
    assert dies_at > 8, "else the kills came before anything was done"
