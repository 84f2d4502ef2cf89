"""What was about to be done, and how it ended."""

from datetime import datetime, timedelta
from typing import get_args

import pytest
import sqlalchemy as sa

from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.intents import Ending, Intent, NewIntent


def count_statements(ledger: Ledger) -> list[str]:
    """What is sent to the database from now on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(ledger.intents._connection, "before_cursor_execute", note)
    return sent


def open_one(ledger: Ledger, now: datetime, *, side: str = "planner", code: str = "2.4") -> int:
    payload = {"title": "2.4 Leeromgeving", "percent": 50, "labels": ["NIET"]}
    (number,) = ledger.intents.open([NewIntent("r1", now, side, code, "create", payload)])
    return number


def test_an_open_intent_comes_back_whole(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        number = open_one(ledger, now)
    with store.begin() as ledger:
        assert ledger.intents.unsettled("planner") == [
            Intent(
                id=number,
                run="r1",
                at=now,
                side="planner",
                code="2.4",
                kind="create",
                payload={"title": "2.4 Leeromgeving", "percent": 50, "labels": ["NIET"]},
                state="open",
                detail=None,
                closed_at=None,
                first_absent_at=None,
            )
        ]


@pytest.mark.parametrize("ending", get_args(Ending))
def test_only_an_unknown_ending_leaves_an_intent_unsettled(
    store: Store, now: datetime, ending: Ending
) -> None:
    with store.begin() as ledger:
        ledger.intents.close([open_one(ledger, now)], now, ending, "no answer")
    with store.begin() as ledger:
        left = ledger.intents.unsettled("planner")
    assert [(one.state, one.detail, one.closed_at) for one in left] == (
        [("unknown", "no answer", now)] if ending == "unknown" else []
    )


def test_unsettled_ones_come_oldest_first_and_of_one_side(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        for code in ("2.4", "1.1", "3.9"):
            open_one(ledger, now, code=code)
        open_one(ledger, now, side="outlook")
    with store.begin() as ledger:
        assert [one.code for one in ledger.intents.unsettled("planner")] == ["2.4", "1.1", "3.9"]


def test_the_first_time_an_effect_was_not_found_stays(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        number = open_one(ledger, now)
        ledger.intents.note_absent(number, now)
        ledger.intents.note_absent(number, now + timedelta(hours=1))
    with store.begin() as ledger:
        assert ledger.intents.unsettled("planner")[0].first_absent_at == now


def test_an_intent_that_was_never_opened_cannot_be_closed(store: Store, now: datetime) -> None:
    with store.begin() as ledger, pytest.raises(LookupError):
        ledger.intents.close([404], now, "done")
    with store.begin() as ledger, pytest.raises(LookupError):
        ledger.intents.note_absent(404, now)


def test_the_creates_that_ended_are_counted_well_or_badly(store: Store, now: datetime) -> None:
    """Open and unknown ones may still turn out either way, and updates are no creates."""
    with store.begin() as ledger:
        for ending in ("done", "failed", "unknown"):
            ledger.intents.close([open_one(ledger, now)], now, ending)
        open_one(ledger, now)
        ledger.intents.close([open_one(ledger, now, side="outlook")], now, "done")
        ledger.intents.close([open_one(ledger, now, code="1.1")], now, "done")
    with store.begin() as ledger:
        assert ledger.intents.ended("planner", "create") == {"2.4": 2, "1.1": 1}
        assert ledger.intents.ended("planner", "update") == {}


def test_many_are_opened_and_closed_in_one_statement_each(store: Store, now: datetime) -> None:
    codes = [f"1.{number}" for number in range(1, 40)]
    planned = [NewIntent("r1", now, "planner", code, "create", {"title": code}) for code in codes]
    with store.begin() as ledger:
        statements = count_statements(ledger)
        numbers = ledger.intents.open(planned)
        ledger.intents.close(numbers[1:], now, "done")
        assert len(statements) == 2
    with store.begin() as ledger:
        (left,) = ledger.intents.unsettled("planner")
    assert (left.id, left.code, left.payload) == (numbers[0], "1.1", {"title": "1.1"})


def test_nothing_is_closed_when_one_of_them_was_never_opened(store: Store, now: datetime) -> None:
    with pytest.raises(LookupError), store.begin() as ledger:
        ledger.intents.close([open_one(ledger, now), 404], now, "done")
    with store.begin() as ledger:
        assert ledger.intents.unsettled("planner") == []
