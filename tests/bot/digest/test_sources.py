"""Nothing is told from an old list: a digest waits for a whole reading, or says what it lacks."""

import io
from base64 import b64decode
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from support.installation import Office

import bot.digest.send
from bot.core.sync.brake import BrakePulled
from bot.digest.report import DigestReport
from bot.sync.side import SideUnavailable

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # two working days before Thursday the 26th
ENDS = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)  # two hours before it begins
SHUT: dict[str, Any] = {"path": "/planner/**", "status": 403, "times": 10_000}
TOLD = (
    "De cijfers uit Planner zijn van vrijdag 20 november om 09:05 uur: Planner was daarna niet "
    "goed te lezen."
)
MADE = "uit de actielijst en Planner (van vrijdag 20 november om 09:05 uur)"


@pytest.fixture
def shut(office: Office) -> Office:
    """Planner was read whole on Friday, 4.10 was ticked off after it, and nothing is read since."""
    office.load("1.1", "1.7", "2.1", "2.10", "3.16", "4.10")
    office.clock.moment = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
    office.sync()
    office.act("tick", "4.10")
    office.control.fault("status", **SHUT)
    office.clock.moment = MOMENT
    return office


def round_and_send(office: Office) -> DigestReport:
    """What the command and the worker do, each as a new process: a round, then the digest."""
    with suppress(SideUnavailable, BrakePulled):
        office.sync()
    house = office.house()
    return house.digests.send(house.agenda.driehoek)


def opened(office: Office) -> None:
    """Let Planner answer again."""
    office.control.mend()


def test_a_digest_waits_while_planner_cannot_be_read(shut: Office) -> None:
    report = round_and_send(shut)
    assert (report.outcome, shut.sent()) == ("waits-for-sides", [])
    assert report.reason == (
        "Het overzicht wacht, want wat er nu in Planner staat, is niet bekend. Uiterlijk op "
        "26-11-2026 om 08:00 uur gaat het uit, met de cijfers die er dan zijn."
    )
    shape = report.as_json()
    assert shape["waits_until"] == "2026-11-26T07:00:00+00:00"
    assert shape["sources"] == [
        {"side": "Planner", "read_at": "2026-11-20T08:05:00+00:00", "lapse": "unread"}
    ]


def test_the_control_without_the_waiting_the_old_status_goes_out(
    shut: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take the protection out, and 4.10 is mailed as not done although its owner ticked it off."""
    monkeypatch.setattr(bot.digest.send, "awaited", lambda _sources, **_: ())
    assert round_and_send(shut).outcome == "confirmed"
    (mail,) = shut.sent()
    assert mail["subject"].startswith("Lokale driehoek 26 november: 1 van 6 acties gereed")
    assert shut.action("4.10").status != "Gereed"
    assert shut.tasks()["4.10"]["percentComplete"] == 100


def test_as_soon_as_planner_is_read_again_it_goes_with_what_is_so_now(shut: Office) -> None:
    round_and_send(shut)
    opened(shut)
    shut.clock.forward(minutes=5)
    assert round_and_send(shut).outcome == "confirmed"
    (mail,) = shut.sent()
    assert mail["subject"].startswith("Lokale driehoek 26 november: 2 van 6 acties gereed")
    assert shut.action("4.10").status == "Gereed"
    assert "niet goed te lezen" not in mail["body"]["content"]
    assert "uit de actielijst en Planner." in mail["body"]["content"]


def test_two_hours_before_the_meeting_it_goes_once_and_says_how_old_it_is(shut: Office) -> None:
    shut.clock.moment = datetime(2026, 11, 26, 6, 59, tzinfo=UTC)
    assert round_and_send(shut).outcome == "waits-for-sides"
    shut.clock.moment = ENDS
    assert round_and_send(shut).outcome == "confirmed"
    assert round_and_send(shut).outcome == "already"
    opened(shut)
    shut.clock.forward(minutes=5)
    assert round_and_send(shut).outcome == "already"
    (mail,) = shut.sent()
    page, plain = mail["body"]["content"], " ".join(str(mail["textBody"]).split())
    assert page.index(TOLD) < page.index("<h1")
    assert plain.index(TOLD) < plain.index("1. ")
    assert all(MADE in text for text in (page, plain))


def test_a_pulled_brake_is_no_reading_either(shut: Office) -> None:
    opened(shut)
    for code in ("1.1", "1.7", "2.1"):
        shut.act("delete", code)
    report = round_and_send(shut)
    assert (report.outcome, shut.sent()) == ("waits-for-sides", [])


def test_deadlines_in_outlook_that_cannot_be_read_are_waited_for_too(office: Office) -> None:
    office.environ["OUTLOOK_CALENDAR"] = "Deadlines"
    office.load("1.7", "5.1")
    office.clock.moment = MOMENT
    office.sync()
    office.control.fault("status", path="/users/*/calendars/**", status=503, times=10_000)
    office.clock.forward(minutes=30)
    report = round_and_send(office)
    assert report.outcome == "waits-for-sides"
    assert report.reason.startswith("Het overzicht wacht, want wat er nu in Outlook staat, is niet")


def test_a_list_that_no_round_looked_at_lately_is_old_too(office: Office) -> None:
    """However the round failed to come: no whole reading of this moment is no mail."""
    office.load("1.7")
    office.sync()
    office.clock.moment = MOMENT
    house = office.house()
    assert house.digests.send(house.agenda.driehoek).outcome == "waits-for-sides"


def test_the_coordinator_hears_that_a_digest_waits_and_no_more_when_it_has_gone(
    shut: Office,
) -> None:
    round_and_send(shut)
    with shut.ledger as ledger:
        (notice,) = ledger.notices.untold()
    assert notice.sentence == (
        f"Het overzicht voor donderdag 26 november 2026 om 10:00 uur wacht. {TOLD} Uiterlijk "
        "donderdag 26 november 2026 om 08:00 uur gaat het uit met de cijfers die er dan zijn. "
        "Kijk wat er is met: driehoek doctor"
    )
    opened(shut)
    shut.clock.forward(minutes=5)
    round_and_send(shut)
    with shut.ledger as ledger:
        assert ledger.notices.untold() == []


def test_looking_and_rehearsing_say_it_too_and_wait_for_nothing(
    shut: Office, tmp_path: Path
) -> None:
    round_and_send(shut)
    house = shut.house()
    report = house.digests.preview(house.agenda.driehoek, tmp_path)
    assert report.outcome == "waits-for-sides"
    files = {Path(name).suffix: Path(name) for name in report.files}
    book = openpyxl.load_workbook(files[".xlsx"])["Toelichting"]
    told = {
        ".html": files[".html"].read_text("utf-8"),
        ".txt": " ".join(files[".txt"].read_text("utf-8").split()),
        ".docx": "\n".join(p.text for p in Document(str(files[".docx"])).paragraphs),
        ".xlsx": str(list(book.iter_rows(values_only=True))),
    }
    assert [name for name, text in told.items() if TOLD not in text] == []
    rehearsed = house.digests.rehearse(
        house.agenda.driehoek, "burgemeester@haarlemmermeer.example", "proef-1"
    )
    assert rehearsed.outcome == "confirmed"
    assert TOLD in shut.sent()[0]["body"]["content"]


def test_the_attached_memo_says_it(shut: Office) -> None:
    shut.clock.moment = ENDS
    round_and_send(shut)
    state = shut.control.state()["mails"]
    memo = next(a for a in state[0]["attachments"] if a["name"].endswith(".docx"))
    word = Document(io.BytesIO(b64decode(memo["contentBytes"])))
    assert TOLD in "\n".join(paragraph.text for paragraph in word.paragraphs)
