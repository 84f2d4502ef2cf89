"""What returns is nudged once, by a card in the last month of its period, unless it was ticked."""

import json
from datetime import UTC, datetime

import pytest
from support.installation import Office


@pytest.fixture
def june(office: Office) -> Office:
    """The first working morning of June 2027; 3.3 and 2.8 are of OOV, with tasks since March."""
    office.load("2.8", "3.2", "3.3")
    office.set("3.3", owners=("OOV",))
    office.set("2.8", owners=("OOV",))
    turn_to(office, "2027-03-01T09:00")
    office.sync()
    turn_to(office, "2027-06-01T09:00")
    return office


def turn_to(office: Office, moment: str) -> None:
    then = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    office.control.advance((then - office.clock.now()).total_seconds())
    office.clock.moment = then


def remind(office: Office) -> dict[str, tuple[str, ...]]:
    """Do a round and send what is due, as the worker does in the morning; gives codes per owner."""
    office.sync()
    reports = office.house().reminders.remind(office.run("remind"))
    return {report.owner: report.codes for report in reports if report.outcome == "accepted"}


def test_one_card_says_which_period_it_is_and_how_to_say_that_it_is_done(june: Office) -> None:
    assert remind(june)["OOV"] == ("3.3",)  # 2.8 has until December
    (card,) = [c["card"] for c in june.control.state()["cards"] if c["owner"] == "OOV"]
    text = json.dumps(card, ensure_ascii=False)
    assert "Nog te doen in deze periode" in text
    assert "1e helft 2027: nog tot en met 30 juni. 0 van 2 gedaan in 2027. " in text
    assert "Vink het af in de controlelijst van de taak." in text
    turn_to(june, "2027-06-02T09:00")
    assert remind(june) == {}
    turn_to(june, "2027-07-01T09:00")
    assert remind(june) == {}


def test_who_ticked_it_gets_no_card(june: Office) -> None:
    june.act("tick-item", "3.3", title="Gedaan: 1e helft 2027")
    assert "OOV" not in remind(june)


def test_what_a_meeting_does_is_told_as_long_as_none_is_planned(june: Office) -> None:
    """3.2 has no owner yet, so it goes to the coordinator."""
    assert remind(june)["coordinator"] == ("3.2",)
    cards = [c["card"] for c in june.control.state()["cards"] if c["owner"] == "coordinator"]
    assert "Dit telt vanzelf zodra het overleg er was." in json.dumps(cards, ensure_ascii=False)
