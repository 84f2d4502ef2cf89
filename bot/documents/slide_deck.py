"""A deck as a value, before it is a file: a first slide, and tables that run over the next ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SlideColumn:
    """A column of a table on slides. width: in centimetres; together at most SLIDE_WIDTH."""

    heading: str
    width: float


@dataclass(frozen=True)
class SlideTable:
    """A table on as many slides as it takes. notes: what stands below each of them."""

    title: str
    columns: Sequence[SlideColumn]
    rows: Sequence[Sequence[str]]
    notes: str


@dataclass(frozen=True)
class SlideDeck:
    """What a deck holds. subtitle: of the first slide. day: of which day it is."""

    title: str
    subtitle: str
    day: date
    tables: Sequence[SlideTable]
