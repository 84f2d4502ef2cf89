"""What waits for another action, from the note in Planner to the cards of both owners."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import Office

MORNING = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)  # a Tuesday, the day after the import


@pytest.fixture
def waiting(office: Office) -> Office:
    """4.12 waits for 4.11, as its owner wrote in Planner; its deadline is in a month."""
    office.load("1.5", "4.11", "4.12")
    office.set("4.11", note="", status="Loopt", due="Continue", owners=["OOV"])
    office.set("4.12", note="", status="Loopt", due="2026-12-03", owners=["MOz"])
    office.sync()
    office.act("note", "4.12", text="Het plan is af.\nWacht op 4.11")
    office.clock.moment = MORNING
    office.sync()
    return office


def remind(office: Office, **changes: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """Send what is due by a new process; gives codes and outcome per owner."""
    office.note_reading()
    reports = office.house(**changes).reminders.remind(office.run("remind"))
    return {report.owner: (report.codes, report.outcome) for report in reports}


def cards(office: Office) -> list[Mapping[str, Any]]:
    return list(office.control.state()["cards"])


def test_who_is_waited_for_gets_one_card_and_who_waits_none(waiting: Office) -> None:
    assert remind(waiting) == {"OOV": (("4.11",), "accepted")}
    said = str(cards(waiting)[0]["card"])
    assert "Hier wachten anderen op" in said
    assert "Over 1 actie is er nieuws." in said
    for _ in range(5):
        waiting.clock.forward(days=1)
        assert remind(waiting) == {}


@pytest.mark.parametrize("end", ["tick", "drop"])
def test_who_waited_hears_once_that_it_is_over(waiting: Office, end: str) -> None:
    remind(waiting)
    waiting.clock.forward(days=1)
    if end == "tick":
        waiting.act("note", "4.11", text="Er is een helpdesk.")
        waiting.act("tick", "4.11")
    else:
        waiting.set("4.11", status="NIET")
    waiting.sync()
    assert remind(waiting)["MOz"] == (("4.12",), "accepted")
    said = str(cards(waiting)[-1]["card"])
    assert ("4.11 is gereed." if end == "tick" else "4.11 gaat niet door.") in said
    waiting.clock.forward(days=1)
    assert remind(waiting) == {}


def test_a_card_in_doubt_is_mailed_once_as_the_news_it_was(waiting: Office) -> None:
    waiting.control.fault("lost_request", method="POST", path="/webhooks/OOV", times=9)
    assert remind(waiting, OWNER_OOV_MAIL="")["OOV"] == (("4.11",), "unknown")
    waiting.clock.forward(minutes=11)
    assert remind(waiting)["OOV"] == (("4.11",), "accepted")
    waiting.clock.forward(minutes=11)
    assert remind(waiting) == {}
    (mail,) = waiting.control.state()["sent"]
    assert mail["subject"] == "Herinnering: over 1 actie is er nieuws"
    assert "4.12 wacht hierop." in str(mail)


def test_a_wait_in_doubt_that_its_owner_took_back_is_not_mailed(waiting: Office) -> None:
    waiting.control.fault("lost_request", method="POST", path="/webhooks/OOV", times=9)
    assert remind(waiting, OWNER_OOV_MAIL="")["OOV"] == (("4.11",), "unknown")
    waiting.clock.forward(minutes=11)
    waiting.set("4.12", note="Het plan is af.", due="Continue")
    assert remind(waiting) == {}


def test_a_kill_between_any_two_steps_tells_at_most_once(waiting: Office) -> None:
    for dies_at in range(1, 40):
        lived = waiting.lives_through(
            dies_at, lambda house: house.reminders.remind("remind-killed")
        )
        waiting.note_reading()
        if lived:
            break
    waiting.clock.forward(minutes=11)
    remind(waiting)
    mails = waiting.control.state()["sent"]
    assert (len(cards(waiting)) <= 1, len(mails) <= 1) == (True, True)
    assert cards(waiting) or mails
