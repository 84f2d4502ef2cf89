"""The list on paper: a table per goal that a screen reader understands, with our headings."""

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from support.listings import empty_listing, own_listing
from support.strategies import action

from bot.actions.columns import column_heading
from bot.actions.list_papers import goal_tables, list_deck, list_document, summary
from bot.documents.slide_styles import SLIDE_WIDTH


def opened(*listed: Any) -> Any:
    return docx.Document(io.BytesIO(list_document(own_listing(*listed))))


def test_every_goal_is_a_heading_with_a_table_below_it() -> None:
    document = opened()
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "1. Beleidsmatige basis op orde brengen"
    assert headings[-1] == "Wat de kolommen betekenen"
    assert len(document.tables) == len(headings) - 1 == 6
    assert sum(len(table.rows) - 1 for table in document.tables) == 70


def test_a_header_row_is_marked_as_one_and_comes_back_on_every_page() -> None:
    for table in opened().tables:
        first, second = table.rows[0], table.rows[1]
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert second._tr.find(f".//{qn('w:tblHeader')}") is None
        assert [cell.text for cell in first.cells][:2] == ["Code", column_heading("text")]
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_the_document_has_a_title_a_language_and_pages_on_their_side() -> None:
    document = opened()
    known = document.core_properties
    assert (known.title, known.language) == ("Uitvoeringsagenda mensenhandel", "nl-NL")
    languages = {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    section = document.sections[0]
    assert section.page_width > section.page_height
    grid = document.tables[0]._tbl.tblGrid
    assert sum(column.w for column in grid) <= (
        section.page_width - section.left_margin - section.right_margin
    )


def test_a_code_is_typed_text() -> None:
    table = opened(action("1.10"), action("1.1")).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["Code", "1.1", "1.10"]
    assert table._tbl.find(f".//{qn('w:numPr')}") is None


def test_the_deck_has_a_table_per_goal_with_its_source_in_the_notes() -> None:
    deck = list_deck(own_listing())
    assert [table.title for table in deck.tables] == [
        table.title for table in goal_tables(own_listing(), ("code",))
    ]
    assert deck.tables[0].notes == (
        "Acties 1.1 tot en met 1.15. Bron: de actielijst Uitvoeringsagenda mensenhandel, "
        "stand op 30 november 2026."
    )
    assert list_deck(own_listing(action("1.1"))).tables[0].notes.startswith("Actie 1.1. Bron: ")
    assert sum(column.width for column in deck.tables[0].columns) == SLIDE_WIDTH


def test_the_same_list_gives_the_same_bytes() -> None:
    assert list_document(own_listing()) == list_document(own_listing())


def test_a_list_says_how_much_it_holds() -> None:
    assert summary(own_listing()) == "70 acties onder 6 doelen, stand op 30 november 2026."
    assert summary(own_listing(action("1.1"))).startswith("1 actie onder 1 doel, ")
    assert goal_tables(empty_listing(), ("code",)) == []
    assert docx.Document(io.BytesIO(list_document(empty_listing()))).tables == []
