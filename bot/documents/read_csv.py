"""Reads a list from a CSV file, as Excel, LibreOffice and this program write it.

The delimiter is the one under which known headings come out; what a program guesses from the signs
alone cuts an action in two. A row is counted as a spreadsheet counts it, not by lines of text.
"""

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from bot.documents.cell_text import dated_cell
from bot.documents.headings import Headings
from bot.documents.limits import MEGABYTE, FileLimits
from bot.documents.packages import dotted, too_large
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import EMPTY, Contents, Grid, Place, Row

_DELIMITERS = (";", ",", "\t", "|")
_SEARCHED = 40  # records in which the headings are looked for
_LARGEST = 1_000_000  # signs in one field before `csv` gives up; ours is checked after that


def read_csv(path: Path, headings: Headings, limits: FileLimits) -> Contents:
    """Read the file as one grid without caption. Raises DocumentRefused."""
    text = _decoded(path, limits)
    named = text.split("\n", 1)[0].strip().strip('"')
    if named.lower().startswith("sep=") and len(named) == 5:
        text = text.partition("\n")[2]
        delimiter = named[4]
    else:
        delimiter = _delimiter(text, headings)
    rows = []
    cells = 0
    for number, record in enumerate(_records(path, text, delimiter), 1):
        cells += len(record)
        if number > limits.rows or cells > limits.cells:
            raise too_large(path.name, f"het heeft meer dan {dotted(limits.rows)} rijen")
        if any(len(field) > limits.cell_signs for field in record):
            raise too_large(
                path.name,
                f"rij {number} heeft een cel van meer dan {dotted(limits.cell_signs)} tekens",
            )
        made = tuple(dated_cell(field) if field else EMPTY for field in record)
        rows.append(Row(Place("line", "", number), made))
    return Contents((Grid("", tuple(rows)),))


def _decoded(path: Path, limits: FileLimits) -> str:
    """UTF-8 if all of it is, else what Dutch Windows writes; UTF-16 by its mark."""
    if path.stat().st_size > limits.text_bytes:
        raise too_large(path.name, f"het bestand is groter dan {limits.text_bytes // MEGABYTE} MB")
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentRefused(
        path.name,
        "de tekens zijn niet te lezen",
        "sla het op als 'CSV UTF-8' of als .xlsx",
    )


def _delimiter(text: str, headings: Headings) -> str:
    """The delimiter that brings out the most known headings; `;` when none does."""
    return max(_DELIMITERS, key=lambda sign: _known(text, sign, headings))


def _known(text: str, delimiter: str, headings: Headings) -> int:
    csv.field_size_limit(_LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    most = 0
    try:
        for record in itertools.islice(reader, _SEARCHED):
            most = max(most, sum(headings.spelling(field) is not None for field in record))
    except csv.Error:
        return most
    return most


def _records(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field limit" in str(error):
            what = f"regel {reader.line_num} heeft een cel met meer dan {dotted(_LARGEST)} tekens"
            raise too_large(path.name, what) from error
        raise DocumentRefused(
            path.name,
            f"de aanhalingstekens kloppen niet bij regel {reader.line_num}",
            "maak die regel in orde, of sla de lijst op als .xlsx",
        ) from error
