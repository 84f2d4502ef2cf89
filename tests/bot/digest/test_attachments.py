"""The files beside a digest: named after the meeting, and the picture only where there is one."""

from datetime import date, datetime
from pathlib import Path

import pytest
from support.digest_samples import full_digest
from support.meeting_samples import occurrence

from bot.core.digest.parts import Occasion
from bot.core.workdays import AMSTERDAM
from bot.digest.attachments import enclose
from connectors.mime import MAX_REQUEST_BYTES, OutgoingMail, mime_request
from mappings.agenda import Agenda, load_actions, load_agenda
from mappings.canonical import Action

FOLDER = Path(__file__).parents[3] / "mappings" / "haarlemmermeer"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    return load_agenda(FOLDER)


@pytest.fixture(scope="module")
def actions(agenda: Agenda) -> tuple[Action, ...]:
    return load_actions(FOLDER / "actions.yaml", agenda)


def occasion(subject: str = "Lokale driehoek") -> Occasion:
    start = datetime(2026, 11, 26, 0, 30, tzinfo=AMSTERDAM)  # still the 25th in UTC
    meeting = occurrence(start, series_id=None, subject=subject)
    return Occasion(meeting=meeting, previous=None)


def test_the_memo_and_the_list_always_go_along_and_the_picture_with_a_timeline(
    agenda: Agenda, actions: tuple[Action, ...]
) -> None:
    files = enclose(full_digest(), actions, agenda=agenda, occasion=occasion(), today=TODAY)
    assert [(file.name, file.content_id) for file in files] == [
        ("verloop.png", "verloop"),
        ("Overzicht lokale driehoek 2026-11-26.docx", ""),
        ("Actielijst 2026-11-26.xlsx", ""),
    ]
    assert [file.content[:2] for file in files] == [b"\x89P", b"PK", b"PK"]
    without = enclose(
        full_digest(timeline=()), actions, agenda=agenda, occasion=occasion(), today=TODAY
    )
    assert [file.content_id for file in without] == ["", ""]


def test_a_retry_makes_the_same_files_and_they_fit_in_a_mail(
    agenda: Agenda, actions: tuple[Action, ...]
) -> None:
    first, second = (
        enclose(full_digest(), actions, agenda=agenda, occasion=occasion(), today=TODAY)
        for _ in range(2)
    )
    assert first == second
    mail = OutgoingMail("S", "<p>x</p>" * 10_000, ("om@om.example",), "x", first)
    assert len(mime_request(mail, "sleutel", "POST /x")) < MAX_REQUEST_BYTES / 4


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Lokale driehoek", "Overzicht lokale driehoek 2026-11-26.docx"),
        ("OOV-overleg", "Overzicht OOV-overleg 2026-11-26.docx"),
        ('A/B: "x" <y> \\ z?\n', "Overzicht A B x y z 2026-11-26.docx"),
        ("Coördinatie", "Overzicht coördinatie 2026-11-26.docx"),
        ("...", "Overzicht overleg 2026-11-26.docx"),
    ],
)
def test_a_name_that_windows_takes(
    agenda: Agenda, actions: tuple[Action, ...], subject: str, name: str
) -> None:
    digest = full_digest(timeline=())
    files = enclose(digest, actions[:1], agenda=agenda, occasion=occasion(subject), today=TODAY)
    assert files[0].name == name
