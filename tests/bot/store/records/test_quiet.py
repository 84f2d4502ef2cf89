"""Until when a service asked to be left in peace."""

from datetime import datetime, timedelta

from bot.store.database import Store


def test_a_moment_comes_back_as_it_was_for_its_own_service(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        assert ledger.quiet.until("graph") is None
        ledger.quiet.put("graph", now)
        ledger.quiet.put("graph", now + timedelta(seconds=2.5))
    with store.begin() as ledger:
        assert ledger.quiet.until("graph") == now + timedelta(seconds=2.5)
        assert ledger.quiet.until("teams") is None
