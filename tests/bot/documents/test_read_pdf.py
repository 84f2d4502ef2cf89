"""A PDF with ruled tables is read as the list it was printed from."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from support.documents import HEADINGS, doubts, texts
from support.pdf_samples import HEAD, LEFT, UP, WIDTHS, PdfPages, wrapped
from support.soffice import converted, needs_soffice

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Cell, Document, Place

ROW = ("1.1", "Aanpak", "OOV", "Loopt.")


@pytest.fixture
def pages(tmp_path: Path) -> PdfPages:
    return PdfPages(tmp_path / "agenda.pdf")


def read(pages: PdfPages) -> Document:
    return read_document(pages.finished(), HEADINGS)


def note(pages: PdfPages, text: str, *others: str) -> Cell:
    """The last cell of a row whose lines are these. others: texts of rows before it."""
    rows = [(f"1.{number}", text, "OOV", "") for number, text in enumerate(others, 1)]
    pages.table(HEAD, *rows, ("2.1", "Raad", "OOV", text))
    return read(pages).tables[0].rows[-1].cells[3]


def test_a_row_keeps_its_page_and_its_number_and_the_goal_above(pages: PdfPages) -> None:
    pages.line("Uitvoeringsagenda")
    pages.line("1. Beleid")
    pages.table(HEAD, ROW)
    document = read(pages)
    (table,) = document.tables
    assert (document.format, table.caption, table.headings) == ("pdf", "1. Beleid", HEAD)
    assert texts(table) == [list(ROW)]
    assert table.rows[0].place == Place("page", "1", 2)
    assert table.rows[0].place.words() == "pagina 1, rij 2"


def test_a_table_over_pages_is_one_though_the_pages_have_heads(pages: PdfPages) -> None:
    for number in (1, 2, 3):
        if number > 1:
            pages.new_page()
        pages.line(f"Gemeente - pagina {number} van 3")
        if number == 3:
            pages.line("2. Signalen")
        pages.table(HEAD, (f"{number // 3 + 1}.{number}", "Aanpak", "OOV", "Loopt."))
    tables = read(pages).tables
    assert [[row.place.name for row in table.rows] for table in tables] == [["1", "2"], ["3"]]
    assert tables[1].caption == "2. Signalen"


def test_a_row_over_a_page_is_glued(pages: PdfPages) -> None:
    pages.table(HEAD, ROW, ("1.2", "Beleid vaststellen en ", "MOz", "Loopt. Nog in "))
    pages.new_page()
    pages.table(HEAD, ("", "publiceren", "", "2026 klaar."), ("1.3", "Raad", "OOV", ""))
    (table,) = read(pages).tables
    assert texts(table)[1:] == [
        ["1.2", "Beleid vaststellen en publiceren", "MOz", "Loopt. Nog in 2026 klaar."],
        ["1.3", "Raad", "OOV", ""],
    ]
    assert [row.place.words() for row in table.rows[1:]] == ["pagina 1, rij 3", "pagina 2, rij 3"]


def test_a_row_that_a_page_cuts_without_a_line_is_glued_as_well(pages: PdfPages) -> None:
    pages.table(HEAD, ROW, ("1.2", "Beleid vaststellen en ", "MOz", "Loopt."), cut=True)
    pages.new_page()
    pages.table(HEAD, ("", "publiceren", "", ""), ("1.3", "Raad", "OOV", ""))
    assert texts(read(pages).tables[0]) == [
        list(ROW),
        ["1.2", "Beleid vaststellen en publiceren", "MOz", "Loopt."],
        ["1.3", "Raad", "OOV", ""],
    ]


def test_a_row_over_three_pages_is_glued_twice(pages: PdfPages) -> None:
    pages.table(HEAD, ("1.1", "Beleid ", "MOz", "Loopt."))
    for text in ("vaststellen en ", "publiceren"):
        pages.new_page()
        pages.table(HEAD, ("", text, "", ""))
    assert texts(read(pages).tables[0]) == [
        ["1.1", "Beleid vaststellen en publiceren", "MOz", "Loopt."]
    ]


def test_a_new_row_without_a_code_is_not_glued_without_a_word(pages: PdfPages) -> None:
    pages.table(HEAD, ROW)
    pages.new_page()
    pages.table(HEAD, ("", "Nieuwe actie", "MOz", "Planning."))
    assert doubts(read(pages).tables[0]) == ["deze rij loopt misschien door over twee pagina's"]


def test_an_owner_merged_over_rows_and_over_a_page_stands_in_each(pages: PdfPages) -> None:
    pages.table(HEAD, ("1.1", "Aanpak", "OOV", "a"), ("1.2", "Beleid", UP, "b"))
    pages.new_page()
    pages.table(HEAD, ("1.3", "Raad", "", "c"), ("1.4", "Pers", UP, "d"), ("1.5", "Web", "", "e"))
    (table,) = read(pages).tables
    assert [words[2] for words in texts(table)] == ["OOV", "OOV", "OOV", "OOV", ""]
    assert doubts(table) == []


def test_an_owner_that_may_be_merged_over_a_page_is_doubtful(pages: PdfPages) -> None:
    pages.table(HEAD, ("1.1", "Aanpak", "OOV", "a"))
    pages.new_page()
    pages.table(HEAD, ("1.2", "Raad", "", "b"), ("1.3", "Pers", UP, "c"))
    (table,) = read(pages).tables
    assert [words[2] for words in texts(table)] == ["OOV", "OOV", "OOV"]
    assert doubts(table) == ["overgenomen van de vorige pagina"] * 2


def test_a_goal_over_all_columns_stands_there_once(pages: PdfPages) -> None:
    pages.table(HEAD, ("1. Beleid", LEFT, LEFT, LEFT), ROW)
    assert texts(read(pages).tables[0])[0] == ["1. Beleid", "", "", ""]


@pytest.mark.parametrize(
    ("lines", "others", "text"),
    [
        ("de uitvoerings-\nagenda ", ["uitvoeringsagenda"], "de uitvoeringsagenda"),
        ("de norm-\nadressant ", ["een norm-adressant"], "de norm-adressant"),
        ("HVO-\nQ ", [], "HVO-Q"),
        ("ge-\nëvalueerd ", [], "geëvalueerd"),
        ("ge-\nevalueerd ", ["geëvalueerd"], "geevalueerd"),
        ("men\u00ad\nsenhandel ", [], "mensenhandel"),
        ("HVO\u00adQ", [], "HVO-Q"),
        ("men\u00adsenhandel", ["mensenhandel"], "mensenhandel"),
        ("ﬁetsen", [], "fietsen"),
    ],
)
def test_broken_words_are_joined_by_the_words_of_the_document(
    lines: str, others: list[str], text: str, pages: PdfPages
) -> None:
    cell = note(pages, lines, *others)
    assert (cell.text, cell.doubt) == (text, "")


def test_a_hyphen_that_nothing_explains_stays_and_is_doubtful(pages: PdfPages) -> None:
    cell = note(pages, "de uitvoerings-\nagenda")
    assert cell.text == "de uitvoerings-agenda"
    assert cell.doubt == "'uitvoerings-agenda' staat over twee regels; misschien is het één woord"


def test_a_word_cut_without_a_hyphen_in_a_narrow_column_is_one_word(pages: PdfPages) -> None:
    text = "Loopt. De verantwoordelijkheidsverdelingskwestie is er. Klaar."
    broken = wrapped(text, WIDTHS[3])
    assert "verdelingskwestie" not in broken
    assert note(pages, f"{broken}\nPlateau 1").text == f"{text}\nPlateau 1"


def test_without_blanks_at_line_ends_the_room_tells_a_new_paragraph(pages: PdfPages) -> None:
    cell = note(
        pages,
        "Loopt. De aanpak en werk-\nprocessen zijn beschreven\nKlaar.\nPlateau",
        "werkprocessen",
    )
    assert cell.text == "Loopt. De aanpak en werkprocessen zijn beschreven Klaar.\nPlateau"


def test_turned_headings_are_known(pages: PdfPages) -> None:
    pages.table(HEAD, ROW, turned=True)
    assert read(pages).tables[0].headings == HEAD


def test_rows_with_lines_below_and_none_beside_have_the_columns_of_their_heading(
    pages: PdfPages,
) -> None:
    pages.line("1. Beleid")
    pages.table(HEAD, ROW, ("1.2", "Agenda", "", "Gereed."), shaded=True)
    pages.line("2. Signalen")
    pages.table(HEAD, ("2.1", "Training", "MOz", "NIET"), shaded=True)
    tables = read(pages).tables
    assert [table.caption for table in tables] == ["1. Beleid", "2. Signalen"]
    assert texts(tables[0]) == [list(ROW), ["1.2", "Agenda", "", "Gereed."]]
    assert texts(tables[1]) == [["2.1", "Training", "MOz", "NIET"]]


def test_cells_that_were_too_narrow_for_a_number_are_refused(pages: PdfPages) -> None:
    pages.table(HEAD, ("1.1", "Aanpak", "OOV", "###"))
    with pytest.raises(DocumentRefused) as refused:
        read(pages)
    assert str(refused.value) == (
        "agenda.pdf, pagina 1, rij 2: in een cel staat alleen ###; gebruik het bestand waar de PDF "
        "van gemaakt is (.xlsx, .docx of .pptx)."
    )


def test_a_table_without_lines_is_refused(pages: PdfPages) -> None:
    pages.table(HEAD, ROW, ruled=False)
    with pytest.raises(DocumentRefused, match="er staan geen tabellen met lijnen in; gebruik het"):
        read(pages)


def test_pages_without_text_are_refused(pages: PdfPages) -> None:
    pages.picture()
    with pytest.raises(DocumentRefused, match="de pagina's zijn plaatjes zonder tekst; gebruik"):
        read(pages)


def test_a_secret_pdf_is_refused(tmp_path: Path) -> None:
    pages = PdfPages(tmp_path / "agenda.pdf", secret="geheim")
    pages.table(HEAD, ROW)
    with pytest.raises(DocumentRefused, match="met een wachtwoord beveiligd; sla het op zonder"):
        read(pages)


@needs_soffice
def test_a_memo_printed_by_libreoffice_is_read_as_the_memo_itself(tmp_path: Path) -> None:
    word = docx.Document()
    goals = {1: "1. Beleidsmatige basis op orde brengen", 2: "2. Signalerend vermogen vergroten"}
    for goal, name in goals.items():
        word.add_heading(name, 1)
        made = word.add_table(rows=17, cols=4, style="Table Grid")
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for number, row in enumerate(made.rows):
            text = "Bijdragen aan het regionale beleidsplan mensenhandel " * (1 + number % 4)
            words = (
                f"{goal}.{number}",
                text.strip(),
                "HVO-Q",
                "Gee\u0308valueerd.\nVerantwoordelijkheidsvraag",
            )
            for cell, part in zip(row.cells, words if number else HEAD, strict=True):
                cell.text = part
        for number in (5, 6):
            made.cell(number, 2).text = ""
        made.cell(4, 2).merge(made.cell(6, 2))
    path = tmp_path / "agenda.docx"
    word.save(str(path))
    printed = read_document(converted(path, "pdf"), HEADINGS)
    source = read_document(path, HEADINGS)
    assert [table.caption for table in printed.tables] == list(goals.values())
    assert [texts(table) for table in printed.tables] == [texts(t) for t in source.tables]
    assert len({row.place.name for table in printed.tables for row in table.rows}) > 2
