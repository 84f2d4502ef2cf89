"""Makes one row of an action that stands on two sheets of a workbook that we wrote.

The whole list and the sheet of a goal show the same actions, and people work on either. A cell that
was changed on one of them counts; one that was changed on both, to something else, is a doubt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.actions.columns import ColumnKey
from bot.actions.origins import Origin
from bot.documents.tables import Cell, Place


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row by what its columns hold. goal: of the heading above it; origin: of a row of ours."""

    place: Place
    cells: Mapping[ColumnKey, Cell]
    goal: int | None
    origin: Origin | None


def join_copies(rows: Iterable[MarkedRow]) -> list[MarkedRow]:
    """Join rows with one code and one mark on different sheets; the first one gives the place.

    A mark under another code than its own came along when somebody copied or renumbered a row: it
    is dropped. Twice on one sheet is a mistake, and stays so.
    """
    joined: dict[object, MarkedRow] = {}
    for number, row in enumerate(rows):
        origin = row.origin
        if origin is None or _code(row) != origin.code:
            joined[number] = replace(row, origin=None)
            continue
        key = str(origin)
        first = joined.get(key)
        if first is not None and first.place.name == row.place.name:
            joined[number] = row
        else:
            joined[key] = _joined(first, row, origin) if first else row
    return list(joined.values())


def _code(row: MarkedRow) -> str:
    return row.cells["code"].text.strip() if "code" in row.cells else ""


def _joined(first: MarkedRow, second: MarkedRow, origin: Origin) -> MarkedRow:
    cells = dict(first.cells)
    for key, cell in second.cells.items():
        mine = cells.get(key)
        if mine is None or origin.left_alone(key, mine):
            cells[key] = cell
        elif not origin.left_alone(key, cell) and cell.text != mine.text:
            sentence = (
                f"Op {replace(first.place, row=0).words()} staat '{mine.text}', "
                f"op {replace(second.place, row=0).words()} '{cell.text}'; welke geldt?"
            )
            cells[key] = replace(mine, doubt=sentence)
    return replace(first, cells=cells)
