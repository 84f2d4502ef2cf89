"""Writes the rows of a Word table as XML in one go: cell by cell they take most of a memo's time.

What python-docx would write, sign by sign; a test holds the two against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm

from bot.documents.colours import LATE, SOFT
from bot.documents.ooxml import xml_text
from bot.documents.word_styles import CELL, HEAD


@dataclass(frozen=True)
class Words:
    """Text in a cell or paragraph; a line end in it starts a new line."""

    text: str
    bold: bool = False
    soft: bool = False
    warning: bool = False

    @property
    def colour(self) -> str:
        """The colour of its letters, "" for that of the style."""
        return LATE if self.warning else SOFT if self.soft else ""


Content = str | Sequence[Words]


@dataclass(frozen=True)
class Column:
    """A column of a table. width: in centimetres; together at most TEXT_WIDTH or WIDE_WIDTH."""

    title: str
    width: float


def table_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[Content]]
) -> list[BaseOxmlElement]:
    """Make the rows of a table, its header first; none of them is cut off by the end of a page."""
    widths = [_twips(column.width) for column in columns]
    header: Sequence[Content] = [column.title for column in columns]
    parts = [_row(header, widths, HEAD, "<w:cantSplit/><w:tblHeader/>")]
    parts += [_row(row, widths, CELL, "<w:cantSplit/>") for row in rows]
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(parts)}</w:tbl>"))


def _row(contents: Sequence[Content], widths: Sequence[int], style: str, options: str) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(content)}</w:p></w:tc>'
        for content, width in zip(contents, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{options}</w:trPr>{cells}</w:tr>"


def _runs(content: Content) -> str:
    parts = (Words(content),) if isinstance(content, str) else content
    return "".join(f"<w:r>{_look(part)}{''.join(_text(part.text))}</w:r>" for part in parts)


def _look(part: Words) -> str:
    bold = "<w:b/>" if part.bold else ""
    colour = f'<w:color w:val="{part.colour}"/>' if part.colour else ""
    return f"<w:rPr>{bold}{colour}</w:rPr>"


def _text(text: str) -> Iterator[str]:
    """Text between tabs and line ends, which are elements of their own."""
    line = ""
    for sign in xml_text(text):
        if sign in "\t\r\n":
            yield _piece(line)
            yield "<w:tab/>" if sign == "\t" else "<w:br/>"
            line = ""
        else:
            line += sign
    yield _piece(line)


def _piece(text: str) -> str:
    if not text:
        return ""
    space = ' xml:space="preserve"' if text.strip() != text else ""
    return f"<w:t{space}>{escape(text)}</w:t>"


@cache
def _twips(centimetres: float) -> int:
    twips: int = Cm(centimetres).twips
    return twips
