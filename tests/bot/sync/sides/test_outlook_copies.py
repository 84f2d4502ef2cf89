"""Copies that people make of our events carry our mark as well, and are people's all the same."""

from typing import Any

import pytest
from support.installation import Office

from bot.actions import decisions


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines"}


def events(office: Office) -> list[dict[str, Any]]:
    return [e for e in office.control.state()["events"] if e["calendar"] == "Deadlines"]


@pytest.fixture
def copy(office: Office) -> str:
    """A copy of the only event there is."""
    office.load("4.10", "5.1")
    office.sync()
    (event,) = events(office)
    return str(office.control.act("copy-event", event=event["id"])["id"])


def test_a_copy_stays_when_ours_has_to_go(office: Office, copy: str) -> None:
    """The action is done, so our event goes, and the copy is not taken for it."""
    office.set("4.10", status="Gereed")
    office.sync()
    office.clock.forward(hours=1)
    assert office.sync().steps == []
    assert [event["id"] for event in events(office)] == [copy]


def test_a_copy_is_not_taken_for_an_event_that_is_to_be_restored(office: Office, copy: str) -> None:
    (ours,) = (event["id"] for event in events(office) if event["id"] != copy)
    office.control.act("delete-event", event=ours)
    office.clock.forward(hours=1)
    office.sync(allow_deletions=True)
    with office.ledger as ledger:
        decisions.restore(ledger, "outlook", "4.10", at=office.clock.now(), run="word")
    assert office.sync().sides["outlook"].created == 1
    assert len(events(office)) == 2


def test_an_accepted_copy_brings_its_day_into_the_list_and_stays(office: Office, copy: str) -> None:
    """What was taken for a done action's event would go, with its day, though people made it."""
    office.sync()
    office.control.act("rename-event", event=copy, subject="Overleg buurtvaders")
    office.control.act("move-event", event=copy, date="2027-05-06")
    office.sync()
    with office.ledger as ledger:
        at = office.clock.now()
        code = decisions.accept(ledger, copy, 4, "Buurtvaders", at=at, run="word").code
    office.sync()
    assert office.action(code).due.text == "2027-05-06"
    (event,) = (event for event in events(office) if event["id"] == copy)
    assert event["subject"] == f"Deadline {code} Buurtvaders"
    assert ("outlook", "title", None, "Overleg buurtvaders", "reported") in office.history(code)
    office.clock.forward(hours=1)
    assert office.sync().steps == []
