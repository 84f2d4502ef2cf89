"""What a meeting asked an owner reaches that owner: by the card, once, and again before its day."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.installation import Office

from bot.decisions.choices import settle, undo_decision
from bot.decisions.meeting import HeldMeeting
from bot.decisions.record import DecisionWords, Recording, record

MORNING = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)  # a Tuesday
BY = date(2026, 12, 15)
LOOSE = "Hoe staat het met de hotels?"
ON_ACTION = "Wat kost het?"
HELD = HeldMeeting("lokale-driehoek", "Lokale driehoek", "h", datetime(2026, 10, 1, 8, tzinfo=UTC))

Ask = Callable[..., int]


@pytest.fixture
def ask(office: Office) -> Ask:
    """Record a question to team OOV under the meeting of 1 October; gives its number."""
    office.load("1.5", "4.11", "4.12")
    for code in ("4.11", "4.12"):
        office.set(code, due="Continue", note="")
    office.sync()
    office.clock.moment = MORNING

    def asked(text: str, code: str | None = None, by: date = BY) -> int:
        words = DecisionWords(code=code, ask=("OOV", text), by=by)
        with office.ledger as ledger:
            agenda = office.house().agenda
            recording = Recording(HELD, agenda, office.clock.now(), office.run("decide"))
            return record(ledger, words, recording).decision.id

    return asked


def remind(office: Office, **changes: str) -> dict[str, tuple[tuple[str, ...], list[int], str]]:
    """Send what is due by a new process; gives codes, questions and outcome per owner."""
    office.note_reading()
    reports = office.house(**changes).reminders.remind(office.run("remind"))
    return {
        report.owner: (report.codes, [n.number for n in report.lines if n.number], report.outcome)
        for report in reports
    }


def cards(office: Office) -> list[Mapping[str, Any]]:
    return list(office.control.state()["cards"])


def test_who_is_asked_gets_the_question_on_a_card_once(office: Office, ask: Ask) -> None:
    numbers = [ask(LOOSE), ask(ON_ACTION, "4.12")]
    assert remind(office) == {"OOV": (("4.12",), numbers, "accepted")}
    (card,) = cards(office)
    said = str(card["card"])
    assert card["owner"] == "OOV"
    for words in (
        "Vraag van de driehoek",
        LOOSE,
        f"4.12  {ON_ACTION}",
        "Antwoord: uiterlijk op 15 december, bij de coördinator.",
        "Antwoord: uiterlijk op 15 december, in de notities van deze taak.",
        "Over 1 actie is een vraag en er is 1 vraag aan u.",
        "Het gaat om 4.12.",
    ):
        assert words in said
    for _ in range(10):
        office.clock.forward(days=1)
        assert remind(office) == {}


def test_it_is_put_again_a_week_before_its_day_and_never_after_it(office: Office, ask: Ask) -> None:
    number = ask(LOOSE)
    told = []
    for _ in range(60):
        if remind(office):
            told.append(office.clock.now().date())
        office.clock.forward(days=1)
    assert (number, told) == (1, [date(2026, 11, 3), date(2026, 12, 8)])


def test_one_that_is_asked_late_is_put_once(office: Office, ask: Ask) -> None:
    ask(LOOSE, by=date(2026, 11, 9))
    told = []
    for _ in range(20):
        told += [office.clock.now().date()] if remind(office) else []
        office.clock.forward(days=1)
    assert told == [MORNING.date()]


@pytest.mark.parametrize("ended", ["answered", "settled", "undone"])
def test_what_is_answered_or_taken_back_is_not_put(office: Office, ask: Ask, ended: str) -> None:
    number = ask(ON_ACTION, "4.12")
    office.clock.forward(minutes=30)
    if ended == "answered":
        office.act("note", "4.12", text="Drie ton.")
        office.sync()
    else:
        with office.ledger as ledger:
            if ended == "settled":
                settle(ledger, number, "Drie ton.", office.clock.now())
            else:
                undo_decision(ledger, number, at=office.clock.now(), run=office.run("decide"))
    assert remind(office) == {}


def test_a_card_that_was_refused_puts_it_again(office: Office, ask: Ask) -> None:
    ask(LOOSE)
    office.control.fault("status", method="POST", path="/webhooks/OOV", status=400)
    first = remind(office, OWNER_OOV_MAIL="")
    assert first["OOV"][2] == "rejected"
    assert remind(office)["OOV"] == ((), [1], "accepted")


def test_a_kill_between_any_two_steps_puts_it_once(office: Office, ask: Ask) -> None:
    """Nobody knows whether a card went that a process was killed at: then it goes by mail."""
    lived, step = False, 0
    ask(LOOSE)
    while not lived:
        step += 1
        office.note_reading()
        lived = office.lives_through(step, lambda house: house.reminders.remind(office.run("r")))
        office.clock.forward(minutes=30)
    remind(office)
    mails = [mail for mail in office.sent() if LOOSE in str(mail)]
    posted = [card for card in cards(office) if LOOSE in str(card)]
    assert (step > 3, len(posted) <= 1, len(mails) <= 1) == (True, True, True)
    assert posted or mails
    office.clock.moment = MORNING
    assert remind(office) == {}
