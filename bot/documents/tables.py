"""What every reader of a file gives: tables of rows, each cell with what a person sees in it.

A reader knows no action: it turns one format into `Grid`s, in the order of the document. `tables`
makes tables of them: the row of known headings names the columns, a heading that comes again on the
next page or slide is dropped, and a grid that goes on where the last one stopped is the same table.
What a cell means is for whoever asked (`bot/actions/reading`).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PlaceKind = Literal["sheet", "page", "slide", "table", "line"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its file. name: the sheet's name, or the number of page or slide.

    row: counted from 1 as people count in that format; the heading counts too.
    """

    kind: PlaceKind
    name: str
    row: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as people read it, cleaned of what only layout put there.

    text: lines parted by a line feed. day: a real date cell. number: a real number cell, beside
    the text it is shown as. doubt: a Dutch sentence about what the reader is not sure of, or "".
    """

    text: str
    day: date | None = None
    number: float | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells in the order of the table's headings."""

    place: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands on one sheet, page or slide, before anyone knows which row names it.

    caption: the text that stands above or before it (a goal's heading, the slide's title), or "".
    """

    caption: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under known headings. headings: as they are written in the file.

    captions in `Row`s do not exist: a line between the rows that spans them all (a goal's heading)
    is a row with one filled cell.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. format: "xlsx", "ods", "csv", "docx", "pptx", "pdf" or "yaml".

    remarks: Dutch sentences about what was read and may surprise (a hidden row, open changes).
    """

    file: str
    format: str
    tables: tuple[Table, ...]
    remarks: tuple[str, ...] = field(default=())
