"""Small office files for the tests of the readers, and what was read from them in plain values."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.documents.headings import Headings
from bot.documents.tables import Table

HEADINGS = Headings.of(
    ("Code", "Actie", "Regie", "Wanneer gereed", "Toelichting", "Stand van zaken/ toelichting"),
    words=("HVO-Q", "Centrum gemeente"),
)


def texts(table: Table) -> list[list[str]]:
    """The rows of a table as people read them."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def doubts(table: Table) -> list[str]:
    """All that the reader was not sure of."""
    return [cell.doubt for row in table.rows for cell in row.cells if cell.doubt]


def changed_parts(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """Write parts of an office file anew, as no library can be asked to."""
    with zipfile.ZipFile(path) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**kept, **parts}.items():
            package.writestr(name, content)


def part(path: Path, name: str) -> str:
    """Read one part of an office file."""
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def csv_bytes(rows: Iterable[Iterable[str]], delimiter: str = ";") -> bytes:
    """Rows without quotes."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode()
