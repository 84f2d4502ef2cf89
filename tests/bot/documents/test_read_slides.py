"""Every table of a presentation is read, in a group, hidden or off the slide as well."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Cm
from support.documents import HEADINGS, doubts, texts
from support.soffice import converted, needs_soffice

from bot.documents.read import read_document
from bot.documents.tables import Document, Place

HEAD = ("Code", "Actie", "Toelichting")
ROW = ("1.1", "Aanpak", "Loopt")
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def slide(
    deck: Deck, *rows: Sequence[str], title: str = "", left: float = 2, head: bool = True
) -> tuple[Slide, GraphicFrame]:
    """A slide with a title and a table of our headings and these rows."""
    made = deck.slides.add_slide(deck.slide_layouts[5])
    assert made.shapes.title
    made.shapes.title.text = title
    all_rows = (HEAD, *rows) if head else rows
    frame = made.shapes.add_table(len(all_rows), 3, Cm(left), Cm(5), Cm(20), Cm(3))
    for number, words in enumerate(all_rows):
        for column, text in enumerate(words):
            frame.table.cell(number, column).text = text
    return made, frame


def read(deck: Deck, folder: Path) -> Document:
    deck.save(str(folder / "agenda.pptx"))
    return read_document(folder / "agenda.pptx", HEADINGS)


def test_a_table_over_several_slides_is_one(tmp_path: Path) -> None:
    deck = Presentation()
    slide(deck, ROW, title="1. Beleid")
    slide(deck, ("1.2", "Agenda", "Gereed"), title="1. Beleid (vervolg)")
    slide(deck, ("1.3", "Raad", "NIET"), head=False)
    slide(deck, ("2.1", "Training", "Loopt"), title="2. Signalen")
    document = read(deck, tmp_path)
    assert [(table.caption, len(table.rows)) for table in document.tables] == [
        ("1. Beleid", 3),
        ("2. Signalen", 1),
    ]
    assert document.tables[0].rows[1].place == Place("slide", "2", 2)
    assert document.tables[0].rows[1].place.words() == "dia 2, rij 2"
    assert (document.format, document.remarks) == ("pptx", ())


def test_a_line_break_and_a_vertical_tab_are_line_ends(tmp_path: Path) -> None:
    deck = Presentation()
    slide(deck, ("1.1", "Aan_x000B_pak", "Loopt.\vPlateau 1"))
    (table,) = read(deck, tmp_path).tables
    assert texts(table) == [["1.1", "Aan\npak", "Loopt.\nPlateau 1"]]


def test_merged_cells_have_their_text_downwards_and_once_across(tmp_path: Path) -> None:
    deck = Presentation()
    _, frame = slide(
        deck, ("1. Beleid", "", ""), ROW, ("1.2", "Agenda", ""), ("1.3", "Raad", "NIET")
    )
    frame.table.cell(1, 0).merge(frame.table.cell(1, 2))
    frame.table.cell(2, 2).merge(frame.table.cell(3, 2))
    (table,) = read(deck, tmp_path).tables
    assert texts(table) == [
        ["1. Beleid", "", ""],
        ["1.1", "Aanpak", "Loopt"],
        ["1.2", "Agenda", "Loopt"],
        ["1.3", "Raad", "NIET"],
    ]


def test_a_table_in_a_group_is_read(tmp_path: Path) -> None:
    deck = Presentation()
    made, frame = slide(deck, ROW)
    group = made.shapes.add_group_shape()
    group._element.append(frame._element)
    assert not any(shape.has_table for shape in made.shapes)  # what python-pptx shows of it
    assert texts(read(deck, tmp_path).tables[0]) == [list(ROW)]


def test_a_table_in_two_versions_is_read_once(tmp_path: Path) -> None:
    deck = Presentation()
    _, frame = slide(deck, ROW)
    element = frame._element
    parent = element.getparent()
    assert parent is not None
    both = etree.SubElement(parent, f"{{{MC}}}AlternateContent")
    choice = etree.SubElement(both, f"{{{MC}}}Choice")
    choice.set("Requires", "a14")
    etree.SubElement(both, f"{{{MC}}}Fallback").append(deepcopy(element))
    choice.append(element)
    (table,) = read(deck, tmp_path).tables
    assert texts(table) == [list(ROW)]


def test_a_hidden_slide_is_read_and_said(tmp_path: Path) -> None:
    deck = Presentation()
    made, _ = slide(deck, ROW)
    made._element.set("show", "0")
    document = read(deck, tmp_path)
    assert texts(document.tables[0]) == [list(ROW)]
    assert document.remarks == ("Dia 1 is verborgen; de tabel erop is ook gelezen.",)


def test_a_table_that_hangs_off_the_slide_is_read_and_said(tmp_path: Path) -> None:
    deck = Presentation()
    slide(deck, ROW, left=15)
    document = read(deck, tmp_path)
    assert texts(document.tables[0]) == [list(ROW)]
    assert document.remarks == ("Op dia 1 steekt een tabel buiten de dia; alles is gelezen.",)


def test_struck_text_is_left_out_and_asked_about(tmp_path: Path) -> None:
    deck = Presentation()
    _, frame = slide(deck, ("1.1", "Aanpak", "Planning. "))
    paragraph = frame.table.cell(1, 2).text_frame.paragraphs[0]
    paragraph.runs[0]._r.get_or_add_rPr().set("strike", "sngStrike")
    paragraph.add_run().text = "Loopt."
    (table,) = read(deck, tmp_path).tables
    assert texts(table)[0][2] == "Loopt."
    assert doubts(table) == ["de tekst 'Planning.' is doorgestreept"]


@needs_soffice
def test_libreoffice_s_copy_of_a_deck_is_read_the_same(tmp_path: Path) -> None:
    deck = Presentation()
    _, frame = slide(deck, ROW, ("1.2", "Aan\vpak", ""), ("2. Signalen", "", ""), title="1. Beleid")
    frame.table.cell(1, 2).merge(frame.table.cell(2, 2))
    frame.table.cell(3, 0).merge(frame.table.cell(3, 2))
    hidden, _ = slide(deck, ("1.3", "Raad", "NIET"), title="1. Beleid (vervolg)")
    hidden._element.set("show", "0")
    first = read(deck, tmp_path)
    copy = read_document(converted(tmp_path / "agenda.pptx", "pptx"), HEADINGS)
    assert texts(first.tables[0]) == [
        ["1.1", "Aanpak", "Loopt"],
        ["1.2", "Aan\npak", "Loopt"],
        ["2. Signalen", "", ""],
        ["1.3", "Raad", "NIET"],
    ]
    assert [(table.caption, texts(table)) for table in copy.tables] == [
        (table.caption, texts(table)) for table in first.tables
    ]
    assert copy.remarks == first.remarks


def test_two_tables_on_a_slide_come_from_top_to_bottom(tmp_path: Path) -> None:
    deck = Presentation()
    made, frame = slide(deck, ROW)
    second = deepcopy(frame._element)
    parent = frame._element.getparent()
    assert parent is not None
    parent.insert(2, second)  # lower in the file is not lower on the slide
    offset = second.find(f"{qn('p:xfrm')}/{qn('a:off')}")
    assert offset is not None
    offset.set("y", str(Cm(12)))
    (table,) = read(deck, tmp_path).tables
    assert [row.place.row for row in table.rows] == [2, 4]
    assert made.shapes.title


def test_the_text_above_the_table_names_a_slide_without_a_title(tmp_path: Path) -> None:
    deck = Presentation()
    made, _ = slide(deck, ROW)
    made.shapes.add_textbox(Cm(2), Cm(1), Cm(10), Cm(1)).text_frame.text = "Gemeente"
    made.shapes.add_textbox(Cm(2), Cm(3), Cm(10), Cm(1)).text_frame.text = "1. Beleid"
    assert read(deck, tmp_path).tables[0].caption == "1. Beleid"
