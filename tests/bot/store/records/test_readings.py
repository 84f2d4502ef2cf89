"""When each side was last read whole, and since when that fails."""

from datetime import datetime, timedelta

from bot.store.database import Store
from bot.store.records.readings import SideReading

AWAY = "Planner is nu niet te gebruiken."


def test_a_side_that_no_round_looked_at_was_never_read(store: Store) -> None:
    with store.begin() as ledger:
        assert ledger.readings.all() == {}
        assert ledger.readings.of("planner") == SideReading(side="planner")
        assert not ledger.readings.of("planner").is_whole


def test_failing_keeps_the_last_whole_reading_and_the_first_failure(
    store: Store, now: datetime
) -> None:
    later = [now + timedelta(minutes=minutes) for minutes in (5, 10)]
    with store.begin() as ledger:
        ledger.readings.note_whole("planner", now)
        ledger.readings.note_failure("planner", later[0], "Eerst dit.")
        ledger.readings.note_failure("planner", later[1], AWAY)
    with store.begin() as ledger:
        found = ledger.readings.of("planner")
    expected = SideReading(side="planner", read_at=now, failing_since=later[0], reason=AWAY)
    assert (found, found.is_whole) == (expected, False)


def test_a_whole_reading_ends_the_failing_of_its_own_side(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.readings.note_failure("planner", now, AWAY)
        ledger.readings.note_failure("outlook", now, AWAY)
        ledger.readings.note_whole("planner", now + timedelta(minutes=5))
    with store.begin() as ledger:
        found = ledger.readings.all()
    assert found["planner"] == SideReading(side="planner", read_at=now + timedelta(minutes=5))
    assert found["planner"].is_whole
    assert found["outlook"] == SideReading(side="outlook", failing_since=now, reason=AWAY)
