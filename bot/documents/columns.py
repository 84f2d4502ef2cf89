"""Puts the cells of a row under the headings, where rows of one table have other borders.

In Word a border that was dragged in one row makes that row's cells start elsewhere in the grid. A
row with as many cells as there are headings is taken in order; of another row, each cell belongs to
the heading above its first column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.documents.headings import Headings
from bot.documents.tables import EMPTY, Cell, Place, Row


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a row. start: the first column of the grid it covers; span: how many of them."""

    start: int
    span: int
    cell: Cell


def folded(
    rows: Sequence[Sequence[Slot]], headings: Headings, place: Callable[[int], Place]
) -> tuple[Row, ...]:
    """Make rows with a cell per heading. place: of the row with this number, from 1.

    Without headings the row with the most cells gives the columns.
    """
    starts = _starts(rows, headings)
    return tuple(Row(place(number), _under(slots, starts)) for number, slots in enumerate(rows, 1))


def _starts(rows: Sequence[Sequence[Slot]], headings: Headings) -> list[int]:
    """The first grid column of each heading."""
    nowhere = Place("table", "", 0)
    base: Sequence[Slot] = max(rows, key=len, default=())
    for row, after in zip(rows, (*rows[1:], ()), strict=True):
        if headings.row(Row(nowhere, tuple(slot.cell for slot in row))):
            base = row
            if not headings.row(Row(nowhere, tuple(slot.cell for slot in after))):
                break  # of headings in two lines, the lower one has the columns
    starts = sorted({slot.start for slot in base})
    first = min((slot.start for row in rows for slot in row), default=0)
    return starts if first in starts else [first, *starts]


def _under(slots: Sequence[Slot], starts: Sequence[int]) -> tuple[Cell, ...]:
    if len(slots) == len(starts):
        return tuple(slot.cell for slot in slots)
    cells = [EMPTY] * len(starts)
    for slot in slots:
        index = max(i for i, start in enumerate(starts) if start <= slot.start)
        there = cells[index]
        if not there.text:
            cells[index] = slot.cell
        elif slot.cell.text:
            cells[index] = replace(
                there,
                text=f"{there.text}\n{slot.cell.text}",
                doubt=there.doubt or slot.cell.doubt,
            )
    return tuple(cells)
