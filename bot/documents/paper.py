"""A paper to publish: headings, texts, tables and plots as values, whatever they say.

It is worded once and written three times, as a web page, as a Word document and as a PDF, so that
the three never differ. None of them has a meaning in colour alone, and beside every plot stand its
figures in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from bot.documents.plots import Bars

FIRST_LEVEL, LAST_LEVEL = 1, 3
"""Of the headings under the title of a paper."""


@dataclass(frozen=True)
class PaperHeading:
    """The start of a section. level: 1 to 3, never more than one deeper than the one before."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class PaperText:
    """A paragraph. is_lead: the answer that comes first."""

    text: str
    is_lead: bool = False


@dataclass(frozen=True)
class PaperList:
    """A list with points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class PaperColumn:
    """A column of a table. share: of the width, beside those of the others."""

    name: str
    share: float = 1
    is_number: bool = False


@dataclass(frozen=True)
class PaperTable:
    """A table with at least one row. The first cell of a row says what the row is about."""

    caption: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PaperPlot:
    """A plot. Its figures stand in the table that follows it."""

    bars: Bars


Block = PaperHeading | PaperText | PaperList | PaperTable | PaperPlot


@dataclass(frozen=True)
class Paper:
    """A whole paper, in Dutch. author: who publishes it. foot: at the foot of every page."""

    title: str
    subject: str
    author: str
    day: date
    foot: str
    blocks: tuple[Block, ...]


def with_following(paper: Paper) -> list[tuple[Block, Block | None]]:
    """Every block with the one after it; None after the last."""
    return list(zip_longest(paper.blocks, paper.blocks[1:]))


def introduces(block: Block, following: Block | None) -> bool:
    """Whether a text belongs to what comes below it, so that no page ends between the two."""
    return isinstance(block, PaperText) and isinstance(following, PaperTable | PaperPlot)


def check_paper(paper: Paper) -> None:
    """Raise ValueError for what no form can make accessible: a jump in levels, an empty table."""
    level = FIRST_LEVEL - 1
    for block in paper.blocks:
        if isinstance(block, PaperHeading):
            if not FIRST_LEVEL <= block.level <= min(level + 1, LAST_LEVEL):
                raise ValueError(f"heading of level {block.level} below level {level}")
            level = block.level
        elif isinstance(block, PaperTable):
            _check_table(block.columns, block.rows)


def _check_table(columns: Sequence[PaperColumn], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows or any(len(row) != len(columns) for row in rows):
        raise ValueError("a table needs rows, and a cell in every column of each")
