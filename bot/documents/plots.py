"""Draws plots, once for mail, page and report: bars in parts, as SVG and from that as PNG.

A row per bar, so that a plot reads as well with two bars as with twelve and every label has its
room. No meaning hangs on colour: the parts keep their order, carry their count where it fits, and
whoever shows a plot sets the same figures in a table beside it. pygal draws and typst paints; both
the look and the bytes are the same on every machine, as the letters come from a package.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from pygal.style import Style

from bot.documents.colours import CSS
from bot.documents.typeset import FONT, paint

# pygal hangs a finder for its maps in Python's imports, of a kind that Python 3.12 no longer knows:
# on 3.11 it warns at every import of a package that is not there (findings/plot-import.sh).
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

WIDTH = 576
"""Of every plot, in pixels as it is shown; a PNG has twice as many."""

_BAR, _AROUND = 38, 76  # pixels a row, and of edges and legend together
_DIGIT = 9  # pixels that a digit of a count takes
_LABELS, _EDGES = 150, 32  # pixels beside the bars, at most
_WHITE = "#ffffff"
_CARD = "#f7f9fb"  # a light card of its own, so that it also reads in a dark mail

_SHEET = f"""#set page(width: {WIDTH}pt, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


@dataclass(frozen=True)
class Part:
    """One part of every bar. counts: one for each bar. fill, ink: colours as `#rrggbb`."""

    name: str
    counts: tuple[int, ...]
    fill: str
    ink: str


@dataclass(frozen=True)
class Bars:
    """Bars in parts. words: what the plot shows, for who cannot see it. labels: top to bottom."""

    words: str
    labels: tuple[str, ...]
    parts: tuple[Part, ...]


def in_statuses(
    *, done: Sequence[int], running: Sequence[int], planned: Sequence[int]
) -> tuple[Part, ...]:
    """The parts of bars that count actions by status, in the house's colours from dark to light."""
    return (
        Part("Gereed", tuple(done), CSS["done"], _WHITE),
        Part("Loopt", tuple(running), CSS["running"], _WHITE),
        Part("Planning", tuple(planned), CSS["planned"], CSS["ink"]),
    )


def draw_bars(bars: Bars) -> bytes:
    """Draw the bars as SVG; the same bytes for the same values.

    Raises ValueError without bars, and for parts of another length.
    """
    if not bars.labels or any(len(part.counts) != len(bars.labels) for part in bars.parts):
        raise ValueError("a plot needs at least one bar, and a count of every part for each")
    most = max(1, *(sum(counts) for counts in zip(*(p.counts for p in bars.parts), strict=True)))
    chart = pygal.HorizontalStackedBar(
        style=_style(bars.parts),
        width=WIDTH,
        height=_BAR * len(bars.labels) + _AROUND,
        explicit_size=True,
        js=[],  # pygal would load a script from elsewhere
        legend_at_bottom=True,
        legend_at_bottom_columns=len(bars.parts),
        legend_box_size=14,
        print_values=True,
        # pygal turns a lying chart by swapping its axes, the names of its options included
        show_x_labels=False,
        show_x_guides=False,
        truncate_label=-1,
        truncate_legend=-1,
        margin=16,
        spacing=6,
    )
    chart.uuid = "plot"  # else a random one in every file
    chart.x_labels = bars.labels[::-1]  # pygal builds up from the ground
    for part in bars.parts:
        chart.add(part.name, [_valued(count, most) for count in part.counts[::-1]])
    chart.add_xml_filter(_accessible(bars.words))
    drawn: bytes = chart.render()
    return drawn


def as_png(svg: bytes) -> bytes:
    """Paint a drawn plot as PNG, twice its size for sharp screens; the same bytes for the same."""
    return paint(_SHEET, {"svg": svg.decode()})


def _style(parts: Sequence[Part]) -> Any:
    return Style(
        background=_CARD,
        plot_background=_CARD,
        foreground=CSS["ink"],
        foreground_strong=CSS["ink"],
        foreground_subtle=CSS["soft"],
        opacity="1",
        opacity_hover="1",
        colors=tuple(part.fill for part in parts),
        value_colors=tuple(part.ink for part in parts),
        font_family=f"{FONT}, DejaVu Sans, sans-serif",
        label_font_size=14,
        major_label_font_size=14,
        value_font_size=14,
        legend_font_size=14,
    )


def _valued(count: int, most: int) -> dict[str, Any]:
    """A count as pygal takes it, written in its part only where it fits."""
    fits = count * (WIDTH - _LABELS - _EDGES) / most >= _DIGIT * len(str(count)) + 4
    return {"value": count, "formatter": (str if fits else _unwritten)}


def _unwritten(_count: float) -> str:
    return ""


def _accessible(words: str) -> Callable[[Any], Any]:
    """Make a picture with a name of pygal's drawing; leave out its script, tooltips and comments.

    A comment tells the day it was drawn; its tag is a function and no name.
    """

    def cleaned(root: Any) -> Any:
        for inner in list(root.iter()):
            for child in list(inner):
                name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
                if name in _UNWANTED:
                    inner.remove(child)
        root.set("role", "img")
        title = root.makeelement("title", {})
        title.text = words
        root.insert(0, title)
        return root

    return cleaned


_UNWANTED = ("", "script", "desc", "title")
