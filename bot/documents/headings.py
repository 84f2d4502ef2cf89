"""Knows a heading again, however a file writes it: in capitals, broken over lines, or turned.

A column that is narrow has its heading turned a quarter; a PDF of it gives the letters backwards or
one to a line. So headings are compared by their letters and digits only, forwards and backwards.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.documents.tables import Row

_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST = 80  # signs; a longer text in the first row is a sentence, no heading
_FEWEST = 2  # known headings in a row before it names a table


@lru_cache(maxsize=1024)  # of a list, the same few short texts come back in every row
def heading_key(text: str) -> str:
    """Reduce a heading to what it is compared by: its letters and digits, without case."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NO_LETTER.sub("", plain.casefold())


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings that whoever reads the file understands.

    spellings: by `heading_key`, how the caller writes it. words: names with a hyphen or without
    (owners), by which a word that a PDF broke at the end of a line is put together again.
    beside: sheets that are known to hold something else, so that nobody has to be told.
    """

    spellings: Mapping[str, str]
    words: frozenset[str] = field(default=frozenset())
    beside: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(
        cls, spellings: Iterable[str], words: Iterable[str] = (), beside: Iterable[str] = ()
    ) -> "Headings":
        """Take headings as people write them."""
        known = {heading_key(text): text for text in spellings}
        return cls(known, frozenset(words), frozenset(beside))

    def spelling(self, text: str) -> str | None:
        """How the caller writes this heading; None when it is not one of his."""
        if len(text) > _LONGEST:
            return None
        key = heading_key(text)
        return self.spellings.get(key) or self.spellings.get(key[::-1])

    def row(self, row: Row) -> tuple[str, ...] | None:
        """Read a row as headings, see `Table.headings`; None when the row does not name columns.

        It does with two known headings or more, when they are at least half of what stands there.
        """
        filled = [cell.text for cell in row.cells if cell.text]
        if sum(len(text) <= _LONGEST for text in filled) < _FEWEST:
            return None
        known = {name for text in filled if (name := self.spelling(text))}
        if len(known) < _FEWEST or 2 * len(known) < len(filled):
            return None
        return tuple(self.spelling(cell.text) or " ".join(cell.text.split()) for cell in row.cells)
