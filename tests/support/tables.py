"""Documents made by hand, as a reader gives them, for the tests of what they mean."""

import csv
import io
from collections.abc import Sequence

from bot.documents.tables import Cell, Document, Place, Row, Table


def table(
    headings: Sequence[str], *rows: Sequence[str | Cell], caption: str = "", sheet: str = "Acties"
) -> Table:
    """A table on a sheet; its heading is row 1."""
    return Table(
        caption,
        tuple(headings),
        tuple(
            Row(
                Place("sheet", sheet, number),
                tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row),
            )
            for number, row in enumerate(rows, 2)
        ),
    )


def document(*tables: Table, kind: str = "xlsx") -> Document:
    """A file of these tables."""
    return Document("lijst." + kind, kind, tables)


def csv_document(text: str) -> Document:
    """A CSV of our own, read by the standard library."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    headings, *rows = lines
    return document(table(headings, *rows), kind="csv")
