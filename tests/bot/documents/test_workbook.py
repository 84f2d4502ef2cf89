"""A workbook as a value: texts that every program gives back, and names that Excel takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.workbook import (
    MOST_IN_CELL,
    ListSheet,
    SheetColumn,
    TextTooLong,
    check_lengths,
    fit,
    length_in_cell,
    sheet_name,
    sheet_text,
)


def test_a_tab_is_a_blank_and_every_end_of_a_line_is_the_same() -> None:
    assert sheet_text("a\tb\x0bc\r\nd\u2028e\x00") == "a b\nc\nd\ne"


@given(st.text(max_size=40))
def test_what_a_cell_holds_stays_as_it_is(text: str) -> None:
    kept = sheet_text(text)
    assert sheet_text(kept) == kept
    assert not set(kept) & set("\t\r\x0b\x0c")


@given(st.text("a😀", max_size=30), st.integers(2, 20))
def test_a_cut_text_is_as_long_as_may_be_and_says_so(text: str, most: int) -> None:
    kept = fit(text, most)
    assert length_in_cell(kept) <= most
    assert kept == text or (kept.endswith("…") and length_in_cell(kept) >= most - 1)


def test_a_text_too_long_for_a_cell_is_found_by_its_row_and_column() -> None:
    def sheet(note: str) -> ListSheet:
        columns = (SheetColumn("Code", 7), SheetColumn("Bericht", 30))
        return ListSheet("Acties", "Acties", columns, [("1.1", None), ("1.2", note)])

    check_lengths(sheet("x" * MOST_IN_CELL))
    for note in ("x" * (MOST_IN_CELL + 1), "😀" * (MOST_IN_CELL // 2 + 1)):
        with pytest.raises(TextTooLong) as caught:
            check_lengths(sheet(note))
        assert (caught.value.heading, caught.value.row) == ("Bericht", 1)
        assert caught.value.length == length_in_cell(note)


def test_the_name_of_a_sheet_is_one_that_excel_takes() -> None:
    long = "Beleidsmatige basis: op orde [brengen]"
    assert sheet_name(long) == "Beleidsmatige basis op orde br…"
    assert sheet_name("'a'", ["A"]) == "a 2"
    assert sheet_name("//") == "Blad"
    second = sheet_name(long, [sheet_name(long)])
    assert second != sheet_name(long)
    assert len(second) <= 31
