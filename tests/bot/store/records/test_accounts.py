"""What the directory said of accounts, and when it was asked."""

from datetime import datetime, timedelta

from bot.store.database import Store
from bot.store.records.accounts import Account

NAME = "eigenaar@haarlemmermeer.example"


def test_the_latest_word_on_an_account_counts(store: Store, now: datetime) -> None:
    later = Account(name=NAME, user_id="u2", asked_at=now + timedelta(days=1), is_outside=True)
    with store.begin() as ledger:
        assert ledger.accounts.all() == {}
        ledger.accounts.put_all([Account(name=NAME, user_id="u1", asked_at=now, is_refused=True)])
        ledger.accounts.put_all([later])
    with store.begin() as ledger:
        assert ledger.accounts.all() == {NAME: later}


def test_only_a_known_account_that_planner_takes_can_be_assigned(now: datetime) -> None:
    known = Account(name=NAME, user_id="u1", asked_at=now, is_outside=True)
    assert known.can_be_assigned
    assert not known.model_copy(update={"is_refused": True}).can_be_assigned
    assert not known.model_copy(update={"user_id": None}).can_be_assigned
