"""Writes a deck of tables as .pptx: what does not fit goes on on the next slide, its header again.

Everything is real PowerPoint, for people who use a screen reader or change the deck: a title of its
own on every slide, marked header rows, alternative texts, Dutch as the language. Colours are the
house's. The package for it is in the extra `[import]`.
"""

import io
import textwrap
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as PowerPoint
from pptx.slide import Slide
from pptx.util import Cm

from bot.documents.colours import INK, RULE, TEXT
from bot.documents.ooxml import AUTHOR, LANGUAGE, dated, xml_text
from bot.documents.slide_deck import SlideDeck, SlideTable
from bot.documents.slide_styles import (
    COVER,
    MARGIN,
    TABLE,
    TABLE_HIGH,
    TABLE_TOP,
    dress,
    kind_of_place,
)

_SIZES = (12, 11, 10, 9, 8, 7, 6)  # points; of letters, the ordinary size first
_POINT = 0.0353  # centimetres
_LETTER = 0.47  # width of an average letter, in sizes
_LINE = 1.22  # height of a line, in sizes
_SIDE, _TOP = 0.18, 0.12  # centimetres between the edge of a cell and its text
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_EMU = 360_000  # to the centimetre


def write_slides(deck: SlideDeck) -> bytes:
    """Write the deck as .pptx. The same values give the same bytes."""
    made = Presentation()
    dress(made)
    cover = made.slides.add_slide(made.slide_layouts[COVER])
    for place, text in zip(cover.placeholders, (deck.title, deck.subtitle), strict=True):
        _write_line(place._element.txBody, text)  # noqa: SLF001 - python-pptx knows no language
    for table in deck.tables:
        pages = list(_pages(table))
        for number, (rows, size) in enumerate(pages, 1):
            title = f"{table.title} ({number} van {len(pages)})" if number > 1 else table.title
            _add_table(made, table, title, rows, size)
    properties = made.core_properties
    properties.title, properties.subject = xml_text(deck.title)[:255], xml_text(deck.subtitle)[:255]
    properties.author = properties.last_modified_by = AUTHOR
    properties.language, properties.comments, properties.keywords = LANGUAGE, "", ""
    properties.revision = 1
    moment = datetime(deck.day.year, deck.day.month, deck.day.day)  # noqa: DTZ001 - in UTC anyway
    properties.created = properties.modified = properties.last_printed = moment
    file = io.BytesIO()
    made.save(file)
    return dated(file.getvalue(), deck.day)


def _pages(table: SlideTable) -> Iterator[tuple[Sequence[Sequence[str]], int]]:
    """Cut the rows into what fits on a slide, each with the size of its letters.

    A row too high for a slide has one to itself, in smaller letters.
    """
    page: list[Sequence[str]] = []
    room = full = _room(table, _SIZES[0])
    for row in table.rows:
        height = _height(row, table, _SIZES[0])
        if page and height > room:
            yield page, _SIZES[0]
            page, room = [], full
        if height > full:
            fits = (size for size in _SIZES if _height(row, table, size) <= _room(table, size))
            yield [row], next(fits, _SIZES[-1])
        else:
            page.append(row)
            room -= height
    if page:
        yield page, _SIZES[0]


def _room(table: SlideTable, size: int) -> float:
    """How high the rows of a slide may be together, in centimetres."""
    return TABLE_HIGH - _height([column.heading for column in table.columns], table, size)


def _height(row: Sequence[str], table: SlideTable, size: int) -> float:
    """Reckon how high a row becomes, in centimetres."""
    lines = 1
    for text, column in zip(row, table.columns, strict=True):
        letters = int((column.width - 2 * _SIDE) / (size * _POINT * _LETTER))
        wrapped = (len(textwrap.wrap(line, max(1, letters))) or 1 for line in text.split("\n"))
        lines = max(lines, sum(wrapped))
    return lines * size * _POINT * _LINE + 2 * _TOP


def _add_table(
    made: PowerPoint, table: SlideTable, title: str, rows: Sequence[Sequence[str]], size: int
) -> None:
    slide = made.slides.add_slide(made.slide_layouts[TABLE])
    heading = slide.shapes.title
    if heading is None:
        raise TypeError("the layout of a table has a title")
    _write_line(heading._element.txBody, title)  # noqa: SLF001 - as on the cover
    headings = [column.heading for column in table.columns]
    heights = [_height(row, table, size) for row in (headings, *rows)]
    frame = slide.shapes.add_table(
        *(1, len(headings), Cm(MARGIN), Cm(TABLE_TOP)),
        *(Cm(sum(column.width for column in table.columns)), Cm(sum(heights))),
    )
    frame.name = "Tabel"
    frame._element.nvGraphicFramePr.cNvPr.set(  # noqa: SLF001 - python-pptx has no call for it
        "descr", xml_text(f"Tabel: {title}")
    )
    frame.table.horz_banding = False
    for grid, column in zip(frame.table.columns, table.columns, strict=True):
        grid.width = Cm(column.width)
    body = frame.table._tbl  # noqa: SLF001 - nor for borders and languages
    body.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    body.remove(body.tr_lst[0])
    for number, (row, height) in enumerate(zip((headings, *rows), heights, strict=True)):
        body.append(_row(row, height, size, is_head=number == 0))
    _add_number(slide)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        _write_line(notes._txBody, table.notes)  # noqa: SLF001 - as above


def _row(texts: Sequence[str], height: float, size: int, *, is_head: bool) -> BaseOxmlElement:
    cells = "".join(_cell(text, size, is_head=is_head) for text in texts)
    row: BaseOxmlElement = parse_xml(
        f'<a:tr {nsdecls("a")} h="{int(height * _EMU)}">{cells}</a:tr>'
    )
    return row


def _cell(text: str, size: int, *, is_head: bool) -> str:
    colour, bold, rule = ("FFFFFF", ' b="1"', INK) if is_head else (TEXT, "", RULE)
    fill = f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill>' if is_head else "<a:noFill/>"
    font = f'lang="{LANGUAGE}" sz="{size * 100}"{bold}'
    ink = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    lines = (
        f"<a:p><a:r><a:rPr {font}>{ink}</a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>"
        if line
        else f"<a:p><a:endParaRPr {font}/></a:p>"
        for line in xml_text(text).split("\n")
    )
    side, top = int(_SIDE * _EMU), int(_TOP * _EMU)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{''.join(lines)}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}">'
        f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:lnB>'
        f"{fill}</a:tcPr></a:tc>"
    )


def _write_line(body: BaseOxmlElement, text: str) -> None:
    """Put one paragraph of Dutch text into the body of a shape."""
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    words = escape(xml_text(text))
    body.append(
        parse_xml(
            f'<a:p {nsdecls("a")}><a:r><a:rPr lang="{LANGUAGE}"/><a:t>{words}</a:t></a:r></a:p>'
        )
    )


def _add_number(slide: Slide) -> None:
    """Show the number of the slide: a layout only says where it would stand."""
    tree = slide.shapes._spTree  # noqa: SLF001 - python-pptx has no call for it
    for place in slide.slide_layout._element.iter(qn("p:sp")):  # noqa: SLF001 - the same
        if kind_of_place(place) == "sldNum":
            tree.append(deepcopy(place))
