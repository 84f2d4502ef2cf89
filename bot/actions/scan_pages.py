"""Finds the pages of a scanned agenda again, and on each page its columns.

The text of a scan gives one column after the other: first all actions of a page, then all of its
states of affairs, and a heading of a column is all that tells where one begins. A page begins at
the heading of the actions. The heading of a goal belongs to the page that it stands on, also where
it comes behind the actions.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.actions.columns import HEADINGS, ColumnKey
from bot.documents.headings import heading_key
from mappings.canonical import Status

_GOAL = re.compile(r"(\d{1,2})\. +(\S.*)")
_LINK = re.compile(r"(?:https?://|mailto:)\S+")
_LONGEST = 3  # lines over which a heading may be broken
_OFTEN = 2  # a first line that comes more often is a running head
_PARTS = ("\f", " ")
_STATES = frozenset(heading_key(status) for status in Status)  # words of a column, and no heading


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the scan. number: from 1. gap: whether an empty line stands before it.

    is_first: of a part of the page; a scan puts a form feed or a blank before it.
    """

    number: int
    text: str
    gap: bool
    is_first: bool


@dataclass
class Page:
    """A page: its lines by column. goal: its heading as it stands there, "" for none.

    is_dated: the deadline stands behind the action, on its first line. loose: lines under no
    heading.
    """

    number: int
    goal: str = ""
    is_dated: bool = False
    columns: dict[ColumnKey, list[Line]] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)


def read_pages(text: str) -> list[Page]:
    """Split the text of a scan in pages and columns; what stands on every page is left out."""
    return _Reading(_lines(text)).pages()


def _lines(text: str) -> list[Line]:
    """The lines that say something, each once; running heads come again and say nothing."""
    raw = text.split("\n")
    first = next((line.strip() for line in raw if line.strip()), "")
    is_running = sum(line.strip() == first for line in raw) > _OFTEN
    lines, gap = [], False
    for number, line in enumerate(raw, 1):
        said = line.strip()
        if not said or (is_running and said == first):
            gap = True
            continue
        lines.append(Line(number, said, gap, is_first=line.startswith(_PARTS)))
        gap = False
    return lines


@dataclass
class _Reading:
    """Goes through the lines once; a line belongs to the heading that was seen last."""

    lines: list[Line]
    found: list[Page] = field(default_factory=list)
    column: ColumnKey | None = None
    goal: str = ""

    def pages(self) -> list[Page]:
        place = 0
        while place < len(self.lines):
            keys, length = self._headings(place)
            if keys:
                self._open(keys)
                place += length
                continue
            if self.lines[place].is_first:
                self.column = None
            self._add(self.lines[place])
            place += 1
        for page in self.found:
            _drop_links(page.columns.get("note", []))
        return self.found

    def _headings(self, place: int) -> tuple[list[ColumnKey], int]:
        """The columns whose headings begin here, and over how many lines they are broken."""
        for length in range(_LONGEST, 0, -1):
            lines = self.lines[place : place + length]
            if len(lines) == length and (keys := _named(" ".join(line.text for line in lines))):
                return keys, length
        return [], 0

    def _open(self, keys: list[ColumnKey]) -> None:
        if keys[0] == "text":
            self.found.append(Page(len(self.found) + 1, self.goal, is_dated="due" in keys))
            self.goal = ""
        self.column = keys[0]

    def _add(self, line: Line) -> None:
        if heading := _GOAL.fullmatch(line.text):
            self._take_goal(line, heading)
        elif self.found and self.column is None:
            self.found[-1].loose.append(line)
        elif self.found and self.column:
            self.found[-1].columns.setdefault(self.column, []).append(line)

    def _take_goal(self, line: Line, heading: re.Match[str]) -> None:
        """The heading of a goal stands before the page it opens, or between its columns."""
        place = self.lines.index(line)
        keys, _ = self._headings(place + 1)
        if keys[:1] == ["text"] or not self.found:
            self.goal = heading[0]
        else:
            self.found[-1].goal = heading[0]
        self.column = None


def _named(text: str) -> list[ColumnKey]:
    """Read a line as headings: one, or two beside each other that each end with a question mark."""
    key = heading_key(text)
    if key not in _STATES and (one := HEADINGS.get(key)) is not None:
        return [one]
    first, mark, second = text.partition("? ")
    both = [HEADINGS.get(heading_key(part)) for part in (first, second)]
    return [key for key in both if key] if mark and all(both) else []


def _drop_links(lines: list[Line]) -> None:
    """Take off the addresses that a scan lists below a page: they stand in its texts already."""
    while lines and _LINK.fullmatch(lines[-1].text):
        lines.pop()


def loose_words(pages: Iterable[Page]) -> Iterator[str]:
    """Say which words of a page belong to no column."""
    for page in pages:
        if page.loose:
            shown = ", ".join(f"'{line.text}'" for line in page.loose)
            yield f"Bladzijde {page.number}: niet te plaatsen is {shown}."
