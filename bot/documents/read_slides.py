"""Reads the tables of a PowerPoint presentation, wherever on a slide they are.

python-pptx gives the shapes that stand directly on a slide. A table in a group, or one that a newer
PowerPoint wrote in two versions, is not among them, so every table below the slide is looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide

from bot.documents.cell_text import cell_text, text_cell
from bot.documents.limits import FileLimits, Progress
from bot.documents.packages import DAMAGED, check_parts, damaged, open_package, too_large
from bot.documents.tables import EMPTY, Cell, Contents, Grid, Place, Row

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRUCK = ("sngStrike", "dblStrike")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something stands on a slide, in EMU from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


def read_slides(path: Path, limits: FileLimits, progress: Progress) -> Contents:
    """Read every table of every slide, with the slide's title. Raises DocumentRefused."""
    with open_package(path, limits) as package:
        check_parts(path, package)
    try:
        deck = Presentation(str(path))
        slides = list(deck.slides)
        size = _Box(0, 0, deck.slide_width or 0, deck.slide_height or 0)
        if len(slides) > limits.slides:
            raise too_large(path.name, f"het heeft meer dan {limits.slides} dia's")
        reader = _SlideTables(path.name, size, limits)
        grids: list[Grid] = []
        for number, slide in enumerate(slides, 1):
            grids += reader.grids(number, slide)
            progress(number, len(slides))
    except DAMAGED as error:
        raise damaged(path.name) from error
    return Contents(tuple(grids), tuple(reader.remarks))


class _SlideTables:
    def __init__(self, file: str, size: _Box, limits: FileLimits) -> None:
        self._file, self._size, self._limits = file, size, limits
        self._rows = self._cells = 0
        self.remarks: list[str] = []

    def grids(self, number: int, slide: Slide) -> Iterator[Grid]:
        """The tables of one slide from top to bottom; its rows are counted over all of them."""
        root = slide._element  # noqa: SLF001 - python-pptx has no call for it
        found = [
            (_box_of(table), table)
            for table in root.iter(qn("a:tbl"))
            if not any(above.tag == _FALLBACK for above in table.iterancestors())
        ]
        if next(root.iter(qn("p:oleObj")), None) is not None:
            self.remarks.append(
                f"Op dia {number} staat een ingevoegd bestand (bijvoorbeeld een blad uit Excel); "
                "dat is niet gelezen."
            )
        if found and root.get("show") in ("0", "false"):
            self.remarks.append(f"Dia {number} is verborgen; de tabel erop is ook gelezen.")
        first = 1
        for box, table in sorted(found, key=lambda pair: (pair[0].top, pair[0].left)):
            if box.width and self._hangs_off(box):
                self.remarks.append(
                    f"Op dia {number} steekt een tabel buiten de dia; alles is gelezen."
                )
            rows = tuple(self._table_rows(table, number, first))
            first += len(rows)
            if rows:
                yield Grid(_caption(slide, box), rows)

    def _hangs_off(self, box: _Box) -> bool:
        return (
            min(box.left, box.top) < 0
            or box.left + box.width > self._size.width
            or box.top + box.height > self._size.height
        )

    def _table_rows(self, table: BaseOxmlElement, slide: int, first: int) -> Iterator[Row]:
        owners: dict[int, Cell] = {}
        for number, row in enumerate(table.iterchildren(qn("a:tr")), first):
            self._rows += 1
            elements = list(row.iterchildren(qn("a:tc")))
            self._cells += len(elements)
            if self._rows > self._limits.rows or self._cells > self._limits.cells:
                raise too_large(self._file, f"de tabellen tot en met dia {slide} zijn te groot")
            cells = []
            for column, element in enumerate(elements):
                if element.get("hMerge") in _TRUE:
                    cells.append(EMPTY)
                    continue
                if element.get("vMerge") not in _TRUE:
                    owners[column] = _cell(element)
                cells.append(owners.get(column, EMPTY))
            yield Row(Place("slide", str(slide), number), tuple(cells))


def _cell(element: BaseOxmlElement) -> Cell:
    struck: list[str] = []
    lines = []
    for paragraph in element.iter(qn("a:p")):
        pieces = []
        for piece in paragraph:
            if piece.tag == qn("a:br"):
                pieces.append("\n")
            elif piece.tag in (qn("a:r"), qn("a:fld")):
                text = piece.findtext(qn("a:t")) or ""
                look = piece.find(qn("a:rPr"))
                if look is not None and look.get("strike") in _STRUCK and text.strip():
                    struck.append(text)
                else:
                    pieces.append(text)
        lines.append("".join(pieces))
    gone = " ".join("".join(struck).split())
    return text_cell("\n".join(lines), doubt=f"de tekst '{gone}' is doorgestreept" if gone else "")


def _caption(slide: Slide, table: _Box) -> str:
    """The slide's title; without one, the text that stands nearest above the table."""
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        return " ".join(cell_text(title.text_frame.text).split())
    above = [
        (shape.top, shape.text_frame.text)
        for shape in slide.shapes
        if isinstance(shape, Shape) and shape.top is not None and shape.top < table.top
    ]
    texts = [" ".join(cell_text(text).split()) for _, text in sorted(above)]
    return next((text for text in reversed(texts) if text), "")


def _box_of(table: BaseOxmlElement) -> _Box:
    """Where a table stands; its height is that of its rows. Of an unknown place all is 0."""
    frame = next(table.iterancestors(qn("p:graphicFrame")), None)
    place = None if frame is None else frame.find(qn("p:xfrm"))
    if frame is None or place is None or place.find(qn("a:off")) is None:
        return _Box(0, 0, 0, 0)
    box = _box(place, "a:off", "a:ext")
    height = sum(int(row.get("h") or 0) for row in table.iterchildren(qn("a:tr")))
    box = _Box(box.left, box.top, box.width, max(box.height, height))
    for group in frame.iterancestors(qn("p:grpSp")):
        place = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
        if place is not None and place.find(qn("a:chOff")) is not None:
            box = _moved(box, inner=_box(place, "a:chOff", "a:chExt"), outer=_box(place))
    return box


def _box(place: BaseOxmlElement, offset: str = "a:off", extent: str = "a:ext") -> _Box:
    corner, size = place.find(qn(offset)), place.find(qn(extent))
    return _Box(
        *(float(corner.get(key)) for key in "xy"), *(float(size.get(key)) for key in ("cx", "cy"))
    )


def _moved(box: _Box, *, inner: _Box, outer: _Box) -> _Box:
    """From the measures of a group's inside to those outside it."""
    across = outer.width / inner.width if inner.width else 1
    down = outer.height / inner.height if inner.height else 1
    return _Box(
        outer.left + (box.left - inner.left) * across,
        outer.top + (box.top - inner.top) * down,
        box.width * across,
        box.height * down,
    )
