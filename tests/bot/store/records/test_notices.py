"""What the coordinator should hear once."""

from datetime import datetime, timedelta

from bot.store.database import Store
from bot.store.records.notices import Notice


def notice(key: str, at: datetime) -> Notice:
    return Notice(key=key, sentence=f"Over {key}.", at=at)


def test_a_notice_is_kept_until_it_was_told_and_not_noted_again(
    store: Store, now: datetime
) -> None:
    later, first = notice("b", now + timedelta(hours=1)), notice("a", now)
    with store.begin() as ledger:
        assert ledger.notices.add(later)
        assert ledger.notices.add(first)
        assert not ledger.notices.add(notice("a", now + timedelta(days=1)))
    with store.begin() as ledger:
        assert ledger.notices.untold() == [first, later]
        ledger.notices.told(["a"], now)
        assert ledger.notices.untold() == [later]
        assert not ledger.notices.add(first)
        assert ledger.notices.untold() == [later]


def test_what_is_withdrawn_is_news_when_it_comes_back(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.notices.add(notice("a", now))
        ledger.notices.told(["a"], now)
        ledger.notices.withdraw("a")
        assert ledger.notices.add(notice("a", now))
        assert ledger.notices.untold() == [notice("a", now)]
