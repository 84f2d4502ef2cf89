"""Works out the numbers that Word puts before paragraphs by itself; they stand nowhere as text.

In a list whose codes are numbered automatically the cell of a code is empty. Source of the rules:
ECMA-376 part 1, 17.9. Counters belong to the abstract list, so that two lists made of it go on from
each other, unless one starts anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_LEVELS = 9
_SILENT = ("bullet", "none")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """One level of a list. text: with %1 for the number of the first level. style: its style."""

    start: int
    form: str
    text: str
    legal: bool
    restarts: bool
    style: str


class WordNumbering:
    """Counts as Word does, if every paragraph of the body is shown to it in order."""

    def __init__(self, numbering: BaseOxmlElement | None, styles: BaseOxmlElement) -> None:
        self._styles = {value(style, "w:styleId"): style for style in styles.iter(qn("w:style"))}
        found = () if numbering is None else numbering.iter(qn("w:num"))
        self._nums = {value(num, "w:numId"): num for num in found}
        lists = () if numbering is None else numbering.iter(qn("w:abstractNum"))
        self._lists = {value(item, "w:abstractNumId"): item for item in lists}
        self._levels: dict[str, dict[int, NumberLevel]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: BaseOxmlElement) -> str:
        """Count a paragraph; give the number before it, "" when it has none or a bullet."""
        num, depth = self._position(paragraph)
        if num not in self._nums:
            return ""
        key = self._list_of(num)
        levels = self._levels_of(key)
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        self._begin(num, counts)
        self._count(levels, counts, depth)
        level = levels[depth]
        if level.form in _SILENT:
            return ""
        return re.sub(
            r"%([1-9])",
            lambda found: _number(levels, counts, int(found[1]) - 1, legal=level.legal),
            level.text,
        ).strip()

    def is_heading(self, paragraph: BaseOxmlElement) -> bool:
        """Whether a paragraph stands in the outline of the document, or is its title."""
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None:
            return True
        return any(
            style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
            or name_of(style).startswith(("heading", "title"))
            for style in self._style_chain(paragraph)
        )

    def _position(self, paragraph: BaseOxmlElement) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else those of its style."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None and (num := child_value(own, "w:numId")):
            return num, int(child_value(own, "w:ilvl") or 0)
        for style in self._style_chain(paragraph):
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None and (num := child_value(found, "w:numId")):
                return num, self._depth(num, found, style)
        return "", 0

    def _depth(self, num: str, found: BaseOxmlElement, style: BaseOxmlElement) -> int:
        if depth := child_value(found, "w:ilvl"):
            return int(depth)
        if num not in self._nums:
            return 0
        levels = self._levels_of(self._list_of(num))
        name = value(style, "w:styleId")
        return next((depth for depth, level in levels.items() if level.style == name), 0)

    def _style_chain(self, paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        properties = paragraph.find(qn("w:pPr"))
        name = "" if properties is None else child_value(properties, "w:pStyle")
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = child_value(self._styles[name], "w:basedOn")

    def _list_of(self, num: str) -> str:
        """The abstract list of a list; one that only points to a style is that style's."""
        key = child_value(self._nums[num], "w:abstractNumId")
        item = self._lists.get(key)
        style = self._styles.get("" if item is None else child_value(item, "w:numStyleLink"))
        if style is not None:
            linked = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            other = "" if linked is None else child_value(linked, "w:numId")
            if other in self._nums and other != num:
                return child_value(self._nums[other], "w:abstractNumId")
        return key

    def _levels_of(self, key: str) -> dict[int, NumberLevel]:
        if key not in self._levels:
            item = self._lists.get(key)
            found: Iterable[BaseOxmlElement] = () if item is None else item.iter(qn("w:lvl"))
            self._levels[key] = {
                int(value(level, "w:ilvl") or 0): NumberLevel(
                    start=int(child_value(level, "w:start") or 1),
                    form=child_value(level, "w:numFmt") or "decimal",
                    text=child_value(level, "w:lvlText"),
                    legal=level.find(qn("w:isLgl")) is not None,
                    restarts=child_value(level, "w:lvlRestart") != "0",
                    style=child_value(level, "w:pStyle"),
                )
                for level in found
            }
        return self._levels[key]

    def _begin(self, num: str, counts: list[int | None]) -> None:
        """Start a list anew where it says so, the first time it is met."""
        if num in self._begun:
            return
        self._begun.add(num)
        for change in self._nums[num].iter(qn("w:lvlOverride")):
            start = child_value(change, "w:startOverride")
            if start:
                depth = int(value(change, "w:ilvl") or 0)
                counts[depth:] = [int(start) - 1, *[None] * (_LEVELS - depth - 1)]

    @staticmethod
    def _count(levels: dict[int, NumberLevel], counts: list[int | None], depth: int) -> None:
        for above in range(depth):
            if counts[above] is None and above in levels:
                counts[above] = levels[above].start
        now = counts[depth]
        counts[depth] = levels[depth].start if now is None else now + 1
        for below in range(depth + 1, _LEVELS):
            if below not in levels or levels[below].restarts:
                counts[below] = None


def value(element: BaseOxmlElement, name: str) -> str:
    """An attribute, "" when it is not there."""
    return str(element.get(qn(name)) or "")


def child_value(element: BaseOxmlElement, name: str) -> str:
    """The `w:val` of a child, "" when it is not there."""
    child = element.find(qn(name))
    return "" if child is None else value(child, "w:val")


def name_of(style: BaseOxmlElement) -> str:
    """The name of a style; those of Word itself are English in every language of Word."""
    return child_value(style, "w:name").lower()


def _number(
    levels: dict[int, NumberLevel], counts: list[int | None], depth: int, *, legal: bool
) -> str:
    count = counts[depth]
    if count is None or depth not in levels:
        return ""
    match "decimal" if legal else levels[depth].form:
        case "lowerLetter" | "upperLetter" as form:
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" as form:
            roman = _roman(count)
            return roman.upper() if form == "upperRoman" else roman
        case "decimalZero":
            return f"{count:02}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        while count >= worth:
            written, count = written + letters, count - worth
    return written
