"""Where a row of an exported file comes from: its action, the export, and what it said then.

While a coordinator fills in a file, owners go on in Planner. The mark in each row tells afterwards
which fields she changed: what she left alone never takes the place of a later edit, and a row that
she edited on the sheet of a goal counts as much as one on the whole list.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mappings.canonical import Fields, FieldValue, normal_text

ORIGIN_HEADING = "Kenmerk"
_SHORT = (
    4  # bytes of a fingerprint; that an edit has the fingerprint of what it replaced: 1 in 2^32
)
_ALIKE = str.maketrans({"\u2011": "-", "\t": " "})


@dataclass(frozen=True, slots=True)
class Origin:
    """The mark of a row. export: which export it is from; prints: a fingerprint per field."""

    code: str
    export: str
    prints: Mapping[str, str]

    def __str__(self) -> str:
        """As it stands in the file: "2.4 20261130T181500Z title=1f0a22b3 due=..."."""
        fields = (f"{name}={value}" for name, value in self.prints.items())
        return " ".join((self.code, self.export, *fields))

    def is_unchanged(self, field: str, value: FieldValue) -> bool:
        """Whether a field still says what it said when the file was made."""
        return self.prints.get(field) == fingerprint(value)


def origin_of(code: str, export: str, fields: Fields) -> Origin:
    """Mark an action as it is exported. export: a word without blanks."""
    return Origin(code, export, {name: fingerprint(value) for name, value in fields.items()})


def read_origin(text: str) -> Origin | None:
    """Read a mark; None for a cell that holds none, such as one of a row that somebody added."""
    code, _, rest = text.strip().partition(" ")
    export, _, fields = rest.partition(" ")
    pairs = [word.partition("=") for word in fields.split()]
    if not code or not export or not pairs or not all(by for _, by, _ in pairs):
        return None
    return Origin(code, export, MappingProxyType({name: value for name, _, value in pairs}))


def fingerprint(value: FieldValue) -> str:
    """A short print of a field; values that a file cannot tell apart have the same."""
    words = (value or "",) if isinstance(value, str | None) else value
    plain = "\0".join(normal_text(word).translate(_ALIKE).strip() for word in words)
    return hashlib.blake2b(plain.encode(), digest_size=_SHORT).hexdigest()
