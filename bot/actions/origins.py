"""Where a row of an exported file comes from: its action, the export, and what its cells said then.

While a coordinator fills in a file, owners go on in Planner. The mark in each row tells afterwards
which cells she changed: what she left alone never takes the place of a later edit, and a row that
she edited on the sheet of a goal counts as much as one on the whole list.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.actions.columns import COLUMNS, Names, Value
from bot.documents.cell_text import cell_text
from bot.documents.tables import Cell
from mappings.canonical import Action

_SHORT = 4  # bytes of a print: one edit in 2^32 would look like what it replaced


@dataclass(frozen=True, slots=True)
class Origin:
    """The mark of a row. export: which export it is from; prints: a short print of each cell."""

    code: str
    export: str
    prints: Mapping[str, str]

    def __str__(self) -> str:
        """As it stands in the file: "2.4 20261130T181500Z title=1f0a22b3 due=..."."""
        return " ".join((self.code, self.export, *(f"{k}={v}" for k, v in self.prints.items())))

    def left_alone(self, key: str, cell: Cell) -> bool:
        """Whether a cell still says what it said when the file was made."""
        return self.prints.get(key) == _print(cell.day or cell.text)

    def still_true(self, key: str, action: Action, names: Names) -> bool:
        """Whether the list says of an action what the file said of it when it was made."""
        return self.prints.get(key) == _prints(action, names).get(key)


def origin_of(action: Action, names: Names, export: str) -> Origin:
    """Mark an action as it is exported. export: a word without blanks."""
    return Origin(action.code, export, _prints(action, names))


def read_origin(text: str) -> Origin | None:
    """Read a mark; None for a cell that holds none, such as one of a row that somebody added."""
    code, _, rest = text.strip().partition(" ")
    export, _, cells = rest.partition(" ")
    pairs = [word.partition("=") for word in cells.split()]
    if not code or not export or not pairs or not all(by for _, by, _ in pairs):
        return None
    return Origin(code, export, MappingProxyType({key: value for key, _, value in pairs}))


def _prints(action: Action, names: Names) -> Mapping[str, str]:
    return {column.key: _print(column.value(action, names)) for column in COLUMNS}


def _print(value: Value) -> str:
    """A short print of what a cell shows; what no file can tell apart has the same."""
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return hashlib.blake2b(cell_text(text).encode(), digest_size=_SHORT).hexdigest()
