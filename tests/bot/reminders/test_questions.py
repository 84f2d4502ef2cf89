"""What an owner is asked once in Teams, from the tick in Planner to the card and the answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import Office

from bot.actions.decisions import accept

MORNING = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)  # a Tuesday, the day after the import
QUESTION = "Wat heeft het opgeleverd?"


@pytest.fixture
def ticked(office: Office) -> Office:
    """Four actions in Planner without a note, of which the owners of two ticked theirs off."""
    office.load("1.5", "4.10", "4.11", "4.12")
    for code in ("4.10", "4.11", "4.12"):
        office.set(code, note="", status="Loopt", due="Continue")
    office.sync()
    for code in ("4.10", "4.11"):
        office.act("tick", code)
    office.act("note", "4.11", text="De helpdesk is er.")
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


def test_a_tick_without_a_note_gets_one_card_and_one_only(ticked: Office) -> None:
    """1.5 was done when the list was made, and 4.11 says what came of it."""
    assert remind(ticked) == {"G&R": (("4.10",), "accepted")}
    (card,) = cards(ticked)
    assert (card["owner"], QUESTION in str(card["card"])) == ("G&R", True)
    assert "Over 1 actie is een vraag." in str(card["card"])
    for _ in range(5):
        ticked.clock.forward(days=1)
        assert remind(ticked) == {}


def test_many_that_were_done_at_the_first_import_are_not_asked_about(office: Office) -> None:
    office.load()
    office.sync()
    office.clock.moment = MORNING
    office.sync()
    remind(office)
    assert QUESTION not in str(cards(office))


def test_the_answer_in_the_notes_comes_before_the_card(ticked: Office) -> None:
    ticked.act("note", "4.10", text="Er is een draaiboek.")
    ticked.sync()
    assert remind(ticked) == {}


def test_a_tick_that_was_taken_back_is_not_asked_about_and_the_next_one_is(ticked: Office) -> None:
    remind(ticked)
    ticked.clock.forward(days=1)
    ticked.act("progress", "4.10", percent=50)
    ticked.sync()
    assert remind(ticked) == {}
    ticked.clock.forward(days=1)
    ticked.act("tick", "4.10")
    ticked.sync()
    assert remind(ticked) == {"G&R": (("4.10",), "accepted")}


def test_a_card_in_doubt_is_mailed_once_as_the_question_it_was(ticked: Office) -> None:
    ticked.control.fault("lost_request", method="POST", path="/webhooks/G_R", times=9)
    assert remind(ticked, OWNER_G_R_MAIL="")["G&R"] == (("4.10",), "unknown")
    ticked.clock.forward(minutes=11)
    assert remind(ticked)["G&R"] == (("4.10",), "accepted")
    ticked.clock.forward(minutes=11)
    assert remind(ticked) == {}
    (mail,) = ticked.control.state()["sent"]
    assert mail["subject"] == "Herinnering: over 1 actie is een vraag"
    assert QUESTION in str(mail)
    assert "Te laat" not in str(mail)


@pytest.mark.parametrize("change", ["told", "struck", "open"])
def test_a_question_in_doubt_that_is_moot_by_now_is_dropped(ticked: Office, change: str) -> None:
    ticked.control.fault("lost_request", method="POST", path="/webhooks/G_R", times=9)
    assert remind(ticked, OWNER_G_R_MAIL="")["G&R"] == (("4.10",), "unknown")
    ticked.clock.forward(minutes=11)
    match change:
        case "told":
            ticked.set("4.10", note="Er is een draaiboek.")
        case "open":
            ticked.set("4.10", status="Loopt")
        case "struck":
            with ticked.ledger as ledger:
                ledger.actions.strike("4.10", ticked.clock.now())
    assert remind(ticked) == {}
    with ticked.ledger as ledger:
        assert ledger.sends.unsettled() == []


def test_the_third_time_that_a_deadline_is_put_off_its_card_asks_why(office: Office) -> None:
    office.load("4.12")
    office.set("4.12", due="2027-03-01", status="Loopt", note="")
    office.sync()
    for month in (4, 5):  # the list itself moved it once, from 2026
        office.clock.forward(days=1)
        office.act("due", "4.12", date=f"2027-0{month}-01")
        office.sync()
        remind(office)
        told = [str(card["card"]) for card in cards(office)]
        assert ("Waarom is dit weer verzet?" in " ".join(told)) == (month == 5)
    assert "Beloofd voor 2026, drie keer verzet; nu 1 mei 2027." in told[-1]


def test_a_kill_between_any_two_steps_asks_at_most_once(ticked: Office) -> None:
    for dies_at in range(1, 40):
        lived = ticked.lives_through(dies_at, lambda house: house.reminders.remind("remind-killed"))
        ticked.note_reading()
        if lived:
            break
    ticked.clock.forward(minutes=11)
    remind(ticked)
    mails = ticked.control.state()["sent"]
    assert (len(cards(ticked)) <= 1, len(mails) <= 1) == (True, True)
    assert cards(ticked) or mails


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_task_that_was_done_when_it_was_accepted_is_not_asked_about(
    office: Office, when: str
) -> None:
    """Ticked before the bot knew it, it is old; ticked after it was taken up, it is news."""
    office.load("6.4")
    office.sync()
    plan = office.control.state()["plans"][0]["id"]
    task = office.control.act("create", plan=plan, title="Folder laten vertalen")["id"]
    if when == "before":
        office.control.act("tick", task=task)
    office.sync()
    with office.ledger as ledger:
        stamp: dict[str, Any] = {"at": office.clock.now(), "run": office.run("accept")}
        code = accept(ledger, task, 6, None, **stamp).code
    office.sync()
    if when == "after":
        office.control.act("tick", task=task)
        office.clock.forward(minutes=5)
        office.sync()
    office.clock.moment = MORNING
    remind(office)
    assert office.action(code).status == "Gereed"
    assert (QUESTION in str(cards(office))) == (when == "after")
