"""What owners want to discuss opens the digest; the concept says what its readers did not see."""

from datetime import UTC, datetime

import pytest
from support.installation import Office

from bot.digest.report import DigestReport

CONCEPT = "ambtelijke-werkgroep"
DRIEHOEK = "lokale-driehoek"
FIRST_CONCEPT = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
FIRST_DIGEST = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SECOND_CONCEPT = datetime(2027, 1, 6, 8, 0, tzinfo=UTC)
SECOND_DIGEST = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
HEADING = ">Wordt aan u gevraagd</h2>"


@pytest.fixture
def two(office: Office) -> Office:
    """Two actions in Planner."""
    office.load("2.4", "2.5")
    office.sync()
    return office


def send(office: Office, series: str, moment: datetime) -> str:
    """Mail what is due at this moment, after a round; gives what the mail says."""
    office.clock.moment = moment
    office.sync()
    house = office.house()
    report: DigestReport = house.digests.send(house.agenda.series(series))
    assert report.outcome == "confirmed"
    return " ".join(office.sent()[-1]["body"]["content"].split())


def ask(office: Office, code: str, note: str) -> None:
    """Let the owner put the label on and write what he asks."""
    office.act("label", code, label="Bespreken")
    office.act("note", code, text=note)
    office.clock.forward(minutes=5)
    office.sync()


def test_a_question_opens_the_digest_and_stays_until_the_label_is_off(two: Office) -> None:
    ask(two, "2.4", "Mag dit wachten?")
    first = send(two, DRIEHOEK, FIRST_DIGEST)
    assert first.index(HEADING) < first.index(">Stand per doel</h2>")
    assert first.index("Mag dit wachten?") < first.index(">Stand per doel</h2>")
    two.act("unlabel", "2.4", label="Bespreken")
    assert HEADING not in send(two, DRIEHOEK, SECOND_DIGEST)


def test_a_concept_says_which_are_new_since_the_previous_concept(two: Office) -> None:
    """Of the werkgroep, and not of the driehoek: each reads what is new to itself."""
    ask(two, "2.4", "Mag dit wachten?")
    first = send(two, CONCEPT, FIRST_CONCEPT)
    assert "1 actie vraagt om een besluit of een gesprek.<" in first
    ask(two, "2.5", "Wie betaalt dit?")
    assert "Nieuw" not in send(two, DRIEHOEK, FIRST_DIGEST).partition(HEADING)[2][:3000]
    second = send(two, CONCEPT, SECOND_CONCEPT)
    assert (
        "2 acties vragen om een besluit of een gesprek. Nieuw sinds het vorige concept: 2.5."
        in (second)
    )
    last = send(two, DRIEHOEK, SECOND_DIGEST)
    assert "2 acties vragen om een besluit of een gesprek.<" in last


def test_a_second_label_of_the_same_action_is_new_again(two: Office) -> None:
    ask(two, "2.4", "Mag dit wachten?")
    send(two, DRIEHOEK, FIRST_DIGEST)
    two.act("unlabel", "2.4", label="Bespreken")
    two.sync()
    ask(two, "2.4", "En nu?")
    assert "Nieuw sinds het vorige overzicht: 2.4." in send(two, DRIEHOEK, SECOND_DIGEST)
