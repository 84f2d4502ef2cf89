"""Reads a list from an office file: tells what the file is, has it read, and names its tables.

The packages for office files are the extra `[import]`, so that a worker stays small; each reader
loads its own when a file of its kind comes.
"""

from pathlib import Path

from bot.documents.assembly import assemble, found_headings
from bot.documents.headings import Headings
from bot.documents.kinds import Kind, kind_of
from bot.documents.limits import LIMITS, FileLimits, Progress
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Contents, Document, Table

_SHEETS: tuple[Kind, ...] = ("xlsx", "ods")


def _no_progress(done: int, of: int) -> None:
    """Say nothing."""


def read_document(
    path: Path,
    headings: Headings,
    limits: FileLimits = LIMITS,
    progress: Progress = _no_progress,
    *,
    sheet: str = "",
) -> Document:
    """Read the tables of a file whose columns are known.

    sheet: of a workbook only the sheet of this name. Raises DocumentRefused when the file cannot
    be read, has no table with known headings, or a cell under one cannot be read.
    """
    kind = kind_of(path, limits)
    if sheet and kind not in _SHEETS:
        reason = "alleen een werkmap (.xlsx of .ods) heeft bladen"
        raise DocumentRefused(path.name, reason, "laat de naam van het blad weg")
    try:
        contents = _read(kind, path, headings, limits, progress, sheet)
    except ModuleNotFoundError as error:
        raise DocumentRefused(
            path.name,
            f"om dit bestand te lezen is een extra pakket nodig ({error.name})",
            "installeer het met: pip install 'driehoekbot[import]'",
        ) from error
    tables, remarks = assemble(contents.grids, headings)
    if not tables:
        raise _unknown(path, contents, headings)
    for table in tables:
        _refuse_faults(path, table, headings)
    return Document(path.name, kind, tables, (*contents.remarks, *remarks))


def _read(
    kind: Kind,
    path: Path,
    headings: Headings,
    limits: FileLimits,
    progress: Progress,
    sheet: str,
) -> Contents:
    match kind:
        case "xlsx":
            from bot.documents.read_excel import read_excel

            return read_excel(path, limits, progress, sheet=sheet)
        case "ods":
            from bot.documents.read_ods import read_ods

            return read_ods(path, limits, progress, sheet=sheet)
        case "csv" | "text":
            from bot.documents.read_csv import read_csv

            return read_csv(path, headings, limits)
        case "docx":
            from bot.documents.read_word import read_word

            return read_word(path, headings, limits, progress)
        case "pptx":
            from bot.documents.read_slides import read_slides

            return read_slides(path, limits, progress)
        case "pdf":
            from bot.documents.read_pdf import read_pdf

            return read_pdf(path, headings, limits, progress)
        case _:
            raise DocumentRefused(
                path.name,
                "in dit soort bestand staan geen tabellen",
                "kies een bestand dat eindigt op .xlsx, .ods, .csv, .docx, .pptx of .pdf",
            )


def _unknown(path: Path, contents: Contents, headings: Headings) -> DocumentRefused:
    if not any(cell.text for grid in contents.grids for row in grid.rows for cell in row.cells):
        return DocumentRefused(
            path.name, "er staat geen tabel in", "kies het bestand waar de lijst in staat"
        )
    found = found_headings(contents.grids)
    there = f" (gevonden: {', '.join(found)})" if found else ""
    wanted = ", ".join(tuple(headings.spellings.values())[:6])
    return DocumentRefused(
        path.name,
        f"geen tabel met bekende kolommen{there}",
        f"zet boven de kolommen bijvoorbeeld {wanted}",
    )


def _refuse_faults(path: Path, table: Table, headings: Headings) -> None:
    """Refuse a file with a cell that cannot be read where it matters: under a known heading."""
    for row in table.rows:
        for heading, cell in zip(table.headings, row.cells, strict=True):
            if cell.fault and headings.spelling(heading):
                reason, _, remedy = cell.fault.partition("; ")
                raise DocumentRefused(path.name, reason, remedy, row.place)
