"""What becomes of a question by what the checklist shows, row by row of the table in `settle`."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.checklist.asks import Ask, Asked
from bot.core.checklist.settle import Inquiry, Settled, Shown, settle
from mappings.canonical import Tick

NOW = datetime(2026, 11, 13, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(days=1)
ASK = Ask(kind="confirmed", subject="zaal", title="Klopt nog?", said="driehoek van 26 november")
KEY = ASK.key("h", "1.1")
ROW = Asked(
    code="1.1",
    kind="confirmed",
    subject="zaal",
    key=KEY,
    title=ASK.title,
    said=ASK.said,
    since=EARLIER,
)
TICK = Tick(at=EARLIER, by="oov-1")
TICKED = ROW.model_copy(update={"ticked_at": EARLIER, "ticked_by": "oov-1"})
GONE = ROW.model_copy(update={"gone_at": EARLIER})
OPEN = Shown(keys=(KEY,), room=20)
DONE = Shown(keys=(KEY,), ticks={KEY: TICK}, room=20)
BARE = Shown(keys=(), room=20)


def settled(
    row: Asked | None,
    shown: Shown | None,
    *base: str,
    ask: Ask = ASK,
    is_open: bool = True,
) -> Settled:
    rows = (row,) if row else ()
    inquiry = Inquiry("1.1", (ask,), rows, shown, base, is_open=is_open)
    return settle([inquiry], agenda="h", now=NOW)


@pytest.mark.parametrize(
    ("row", "shown", "base", "wanted", "after"),
    [
        pytest.param(None, None, (), (KEY,), ROW, id="no task yet"),
        pytest.param(None, BARE, (), (KEY,), ROW, id="never put on"),
        pytest.param(ROW, BARE, (), (KEY,), ROW, id="put on, but the answer was lost"),
        pytest.param(ROW, OPEN, (KEY,), (KEY,), ROW, id="waits for a tick"),
        pytest.param(ROW, DONE, (KEY,), (KEY,), TICKED, id="ticked"),
        pytest.param(TICKED, DONE, (KEY,), (KEY,), TICKED, id="still ticked"),
        pytest.param(TICKED, OPEN, (KEY,), (KEY,), ROW, id="taken back"),
        pytest.param(ROW, BARE, (KEY,), (), GONE, id="taken off"),
        pytest.param(GONE, BARE, (), (), GONE, id="stays off"),
        pytest.param(GONE, OPEN, (), (KEY,), ROW, id="put back by people"),
        pytest.param(TICKED, BARE, (), (), TICKED, id="ticked, then gone: the tick stands"),
        pytest.param(None, DONE, (), (KEY,), TICKED, id="a lost database"),
    ],
)
def test_the_table(
    row: Asked | None,
    shown: Shown | None,
    base: tuple[str, ...],
    wanted: tuple[str, ...],
    after: Asked,
) -> None:
    found = settled(row, shown, *base)
    assert found.wanted.get("1.1", ()) == wanted
    stands = found.rows[0] if found.rows else row
    assert stands is not None
    moments = {"since": EARLIER, "gone_at": stands.gone_at and EARLIER}
    assert stands.model_copy(update=moments) == after


def test_a_tick_of_which_nobody_knows_when_is_of_now_and_none_is_of_later() -> None:
    for at in (None, NOW + timedelta(days=1)):
        shown = Shown(keys=(KEY,), ticks={KEY: Tick(at=at, by="")}, room=20)
        (row,) = settled(ROW, shown, KEY).ticked
        assert row.ticked_at == NOW


def test_a_question_that_reads_otherwise_gets_a_new_item_unless_it_was_answered() -> None:
    moved = ASK.model_copy(update={"title": "Klopt nog op 3 december?"})
    new = moved.key("h", "1.1")
    assert settled(ROW, OPEN, KEY, ask=moved).wanted == {"1.1": (new,)}
    assert settled(ROW, DONE, KEY, ask=moved).wanted == {"1.1": (KEY,)}
    assert settled(GONE, BARE, ask=moved).wanted == {}
    (row,) = settled(ROW, DONE, KEY, ask=moved).ticked
    assert row.key == KEY


def test_what_fades_is_kept_where_it_is_and_made_nowhere() -> None:
    fading = ASK.model_copy(update={"fades": True})
    assert settled(None, BARE, ask=fading).rows == []
    assert settled(ROW, OPEN, KEY, ask=fading).wanted == {"1.1": (KEY,)}
    assert settled(None, OPEN, ask=fading).wanted == {"1.1": (KEY,)}


def test_a_closed_action_is_asked_nothing_new() -> None:
    assert settled(None, BARE, is_open=False).rows == []
    assert settled(None, None, is_open=False).rows == []


def test_an_item_that_went_with_its_closed_action_was_not_taken_off_by_people() -> None:
    assert settled(ROW, BARE, KEY, is_open=False).rows == []


def test_what_is_asked_no_more_makes_room_and_its_tick_is_taken_in_first() -> None:
    inquiry = Inquiry("1.1", (), (ROW,), DONE, (KEY,))
    found = settle([inquiry], agenda="h", now=NOW)
    assert found.wanted == {"1.1": ()}
    assert [row.ticked_by for row in found.ticked] == ["oov-1"]


def test_only_what_fits_is_put_on_and_the_rest_is_told_once() -> None:
    more = Ask(kind="occasion", subject="2026", title="Gedaan in 2026", said="2026")
    tight = Shown(keys=(), room=1)
    found = settle([Inquiry("1.1", (ASK, more), (), tight, ())], agenda="h", now=NOW)
    assert found.wanted == {"1.1": (KEY,)}
    assert [row.subject for row in found.crowded] == ["2026"]
    again = settle([Inquiry("1.1", (ASK, more), tuple(found.rows), tight, ())], agenda="h", now=NOW)
    assert (again.rows, again.crowded) == ([], [])


def test_a_key_is_of_one_action_and_one_question() -> None:
    keys = {
        ASK.key("h", "1.1"),
        ASK.key("h", "1.10"),
        ASK.key("h2", "1.1"),
        ASK.model_copy(update={"subject": "zaal 2"}).key("h", "1.1"),
    }
    assert len(keys) == 4
