"""Prints data to stdout, as JSON or as a table; talk goes to stderr, so that it can be piped."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.table import Table


def show_json(data: object) -> None:
    """Print data to stdout as JSON, Dutch letters as they are."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table to stdout. Cells are shown as they are, without markup."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for column in columns:
        table.add_column(column, overflow="fold")
    console = Console(highlight=False, markup=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table)


def or_table(
    as_json: bool,
    data: Sequence[Mapping[str, object]],
    columns: Mapping[str, Callable[..., object]],
) -> None:
    """Print data as JSON, or as a table whose columns are given as header and cell function."""
    if as_json:
        show_json(data)
    elif data:
        show_table(list(columns), [[cell(row) for cell in columns.values()] for row in data])


def short(value: object) -> str:
    """A field's value in one line of a table."""
    text = ", ".join(value) if isinstance(value, tuple) else str(value or "")
    first = text.split("\n")[0]
    return first if first == text and len(text) <= 60 else first[:59] + "…"
