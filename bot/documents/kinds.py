"""Tells what a file is by what it holds, and refuses one that is not what its name says."""

import zipfile
from pathlib import Path
from typing import Literal

from bot.documents.limits import LIMITS, MEGABYTE, FileLimits
from bot.documents.packages import damaged, open_package, read_part, too_large
from bot.documents.refusal import DocumentRefused

Kind = Literal["xlsx", "ods", "csv", "docx", "pptx", "pdf", "yaml", "text"]

_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "csv": (".csv", ".tsv"),
    "docx": (".docx",),
    "pptx": (".pptx",),
    "pdf": (".pdf",),
    "yaml": (".yaml", ".yml"),
    "text": (".txt",),
}
_NAMES: dict[Kind, str] = {
    "xlsx": "een Excel-werkmap",
    "ods": "een LibreOffice-werkmap",
    "csv": "gewone tekst",
    "docx": "een Word-document",
    "pptx": "een PowerPoint-presentatie",
    "pdf": "een PDF",
    "yaml": "gewone tekst",
    "text": "gewone tekst",
}
_PLAIN: tuple[Kind, ...] = ("csv", "yaml", "text")
READABLE = ".xlsx, .ods, .csv, .docx, .pptx, .pdf of .yaml"
_READ = f"kies een bestand dat eindigt op {READABLE}"

# The content type of the main part, by ECMA-376 part 1 and [MS-OFFMACRO2].
_MAIN: tuple[tuple[bytes, Kind], ...] = (
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
_OTHER = (
    (b"ms-excel.sheet.binary", "een binaire werkmap", "sla het in Excel op als .xlsx"),
    (
        b"template.main+xml",
        "een sjabloon",
        "sla het op als gewoon document (.xlsx, .docx of .pptx)",
    ),
    (b"slideshow.main+xml", "een diavoorstelling", "sla het in PowerPoint op als .pptx"),
    (b"addin.main+xml", "een invoegtoepassing", _READ),
)
_OPEN_DOCUMENT = {
    b"text": ("een LibreOffice-document", "sla het op als .docx"),
    b"presentation": ("een LibreOffice-presentatie", "sla het op als .pptx"),
    b"spreadsheet-template": ("een sjabloon", "sla het op als .ods"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"purl.oclc.org/ooxml"


def kind_of(path: Path, limits: FileLimits = LIMITS) -> Kind:
    """Tell what a file is. Raises DocumentRefused when it cannot be read, or is named wrongly.

    Plain text is what its suffix says: a list with commas and a page of prose look the same.
    """
    if path.exists() and not path.is_file():  # opening a pipe would wait for who writes in it
        name = path.name or str(path)
        raise DocumentRefused(name, "dit is een map of een apparaat", "noem een bestand")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        reason = "dit bestand is niet te openen" if path.exists() else "dit bestand bestaat niet"
        raise DocumentRefused(path.name, reason, "controleer de naam en de map") from error
    if not head.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise DocumentRefused(path.name, "het bestand is leeg", _READ)
    if size > limits.file_bytes:
        raise too_large(path.name, f"het bestand is groter dan {limits.file_bytes // MEGABYTE} MB")
    kind = _by_contents(path, head, limits)
    own = (*_SUFFIXES["csv"], *_SUFFIXES["yaml"], *_SUFFIXES["text"])
    named = path.suffix.lower()
    known = {suffix for suffixes in _SUFFIXES.values() for suffix in suffixes}
    if kind not in _PLAIN:
        if named in known and named not in _SUFFIXES[kind]:
            raise _misnamed(path, kind)
        return kind
    if named not in own:
        if named in known:
            raise _misnamed(path, kind)
        raise DocumentRefused(path.name, "onbekend soort bestand", _READ)
    return next(kind for kind, suffixes in _SUFFIXES.items() if named in suffixes)


def _misnamed(path: Path, kind: Kind) -> DocumentRefused:
    suffix = path.suffix.lower()
    right = ".csv of .yaml" if kind in _PLAIN else _SUFFIXES[kind][0]
    return DocumentRefused(
        path.name,
        f"de naam eindigt op {suffix}, maar het is {_NAMES[kind]}",
        f"geef het bestand een naam die eindigt op {right}",
    )


def _by_contents(path: Path, head: bytes, limits: FileLimits) -> Kind:
    if head.startswith(b"PK\x03\x04"):
        with open_package(path, limits) as package:
            return _by_parts(path, package)
    if head.startswith(b"PK"):
        raise damaged(path.name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        raise _compound(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"{\\rtf"):
        raise DocumentRefused(path.name, "het is een RTF-document", "sla het op als .docx")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise DocumentRefused(
            path.name, "het is een webpagina of een ander XML-bestand", "sla het op als .xlsx"
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentRefused(path.name, "onbekend soort bestand", _READ)
    return "csv"


def _by_parts(path: Path, package: zipfile.ZipFile) -> Kind:
    types = read_part(path, package, "[Content_Types].xml")
    form = read_part(path, package, "mimetype")
    strict = any(
        _STRICT in read_part(path, package, name, 4096)
        for name in ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml")
    )
    macros = any(name.endswith("vbaProject.bin") for name in package.namelist())
    if macros or b"macroEnabled" in types:
        raise DocumentRefused(
            path.name, "in dit bestand zitten macro's", "sla het op zonder macro's (.xlsx of .docx)"
        )
    if strict:
        raise DocumentRefused(
            path.name,
            "het is opgeslagen als 'Strict Open XML'",
            "sla het op als gewone werkmap of gewoon document",
        )
    for mark, what, remedy in _OTHER:
        if mark in types:
            raise DocumentRefused(path.name, f"het is {what}", remedy)
    for mark, kind in _MAIN:
        if mark in types:
            return kind
    return _by_form(path, form.strip().rpartition(b"opendocument.")[2])


def _by_form(path: Path, form: bytes) -> Kind:
    if form == b"spreadsheet":
        return "ods"
    if form in _OPEN_DOCUMENT:
        what, remedy = _OPEN_DOCUMENT[form]
        raise DocumentRefused(path.name, f"het is {what}", remedy)
    raise DocumentRefused(path.name, "het is een zip-bestand", "pak het uit en kies het document")


def _compound(path: Path) -> DocumentRefused:
    """An encrypted office file is wrapped in the old format, by [MS-OFFCRYPTO] 2.3."""
    if _ENCRYPTED in path.read_bytes():
        return DocumentRefused(
            path.name,
            "het bestand is met een wachtwoord beveiligd",
            "sla het op zonder wachtwoord",
        )
    return DocumentRefused(
        path.name,
        "het heeft het oude formaat van voor 2007",
        "sla het op als .xlsx, .docx of .pptx",
    )
