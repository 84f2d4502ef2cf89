"""A CSV file is read with the delimiter, the encoding and the quotes it was written with."""

from datetime import date
from pathlib import Path

import pytest
from support.documents import HEADINGS, csv_bytes, texts

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Cell, Place, Table

HEAD = ("Code", "Actie", "Regie", "Wanneer gereed", "Toelichting")
ROW = ("1.1", "Aanpak", "OOV", "2026", "Loopt")


def read(content: bytes, folder: Path, name: str = "lijst.csv") -> Table:
    path = folder / name
    path.write_bytes(content)
    (table,) = read_document(path, HEADINGS).tables
    return table


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_brings_out_the_headings(
    delimiter: str, tmp_path: Path
) -> None:
    table = read(csv_bytes((HEAD, ROW), delimiter), tmp_path)
    assert (table.headings, texts(table)) == (HEAD, [list(ROW)])
    assert table.rows[0].place == Place("line", "", 2)
    assert table.rows[0].place.words() == "rij 2"


def test_a_line_that_names_the_delimiter_is_no_row(tmp_path: Path) -> None:
    table = read(b"\xef\xbb\xbfsep=;\r\n" + csv_bytes((HEAD, ROW)), tmp_path)
    assert table.headings == HEAD
    assert table.rows[0].place.row == 2


def test_a_mark_of_the_encoding_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    assert read(b"\xef\xbb\xbf" + csv_bytes((HEAD, ROW)), tmp_path).headings == HEAD


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_trema_stays_a_trema(encoding: str, tmp_path: Path) -> None:
    text = csv_bytes((HEAD, ("1.1", "geïnventariseerd – één", "OOV", "2026", ""))).decode()
    table = read(text.encode(encoding), tmp_path)
    assert texts(table)[0][1] == "geïnventariseerd – één"


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match="de tekens zijn niet te lezen; sla het op als 'CSV"):
        read(csv_bytes((HEAD,)) + b"\r\n\x81\x8d;x", tmp_path)


def test_quotes_line_ends_and_delimiters_inside_a_cell_stay_in_it(tmp_path: Path) -> None:
    row = b'1.1;"Lespakket ""Geen kans"" inzetten; ook";"Loopt\nPlateau 1";2026;x\r\n1.2;b;c;d;e'
    table = read(csv_bytes((HEAD,)) + b"\r\n" + row, tmp_path)
    assert texts(table)[0][1:3] == ['Lespakket "Geen kans" inzetten; ook', "Loopt\nPlateau 1"]
    assert table.rows[1].place.row == 3  # as a spreadsheet counts, not by lines of text


@pytest.mark.parametrize("row", ['1.1;"Aanpak;OOV;2026;x', '1.1;"Aanpak" x;OOV;2026;x'])
def test_a_quote_that_is_not_closed_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match="aanhalingstekens kloppen niet bij regel 2"):
        read(csv_bytes((HEAD,)) + b"\r\n" + row.encode(), tmp_path)


@pytest.mark.parametrize(
    ("text", "day", "doubtful"),
    [
        ("2026-12-31", date(2026, 12, 31), False),
        ("12/31/2026", date(2026, 12, 31), False),
        ("31/12/2026", date(2026, 12, 31), False),
        ("05/06/2026", None, True),
        ("06/06/2026", date(2026, 6, 6), False),
        ("31/31/2026", None, False),
        ("2026", None, False),
        ("31-12-2026", None, False),
    ],
)
def test_a_date_of_libreoffice_is_one_only_when_its_order_is_certain(
    text: str, day: date | None, doubtful: bool, tmp_path: Path
) -> None:
    cell: Cell = read(csv_bytes((HEAD, ("1.1", "a", "b", text, ""))), tmp_path).rows[0].cells[3]
    assert (cell.text, cell.day, bool(cell.doubt)) == (text, day, doubtful)


def test_a_cell_beyond_all_bounds_is_told_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(csv_bytes([("Code", "Actie", "Regie"), ("1.1", "x" * 1_500_000, "OOV")]))
    with pytest.raises(DocumentRefused, match=r"regel 2 heeft een cel met meer dan 1\.000\.000"):
        read_document(path, HEADINGS)


def test_a_short_row_has_empty_cells_and_an_empty_row_is_none(tmp_path: Path) -> None:
    table = read(csv_bytes((HEAD, ("1.1", "Aanpak"), ("", ""), ROW)), tmp_path)
    assert texts(table) == [["1.1", "Aanpak", "", "", ""], list(ROW)]


def test_plain_text_with_tabs_is_a_list_too(tmp_path: Path) -> None:
    assert texts(read(csv_bytes((HEAD, ROW), "\t"), tmp_path, "lijst.txt")) == [list(ROW)]
