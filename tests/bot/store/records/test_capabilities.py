"""What a side was found to be able to do."""

from bot.store.database import Store


def test_a_capability_takes_its_newest_answer_and_stays_on_its_side(store: Store) -> None:
    with store.begin() as ledger:
        ledger.capabilities.put("planner", "expand", able=True)
        ledger.capabilities.put("planner", "expand", able=False)
        ledger.capabilities.put("outlook", "expand", able=True)
    with store.begin() as ledger:
        assert ledger.capabilities.all("planner") == {"expand": False}
        assert ledger.capabilities.all("outlook") == {"expand": True}
        assert ledger.capabilities.all("graph") == {}
