"""What was about to be done, and how it ended."""

from datetime import datetime, timedelta
from typing import get_args

import pytest
import sqlalchemy as sa

from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.intents import Ending, Intent, NewIntent
from bot.store.tables import intents


def count_statements(ledger: Ledger) -> list[str]:
    """What is sent to the database from now on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(ledger.intents._connection, "before_cursor_execute", note)
    return sent


def open_one(
    ledger: Ledger,
    now: datetime,
    *,
    side: str = "planner",
    code: str = "2.4",
    kind: str = "create",
) -> int:
    payload = {"title": "2.4 Leeromgeving", "percent": 50, "labels": ["NIET"]}
    (number,) = ledger.intents.open([NewIntent("r1", now, side, code, kind, payload)])
    return number


def end_one(ledger: Ledger, now: datetime, ending: Ending = "done", **named: str) -> int:
    number = open_one(ledger, now, **named)
    ledger.intents.close([number], now, ending)
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


def test_the_last_create_that_ended_is_known_well_or_badly(store: Store, now: datetime) -> None:
    """Open and unknown ones may still turn out either way, and updates are no creates."""
    with store.begin() as ledger:
        _, failed, _ = (end_one(ledger, now, ending) for ending in ("done", "failed", "unknown"))
        open_one(ledger, now)
        end_one(ledger, now, side="outlook")
        other = end_one(ledger, now, code="1.1")
    with store.begin() as ledger:
        assert ledger.intents.last_ended("planner", "create") == {"2.4": failed, "1.1": other}
        assert ledger.intents.last_ended("planner", "update") == {}


def test_what_ended_long_ago_is_forgotten_but_for_the_last_create(
    store: Store, now: datetime
) -> None:
    """Whatever is forgotten, the next create has another number than any before."""
    late = now + timedelta(days=1)
    with store.begin() as ledger:
        end_one(ledger, now)
        last = [end_one(ledger, now, side=side) for side in ("planner", "outlook")]
        doubtful = [open_one(ledger, now), end_one(ledger, now, "unknown")]
        recent = end_one(ledger, late, kind="update")
        end_one(ledger, now, kind="update")
        ledger.intents.prune(late, keep="create")
    with store.begin() as ledger:
        kept = set(ledger.intents._connection.execute(sa.select(intents.c.id)).scalars())
        assert kept == {*last, *doubtful, recent}
        assert ledger.intents.last_ended("planner", "create") == {"2.4": last[0]}
        assert open_one(ledger, late) > max(kept)


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
