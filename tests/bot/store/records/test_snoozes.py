"""Pauses: set, changed, ended, and replaced whole by what Planner shows."""

from datetime import date, datetime, timedelta

from bot.store.database import Store
from bot.store.records.snoozes import Snooze, SnoozeKind

UNTIL = date(2026, 11, 10)


def snooze(kind: SnoozeKind, name: str, at: datetime, until: date = UNTIL) -> Snooze:
    return Snooze(kind=kind, name=name, until=until, set_at=at)


def test_pauses_come_back_whole_by_kind_and_name(store: Store, now: datetime) -> None:
    pauses = [
        snooze("action", "2.4", now),
        snooze("owner", "H&T", now),
        snooze("start", "1.1", now),
    ]
    with store.begin() as ledger:
        for pause in reversed(pauses):
            ledger.snoozes.put(pause)
    with store.begin() as ledger:
        assert ledger.snoozes.all() == pauses


def test_a_second_pause_replaces_the_first(store: Store, now: datetime) -> None:
    longer = snooze("action", "2.4", now + timedelta(hours=1), date(2026, 12, 1))
    with store.begin() as ledger:
        ledger.snoozes.put(snooze("action", "2.4", now))
        ledger.snoozes.put(longer)
    with store.begin() as ledger:
        assert ledger.snoozes.all() == [longer]


def test_a_pause_is_ended_once(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.snoozes.put(snooze("action", "2.4", now))
        ledger.snoozes.put(snooze("owner", "2.4", now))
        assert ledger.snoozes.lift("action", "2.4")
        assert not ledger.snoozes.lift("action", "2.4")
        assert [pause.kind for pause in ledger.snoozes.all()] == ["owner"]


def test_replacing_one_kind_leaves_the_others_and_what_stayed_the_same(
    store: Store, now: datetime
) -> None:
    later = now + timedelta(minutes=5)
    with store.begin() as ledger:
        ledger.snoozes.put(snooze("action", "1.1", now))
        ledger.snoozes.replace("start", {"1.1": UNTIL, "1.2": UNTIL, "1.3": UNTIL}, now)
        wanted = {"1.1": UNTIL, "1.2": date(2027, 1, 1), "1.4": UNTIL}
        ledger.snoozes.replace("start", wanted, later)
    with store.begin() as ledger:
        assert ledger.snoozes.all() == [
            snooze("action", "1.1", now),
            snooze("start", "1.1", now),
            snooze("start", "1.2", later, date(2027, 1, 1)),
            snooze("start", "1.4", later),
        ]
