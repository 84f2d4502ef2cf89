"""The digest before the driehoek: at its moment, effectively once, whatever happens on the way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from support.installation import Office

from bot.digest.report import DigestReport
from bot.settings import SettingsErrors
from bot.store.errors import RoundBusy
from connectors.errors import Denied, GraphError, Missing

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before Thursday the 26th
SEND: dict[str, Any] = {"method": "POST", "path": "/users/*/messages/*/send"}
NOT_MADE: dict[str, Any] = {"kind": "status", "status": 504}


@pytest.fixture
def tuesday(office: Office) -> Office:
    """The morning on which the digest for the 26th is due."""
    office.load("1.1", "1.7", "2.1", "2.10", "3.16", "4.10")
    office.clock.moment = MOMENT
    return office


def send(office: Office, **changes: str) -> DigestReport:
    """Let a new process mail what is due."""
    house = office.house(**changes)
    office.note_reading(**changes)
    return house.digests.send(house.agenda.meetings[0])


def drafts(office: Office) -> list[dict[str, Any]]:
    return [mail for mail in office.control.state()["mails"] if mail["isDraft"]]


def coming(report: DigestReport) -> str:
    """When the meeting is that the digest is for."""
    assert report.meeting is not None
    return f"{report.meeting.start:%Y-%m-%d %H:%M}"


def test_nothing_goes_out_before_its_moment(tuesday: Office) -> None:
    tuesday.clock.forward(seconds=-1)
    report = send(tuesday)
    assert report.outcome == "waiting"
    assert report.reason == "Het overzicht gaat uit op 24-11-2026 om 09:00 uur."
    assert (tuesday.sent(), drafts(tuesday)) == ([], [])


def test_at_its_moment_the_digest_goes_to_all_readers(tuesday: Office) -> None:
    report = send(tuesday)
    assert (report.outcome, len(tuesday.sent()), drafts(tuesday)) == ("confirmed", 1, [])
    mail = tuesday.sent()[0]
    readers = [to["emailAddress"]["address"] for to in mail["toRecipients"]]
    assert ",".join(readers) == tuesday.environ["DIGEST_RECIPIENTS"]
    assert mail["subject"].startswith("Lokale driehoek 26 november: 1 van 6 acties gereed")
    assert mail["mailbox"] == tuesday.environ["OUTLOOK_MAILBOX"]
    assert report.as_json()["since"] == "2026-10-01T10:00:00+02:00"


def test_a_second_call_sends_nothing(tuesday: Office) -> None:
    send(tuesday)
    tuesday.control.forget()
    assert send(tuesday).outcome == "already"
    tuesday.clock.forward(days=1)
    assert send(tuesday).outcome == "already"
    assert (len(tuesday.sent()), tuesday.writes()) == (1, [])


def test_after_downtime_the_digest_still_goes_out_until_the_meeting_begins(tuesday: Office) -> None:
    tuesday.clock.moment = datetime(2026, 11, 26, 8, 59, tzinfo=UTC)
    assert send(tuesday).outcome == "confirmed"


def test_a_meeting_that_has_begun_gets_no_digest_any_more(tuesday: Office) -> None:
    tuesday.clock.moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    report = send(tuesday)
    assert report.outcome == "waiting"
    assert coming(report) == "2027-01-21 10:00"
    assert tuesday.sent() == []


def test_each_meeting_gets_its_own_digest_with_what_changed_since_the_last(tuesday: Office) -> None:
    send(tuesday)
    tuesday.clock.moment = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
    tuesday.set("1.7", status="Gereed")
    tuesday.clock.moment = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
    assert send(tuesday).outcome == "confirmed"
    first, second = (mail["body"]["content"] for mail in tuesday.sent())
    assert "Afgerond" in second
    assert "Afgerond" not in first


def test_an_answer_that_got_lost_after_sending_makes_no_second_mail(tuesday: Office) -> None:
    tuesday.control.fault("lost_response", **SEND)
    assert send(tuesday).outcome == "unknown"
    assert send(tuesday).outcome == "confirmed"
    assert send(tuesday).outcome == "already"
    assert (len(tuesday.sent()), drafts(tuesday)) == (1, [])


@pytest.mark.parametrize("fault", [{"kind": "lost_request"}, NOT_MADE], ids=["lost", "504"])
def test_a_mail_that_may_have_left_is_sent_again_only_when_it_is_provably_still_a_draft(
    tuesday: Office, fault: dict[str, Any]
) -> None:
    tuesday.control.fault(**fault, **SEND)
    assert send(tuesday).outcome == "unknown"
    tuesday.clock.forward(minutes=9)
    assert send(tuesday).outcome == "unknown"
    assert tuesday.sent() == []
    tuesday.clock.forward(minutes=2)
    assert send(tuesday).outcome == "confirmed"
    assert (len(tuesday.sent()), drafts(tuesday)) == (1, [])


def test_a_success_that_asks_for_patience_is_a_success(tuesday: Office) -> None:
    """202 with Retry-After: sending again would double the mail (msgraph-sdk-java#1487)."""
    tuesday.control.fault("advised_success", **SEND, retry_after=30)
    assert send(tuesday).outcome == "confirmed"
    assert len(tuesday.sent()) == 1


def test_a_throttled_mail_goes_after_the_wait(tuesday: Office) -> None:
    tuesday.control.fault("throttle", **SEND, retry_after=12)
    assert send(tuesday).outcome == "confirmed"
    assert [12 <= wait < 13 for wait in tuesday.clock.slept] == [True]
    assert len(tuesday.sent()) == 1


def test_a_sent_mail_that_does_not_show_yet_is_not_sent_again(tuesday: Office) -> None:
    tuesday.control.fault("delayed_visibility", **SEND, reads=9)
    assert send(tuesday).outcome == "sent"
    assert send(tuesday).outcome == "already"
    assert len(tuesday.sent()) == 1


def test_a_mail_that_exchange_took_and_left_lying_is_handed_over_again_as_it_is(
    tuesday: Office,
) -> None:
    """Not made anew: one and the same message can leave only once."""
    tuesday.control.fault("lost_request", **SEND)
    send(tuesday)
    (draft,) = drafts(tuesday)
    with tuesday.ledger as ledger:
        (row,) = ledger.sends.all()
        ledger.sends.settle(row.key, "sent", tuesday.clock.now())
    tuesday.clock.forward(minutes=11)
    assert send(tuesday).outcome == "already"
    assert [mail["id"] for mail in tuesday.sent()] == [draft["id"]]


def test_a_refused_mail_is_tried_again_and_leaves_no_draft_behind(tuesday: Office) -> None:
    tuesday.control.fault("status", **SEND, status=400)
    with pytest.raises(GraphError):
        send(tuesday)
    assert send(tuesday).outcome == "confirmed"
    assert (len(tuesday.sent()), drafts(tuesday)) == (1, [])


def test_a_draft_whose_creation_got_no_answer_is_no_second_mail(tuesday: Office) -> None:
    tuesday.control.fault("lost_response", method="POST", path="/users/*/messages")
    assert send(tuesday).outcome == "confirmed"
    assert send(tuesday).outcome == "already"
    assert len(tuesday.sent()) == 1


def test_a_process_killed_at_any_step_leaves_one_mail(tuesday: Office, tmp_path: Path) -> None:
    """Ten minutes later the draft has left, or it is proven that it did not.

    A draft that did not get its key yet stays behind; nothing ever sends that one.
    """
    for dies_at in count(1):
        tuesday.control.reset()
        database = f"sqlite:///{tmp_path / f'{dies_at}.db'}"
        fresh = replace(tuesday, environ={**tuesday.environ, "DATABASE_URL": database})
        fresh.load("1.7")
        fresh.note_reading()
        if fresh.lives_through(dies_at, lambda house: house.digests.send(house.agenda.meetings[0])):
            break
        send(fresh)
        fresh.clock.forward(minutes=11)
        assert send(fresh).outcome in ("confirmed", "already")
        keyed = [draft for draft in drafts(fresh) if draft["properties"]]
        assert (len(fresh.sent()), keyed) == (1, []), f"killed before step {dies_at}"
    assert dies_at > 10


def test_two_processes_at_the_same_second_send_one_mail(tuesday: Office) -> None:
    tuesday.note_reading()
    houses = [tuesday.house() for _ in range(2)]
    senders = [(house.digests, house.agenda.meetings[0]) for house in houses]
    start = Barrier(2)

    def run(number: int) -> str:
        sender, series = senders[number]
        start.wait()
        try:
            return str(sender.send(series).outcome)
        except RoundBusy:
            return "busy"

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(run, range(2)))
    assert outcomes - {"busy", "already"} == {"confirmed"}
    assert len(tuesday.sent()) == 1


def test_a_cancelled_meeting_gets_no_digest(tuesday: Office) -> None:
    tuesday.control.act("cancel-event", event=tuesday.event("2026-11-26"))
    report = send(tuesday)
    assert (report.outcome, tuesday.sent()) == ("waiting", [])
    assert coming(report) == "2027-01-21 10:00"


def test_a_meeting_that_moves_before_the_digest_moves_the_digest(tuesday: Office) -> None:
    event = tuesday.event("2026-11-26")
    tuesday.control.act("move-event", event=event, start="2026-12-03T14:00:00+01:00")
    assert send(tuesday).reason == "Het overzicht gaat uit op 01-12-2026 om 09:00 uur."
    tuesday.clock.moment = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert send(tuesday).outcome == "confirmed"


def test_a_calendar_without_a_driehoek_is_no_error(tuesday: Office) -> None:
    for day in ("2026-11-26", "2027-01-21"):
        tuesday.control.act("delete-event", event=tuesday.event(day))
    report = send(tuesday)
    assert report.outcome == "no-meeting"
    assert report.reason == "Er staat geen Lokale driehoek in de agenda."
    assert report.as_json()["meeting"] is None


def test_a_mailbox_outside_the_rights_is_denied(tuesday: Office) -> None:
    with pytest.raises(Denied):
        send(tuesday, OUTLOOK_MAILBOX="bestuurssecretariaat@haarlemmermeer.example")
    with pytest.raises(Missing):
        send(tuesday, OUTLOOK_MAILBOX="niemand@haarlemmermeer.example")
    assert tuesday.sent() == []


@pytest.mark.parametrize(
    "name", ["DIGEST_RECIPIENTS", "ALLOWED_RECIPIENT_DOMAINS", "OUTLOOK_MAILBOX"]
)
def test_a_missing_setting_is_named_before_anything_is_asked(tuesday: Office, name: str) -> None:
    with pytest.raises(SettingsErrors, match=name):
        send(tuesday, **{name: ""})
    assert tuesday.trips() == 0


def test_a_preview_writes_files_and_mails_nothing(tuesday: Office, tmp_path: Path) -> None:
    house = tuesday.house()
    folder = tmp_path / "overzicht"
    report = house.digests.preview(house.agenda.meetings[0], folder)
    assert report.outcome == "planned"
    assert report.files == [
        str(folder / "digest-2026-11-26.html"),
        str(folder / "digest-2026-11-26.txt"),
        str(folder / "Overzicht lokale driehoek 2026-11-26.docx"),
        str(folder / "Actielijst 2026-11-26.xlsx"),
    ]
    assert all("Lokale driehoek" in Path(file).read_text("utf-8") for file in report.files[:2])
    assert (tuesday.writes(), tuesday.sent()) == ([], [])
    assert send(tuesday).outcome == "confirmed"


def test_the_mail_shows_what_the_preview_showed(tuesday: Office, tmp_path: Path) -> None:
    tuesday.note_reading()
    house = tuesday.house()
    preview = house.digests.preview(house.agenda.meetings[0], tmp_path)
    send(tuesday)
    html = Path(preview.files[0]).read_text("utf-8")
    assert tuesday.sent()[0]["body"]["content"] == html
