"""A Word document is read as it will be when its changes are accepted, with nothing left out."""

import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from support.documents import HEADINGS, doubts, texts
from support.soffice import converted, needs_soffice
from support.word_samples import (
    HEAD,
    cell,
    control,
    deleted,
    inserted,
    listed,
    para,
    row,
    run,
    save,
    table,
)

from bot.documents.read import read_document
from bot.documents.tables import Document, Place

CHANGES = (
    "In het document staan niet-verwerkte wijzigingen; gelezen is wat er staat als u ze accepteert."
)
Read = Callable[..., Document]


def changed_cell() -> str:
    """A cell with a change, a control that nobody filled in, and struck text."""
    parts = (
        deleted("Planning."),
        inserted(run("Gereed. ")),
        control(run("Kies een item."), prompt=True),
    )
    return cell(para(*parts, run("Loopt. ", "<w:strike/>"), run("Klaar.")))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a document of a table with our headings and these rows."""

    def reading(*rows: str, levels: tuple[tuple[str, str], ...] = ()) -> Document:
        path = save(tmp_path / "agenda.docx", table(row(*HEAD), *rows), levels=levels)
        return read_document(path, HEADINGS)

    return reading


def test_python_docx_s_own_table_with_the_heading_above_it(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("1. Beleidsmatige basis", 2)
    word.add_paragraph("Wat gaan we doen?")
    made = word.add_table(rows=2, cols=4)
    for cells, words in zip(made.rows, (HEAD, ("1.1", "Aanpak", "OOV", "Loopt")), strict=True):
        for one, text in zip(cells.cells, words, strict=True):
            one.text = text
    word.save(str(tmp_path / "agenda.docx"))
    document = read_document(tmp_path / "agenda.docx", HEADINGS)
    (read_table,) = document.tables
    assert (document.format, read_table.caption) == ("docx", "1. Beleidsmatige basis")
    assert read_table.headings == HEAD
    assert texts(read_table) == [["1.1", "Aanpak", "OOV", "Loopt"]]
    assert read_table.rows[0].place == Place("table", "1", 2)
    assert document.remarks == ()


def test_a_row_a_cell_and_a_status_in_content_controls_are_there(read: Read) -> None:
    document = read(
        control(row("1.1", "Aanpak", "OOV", "Loopt")),
        row("1.2", control(cell("Agenda")), "MOz", cell(para(control(run("Gereed")), run(".")))),
        inserted(row("1.3", "Raad", "OOV", "NIET")),
    )
    assert texts(document.tables[0]) == [
        ["1.1", "Aanpak", "OOV", "Loopt"],
        ["1.2", "Agenda", "MOz", "Gereed."],
        ["1.3", "Raad", "OOV", "NIET"],
    ]


@pytest.mark.parametrize("prompt", [True, False])
def test_a_control_that_nobody_filled_in_is_empty(prompt: bool, read: Read) -> None:
    status = cell(para(control(run("Kies een item."), prompt=prompt)))
    assert texts(read(row("1.1", "Aanpak", "OOV", status)).tables[0])[0][3] == ""


def test_of_tracked_changes_the_new_text_counts_and_it_is_said(read: Read) -> None:
    moved = '<w:{0} w:id="3" w:author="coordinator" w:date="2026-10-01T09:00:00Z">{1}</w:{0}>'
    document = read(
        row(
            "1.1",
            cell(para(moved.format("moveFrom", run("Aanpak")))),
            "OOV",
            cell(para(deleted("Planning."), inserted(run("Gereed.")))),
        ),
        row("1.2", "Oud", "OOV", "Loopt", properties='<w:del w:id="4" w:author="coordinator"/>'),
        row("1.3", cell(para(moved.format("moveTo", run("Aanpak")))), "OOV", "Loopt"),
    )
    assert texts(document.tables[0]) == [
        ["1.1", "", "OOV", "Gereed."],
        ["1.3", "Aanpak", "OOV", "Loopt"],
    ]
    assert document.remarks == (CHANGES,)


def test_paragraphs_are_joined_where_their_end_was_deleted(read: Read) -> None:
    end = '<w:rPr><w:del w:id="5" w:author="coordinator"/></w:rPr>'
    note = cell(para("Loopt ", properties=end), para("nog."), para(deleted("Weg.")), para("Klaar."))
    assert texts(read(row("1.1", "Aanpak", "OOV", note)).tables[0])[0][3] == "Loopt nog.\nKlaar."


def test_a_row_that_starts_a_column_later_keeps_its_columns(read: Read) -> None:
    document = read(row("Aanpak", "OOV", "Loopt", properties='<w:gridBefore w:val="1"/>'))
    assert texts(document.tables[0]) == [["", "Aanpak", "OOV", "Loopt"]]


def test_an_owner_merged_downwards_stands_in_each_row(read: Read) -> None:
    document = read(
        row("1.1", "Aanpak", cell("OOV", properties='<w:vMerge w:val="restart"/>'), "Loopt"),
        row("1.2", "Agenda", cell("", properties="<w:vMerge/>"), "Loopt"),
        row("1.3", "Raad", "MOz", "Loopt"),
    )
    assert [words[2] for words in texts(document.tables[0])] == ["OOV", "OOV", "MOz"]


def test_a_goal_over_all_columns_stands_there_once(read: Read) -> None:
    wide = cell("2. Signalen", properties='<w:gridSpan w:val="4"/>')
    document = read(row("1.1", "Aanpak", "OOV", "Loopt"), row(wide))
    assert texts(document.tables[0])[1] == ["2. Signalen", "", "", ""]


def test_cells_under_a_border_that_was_dragged_stay_under_their_heading(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    made = table(
        row("Code", cell("Actie", properties=two), "Regie", "Toelichting"),
        row("1.1", "Aanpak", cell("OOV", properties=two), "Loopt"),
        row("1.2", cell("Agenda", properties=two), "MOz", "Loopt"),
    )
    (read_table,) = read_document(save(tmp_path / "a.docx", made), HEADINGS).tables
    assert texts(read_table) == [
        ["1.1", "Aanpak", "OOV", "Loopt"],
        ["1.2", "Agenda", "MOz", "Loopt"],
    ]


def test_the_text_of_a_table_in_a_cell_is_kept(read: Read) -> None:
    inner = table(row("Stap 1", "Gereed"), row("Stap 2", "Loopt"))
    note = cell(para("Loopt."), inner, para(""))
    assert texts(read(row("1.1", "Aanpak", "OOV", note)).tables[0])[0][3] == (
        "Loopt.\nStap 1 Gereed\nStap 2 Loopt"
    )


def test_automatic_numbers_are_counted_and_it_is_said(tmp_path: Path) -> None:
    levels = (("decimal", "%1."), ("decimal", "%1.%2"))
    numbered = cell(para("", properties=listed(1)))
    path = save(
        tmp_path / "agenda.docx",
        para("Beleid", properties=listed(0) + '<w:outlineLvl w:val="0"/>'),
        table(row(*HEAD), row(numbered, "Aanpak", "OOV", "Loopt"), row(numbered, "Raad", "", "")),
        para("Signalen", properties=listed(0) + '<w:outlineLvl w:val="0"/>'),
        table(row(*HEAD), row(numbered, "Training", "MOz", "Loopt")),
        levels=levels,
    )
    document = read_document(path, HEADINGS)
    assert [made.caption for made in document.tables] == ["1. Beleid", "2. Signalen"]
    codes = [[words[0] for words in texts(made)] for made in document.tables]
    assert codes == [["1.1", "1.2"], ["2.1"]]
    assert document.remarks[0] == "De nummers in tabel 1 zet Word er zelf; ze zijn nageteld."


def test_bullets_are_no_numbers(read: Read) -> None:
    note = cell(para("Loopt", properties=listed(0)))
    document = read(row("1.1", "Aanpak", "OOV", note), levels=(("bullet", "•"),))
    assert texts(document.tables[0])[0][3] == "Loopt"
    assert document.remarks == ()


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("lowerLetter", ["a", "b", "c", "d"]),
        ("upperRoman", ["I", "II", "III", "IV"]),
        ("decimalZero", ["01", "02", "03", "04"]),
    ],
)
def test_numbers_in_other_forms(form: str, numbers: list[str], read: Read) -> None:
    rows = [row(cell(para("", properties=listed(0))), "Aanpak", "OOV", "Loopt")] * 4
    document = read(*rows, levels=((form, "%1"),))
    assert [words[0] for words in texts(document.tables[0])] == numbers


def test_struck_text_is_left_out_and_asked_about(read: Read) -> None:
    note = cell(para(run("Planning. ", "<w:strike/>"), run("Loopt.", '<w:strike w:val="0"/>')))
    read_table = read(row("1.1", "Aanpak", "OOV", note)).tables[0]
    assert texts(read_table)[0][3] == "Loopt."
    assert doubts(read_table) == ["de tekst 'Planning.' is doorgestreept"]


def test_hidden_text_is_left_out_and_said(read: Read) -> None:
    note = cell(para(run("Geheim. ", "<w:vanish/>"), run("Loopt.")))
    document = read(row("1.1", "Aanpak", "OOV", note))
    assert texts(document.tables[0])[0][3] == "Loopt."
    assert document.remarks == ("In het document staat verborgen tekst; die is niet gelezen.",)


def test_hyphens_and_line_breaks_are_text(read: Read) -> None:
    owner = cell("<w:p><w:r><w:t>HVO</w:t><w:noBreakHyphen/><w:t>Q</w:t></w:r></w:p>")
    text = cell(
        "<w:p><w:r><w:t>men</w:t><w:softHyphen/><w:t>sen</w:t><w:br/><w:t>nu</w:t></w:r></w:p>"
    )
    assert texts(read(row("1.1", text, owner, "Loopt")).tables[0])[0][1:3] == [
        "mensen\nnu",
        "HVO-Q",
    ]


def test_a_table_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    made = table(row(*HEAD), row("1.1", "Aanpak", "OOV", "Loopt"))
    box = f"<w:txbxContent>{made}</w:txbxContent>"
    drawing = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    (read_table,) = read_document(save(tmp_path / "a.docx", drawing), HEADINGS).tables
    assert texts(read_table) == [["1.1", "Aanpak", "OOV", "Loopt"]]


@needs_soffice
def test_libreoffice_s_copy_of_a_document_is_read_the_same(tmp_path: Path) -> None:
    down, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="4"/>'
    path = save(
        tmp_path / "agenda.docx",
        para("Beleid", properties=listed(0) + '<w:outlineLvl w:val="0"/>'),
        table(
            row(*HEAD),
            control(row(cell(para("", properties=listed(1))), "Aanpak", "OOV", "Loopt")),
            row("1.2", control(cell("Agenda")), cell("MOz", properties=down), "Loopt"),
            row("1.3", "Raad", cell("", properties="<w:vMerge/>"), changed_cell()),
            row(cell("2. Signalen", properties=wide)),
        ),
        levels=(("decimal", "%1."), ("decimal", "%1.%2")),
    )
    first, copy = (read_document(one, HEADINGS) for one in (path, converted(path, "docx")))
    assert texts(first.tables[0]) == [
        ["1.1", "Aanpak", "OOV", "Loopt"],
        ["1.2", "Agenda", "MOz", "Loopt"],
        ["1.3", "Raad", "MOz", "Gereed. Klaar."],
        ["2. Signalen", "", "", ""],
    ]
    assert [(table.caption, texts(table)) for table in copy.tables] == [
        (table.caption, texts(table)) for table in first.tables
    ]
    assert copy.remarks == first.remarks


def test_a_large_table_takes_time_with_its_rows_and_not_with_their_square(tmp_path: Path) -> None:
    rows = [row(f"1.{number}", "Aanpak", "OOV", "Loopt") for number in range(1, 401)]
    path = save(tmp_path / "a.docx", table(row(*HEAD), *rows))
    start = time.process_time()
    assert len(read_document(path, HEADINGS).tables[0].rows) == 400
    assert time.process_time() - start < 3  # python-docx's way by row and column: 40 s
