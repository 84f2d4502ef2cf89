"""Where things live on a side."""

from bot.store.database import Store


def test_a_place_takes_its_newest_id_and_stays_on_its_side(store: Store) -> None:
    with store.begin() as ledger:
        ledger.places.put("planner", "plan", "p1")
        ledger.places.put("planner", "bucket:1", "b1")
        ledger.places.put("planner", "plan", "P1")
        ledger.places.put("outlook", "plan", "calendar")
    with store.begin() as ledger:
        assert ledger.places.all("planner") == {"plan": "P1", "bucket:1": "b1"}
