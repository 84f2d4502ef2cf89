"""The mark of a row says which cells were changed since the file was made."""

from datetime import date

import pytest
from hypothesis import given
from support.listings import own_listing
from support.strategies import action, actions

from bot.actions.columns import COLUMNS
from bot.actions.origins import Origin, origin_of, read_origin
from bot.documents.cell_text import cell_text
from bot.documents.tables import Cell
from mappings.canonical import Action

NAMES = own_listing().names
EXPORT = "20261130T181500Z"


def marked(due: str = "2026", **fields: object) -> Origin:
    return origin_of(action("2.4", due, **fields), NAMES, EXPORT)


def cells_of(current: Action) -> dict[str, Cell]:
    """The cells of an action as a reader gives them."""
    values = {column.key: column.value(current, NAMES) for column in COLUMNS}
    return {
        key: Cell(value.isoformat(), day=value)
        if isinstance(value, date)
        else Cell(cell_text(str("" if value is None else value)))
        for key, value in values.items()
    }


@given(actions())
def test_a_mark_is_read_as_it_was_written_and_knows_its_cells_again(current: Action) -> None:
    origin = read_origin(str(origin_of(current, NAMES, EXPORT)))
    assert origin == origin_of(current, NAMES, EXPORT)
    assert origin is not None
    assert all(origin.left_alone(key, cell) for key, cell in cells_of(current).items())
    assert all(origin.still_true(column.key, current, NAMES) for column in COLUMNS)


def test_a_changed_cell_is_told_apart_and_one_that_was_not_there_counts_as_changed() -> None:
    origin = marked(status="Loopt", due="2026", owners=("OOV", "MOz"))
    assert origin.left_alone("status", Cell("Loopt"))
    assert not origin.left_alone("status", Cell("Gereed"))
    assert not origin.left_alone("status", Cell(""))
    assert not origin.left_alone("owners", Cell("MOz, Team OOV"))
    assert origin.left_alone("day", Cell("31-12-26", day=date(2026, 12, 31)))
    assert not origin.left_alone("day", Cell("1-1-27", day=date(2027, 1, 1)))
    assert not origin.left_alone("onbekend", Cell(""))


def test_it_is_known_whether_the_list_still_says_so() -> None:
    origin = marked(status="Loopt", note="Een bericht")
    later = action("2.4", status="Gereed", note="Een bericht")
    assert origin.still_true("note", later, NAMES)
    assert not origin.still_true("status", later, NAMES)


@pytest.mark.parametrize("text", ["", "2.4", "2.4 x", "geen kenmerk", "2.4 x y", "2.4 x a=b c"])
def test_any_other_text_is_no_mark(text: str) -> None:
    assert read_origin(text) is None


@pytest.mark.parametrize("text", ["a\tb", "e\u0301 ", "HVO\u2011Q", "a\r\nb ", "soft\u00adhyphen"])
def test_what_a_file_cannot_tell_apart_is_the_same(text: str) -> None:
    assert marked(note=text).left_alone("note", Cell(cell_text(text)))
