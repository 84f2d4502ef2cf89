"""Puts together what the end of a page cut: a row in two, and a cell merged over several rows.

On the page before, pdfplumber gives the begin of the row; on the next one a row whose cells go on,
or are empty ("", where a cell without a border of its own is None). Nothing else tells them from
rows of their own, so what is not plain is marked as doubtful.
"""

from collections.abc import Callable, Sequence

from bot.documents.pdf_tables import PdfCell, PdfTable

_ALIKE = 4.0  # points between the columns of two pages of one table
_HEADS = 3  # rows at the top of a page that may be headings again
_GLUED = "deze rij loopt misschien door over twee pagina's"
_CARRIED = "overgenomen van de vorige pagina"

CellRow = list[PdfCell]


def join_pages(tables: Sequence[PdfTable], is_heading: Callable[[CellRow], bool]) -> None:
    """Glue rows and carry merged cells on, in the tables themselves; a glued rest is left empty."""
    tail: CellRow = []
    before: PdfTable | None = None
    for table in tables:
        begin = _first_row(table, is_heading)
        goes_on = before is not None and _goes_on(before, table)
        fits = goes_on and begin < len(table.rows) and _alike(tail, table.rows[begin])
        glued = fits and _join(tail, table.rows[begin:])
        if not (glued and begin == len(table.rows) - 1):  # else the same row may go on once more
            tail = table.rows[-1]
        before = table


def _first_row(table: PdfTable, is_heading: Callable[[CellRow], bool]) -> int:
    """The first row below the headings."""
    heads = [i for i, row in enumerate(table.rows[:_HEADS]) if is_heading(row)]
    return heads[-1] + 1 if heads else 0


def _goes_on(above: PdfTable, below: PdfTable) -> bool:
    """Whether a table stands where the last one of the page before can go on."""
    near = all(
        abs(upper - lower) < _ALIKE
        for upper, lower in zip(above.columns, below.columns, strict=False)
    )
    follows = above.last and below.first and below.page == above.page + 1
    return follows and not below.caption and near and len(above.columns) == len(below.columns)


def _alike(above: CellRow, below: CellRow) -> bool:
    return [cell.start for cell in above] == [cell.start for cell in below]


def _join(tail: CellRow, rows: Sequence[CellRow]) -> bool:
    """Join the rows of a page to the last row before them. Returns whether the first was a rest."""
    first = rows[0]
    is_rest, doubt = _rest(tail, first)
    for index, (upper, lower) in enumerate(zip(tail, first, strict=True)):
        below = [cell for row in rows for cell in row if cell.lines is lower.lines]
        if is_rest:
            upper.lines.extend(lower.lines)
            for cell in below:
                cell.lines = upper.lines
            lower.lines = []
            if doubt and index == 0:
                upper.doubt = doubt
        elif not lower.lines and upper.lines:
            merged = (not upper.own or upper.rows > 1, lower.rows > 1)
            for cell in below if any(merged) else ():
                cell.lines = upper.lines
                cell.doubt = "" if all(merged) else _CARRIED
    return is_rest


def _rest(tail: CellRow, row: CellRow) -> tuple[bool, str]:
    """Whether a row is the rest of the last one of the page before, and what is doubtful about it.

    Its first cell that is not merged downwards is empty then; or only that one is filled, and
    starts in the middle of a sentence.
    """
    filled = [cell for cell in row if cell.lines]
    plain = next((cell for cell in row if cell.rows == 1), None)
    if plain is None or not filled or any(cell.span > 1 for cell in filled):
        return False, ""
    if filled == [plain]:
        start = plain.lines[0].text
        return len(row) > 1 and start[:1].islower(), _GLUED
    if plain.lines or not all(
        upper.lines for upper, cell in zip(tail, row, strict=True) if cell.lines
    ):
        return False, ""
    return True, _GLUED if 2 * len(filled) > len(row) else ""
