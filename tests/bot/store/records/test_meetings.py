"""The meetings as the calendar last showed them."""

from datetime import datetime, timedelta

from bot.store.database import Store
from bot.store.records.meetings import Meeting


def meeting(key: str, start: datetime) -> Meeting:
    return Meeting(
        key=key,
        series="lokale driehoek",
        subject="Driehoek",
        start=start,
        end=start + timedelta(hours=2),
        state="coming",
        seen_at=start,
    )


def test_meetings_come_back_whole_and_earliest_first(store: Store, now: datetime) -> None:
    second, first = meeting("a", now + timedelta(days=42)), meeting("b", now)
    with store.begin() as ledger:
        ledger.meetings.upsert(second)
        ledger.meetings.upsert(first)
    with store.begin() as ledger:
        assert ledger.meetings.all() == [first, second]


def test_a_meeting_that_moves_keeps_its_key(store: Store, now: datetime) -> None:
    planned = meeting("a", now)
    moved = planned.model_copy(update={"start": now + timedelta(days=1), "state": "moved"})
    with store.begin() as ledger:
        ledger.meetings.upsert(planned)
        ledger.meetings.upsert(moved)
    with store.begin() as ledger:
        assert ledger.meetings.all() == [moved]
