"""A file that cannot be read ends in one sentence with its name and a remedy."""

import random
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from support.documents import HEADINGS, changed_parts, csv_bytes, part
from support.good_files import GOOD, SHEET, Make, deck, memo, printed, refused, workbook
from support.soffice import converted, needs_soffice

from bot.documents.read import read_document
from bot.documents.refusal import DocumentRefused

ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


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
