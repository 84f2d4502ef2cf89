"""Messages are claimed once and settled; reminders hang on them."""

from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.sends import Send, SentReminder, Settled
from mappings.canonical import Action


def claim(ledger: Ledger, now: datetime, key: str = "k1") -> bool:
    return ledger.sends.claim(key, "card", "H&T", now, "sha256:1")


def test_a_claimed_message_comes_back_as_planned(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        assert claim(ledger, now)
    with store.begin() as ledger:
        planned = Send(
            key="k1",
            kind="card",
            recipient="H&T",
            at=now,
            state="planned",
            remote_id=None,
            detail=None,
            payload_digest="sha256:1",
            settled_at=None,
        )
        assert ledger.sends.get("k1") == planned
        assert ledger.sends.all() == [planned]


def test_a_message_is_claimed_once(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        assert claim(ledger, now)
        assert not claim(ledger, now)
    with store.begin() as ledger:
        assert not claim(ledger, now + timedelta(days=1))
        kept = ledger.sends.get("k1")
    assert kept is not None
    assert kept.at == now


def test_a_claim_that_was_rolled_back_can_be_made_again(store: Store, now: datetime) -> None:
    def claim_and_fail() -> None:
        with store.begin() as ledger:
            assert claim(ledger, now)
            raise KeyError

    with pytest.raises(KeyError):
        claim_and_fail()
    with store.begin() as ledger:
        assert claim(ledger, now)


def test_a_message_that_was_never_planned_is_not_there(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        assert ledger.sends.get("k1") is None
        with pytest.raises(LookupError):
            ledger.sends.settle("k1", "sent", now)


@pytest.mark.parametrize("state", get_args(Settled))
def test_only_planned_and_unknown_messages_are_unsettled(
    store: Store, now: datetime, state: Settled
) -> None:
    with store.begin() as ledger:
        claim(ledger, now, "k2")
        claim(ledger, now - timedelta(hours=1), "k1")
        ledger.sends.settle("k1", state, now)
    with store.begin() as ledger:
        keys = [send.key for send in ledger.sends.unsettled()]
    assert keys == (["k1", "k2"] if state == "unknown" else ["k2"])


def test_settling_keeps_the_id_and_detail_that_are_not_given_again(
    store: Store, now: datetime
) -> None:
    later = now + timedelta(minutes=5)
    with store.begin() as ledger:
        claim(ledger, now)
        ledger.sends.settle("k1", "sent", now, remote_id="m1", detail="202")
        ledger.sends.settle("k1", "confirmed", later)
    with store.begin() as ledger:
        kept = ledger.sends.get("k1")
    assert kept is not None
    assert (kept.state, kept.remote_id, kept.detail) == ("confirmed", "m1", "202")
    assert (kept.at, kept.settled_at) == (now, later)


@pytest.fixture
def claimed(store: Store, action: Action, now: datetime) -> Store:
    """A store with action 2.4 and a claimed message k1."""
    with store.begin() as ledger:
        ledger.actions.save(action)
        claim(ledger, now)
    return store


def test_a_reminder_is_noted_once_with_its_message(claimed: Store) -> None:
    with claimed.begin() as ledger:
        ledger.reminders.add("2.4", "14", date(2026, 12, 31), "H&T", "k1")
    with pytest.raises(IntegrityError), claimed.begin() as ledger:
        ledger.reminders.add("2.4", "14", date(2026, 12, 31), "H&T", "k1")


def test_another_step_deadline_or_owner_is_another_reminder(claimed: Store) -> None:
    keys = {
        ("2.4", "14", date(2026, 12, 31), "H&T"),
        ("2.4", "7", date(2026, 12, 31), "H&T"),
        ("2.4", "14", date(2027, 12, 31), "H&T"),
        ("2.4", "14", date(2026, 12, 31), "OOV"),
    }
    with claimed.begin() as ledger:
        for key in keys:
            ledger.reminders.add(*key, "k1")
    with claimed.begin() as ledger:
        assert ledger.reminders.sent() == keys


def test_a_message_that_was_not_delivered_gives_its_reminders_back(
    claimed: Store, now: datetime
) -> None:
    """Those of other messages stay."""
    due = date(2026, 12, 31)
    with claimed.begin() as ledger:
        claim(ledger, now, "k2")
        ledger.reminders.add("2.4", "14", due, "H&T", "k1")
        ledger.reminders.add("2.4", "14", due, "OOV", "k2")
        ledger.reminders.release("k1")
    with claimed.begin() as ledger:
        assert ledger.reminders.sent() == {("2.4", "14", due, "OOV")}
        ledger.reminders.add("2.4", "14", due, "H&T", "k2")


def test_a_reminder_needs_a_message_that_was_claimed(claimed: Store) -> None:
    with pytest.raises(IntegrityError), claimed.begin() as ledger:
        ledger.reminders.add("2.4", "14", date(2026, 12, 31), "H&T", "k9")


def test_the_log_tells_when_each_reminder_went_and_what_became_of_it(
    claimed: Store, now: datetime
) -> None:
    due = date(2026, 12, 31)
    earlier = now - timedelta(days=1)
    with claimed.begin() as ledger:
        claim(ledger, earlier, "k0")
        ledger.sends.settle("k0", "sent", now)
        ledger.reminders.add("2.4", "7", due, "OOV", "k1")
        ledger.reminders.add("2.4", "14", due, "OOV", "k0")
    with claimed.begin() as ledger:
        assert ledger.reminders.log() == [
            SentReminder(code="2.4", step="14", due=due, owner="OOV", at=earlier, state="sent"),
            SentReminder(code="2.4", step="7", due=due, owner="OOV", at=now, state="planned"),
        ]
