"""Cleans the text of a cell of what only layout put there, the same for every format.

One kind of line end, NFC, ordinary hyphens and blanks, no soft hyphens, nothing without width. The
numbers of the signs are Unicode's.
"""

import re
import unicodedata
from datetime import date

from bot.documents.tables import Cell
from mappings.text import clean

_LOOKS = str.maketrans(
    {
        "\u2010": "-",  # hyphen
        "\u2011": "-",  # hyphen that does not break
        "\u00a0": " ",  # blank that does not break
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
    }
)
# How Office writes a control sign in XML, and an underscore that would look like the start of one.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")


def cell_text(text: str) -> str:
    """The text as people read it: lines parted by a line feed, without blanks at either end."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()
    plain = clean(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text))
    lines = unicodedata.normalize("NFC", plain).translate(_LOOKS).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def text_cell(text: str, *, doubt: str = "") -> Cell:
    """Make a cell of typed text."""
    return Cell(cell_text(text), doubt=doubt)


def dated_cell(text: str) -> Cell:
    """Make a cell of text in which a program wrote its dates as text, as in a CSV file.

    LibreOffice writes 2026-12-31 or 12/31/2026 by its language. The order of day and month is
    certain only if one of them is above 12; else the cell is doubtful.
    """
    plain = cell_text(text)
    if found := _ISO.fullmatch(plain):
        return Cell(plain, day=_day(*map(int, found.groups())))
    if not (found := _AMERICAN.fullmatch(plain)):
        return Cell(plain)
    first, second, year = map(int, found.groups())
    if first > 12 or second > 12:
        day, month = (second, first) if second > 12 else (first, second)
        return Cell(plain, day=_day(year, month, day))
    if first == second:
        return Cell(plain, day=_day(year, first, second))
    return Cell(
        plain, doubt=f"'{plain}' kan {first}-{second}-{year} of {second}-{first}-{year} zijn"
    )


def joined(texts: list[str]) -> str:
    """Write texts under each other; empty ones are left out."""
    return "\n".join(text for text in texts if text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
