"""The working group that prepares a driehoek reads the concept of its digest."""

from datetime import UTC, datetime

import pytest
from support.installation import Office

from bot.digest.report import DigestReport
from bot.service.jobs import every_digest
from bot.settings import SettingsErrors
from connectors.sandbox.tenant.directory import WORKING_GROUP

GROUP = "Ambtelijke integrale werkgroep"
MOMENT = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)  # three working days before Monday the 16th


@pytest.fixture
def wednesday(office: Office) -> Office:
    """The morning on which the concept is due."""
    office.load("1.1", "1.7", "2.1")
    office.clock.moment = MOMENT
    return office


def send(office: Office, **changes: str) -> DigestReport:
    """Let a new process mail the concept that is due."""
    house = office.house(**changes)
    office.note_reading(**changes)
    return house.digests.send(house.agenda.series("ambtelijke-werkgroep"))


def test_the_concept_goes_to_the_working_group_and_nobody_else(wednesday: Office) -> None:
    report = send(wednesday)
    assert report.outcome == "confirmed"
    assert report.reason == "Het concept is verstuurd."
    (mail,) = wednesday.sent()
    assert [to["emailAddress"]["address"] for to in mail["toRecipients"]] == [WORKING_GROUP]
    assert send(wednesday).outcome == "already"
    assert len(wednesday.sent()) == 1


def test_it_is_about_the_driehoek_after_the_working_group(wednesday: Office) -> None:
    report = send(wednesday)
    shape = report.as_json()
    assert (shape["series"], shape["kind"]) == ("ambtelijke-werkgroep", "concept")
    occasion = report.occasion
    assert occasion is not None
    assert occasion.prepared_by is not None
    assert f"{occasion.prepared_by.start:%Y-%m-%d}" == "2026-11-16"
    assert f"{occasion.meeting.start:%Y-%m-%d}" == "2026-11-26"
    assert shape["since"] == "2026-10-01T10:00:00+02:00", "the driehoek held last, not the group"


def test_the_mayor_gets_the_digest_all_the_same(wednesday: Office) -> None:
    send(wednesday)
    wednesday.clock.moment = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    house = wednesday.house()
    wednesday.note_reading()
    assert house.digests.send(house.agenda.driehoek).outcome == "confirmed"
    assert len(wednesday.sent()) == 2


def test_without_readers_nobody_gets_it_and_the_mayor_least_of_all(wednesday: Office) -> None:
    report = send(wednesday, CONCEPT_RECIPIENTS="")
    assert (report.outcome, report.recipients, wednesday.sent()) == ("no-recipients", (), [])
    assert report.reason.startswith("Niemand krijgt het concept. Vul CONCEPT_RECIPIENTS")
    assert "Niemand krijgt het concept" in report.reason
    assert send(wednesday, CONCEPT_RECIPIENTS="", DIGEST_RECIPIENTS="").outcome != "confirmed"


def test_a_working_group_without_a_driehoek_after_it_gets_nothing(wednesday: Office) -> None:
    for day in ("2026-11-26", "2027-01-21"):
        wednesday.control.act("delete-event", event=wednesday.event(day))
    report = send(wednesday)
    assert report.outcome == "no-meeting"
    assert report.reason == (
        "Na de Ambtelijke integrale werkgroep van maandag 16 november 2026 staat geen Lokale "
        "driehoek in de agenda; er gaat geen concept uit."
    )
    assert wednesday.sent() == []


def test_a_working_group_that_moves_to_another_day_gets_the_concept_anew(wednesday: Office) -> None:
    send(wednesday)
    wednesday.move("2026-11-16", "2026-11-18T13:30:00+01:00", GROUP)
    wednesday.clock.moment = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)
    update = send(wednesday)
    assert (update.outcome, update.reason) == (
        "confirmed",
        "Het bijgewerkte concept is verstuurd.",
    )
    assert len(wednesday.sent()) == 2


def test_owners_are_not_asked_to_be_up_to_date_for_the_working_group(wednesday: Office) -> None:
    series = {meeting.series for meeting in wednesday.house().driehoeken()}
    assert series == {"lokale-driehoek"}


def test_the_worker_mails_the_concept_also_when_the_digest_cannot_be(wednesday: Office) -> None:
    wednesday.note_reading()
    with pytest.raises(SettingsErrors, match="DIGEST_RECIPIENTS"):
        every_digest(wednesday.house(DIGEST_RECIPIENTS=""))
    subjects = [mail["subject"] for mail in wednesday.sent()]
    assert len([subject for subject in subjects if "vooruitblik" not in subject]) == 1
