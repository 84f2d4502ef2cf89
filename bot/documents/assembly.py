"""Makes tables of grids: which row names the columns, and which grid goes on where one stopped.

A list of actions runs over pages and slides. Its heading comes again on each, sometimes with the
goal above it, sometimes not at all; what comes again says nothing new and goes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.documents.headings import Headings, heading_key
from bot.documents.tables import EMPTY, Grid, Place, Row, Table

_SEARCHED = 40  # rows of a grid in which its heading is looked for
_SHOWN = 12  # headings named when none is known
_GOES_ON = re.compile(
    r"[\s(,:–-]*\b(?:vervolg|deel\s*\d+|\d+\s*(?:/|van)\s*\d+|\(\d+\))\s*\)?\s*$", re.IGNORECASE
)


@dataclass
class _Open:
    """A table that may still go on. width: of the grid it was last seen in."""

    caption: str
    headings: tuple[str, ...]
    width: int
    kind: str
    rows: list[Row] = field(default_factory=list)

    def goes_on(self, grid: Grid, headings: tuple[str, ...] | None, caption: str) -> bool:
        """Whether a grid is the rest of this table; headings: the ones it has itself."""
        if self.kind == "sheet" or self.kind != grid.rows[0].place.kind:
            return False
        if headings is None:
            return self.width == _width(grid) and _same(caption, self.caption)
        return _trimmed(headings) == self.headings and _same(caption, self.caption)

    def closed(self) -> Table:
        count = max([len(self.headings), *(_filled_to(row) for row in self.rows)])
        return Table(
            self.caption,
            (*self.headings, *[""] * (count - len(self.headings))),
            tuple(_fitted(row, count) for row in self.rows),
        )


def assemble(
    grids: Iterable[Grid], headings: Headings
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Make tables of the grids of a document, in their order, and say what was left out.

    Returns the tables that have rows, and Dutch sentences about grids without known headings.
    """
    tables: list[_Open] = []
    remarks: list[str] = []
    for grid in grids:
        if not any(cell.text or cell.fault for row in grid.rows for cell in row.cells):
            continue
        remarks += _take(grid, headings, tables)
    return tuple(table.closed() for table in tables if table.rows), tuple(remarks)


def found_headings(grids: Iterable[Grid]) -> tuple[str, ...]:
    """The texts that stand where headings are expected, to name them when none is known."""
    seen = dict.fromkeys(
        " ".join(cell.text.split())[:40]
        for grid in grids
        for row in _first_wide(grid)
        for cell in row.cells
        if cell.text
    )
    return tuple(seen)[:_SHOWN]


def _take(grid: Grid, headings: Headings, tables: list[_Open]) -> Iterator[str]:
    """Add the rows of a grid to the tables. Yields remarks."""
    named = next((row for row in grid.rows[:_SEARCHED] if headings.row(row)), None)
    if named is None:
        if grid.rows[0].place.kind != "sheet" or grid.rows[0].place.name not in headings.beside:
            yield from _take_headless(grid, tables)
        return
    current: _Open | None = None
    above: list[str] = []
    for row in grid.rows:
        names = headings.row(row)
        if names is not None:
            caption = above[-1] if above else grid.caption
            current = _continued(current, tables, grid, names, caption)
            above = []
        elif current is None:
            above += [" ".join(cell.text.split()) for cell in row.cells if cell.text][:1]
        elif _filled_to(row):
            current.rows.append(row)


def _continued(
    current: _Open | None, tables: list[_Open], grid: Grid, names: tuple[str, ...], caption: str
) -> _Open:
    """Find the table that a row of headings belongs to, or open one."""
    headings = _trimmed(names)
    if current is not None and current.headings == headings:
        return current  # the heading again, lower on the same sheet
    if current is None and tables and tables[-1].goes_on(grid, names, caption):
        tables[-1].width = _width(grid)
        return tables[-1]
    if current is not None:
        last = current.rows[-1:]
        alone = [cell.text for row in last for cell in row.cells if cell.text]
        caption = current.caption
        if len(alone) == 1:  # a line of its own above other headings is their caption
            caption = alone[0]
            current.rows.pop()
    opened = _Open(caption, headings, _width(grid), grid.rows[0].place.kind)
    tables.append(opened)
    return opened


def _take_headless(grid: Grid, tables: list[_Open]) -> Iterator[str]:
    place = grid.rows[0].place
    words = Place(place.kind, place.name, 0).words() or "het bestand"
    where = words[:1].upper() + words[1:]
    if tables and tables[-1].goes_on(grid, None, grid.caption):
        tables[-1].rows += [row for row in grid.rows if _filled_to(row)]
        if place.kind == "table":
            yield f"{where} heeft geen koppen en is gelezen als vervolg."
    else:
        yield f"{where} is niet gelezen: er staan geen bekende koppen."


def _same(caption: str, before: str) -> bool:
    """Whether a caption says nothing new: none, the same, or the same with "(vervolg)"."""
    return not caption or heading_key(_GOES_ON.sub("", caption)) == heading_key(
        _GOES_ON.sub("", before)
    )


def _first_wide(grid: Grid) -> list[Row]:
    wide = [row for row in grid.rows[:_SEARCHED] if sum(bool(cell.text) for cell in row.cells) > 1]
    return wide[:1]


def _width(grid: Grid) -> int:
    return max(len(row.cells) for row in grid.rows)


def _filled_to(row: Row) -> int:
    """How many cells a row has up to its last one that says something."""
    for count in range(len(row.cells), 0, -1):
        cell = row.cells[count - 1]
        if cell.text or cell.fault or cell.doubt:
            return count
    return 0


def _fitted(row: Row, count: int) -> Row:
    if len(row.cells) == count:
        return row
    return Row(row.place, (*row.cells[:count], *[EMPTY] * (count - len(row.cells))))


def _trimmed(names: tuple[str, ...]) -> tuple[str, ...]:
    last = max(i for i, name in enumerate(names, 1) if name)
    return names[:last]
