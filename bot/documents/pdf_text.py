"""Puts the signs of a PDF together to lines, and the lines of a cell to text.

A PDF holds signs with a place, no words and no paragraphs. Where a line ends, this decides what was
there: a blank, the end of a paragraph, a hyphen of the program or one of the writer, or nothing at
all, in a column so narrow that a word was cut.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SOFT = "\u00ad\ufffe\u0002"  # what fonts give for the hyphen of a broken word
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BREAKS = re.compile(r"(\w+)(?:-|[\u00ad\ufffe\u0002])$")
_FIRST = re.compile(r"\w+")
_ADDRESS = re.compile(r"[/@]|^www\.")  # of a page or of mail
_PAGE = re.compile(r"^(?:https?://|www\.).*[/_]$")  # of a page, and goes on
_WHOLE = re.compile(r"\.[a-z]{2,3}$")  # one that ends so is at its end
_GAP = 0.2  # of the size of a letter: more between two signs is a blank
_BASELINE = 0.4  # of the size: less between two signs is one line
_TREMA = re.compile("^[ëïöü]", re.IGNORECASE)

Sign = Mapping[str, Any]
"""A sign as pdfplumber gives it: `text`, `x0`, `x1`, `size`, `matrix`, `upright`."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a cell. blank: it ends with one, as a line does that goes on below.

    room: the points left at its right; letter: the width of one letter; first: that of its first
    word. A line alone, as of turned text, has room without end.
    """

    text: str
    blank: bool
    room: float
    letter: float
    first: float


def lines_of(signs: Sequence[Sign], right: float) -> list[PdfLine]:
    """Put the signs of one cell together to lines. right: to where its text can come, in points."""
    seen = [sign for sign in signs if sign["text"].strip()]
    if not seen:
        return []
    turned = [sign for sign in seen if not sign["upright"]]
    if 2 * len(turned) > len(seen):
        text = "".join(sign["text"] for sign in signs).strip()
        return [PdfLine(text.translate(_LIGATURES), blank=False, room=1e9, letter=1, first=0)]
    return [line for row in _rows(signs) if (line := _line(row, right))]


def words_of(lines: Iterable[PdfLine]) -> Iterator[str]:
    """The words that stand whole on a line, reduced to how they are compared.

    The first of more may be the rest of one, and the last of a full line its begin.
    """
    for line in lines:
        found = re.findall(r"\w+(?:-\w+)*", line.text)
        cut = not line.blank and line.room < 2 * line.letter
        if cut or _BREAKS.search(line.text):
            found = found[:-1]
        yield from map(_plain, found[1:] if len(found) > 1 else found)


class Joiner:
    """Joins lines by what is known of the whole document.

    words: how often each stands in it, by `words_of`. blanks: whether its lines keep their last
    blank, as LibreOffice's do; then a line without one ends a paragraph or cuts a word.
    """

    def __init__(self, words: Counter[str], names: Iterable[str], *, blanks: bool) -> None:
        self._words, self._blanks = words, blanks
        self._names = {_plain(part) for name in names for part in (name, *name.split())}

    def text(self, lines: Sequence[PdfLine]) -> tuple[str, str]:
        """The text of a cell, and what is doubtful about it ("" for nothing)."""
        if not lines:
            return "", ""
        text, doubts = lines[0].text, []
        for line, after in itertools.pairwise(lines):
            broken = text[-1] in f"-{_SOFT}" and text[-2:-1].isalnum()
            if broken and after.text[0].isalnum():
                text, doubt = self._at_hyphen(text, after.text)
                doubts += [doubt] if doubt else []
            else:
                goes_on = not line.blank and _PAGE.search(text.split()[-1])
                text += ("" if goes_on else self._between(line, after)) + after.text
        return self._inside(text), "; ".join(doubts)

    def _between(self, line: PdfLine, after: PdfLine) -> str:
        if line.blank:
            return " "
        letters = line.text[-1:].isalnum() and after.text[:1].isalnum()
        if not self._blanks:
            if line.room > after.first + line.letter:
                return "\n"
            cut = _last_word(line.text) + _first_word(after.text)
            return "" if letters and self._known(cut) else " "
        if line.room > 1.3 * line.letter:
            return "\n"
        # A full line loses its blank. A word is cut only if it has the line, and more, to itself.
        alone = " " not in line.text and letters and not after.text[:1].isupper()
        return "" if alone and self._is_cut(line.text, after.text) else " "

    def _is_cut(self, text: str, after: str) -> bool:
        """Whether a line of one word goes on in the next one."""
        if _ADDRESS.search(text):
            return _WHOLE.search(text) is None
        left, right = _last_word(text), _first_word(after)
        return self._known(left + right) or not (self._known(left) and self._known(right))

    def _at_hyphen(self, text: str, after: str) -> tuple[str, str]:
        """Join a word that a hyphen ends on its line; the hyphen stays where nothing tells."""
        left, right = _last_word(text[:-1]), _first_word(after)
        whole, apart = left + right, f"{left}-{right}"
        if self._known(apart) and self._count(apart) >= self._count(whole):
            return f"{text[:-1]}-{after}", ""
        if text[-1] in _SOFT or _TREMA.match(right) or self._known(whole):
            return text[:-1] + after, ""
        doubt = f"'{apart}' staat over twee regels; misschien is het één woord"
        certain = (
            right[:1].isupper()
            or right[:1].isdecimal()
            or left.isupper()  # VR-training
            or len(left) == 1  # e-learning
            or _ADDRESS.search(text.rpartition(" ")[2])
        )
        return f"{text[:-1]}-{after}", "" if certain else doubt

    def _inside(self, text: str) -> str:
        """Read the hyphens of the program that stand within a line."""

        def read(found: re.Match[str]) -> str:
            known = self._known(found[1] + found[2]) or found[0][len(found[1])] == "\ufffe"
            return found[1] + ("" if known else "-") + found[2]

        return re.sub(f"(\\w+)[{_SOFT}](\\w+)", read, text)

    def _known(self, word: str) -> bool:
        return self._count(word) > 0

    def _count(self, word: str) -> int:
        plain = _plain(word)
        return self._words[plain] + (plain in self._names)


def _rows(signs: Sequence[Sign]) -> list[list[Sign]]:
    """Signs on one baseline each, from top to bottom and from left to right."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: -sign["matrix"][5]):
        above = rows[-1][-1] if rows else None
        limit = _BASELINE * sign["size"]
        if above is not None and abs(above["matrix"][5] - sign["matrix"][5]) <= limit:
            rows[-1].append(sign)
        else:
            rows.append([sign])
    return [sorted(row, key=lambda sign: sign["x0"]) for row in rows]


def _line(row: Sequence[Sign], right: float) -> PdfLine | None:
    pieces: list[str] = []
    before: Sign | None = None
    first = end = 0.0
    for sign in row:
        text = sign["text"]
        if before is not None:
            if text == before["text"] and sign["x0"] - before["x0"] < 0.1 * sign["size"]:
                continue  # printed twice to look bold
            if sign["x0"] - before["x1"] > _GAP * sign["size"] and not pieces[-1].isspace():
                pieces.append(" ")
                first = first or before["x1"]
        if text.isspace():
            text = " "
        if not first and text == " " and any(piece != " " for piece in pieces):
            first = sign["x0"]
        if text != " ":
            end = sign["x1"]
        pieces.append(text)
        before = sign
    written = " ".join("".join(pieces).split())
    if not written:
        return None
    start = next(sign["x0"] for sign in row if not sign["text"].isspace())
    return PdfLine(
        unicodedata.normalize("NFC", written.translate(_LIGATURES)),
        blank=pieces[-1] == " ",
        room=right - end,
        letter=(end - start) / len(written),
        first=(first or end) - start,
    )


def _plain(word: str) -> str:
    """A word without case and accents: a hyphen takes the trema away, or leaves it."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _last_word(text: str) -> str:
    found = re.search(r"\w+$", text)
    return found[0] if found else ""


def _first_word(text: str) -> str:
    found = _FIRST.match(text)
    return found[0] if found else ""
