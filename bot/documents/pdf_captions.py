"""Finds what stands above a table on a page of a PDF: the goal, not the head of every page."""

import re
from collections.abc import Sequence

from bot.documents.pdf_text import Sign, lines_of

_NEAR = 3.0  # points: two lines that are as near are one
_PAGE_NUMBER = re.compile(
    r"\b(?:pagina|pag\.?|blz\.?|page)\s*\d+(?:\s*(?:van|/|of)\s*\d+)?|\b\d+\s*(?:van|/)\s*\d+$",
    re.IGNORECASE,
)
_BLOCK = 1.0  # of the height of a line: more space than this above one begins another block


class PageLines:
    """The lines outside the tables; what stood at the same place a page before says nothing new."""

    def __init__(self) -> None:
        self._before: set[tuple[int, str]] = set()

    def captions(
        self, signs: Sequence[Sign], boxes: Sequence[tuple[float, float, float, float]]
    ) -> list[str]:
        """What stands right above each table, "" for nothing or nothing new."""
        outside = [sign for sign in signs if not any(_inside(sign, box) for box in boxes)]
        lines = _page_lines(outside)
        marked = {(round(top), _masked(text)) for top, _, text in lines}
        fresh = [line for line in lines if (round(line[0]), _masked(line[2])) not in self._before]
        self._before = marked
        captions = []
        upper = 0.0
        for box in boxes:
            between = [line for line in fresh if upper <= line[0] and line[1] <= box[1] + _NEAR]
            captions.append(_last_block(between))
            upper = box[3] - _NEAR
        return captions


def _inside(sign: Sign, box: tuple[float, float, float, float]) -> bool:
    return bool(box[0] <= sign["x0"] <= box[2] and box[1] <= sign["top"] <= box[3])


def _page_lines(signs: Sequence[Sign]) -> list[tuple[float, float, str]]:
    """The lines as top, bottom and text, from top to bottom."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: sign["bottom"]):
        if rows and abs(rows[-1][-1]["bottom"] - sign["bottom"]) <= _NEAR:
            rows[-1].append(sign)
        else:
            rows.append([sign])
    lines = []
    for row in rows:
        made = lines_of(row, 0)
        text = " ".join(line.text for line in made)
        if text:
            tops, bottoms = [sign["top"] for sign in row], [sign["bottom"] for sign in row]
            lines.append((min(tops), max(bottoms), text))
    return lines


def _masked(text: str) -> str:
    """A line without the number of its page, which is no news."""
    return "" if text.isdecimal() else _PAGE_NUMBER.sub("#", text)


def _last_block(lines: Sequence[tuple[float, float, str]]) -> str:
    """The lines right above a table that belong together."""
    block: list[str] = []
    below: tuple[float, float, str] | None = None
    for line in reversed(lines):
        height = line[1] - line[0]
        if below is not None:
            apart = below[0] - line[1] > _BLOCK * height
            if apart or abs(height - (below[1] - below[0])) > 0.5:
                break
        block.insert(0, line[2])
        below = line
    return " ".join(block)
