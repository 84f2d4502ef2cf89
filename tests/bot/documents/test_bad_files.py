"""A file that cannot be read ends in one sentence with its name and a remedy, and costs little."""

import random
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.util import Cm
from support.documents import HEADINGS, changed_parts, csv_bytes, part
from support.pdf_samples import PdfPages
from support.soffice import converted, needs_soffice

from bot.documents.limits import LIMITS
from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused

ROWS = (("Code", "Actie", "Regie"), ("1.1", "Aanpak", "OOV"), ("1.2", "Agenda", "MOz"))
SHEET = "xl/worksheets/sheet1.xml"
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def workbook(folder: Path, name: str = "lijst.xlsx") -> Path:
    """A good workbook."""
    made = Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    for row in ROWS:
        page.append(list(row))
    made.save(folder / name)
    return folder / name


def memo(folder: Path) -> Path:
    """A good Word document."""
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    for row, words in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    word.save(str(folder / "lijst.docx"))
    return folder / "lijst.docx"


def deck(folder: Path) -> Path:
    """A good presentation."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    table = slide.shapes.add_table(3, 3, Cm(1), Cm(1), Cm(20), Cm(3)).table
    for number, words in enumerate(ROWS):
        for column, text in enumerate(words):
            table.cell(number, column).text = text
    made.save(str(folder / "lijst.pptx"))
    return folder / "lijst.pptx"


def printed(folder: Path) -> Path:
    """A good PDF."""
    pages = PdfPages(folder / "lijst.pdf")
    pages.table(*ROWS, widths=(40, 150, 70))
    return pages.finished()


Make = Callable[[Path], Path]
GOOD: tuple[Make, ...] = (workbook, memo, deck, printed)


def refused(path: Path, *, sheet: str = "") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(DocumentRefused) as error:
        read_document(path, HEADINGS, sheet=sheet)
    sentence = str(error.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@contextmanager
def cheap() -> Iterator[None]:
    """Hold what happens inside to two seconds and 100 MB. Tracing makes it several times slower."""
    tracemalloc.start()
    start = time.process_time()
    try:
        yield
        assert time.process_time() - start < 10
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", GOOD)
def test_the_good_files_are_read(make: Make, tmp_path: Path) -> None:
    assert len(read_document(make(tmp_path), HEADINGS).tables[0].rows) == 2


def test_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    assert "dit bestand bestaat niet; controleer" in refused(tmp_path / "weg.xlsx")
    assert "dit is een map" in refused(tmp_path)
    for name in ("lijst.xlsx", "lijst.csv", "lijst.pdf"):
        (tmp_path / name).write_bytes(b" \r\n")
        assert "het bestand is leeg" in refused(tmp_path / name)


@pytest.mark.parametrize("make", GOOD)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_file_that_is_broken_off(make: Make, share: float, tmp_path: Path) -> None:
    path = make(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    assert "beschadigd of niet compleet; haal het opnieuw op" in refused(path)


@pytest.mark.parametrize("make", GOOD)
def test_a_file_with_wrong_bytes_is_read_or_refused_and_nothing_else(
    make: Make, tmp_path: Path
) -> None:
    path = make(tmp_path)
    raw = path.read_bytes()
    chance = random.Random(make.__name__)
    counts = {"read": 0, "refused": 0}
    for _ in range(25):
        wrong = bytearray(raw)
        for _ in range(chance.randrange(1, 30)):
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        path.write_bytes(wrong)
        try:
            read_document(path, HEADINGS)
            counts["read"] += 1
        except DocumentRefused:
            counts["refused"] += 1
    assert counts["refused"]


@pytest.mark.parametrize(
    ("make", "wrong", "what"),
    [
        (
            workbook,
            "lijst.docx",
            "een Excel-werkmap; geef het bestand een naam die eindigt op .xlsx",
        ),
        (memo, "lijst.pdf", "een Word-document"),
        (deck, "lijst.csv", "een PowerPoint-presentatie"),
        (printed, "lijst.xlsx", "een PDF"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    make: Make, wrong: str, what: str, tmp_path: Path
) -> None:
    path = make(tmp_path).rename(tmp_path / wrong)
    assert f"de naam eindigt op {path.suffix}, maar het is {what}" in refused(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("lijst.xlsx", b"Code;Actie\r\n1.1;Aanpak", "maar het is gewone tekst; geef het bestand"),
        ("lijst.xls", b"<html><table></table></html>", "het is een webpagina of een ander XML-"),
        ("lijst.doc", rb"{\rtf1\ansi Code}", "het is een RTF-document; sla het op als .docx"),
        ("lijst.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "onbekend soort bestand; kies"),
        ("lijst.dat", b"Code;Actie", "onbekend soort bestand; kies een bestand dat eindigt op"),
        ("lijst.yaml", b"- code: 1.1", "in dit soort bestand staan geen tabellen"),
    ],
)
def test_a_file_of_another_kind(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert sentence in refused(tmp_path / name)


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lijst.xlsx", "w") as package:
        package.writestr("lijst.txt", "Code")
    assert "het is een zip-bestand; pak het uit" in refused(tmp_path / "lijst.xlsx")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("ms-excel.sheet.macroEnabled.main", "in dit bestand zitten macro's; sla het op zonder"),
        (
            "spreadsheetml.template.main",
            "het is een sjabloon; sla het op als gewoon document",
        ),
        ("ms-excel.sheet.binary.macroEnabled.main", "in dit bestand zitten macro's"),
    ],
)
def test_a_workbook_of_another_form(form: str, sentence: str, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    types = part(path, "[Content_Types].xml")
    assert "openxmlformats-officedocument.spreadsheetml.sheet.main" in types
    other = types.replace("openxmlformats-officedocument.spreadsheetml.sheet.main", form)
    changed_parts(path, {"[Content_Types].xml": other})
    assert sentence in refused(path.rename(tmp_path / "lijst.xlsm"))


def test_a_project_of_macros_is_enough(tmp_path: Path) -> None:
    path = memo(tmp_path)
    changed_parts(path, {"word/vbaProject.bin": b"x"})
    assert "in dit bestand zitten macro's" in refused(path)


def test_a_file_with_a_password_and_one_from_before_2007(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    for name in ("lijst.xlsx", "lijst.docx"):
        (tmp_path / name).write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(512))
        assert "met een wachtwoord beveiligd; sla het op zonder" in refused(tmp_path / name)
    (tmp_path / "lijst.xls").write_bytes(ole + "Workbook".encode("utf-16-le") + bytes(512))
    assert "het oude formaat van voor 2007; sla het op als .xlsx" in refused(tmp_path / "lijst.xls")


@needs_soffice
def test_an_old_workbook_as_libreoffice_writes_it(tmp_path: Path) -> None:
    assert "het oude formaat van voor 2007" in refused(converted(workbook(tmp_path), "xls"))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (workbook, SHEET),
        (workbook, "xl/workbook.xml"),
        (memo, "word/document.xml"),
        (memo, "docProps/core.xml"),
        (deck, "ppt/slides/slide1.xml"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_in_any_part(make: Make, name: str, encoding: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    body = part(path, name).partition("?>")[2] if "?>" in part(path, name) else part(path, name)
    xml = f"<?xml version='1.0' encoding='{encoding}'?>{ENTITY}{body}"
    changed_parts(path, {name: xml.encode(encoding)})
    assert f"in onderdeel {name} staat een DOCTYPE" in refused(path)


def test_no_known_columns_and_no_table_at_all(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(csv_bytes((("Nummer", "Omschrijving"), ("1", "x"))))
    assert refused(path) == (
        "lijst.csv: geen tabel met bekende kolommen (gevonden: Nummer, Omschrijving); zet boven de "
        "kolommen bijvoorbeeld Code, Actie, Regie, Wanneer gereed, Toelichting, Stand van zaken/ "
        "toelichting."
    )
    docx.Document().save(str(tmp_path / "leeg.docx"))
    assert "er staat geen tabel in; kies het bestand waar" in refused(tmp_path / "leeg.docx")


def test_a_sheet_of_a_file_without_sheets(tmp_path: Path) -> None:
    assert "alleen een werkmap (.xlsx of .ods) heeft bladen" in refused(memo(tmp_path), sheet="x")


@pytest.mark.parametrize(
    ("make", "package"), [(deck, "pptx"), (printed, "pdfplumber"), (memo, "docx")]
)
def test_a_package_that_is_not_installed(
    make: Make, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path)
    for name in list(sys.modules):
        if name.partition(".")[0] == package or name.startswith("bot.documents.read_"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    sentence = refused(path)
    assert f"een extra pakket nodig ({package})" in sentence
    assert sentence.endswith("installeer het met: pip install 'driehoekbot[import]'.")


# What would cost all memory or all time. Each is made here, and refused before it is unpacked.


def test_a_part_that_grows_a_thousandfold(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/media/image1.png", "w") as stream,
    ):
        for _ in range(80):
            stream.write(bytes(1_000_000))
    assert path.stat().st_size < 200_000
    with cheap():
        assert "wordt bij uitpakken" in refused(path)


def test_a_package_that_is_too_large_unpacked(tmp_path: Path) -> None:
    path = memo(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(120):
            package.writestr(f"word/media/image{number}.png", bytes(1_000_000))
    with cheap():
        assert "uitgepakt groter dan 100 MB, en zo veel wordt niet gelezen" in refused(path)


def test_a_part_that_says_it_is_small_and_is_not(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    changed_parts(path, {"xl/theme/theme1.xml": b"<a>" + bytes(5_000_000)})
    raw = bytearray(path.read_bytes())
    true = (5_000_003).to_bytes(4, "little")
    assert raw.count(true) == 2
    path.write_bytes(raw.replace(true, (200).to_bytes(4, "little")))
    with cheap():
        assert "beschadigd" in refused(path)


def test_a_million_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    head, tail = part(path, SHEET).split("<sheetData>")[0], "</sheetData></worksheet>"
    rows = "".join(f'<row r="{number}"/>' for number in range(1, 500_001))
    changed_parts(path, {SHEET: f"{head}<sheetData>{rows}{tail}"})
    with cheap():
        assert "blad 'Sheet' heeft meer dan 10.000 rijen" in refused(path)
    changed_parts(path, {SHEET: f"{head}<sheetData>{rows}{rows}{tail}"})
    with cheap():
        assert f"onderdeel {SHEET} is groter dan 16 MB" in refused(path)
    path = tmp_path / "lijst.csv"
    path.write_bytes(csv_bytes([*ROWS, *([("9.9", "x", "y")] * 1_000_000)]))
    with cheap():
        assert "het heeft meer dan 10.000 rijen" in refused(path)
    path.write_bytes(csv_bytes([*ROWS, *([("9.9", "x", "y" * 1_000)] * 10_000)]))
    with cheap():
        assert "het bestand is groter dan 10 MB" in refused(path)


@pytest.mark.parametrize(
    ("element", "sentence"),
    [
        (
            '<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>',
            "te groot samengevoegd gebied",
        ),
        ('<hyperlinks><hyperlink ref="A5:A1048576"/></hyperlinks>', "te groot gebied met een link"),
    ],
)
def test_one_line_of_xml_for_a_million_cells(element: str, sentence: str, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    xml = part(path, SHEET).replace("</sheetData>", f"</sheetData>{element}")
    changed_parts(path, {SHEET: xml})
    with cheap():
        assert sentence in refused(path)


def test_a_cell_that_is_longer_than_excel_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(csv_bytes([*ROWS, ("2.1", "x" * (LIMITS.cell_signs + 1), "OOV")]))
    assert "rij 4 heeft een cel van meer dan 32.767 tekens" in refused(path)


def test_a_table_of_too_many_cells_in_word(tmp_path: Path) -> None:
    path = memo(tmp_path)
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc>'
    xml = part(path, "word/document.xml").replace("<w:tr>", f"<w:tr>{cell}", 1)
    changed_parts(path, {"word/document.xml": xml})
    with cheap():
        assert "tabel 1 heeft te veel cellen" in refused(path)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_pdf_whose_page_grows_without_end(ascii_only: bool, tmp_path: Path) -> None:
    pages = PdfPages(tmp_path / "lijst.pdf", ascii_only=ascii_only)
    pages.blanks(20_000_000)
    path = pages.finished()
    assert path.stat().st_size < 1_000_000
    with cheap():
        assert "is uitgepakt groter dan 8 MB" in refused(path)


def test_a_pdf_of_too_many_pages(tmp_path: Path) -> None:
    pages = PdfPages(tmp_path / "lijst.pdf")
    for _ in range(LIMITS.pages + 1):
        pages.line("x")
        pages.new_page()
    with cheap():
        assert "meer dan 300 pagina's" in refused(pages.finished())


def test_a_pdf_page_with_too_much_on_it(tmp_path: Path) -> None:
    pages = PdfPages(tmp_path / "lijst.pdf")
    for _ in range(11):
        pages.line("x" * 2_000)
    assert "op pagina 1 staat te veel" in refused(pages.finished())
