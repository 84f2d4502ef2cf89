"""The digests that were mailed, and what became of each."""

from datetime import datetime, timedelta

import pytest

from bot.store.database import Store
from bot.store.records.digests import MailedDigest


def digest(key: str, now: datetime, number: int = 0, series: str = "driehoek") -> MailedDigest:
    return MailedDigest(
        key=key,
        series=series,
        meeting="m|slot",
        number=number,
        kind="digest",
        start=now + timedelta(days=2),
        subject="Lokale driehoek",
        at=now + timedelta(minutes=number),
    )


def test_a_digest_takes_its_state_from_its_send(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        for number, key in enumerate("abc"):
            ledger.digests.put(digest(key, now, number))
        for key in "bc":
            ledger.sends.claim(key, "mail", "digest", now, "0")
        ledger.sends.settle("c", "sent", now)
    with store.begin() as ledger:
        found = ledger.digests.of("driehoek")
    assert [(d.key, d.state, d.has_left) for d in found] == [
        ("a", "planned", False),
        ("b", "planned", False),
        ("c", "sent", True),
    ]
    assert found[0] == digest("a", now)


def test_one_that_did_not_leave_is_overwritten(store: Store, now: datetime) -> None:
    moved = digest("a", now).model_copy(update={"start": now + timedelta(days=9)})
    with store.begin() as ledger:
        ledger.digests.put(digest("a", now))
        ledger.digests.put(moved)
        assert ledger.digests.of("driehoek") == [moved]


def test_series_are_kept_apart_and_recent_ones_are_found(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.digests.put(digest("a", now))
        ledger.digests.put(digest("b", now + timedelta(days=3), series="werkgroep"))
        assert [d.key for d in ledger.digests.of("werkgroep")] == ["b"]
        assert [d.key for d in ledger.digests.made_since(now)] == ["a", "b"]
        assert [d.key for d in ledger.digests.made_since(now + timedelta(days=1))] == ["b"]


def test_a_bounce_is_noted_on_a_digest_that_is_known(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.digests.put(digest("a", now))
        ledger.digests.bounced("a", now)
        assert ledger.digests.of("driehoek")[0].bounced_at == now
        with pytest.raises(LookupError):
            ledger.digests.bounced("b", now)
