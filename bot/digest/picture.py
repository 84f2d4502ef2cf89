"""Draws the progress over time: one column per meeting, in three parts with their counts.

The picture stands in the mail and in the memo, always beside the same figures in a table. No
meaning hangs on colour: every part carries its count, and the last column names its parts. It has
a light card of its own, so it also reads in a dark mail. Drawn at twice its size for sharp screens.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from bot.core.digest.parts import TimelinePoint
from bot.documents.colours import CSS
from mappings.canonical import Status

SHOWN_WIDTH = 576  # pixels in the mail; the picture itself has twice as many

_WIDTH, _HEIGHT = 2 * SHOWN_WIDTH, 600
_TOP, _BASE, _MARGIN = 52, 484, 44  # where the columns end and stand; the card's inner edge
_MOST_SLOT, _NAMES_WIDTH = 190, 190
_GAP = 4  # between two parts of a column
_LABEL_SIZE, _LEAST_LABEL_SIZE = 26, 22
_CARD, _EDGE = "#f7f9fb", "#c5d0db"
_INK, _SOFT, _WHITE = CSS["ink"], CSS["soft"], "#ffffff"

# From the ground up: name, colour, colour of the count. The ramp also reads without colour.
_PARTS = (
    (Status.DONE, CSS["done"], _WHITE),
    (Status.RUNNING, CSS["running"], _WHITE),
    (Status.PLANNED, CSS["planned"], _INK),
)


@dataclass(frozen=True)
class _Part:
    """One part of a column: what it counts, and from where to where it reaches, top first."""

    name: str
    count: int
    fill: str
    ink: str
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def draw_timeline(points: Sequence[TimelinePoint]) -> bytes:
    """Draw a timeline, oldest first, as PNG; the same bytes for the same points.

    Raises ValueError without points.
    """
    if not points:
        raise ValueError("a timeline needs at least one point")
    image = Image.new("RGBA", (_WIDTH, _HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    edges = (1, 1, _WIDTH - 2, _HEIGHT - 2)
    pen.rounded_rectangle(edges, radius=24, fill=_CARD, outline=_EDGE, width=2)
    slot = min(_MOST_SLOT, (_WIDTH - 2 * _MARGIN - _NAMES_WIDTH) // len(points))
    left = (_WIDTH - slot * len(points) - _NAMES_WIDTH) // 2
    most = max(point.done + point.running + point.planned for point in points)
    scale = (_BASE - _TOP) / max(1, most)
    _draw_ground(pen, left, left + slot * len(points))
    size = _label_size([point.label for point in points], slot - 8)
    for place, point in enumerate(points):
        middle = left + slot * place + slot // 2
        is_last = place == len(points) - 1
        _draw_column(pen, _parts(point, scale), middle, slot, with_names=is_last)
        _draw_label(pen, _wrapped(point.label, size, slot - 8), middle, size)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, dpi=(192, 192))
    return file.getvalue()


def _parts(point: TimelinePoint, scale: float) -> list[_Part]:
    parts, bottom = [], float(_BASE)
    counts = (point.done, point.running, point.planned)
    for (name, fill, ink), count in zip(_PARTS, counts, strict=True):
        top = bottom - count * scale
        parts.append(_Part(name, count, fill, ink, top, bottom))
        bottom = top
    return parts


def _draw_ground(pen: ImageDraw.ImageDraw, left: int, right: int) -> None:
    pen.line((left, _BASE + 1, right, _BASE + 1), fill=_EDGE, width=3)


def _draw_column(
    pen: ImageDraw.ImageDraw, parts: list[_Part], middle: int, slot: int, *, with_names: bool
) -> None:
    """Draw the parts; counts that do not fit inside, and the names, go to the right of them."""
    half = min(54, slot * 3 // 10)
    size = 28 if slot > 100 else 24
    number = ImageFont.load_default(size)
    beside = []
    for part in parts:
        if part.count:
            top = min(part.top + _GAP, part.bottom - 2)  # even the thinnest part stays to be seen
            pen.rectangle((middle - half, top, middle + half, part.bottom - 1), fill=part.fill)
        fits = part.bottom - part.top >= size + 8
        if fits:
            spot = (middle, part.middle + _GAP / 2)
            pen.text(spot, str(part.count), fill=part.ink, font=number, anchor="mm")
        text = " ".join(_beside(part, fits=fits, with_names=with_names))
        if text:
            beside.append((part.middle, text))
    size = 28 if with_names else size
    for height, text in _spread(beside, size + 4):
        spot = (middle + half + 10, height)
        pen.text(spot, text, fill=_INK, font=ImageFont.load_default(size), anchor="lm")


def _beside(part: _Part, *, fits: bool, with_names: bool) -> list[str]:
    name = [part.name] if with_names else []
    count = [str(part.count)] if not fits and (part.count or with_names) else []
    return name + count


def _spread(texts: list[tuple[float, str]], step: float) -> list[tuple[float, str]]:
    """Push texts apart, from the ground up, until each has its own line."""
    placed: list[tuple[float, str]] = []
    limit = _BASE - step / 2
    for height, text in texts:
        spot = min(height, limit)
        placed.append((spot, text))
        limit = spot - step
    return placed


def _draw_label(pen: ImageDraw.ImageDraw, lines: list[str], middle: int, size: int) -> None:
    """Write a day below its column."""
    font = ImageFont.load_default(size)
    for number, line in enumerate(lines[:3]):
        spot = (middle, _BASE + 12 + number * (size + 6))
        pen.text(spot, line, fill=_SOFT, font=font, anchor="ma")


def _label_size(labels: Sequence[str], width: int) -> int:
    """Give the size in which every word fits its column, one for all; never too small to read."""
    words = [word for label in labels for word in label.split()]
    sizes = range(_LABEL_SIZE, _LEAST_LABEL_SIZE, -1)
    fitting = (size for size in sizes if all(_width(word, size) <= width for word in words))
    return next(fitting, _LEAST_LABEL_SIZE)


def _wrapped(label: str, size: int, width: int) -> list[str]:
    """Break a label into lines; a word that is too wide, such as a month, is cut to three signs."""
    lines: list[str] = []
    for whole in label.split():
        word = whole if _width(whole, size) <= width else whole[:3]
        if lines and _width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _width(text: str, size: int) -> float:
    return ImageFont.load_default(size).getlength(text)
