"""Finds the ruled tables on the pages of a PDF, with the lines of every cell.

pdfplumber finds the cells by their borders. Which sign stands in which cell, and which cell goes
down over which rows, is told here in one pass over the signs.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.documents.pdf_captions import PageLines
from bot.documents.pdf_text import PdfLine, Sign, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table as RuledTable

_NEAR = 3.0  # points: two borders that are as near are one
_PADDING = 12.0  # points: the widest margin that text keeps in a cell


@dataclass(slots=True)
class PdfCell:
    """A cell. start: its first column, span: how many; rows: how many rows it goes down.

    own: whether it begins in this row; one that comes from above has the lines of that one.
    """

    start: int
    span: int
    rows: int
    lines: list[PdfLine] = field(default_factory=list)
    own: bool = True
    doubt: str = ""


@dataclass(slots=True)
class PdfTable:
    """A table on one page. caption: the text right above it. page: its number.

    columns: where they begin, in points. rows: each with its cells from left to right. last, first:
    whether no other table stands below or above it on the page.
    """

    page: int
    caption: str
    columns: tuple[float, ...]
    rows: list[list[PdfCell]]
    first: bool = False
    last: bool = False


def page_tables(page: "Page", above: "PageLines") -> list[PdfTable]:
    """Find the tables of a page from top to bottom. above: remembers the page before."""
    found = page.find_tables()
    if ends := _open_ends(page, found):
        found = page.find_tables({"explicit_horizontal_lines": ends})
    found = [table for table in found if len(table.columns) > 1]
    found.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    if not found:
        return []
    if any(len(table.rows) == 1 for table in found):
        found = _with_rows_below(page, found)
    signs = page.chars
    captions = above.captions(signs, [table.bbox for table in found])
    tables = []
    for table, caption in zip(found, captions, strict=True):
        lattice = _Lattice(table)
        lattice.fill(signs)
        columns = tuple(lattice.lefts)
        tables.append(PdfTable(page.page_number, caption, columns, lattice.rows()))
    tables[0].first = tables[-1].last = True
    return tables


def _open_ends(page: "Page", found: Sequence["RuledTable"]) -> list[float]:
    """Where the lines beside the cells go on above or below the last line across.

    A browser draws none where a page cuts a row; without it the text there would be in no cell.
    """
    ends = []
    for table in found:
        x0, top, x1, bottom = table.bbox
        beside = [
            (edge["top"], edge["bottom"])
            for edge in page.edges
            if edge["orientation"] == "v"
            and x0 - _NEAR < edge["x0"] < x1 + _NEAR
            and edge["top"] < bottom + _NEAR
            and edge["bottom"] > top - _NEAR
        ]
        high = min((begin for begin, _ in beside), default=top)
        low = max((end for _, end in beside), default=bottom)
        if top - high > _NEAR and sum(begin < high + _NEAR for begin, _ in beside) > 1:
            ends.append(high)
        if low - bottom > _NEAR and sum(end > low - _NEAR for _, end in beside) > 1:
            ends.append(low)
    return ends


def _with_rows_below(page: "Page", found: Sequence["RuledTable"]) -> list["RuledTable"]:
    """Give headings the rows below them that have lines between them, and none beside them.

    Many house styles are so: the heading is shaded, a row ends with a line. The columns of the
    heading are those of the rows, down to the next table.
    """
    tables = []
    for number, table in enumerate(found):
        lower = found[number + 1].bbox[1] - 1 if number + 1 < len(found) else page.bbox[3]
        tables.append(table if len(table.rows) > 1 else _ruled_below(page, table, lower))
    return tables


def _ruled_below(page: "Page", heading: "RuledTable", lower: float) -> "RuledTable":
    """A heading with the rows between the lines below it, as far as `lower`."""
    x0, top, x1, bottom = heading.bbox
    ends = [
        edge["top"]
        for edge in page.edges
        if edge["orientation"] == "h"
        and bottom < edge["top"] < lower
        and x0 - _NEAR < edge["x0"] < edge["x1"] < x1 + _NEAR  # not the frame of the page
    ]
    if not ends:
        return heading
    left, above, right, below = page.bbox
    box = (max(x0 - 1, left), max(top - 1, above), min(x1 + 1, right), min(max(ends) + 1, below))
    borders = sorted({cell[0] for cell in heading.cells} | {x1})
    ruled = page.crop(box).find_tables(
        {"vertical_strategy": "explicit", "explicit_vertical_lines": borders}
    )
    return max([heading, *ruled], key=lambda table: len(table.rows))


@dataclass(slots=True)
class _Ruled:
    """A cell with what it is made of. top: its first row; right: its border; signs: in it."""

    cell: PdfCell
    top: int
    right: float
    signs: list[Sign] = field(default_factory=list)


class _Lattice:
    """The cells of a table by the rows and columns they cover."""

    def __init__(self, table: "RuledTable") -> None:
        self._tops = _merged(sorted({cell[1] for cell in table.cells}))
        self.lefts = _merged(sorted({cell[0] for cell in table.cells}))
        self._box = table.bbox
        self._ruled: list[_Ruled] = []
        self._slots: dict[tuple[int, int], _Ruled] = {}
        for left, top, right, bottom in table.cells:
            row, column = self._row(top + _NEAR), self._column(left + _NEAR)
            rows = max(1, self._row(bottom - _NEAR) + 1 - row)
            span = max(1, self._column(right - _NEAR) + 1 - column)
            ruled = _Ruled(PdfCell(column, span, rows), row, right)
            self._ruled.append(ruled)
            for down in range(row, row + rows):
                for across in range(column, column + span):
                    self._slots.setdefault((down, across), ruled)

    def fill(self, signs: Sequence[Sign]) -> None:
        """Put every sign into its cell, and make lines of them."""
        x0, top, x1, bottom = self._box
        for sign in signs:
            # A blank at the end of a line may hang over the border: where it begins is its cell.
            middle = sign["x0"] if sign["text"] == " " else (sign["x0"] + sign["x1"]) / 2
            height = (sign["top"] + sign["bottom"]) / 2
            if x0 <= middle < x1 and top <= height < bottom:
                ruled = self._slots.get((self._row(height), self._column(middle)))
                if ruled is not None:
                    ruled.signs.append(sign)
        padding = self._paddings()
        for ruled in self._ruled:
            ruled.cell.lines = lines_of(ruled.signs, ruled.right - padding[ruled.cell.start])

    def rows(self) -> list[list[PdfCell]]:
        """The cells of each row; one from above stands in every row that it covers."""
        return [
            [
                ruled.cell if ruled.top == row else replace(ruled.cell, own=False)
                for ruled in self._covering(row)
            ]
            for row in range(len(self._tops))
        ]

    def _covering(self, row: int) -> list[_Ruled]:
        found = (self._slots.get((row, column)) for column in range(len(self.lefts)))
        return list({id(ruled): ruled for ruled in found if ruled is not None}.values())

    def _row(self, height: float) -> int:
        return bisect_right(self._tops, height) - 1

    def _column(self, across: float) -> int:
        return bisect_right(self.lefts, across) - 1

    def _paddings(self) -> list[float]:
        """The room that text keeps from the border, per column."""
        least = [_PADDING] * len(self.lefts)
        for ruled in self._ruled:
            start = ruled.cell.start
            for sign in ruled.signs:
                room = sign["x0"] - self.lefts[start]
                if 0 <= room < least[start] and sign["text"] != " ":
                    least[start] = room
        return least


def _merged(borders: list[float]) -> list[float]:
    kept: list[float] = []
    for border in borders:
        if not kept or border - kept[-1] > _NEAR:
            kept.append(border)
    return kept
