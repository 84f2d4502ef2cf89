"""What owners were asked is kept with its tick, also when it is asked no more."""

from datetime import datetime, timedelta

import pytest

from bot.core.checklist.asks import Asked
from bot.store.database import Store
from mappings.canonical import Action, Due


@pytest.fixture(autouse=True)
def listed(store: Store) -> None:
    """Two actions in the list."""
    with store.begin() as ledger:
        for code in ("1.1", "1.2"):
            action = Action(code=code, title="Iets", text="Iets doen", due=Due.parse(""))
            ledger.actions.save(action)


def asked(now: datetime, code: str = "1.1", subject: str = "zaal", **values: object) -> Asked:
    given: dict[str, object] = {
        "code": code,
        "kind": "confirmed",
        "subject": subject,
        "key": f"{code}-{subject}",
        "title": "Klopt nog?",
        "said": "driehoek van 26 november",
        "since": now,
    }
    return Asked.model_validate(given | values)


def test_it_is_found_by_the_key_of_its_item_and_by_what_it_is_about(
    store: Store, now: datetime
) -> None:
    one, other, old = asked(now), asked(now, "1.2"), asked(now, subject="vorige zaal")
    with store.begin() as ledger:
        ledger.asks.save([one, other, old])
    with store.read() as ledger:
        assert ledger.asks.of() == []
        assert ledger.asks.of(keys=[one.key]) == [one]
        assert ledger.asks.of(keys=[old.key], subjects=["zaal"]) == [old, one, other]
        assert (ledger.asks.has("confirmed"), ledger.asks.has("occasion")) == (True, False)


def test_a_tick_overwrites_and_doubles_nothing(store: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)
    ticked = asked(now, ticked_at=later, ticked_by="oov-1", key="nieuw")
    with store.begin() as ledger:
        ledger.asks.save([asked(now)])
        ledger.asks.save([ticked])
        ledger.asks.save([])
    with store.read() as ledger:
        assert ledger.asks.all() == [ticked]
