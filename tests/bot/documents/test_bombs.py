"""What would cost all memory or all time is made here, and refused before it is unpacked."""

import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.documents import HEADINGS, changed_parts, csv_bytes, part
from support.good_files import ROWS, SHEET, Make, deck, memo, printed, refused, workbook
from support.pdf_samples import PdfPages

from bot.documents.limits import LIMITS, MEGABYTE, FileLimits
from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused


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


@pytest.mark.parametrize(
    ("make", "limits", "sentence"),
    [
        (workbook, FileLimits(columns=2), "blad 'Sheet' heeft meer dan 2 kolommen"),
        (workbook, FileLimits(cells=5), "blad 'Sheet' heeft te veel cellen"),
        (workbook, FileLimits(parts=3), "bestaat uit meer dan 3 onderdelen"),
        (workbook, FileLimits(file_bytes=MEGABYTE // 1_000), "het bestand is groter dan 0 MB"),
        (memo, FileLimits(rows=2), "het heeft meer dan 2 rijen"),
        (deck, FileLimits(slides=0), "het heeft meer dan 0 dia's"),
        (deck, FileLimits(cells=5), "de tabellen tot en met dia 1 zijn te groot"),
        (printed, FileLimits(cells=5), "het heeft te veel cellen"),
    ],
)
def test_every_other_limit_is_kept(
    make: Make, limits: FileLimits, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentRefused) as error:
        read_document(make(tmp_path), HEADINGS, limits)
    assert sentence in str(error.value)
    assert str(error.value).endswith("maak een kleiner bestand met alleen de lijst.")
