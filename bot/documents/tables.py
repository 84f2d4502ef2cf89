"""What every reader of a file gives: tables of rows, each cell with what a person sees in it.

A reader knows no action: it turns one format into `Grid`s, in the order of the document.
`assembly` makes `Table`s of them: the row of known headings names the columns, a heading that comes
again on the next page or slide is dropped, and a grid that goes on where the last one stopped is
the same table. What a cell means is for whoever asked (`bot/actions/reading`).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PlaceKind = Literal["sheet", "page", "slide", "table", "line"]

_PLACES: dict[PlaceKind, str] = {
    "sheet": "blad '{name}'",
    "page": "pagina {name}",
    "slide": "dia {name}",
    "table": "tabel {name}",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its file. name: the sheet's name, or the number of page or slide.

    row: counted from 1 as people count in that format; the heading counts too. 0: all of it.
    """

    kind: PlaceKind
    name: str
    row: int

    def words(self) -> str:
        """Name the place for people: "blad 'Acties', rij 5", "dia 3, rij 2", "rij 7"."""
        where = _PLACES.get(self.kind, "").format(name=self.name)
        row = f"rij {self.row}" if self.row else ""
        return ", ".join(part for part in (where, row) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as people read it, cleaned of what only layout put there.

    text: lines parted by a line feed. day: a real date cell. number: a real number cell, beside
    the text it is shown as. doubt: a Dutch sentence about what the reader is not sure of, or "".
    fault: why nothing can be read there, with the remedy, as the end of a Dutch sentence, or "";
    a file with a fault under a known heading is refused, so nobody gets such a cell in a `Table`.
    name: what the sheet calls a number cell, such as "C2"; "" for any other.
    """

    text: str
    day: date | None = None
    number: float | None = None
    doubt: str = ""
    fault: str = ""
    name: str = field(default="", compare=False)


EMPTY = Cell("")


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
class Contents:
    """What one reader found in a file. remarks: as in `Document`."""

    grids: tuple[Grid, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under known headings.

    headings: a known one in the spelling of `Headings`, another as it stands in the file, "" for
    a column without one. captions in `Row`s do not exist: a line between the rows that spans them
    all (a goal's heading) is a row with one filled cell.
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
