"""Prints data to stdout, as JSON or as a table; talk goes to stderr, so that it can be piped.

What draws tables is imported when there is one to draw: JSON takes none of it.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.core.workdays import local_time


def show_json(data: object) -> None:
    """Print data to stdout as JSON, Dutch letters as they are."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table to stdout. Cells are shown as they are, without markup."""
    from rich.console import Console
    from rich.table import Table

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


def show_facts(facts: Mapping[str, object]) -> None:
    """Print what is known under each name to stdout; a name without a value is left out."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value:
            table.add_row(name, str(value))
    Console(highlight=False, markup=False).print(table)


def day_words(text: str) -> str:
    """A day of `--json` as people read it: 02-11-2026."""
    return f"{date.fromisoformat(text):%d-%m-%Y}"


def clock(moment: str) -> str:
    """An instant of `--json` as people read it: 02-11-2026 09:00, in Europe/Amsterdam."""
    return f"{local_time(datetime.fromisoformat(moment)):%d-%m-%Y %H:%M}"
