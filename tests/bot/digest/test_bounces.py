"""A digest that came back is noticed once; its reader is named in the report itself only."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import START, Office

from bot.digest.bounces import came_back
from bot.service.coordinator import alarm_of
from connectors.sandbox.tenant.directory import COORDINATOR
from connectors.wire import Message

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SUBJECT = "Lokale driehoek 26 november: 1 van 6 acties gereed"


def report(subject: str, sender: str = "postmaster@haarlemmermeer.example") -> Message:
    body: dict[str, Any] = {"id": "m", "subject": subject}
    return Message.read({**body, "from": {"emailAddress": {"address": sender}}})


@pytest.mark.parametrize(
    ("message", "is_bounce"),
    [
        (report(f"Undeliverable: {SUBJECT}"), True),
        (report(f"Niet-bezorgbaar:  {SUBJECT.upper()} "), True),
        (report(f"Onbestelbaar: {SUBJECT}", "MAILER-DAEMON@politie.example"), True),
        (
            report(
                f"Undeliverable: {SUBJECT}",
                "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example",
            ),
            True,
        ),
        (report(f"RE: {SUBJECT}", "burgemeester@haarlemmermeer.example"), False),
        (report(f"Undeliverable: {SUBJECT} (bis)"), False),
        (report(f"Undeliverable: Proef: {SUBJECT}"), False),  # a rehearsal counts for nothing
        (report(SUBJECT), False),
        (Message.read({"id": "m"}), False),
    ],
)
def test_a_bounce_is_known_by_its_sender_and_our_subject(message: Message, is_bounce: bool) -> None:
    assert came_back(SUBJECT, [message]) is is_bounce


def test_a_digest_without_a_subject_never_came_back() -> None:
    assert not came_back("", [report("Undeliverable: ")])


@pytest.fixture
def mailed(office: Office) -> Office:
    """An installation that has just mailed a digest."""
    office.load("1.1", "1.7")
    office.control.advance((MOMENT - START).total_seconds())
    office.clock.moment = MOMENT
    house = office.house()
    office.note_reading()
    assert house.digests.send(house.agenda.driehoek).outcome == "confirmed"
    office.clock.forward(minutes=5)
    return office


def watch(office: Office) -> list[str]:
    """Look at the Inbox; gives what the coordinator will hear."""
    office.house().digest_watch.look()
    with office.ledger as ledger:
        return [notice.sentence for notice in ledger.notices.untold()]


def test_a_bounce_is_told_to_the_coordinator_once_and_without_an_address(mailed: Office) -> None:
    assert watch(mailed) == []
    for turn in range(12):
        subject = mailed.sent()[0]["subject"] if turn == 11 else f"Iets anders {turn}"
        mailed.control.act("bounce", subject=subject)
    (sentence,) = watch(mailed)
    assert "donderdag 26 november 2026 kwam bij minstens één lezer niet aan" in sentence
    assert "@" not in sentence
    with mailed.ledger as ledger:
        assert ledger.digests.of("lokale-driehoek")[0].bounced_at is not None
    alarm_of(mailed.house()).tell([])
    assert watch(mailed) == []
    assert mailed.sent()[-1]["toRecipients"][0]["emailAddress"]["address"] == COORDINATOR


def test_after_a_few_days_nobody_looks_any_more(mailed: Office) -> None:
    mailed.clock.forward(days=3)
    mailed.control.forget()
    watch(mailed)
    assert mailed.trips() == 0
