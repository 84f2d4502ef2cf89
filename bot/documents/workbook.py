"""A workbook as a value, before it is a file: sheets of rows, and what may be filled in there.

Excel and LibreOffice have a writer each (`excel`, `ods`); what they write is said here once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.ooxml import xml_text
from mappings.text import clean

CellValue = str | int | date | None

MOST_IN_CELL = 32_767
"""Characters in a cell, counted as Excel does: a sign outside the first plane is two.

Source: Microsoft, "Excel specifications and limits". openpyxl cuts a longer text off in silence, so
that an import of the file would shorten the list.
"""

SPARE_ROWS = 500
"""How many empty rows below the last one have drop-downs as well.

A fixed span: of a drop-down over a whole column LibreOffice keeps the first thousand rows.
"""


class TextTooLong(ValueError):
    """A text that no cell can hold. row: counted from 0, below the heading of its sheet."""

    def __init__(self, heading: str, row: int, length: int) -> None:
        super().__init__(f"{length} characters under {heading}, row {row}")
        self.heading, self.row, self.length = heading, row, length


@dataclass(frozen=True)
class Choices:
    """The words that a drop-down offers.

    words: what there is to choose from. sheet: the sheet whose second column lists these words,
    from its second row; without it they stand in the drop-down itself, where Excel takes 255
    characters. only: refuse any other word; else `hint` says what more may be written, and asks.
    """

    words: Sequence[str]
    hint: str
    sheet: str = ""
    only: bool = False


@dataclass(frozen=True)
class Days:
    """The days that a column takes, both included. hint: what to do with anything else."""

    first: date
    last: date
    hint: str


@dataclass(frozen=True)
class SheetColumn:
    """A column. width: in characters of the standard font. hidden: there for a program alone.

    takes: what may be filled in; without it, any text.
    """

    heading: str
    width: int
    takes: Choices | Days | None = None
    hidden: bool = False


@dataclass(frozen=True)
class ListSheet:
    """A sheet that is one table. name: of the sheet; table: its name, a word of its own.

    spare: whether people add rows, so that drop-downs go on below the last one.
    """

    name: str
    table: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[CellValue]]
    spare: bool = False


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds. foot: the line below every page. day: of which day it is."""

    title: str
    subject: str
    foot: str
    day: date
    sheets: Sequence[ListSheet]


def sheet_text(text: str) -> str:
    """The text as every spreadsheet gives it back: a blank for a tab, one kind of line end.

    LibreOffice drops a tab and glues the words together.
    """
    return xml_text(clean(text).replace("\t", " "))


def check_lengths(sheet: ListSheet) -> None:
    """Raise TextTooLong for a text that no cell can hold."""
    for number, row in enumerate(sheet.rows):
        for column, value in zip(sheet.columns, row, strict=True):
            length = length_in_cell(sheet_text(value)) if isinstance(value, str) else 0
            if length > MOST_IN_CELL:
                raise TextTooLong(column.heading, number, length)


def length_in_cell(text: str) -> int:
    """How many characters a spreadsheet counts."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def fit(text: str, most: int = MOST_IN_CELL) -> str:
    """Cut off what is more than so many characters, and show that with "…"."""
    if length_in_cell(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - 1)]
    return f"{kept.decode('utf-16-le', 'ignore')}…"


def sheet_name(text: str, taken: Sequence[str] = ()) -> str:
    """Make a name of at most 31 characters that no other sheet has, without signs Excel refuses."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in sheet_text(text))
    words = " ".join(plain.split()).strip("' ") or "Blad"
    name, number = fit(words, 31), 1
    while name.casefold() in {other.casefold() for other in taken}:
        number += 1
        name = f"{fit(words, 30 - len(str(number)))} {number}"
    return name
