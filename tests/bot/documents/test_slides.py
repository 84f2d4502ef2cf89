"""The deck: tables go on over slides with their header, and a screen reader knows its way."""

import io
from datetime import date
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Cm

from bot.documents.slide_deck import SlideColumn, SlideDeck, SlideTable
from bot.documents.slide_styles import MARGIN, SLIDE_WIDTH, TABLE_HIGH
from bot.documents.slides import write_slides

COLUMNS = (SlideColumn("Code", 2), SlideColumn("Tekst", 9), SlideColumn("Bericht", 20))


def deck(*rows: tuple[str, str, str], title: str = "1. Basis op orde") -> SlideDeck:
    table = SlideTable(title, COLUMNS, rows, "Bron: de lijst.")
    return SlideDeck("Agenda", "3 acties", date(2026, 11, 24), (table,))


def slides(made: SlideDeck) -> Any:
    return list(Presentation(io.BytesIO(write_slides(made))).slides)


def table_on(slide: Any) -> Any:
    (shape,) = [shape for shape in slide.shapes if shape.has_table]
    return shape


def texts(slide: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table_on(slide).table.rows]


def test_a_table_goes_on_over_slides_with_its_header_and_titles_of_their_own() -> None:
    rows = [(f"1.{number}", "woord " * 40, "") for number in range(1, 31)]
    cover, *pages = slides(deck(*rows))
    assert [place.text for place in cover.placeholders] == ["Agenda", "3 acties"]
    assert len(pages) > 2
    titles = [page.shapes.title.text for page in pages]
    assert titles[:2] == ["1. Basis op orde", f"1. Basis op orde (2 van {len(pages)})"]
    assert len(set(titles)) == len(titles)
    assert all(texts(page)[0] == ["Code", "Tekst", "Bericht"] for page in pages)
    assert [row[0] for page in pages for row in texts(page)[1:]] == [row[0] for row in rows]


def test_no_table_is_higher_or_wider_than_its_slide() -> None:
    rows = [(f"1.{number}", "woord " * (number * 7 % 90), "regel\n" * 9) for number in range(40)]
    for page in slides(deck(*rows))[1:]:
        shape = table_on(page)
        assert sum(row.height for row in shape.table.rows) <= Cm(TABLE_HIGH)
        assert sum(column.width for column in shape.table.columns) <= Cm(SLIDE_WIDTH)
        assert (shape.left, shape.left + shape.width) <= (Cm(MARGIN), Cm(MARGIN + SLIDE_WIDTH))


def test_a_row_too_high_for_a_slide_has_one_of_its_own_in_smaller_letters() -> None:
    long = "woord " * 700
    _, *pages = slides(deck(("1.1", "kort", ""), ("1.2", long, ""), ("1.3", "kort", "")))
    assert [[row[0] for row in texts(page)[1:]] for page in pages] == [["1.1"], ["1.2"], ["1.3"]]
    sizes = [
        {int(run.get("sz")) for run in page._element.iter(qn("a:rPr")) if run.get("sz")}
        for page in pages
    ]
    assert sizes[0] == sizes[2] == {1200}
    assert sizes[1] < {600, 700, 800, 900, 1000, 1100}


def test_the_source_stands_in_the_notes() -> None:
    (page,) = slides(deck(("1.1", "Eén", "")))[1:]
    assert page.notes_slide.notes_text_frame.text == "Bron: de lijst."


def test_a_screen_reader_knows_the_header_the_language_and_what_a_table_is() -> None:
    (page,) = slides(deck(("1.1", "Eén", "")))[1:]
    shape = table_on(page)
    assert shape.table.first_row
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "Tabel: 1. Basis op orde"
    runs = [*page._element.iter(qn("a:rPr")), *page.notes_slide._element.iter(qn("a:rPr"))]
    assert {run.get("lang") for run in runs if run.get("lang")} == {"nl-NL"}
    numbers = [field.get("type") for field in page._element.iter(qn("a:fld"))]
    assert numbers == ["slidenum"]


def test_text_is_text_with_its_lines_whatever_is_in_it() -> None:
    nasty = '<a:t>&amp; "x"\n\n=1+1\x0b_x000D_'
    (page,) = slides(deck((nasty, "", "😀")))[1:]
    first, empty, last = (cell.text_frame for cell in table_on(page).table.rows[1].cells)
    assert [p.text for p in first.paragraphs] == ['<a:t>&amp; "x"', "", "=1+1_x000D_"]
    assert (empty.text, last.text) == ("", "😀")


def test_the_file_says_what_it_is_and_is_the_same_twice() -> None:
    made = deck(("1.1", "Eén", ""))
    assert write_slides(made) == write_slides(made)
    found = Presentation(io.BytesIO(write_slides(made)))
    known = found.core_properties
    assert (known.title, known.language, known.author) == ("Agenda", "nl-NL", "Driehoekbot")
    assert (found.slide_width, found.slide_height) == (Cm(33.867), Cm(19.05))
    assert [layout.name for layout in found.slide_layouts] == ["Title Slide", "Title Only"]
