"""The look ahead goes to the coordinator with the first concept after new year and after summer."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import Office

from bot.ahead.mail import goes_with
from bot.service import jobs

GROUP = "Ambtelijke integrale werkgroep"
DUE = datetime(2027, 1, 13, 8, 0, tzinfo=UTC)  # three working days before Monday the 18th
COORDINATOR = "coordinator@haarlemmermeer.example"


@pytest.fixture
def january(office: Office) -> Office:
    """The morning in January on which the concept is due; three deadlines fall on one day."""
    office.load("1.1", "1.7", "2.1", "2.10")
    for code in ("1.7", "2.1", "2.10"):
        office.set(code, due="2027-12-31")
    office.move("2026-11-16", "2027-01-18T13:00:00+01:00", GROUP)
    office.clock.moment = DUE
    return office


def digest(office: Office, **changes: str) -> str:
    """Let a new process look at the concept."""
    house = office.house(**{"COORDINATOR_MAIL": COORDINATOR, **changes})
    office.note_reading(**changes)
    return jobs.digest(house, house.agenda.series("ambtelijke-werkgroep")).report.outcome


def looks_ahead(office: Office) -> list[dict[str, Any]]:
    return [mail for mail in office.sent() if "vooruitblik" in mail["subject"]]


def test_it_goes_with_the_concept_and_only_once(january: Office) -> None:
    assert digest(january) == "confirmed"
    (mail,) = looks_ahead(january)
    assert [to["emailAddress"]["address"] for to in mail["toRecipients"]] == [COORDINATOR]
    assert "Op 31 december eindigen 3 acties: 1.7, 2.1 en 2.10." in mail["body"]["content"]
    assert digest(january) == "already"
    assert len(looks_ahead(january)) == 1


def test_it_goes_once_a_season_with_the_first_concept_there_is(january: Office) -> None:
    january.move("2027-01-18", "2027-02-22T13:00:00+01:00", GROUP)
    january.move("2027-01-21", "2027-02-25T10:00:00+01:00")
    assert digest(january) != "confirmed"
    assert looks_ahead(january) == []
    january.clock.moment = datetime(2027, 2, 17, 8, 0, tzinfo=UTC)
    assert digest(january) == "confirmed"
    assert len(looks_ahead(january)) == 1


def test_one_that_could_not_go_is_tried_again_with_the_next_look(january: Office) -> None:
    assert digest(january, COORDINATOR_MAIL="") == "confirmed"
    assert looks_ahead(january) == []
    assert digest(january) == "already"
    assert len(looks_ahead(january)) == 1


@pytest.mark.parametrize(
    ("month", "series", "goes"),
    [
        (1, "ambtelijke-werkgroep", True),
        (9, "ambtelijke-werkgroep", True),
        (1, "lokale-driehoek", False),
        (3, "ambtelijke-werkgroep", True),
        (4, "ambtelijke-werkgroep", False),
        (8, "ambtelijke-werkgroep", False),
        (12, "ambtelijke-werkgroep", False),
    ],
)
def test_it_goes_with_the_concept_of_two_seasons(
    office: Office, month: int, series: str, goes: bool
) -> None:
    agenda = office.house().agenda
    now = datetime(2027, month, 15, 9, tzinfo=UTC)
    assert goes_with(agenda, agenda.series(series), now) is goes


def test_without_a_concept_it_goes_with_the_digest(office: Office) -> None:
    agenda = office.house().agenda
    alone = agenda.model_copy(update={"meetings": (agenda.driehoek,)})
    assert goes_with(alone, alone.driehoek, datetime(2027, 1, 15, 9, tzinfo=UTC))
