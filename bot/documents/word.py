"""A Word document in the house style: what a memo is built from, whatever it says.

Everything is real Word, for people who read with a screen reader or reuse a part: heading and list
styles, one table style with marked header rows, alternative texts, Dutch as the language, fields
for the page numbers. Colours are those of the mail; no meaning hangs on them.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.documents.colours import INK
from bot.documents.ooxml import AUTHOR, LANGUAGE, dated, xml_text
from bot.documents.word_rows import Column, Content, Words, table_rows
from bot.documents.word_styles import (
    BANNER,
    FACT,
    LEAD,
    TABLE,
    TEXT_WIDTH,
    dress,
    insert,
)

_MOST_OF_PROPERTY = 255  # characters, by Word


class Memo:
    """A document under construction; its parts stand in the order of the calls.

    wide: its pages lie on their side.
    """

    def __init__(self, *, title: str, subject: str, wide: bool = False) -> None:
        self._word = Document()
        dress(self._word, wide=wide)
        properties = self._word.core_properties
        properties.title, properties.subject = (
            xml_text(text)[:_MOST_OF_PROPERTY] for text in (title, subject)
        )
        properties.author = properties.last_modified_by = AUTHOR
        properties.language, properties.comments, properties.keywords = LANGUAGE, "", ""
        properties.revision = 1

    def title(self, text: str) -> None:
        """Name the document."""
        self._word.add_paragraph(xml_text(text), style="Title")

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write the block at the head of a memo: a word, and what goes with it."""
        for number, (name, value) in enumerate(rows):
            line = self._word.add_paragraph(style=FACT)
            _write(line, (Words(name, bold=True), Words(f"\t{value}")))
            if number == len(rows) - 1:
                _rule_below(line)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """Start a section. level: 1 to 3, never more than one deeper than the one before."""
        heading = self._word.add_heading(xml_text(text), level)
        heading.paragraph_format.page_break_before = new_page or None

    def paragraph(self, content: Content, *, keep: bool = False) -> None:
        """Write a paragraph of plain text. keep: on the page of what follows."""
        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep or None
        _write(paragraph, content)

    def lead(self, content: Content) -> None:
        """Write the answer that comes first."""
        _write(self._word.add_paragraph(style=LEAD), content)

    def banner(self, text: str) -> None:
        """Write a notice that nobody should read past."""
        _write(self._word.add_paragraph(style=BANNER), text)

    def bullets(self, items: Sequence[str]) -> None:
        """Write a list."""
        for item in items:
            self._word.add_paragraph(xml_text(item), style="List Bullet")

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
        *,
        shown: bool = True,
    ) -> None:
        """Write a table; its header row comes back on every page.

        shown: False where the heading above says the same as the caption, which then is for a
        screen reader alone.
        """
        if shown:
            self._word.add_paragraph(xml_text(caption), style="Caption")
        table = self._word.add_table(rows=0, cols=len(columns), style=TABLE)
        table.autofit = False
        _describe_table(table, caption)
        table._tbl.extend(table_rows(columns, rows))  # noqa: SLF001 - cell by cell is slow
        for grid, column in zip(table.columns, columns, strict=True):
            grid.width = Cm(column.width)
        self._word.add_paragraph(style="No Spacing")

    def picture(self, png: bytes, *, name: str, words: str) -> None:
        """Show a picture over the whole width. words: what it shows, for who cannot see it."""
        line = self._word.add_paragraph()
        line.paragraph_format.keep_with_next = True
        line.add_run().add_picture(io.BytesIO(png), width=Cm(TEXT_WIDTH - 0.1))
        for shape in line._p.iter(qn("wp:docPr")):  # noqa: SLF001 - python-docx has no call for it
            shape.set("name", xml_text(name))
            shape.set("descr", xml_text(words))
        for frame in line._p.iter(qn("wp:inline")):  # noqa: SLF001 - the same
            for side in ("distT", "distB", "distL", "distR"):
                frame.set(side, "0")  # or some programs keep a distance from the margin

    def footer(self, text: str) -> None:
        """Write a line at the foot of every page, with "Pagina X van Y" at its end."""
        line = self._word.sections[0].footer.paragraphs[0]
        line.add_run(xml_text(f"{text}\tPagina "))
        _field(line, "PAGE")
        line.add_run(" van ")
        _field(line, "NUMPAGES")

    def finished(self, day: date) -> bytes:
        """Give the document as a .docx file, dated `day`."""
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Word's, by itself in UTC
        properties = self._word.core_properties
        properties.created = properties.modified = properties.last_printed = moment
        file = io.BytesIO()
        self._word.save(file)
        return dated(file.getvalue(), day)


def _write(paragraph: Paragraph, content: Content) -> None:
    parts = (Words(content),) if isinstance(content, str) else content
    for part in parts:
        run = paragraph.add_run(xml_text(part.text))
        run.bold = part.bold or None
        if part.colour:
            run.font.color.rgb = RGBColor.from_string(part.colour)


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"  # until Word counts, which it does on opening
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _rule_below(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.space_after = Pt(14)
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="8" '
        f'w:color="{INK}"/></w:pBdr>'
    )
    insert(paragraph._p.get_or_add_pPr(), borders)  # noqa: SLF001 - no call for borders


def _describe_table(table: Table, caption: str) -> None:
    """Say what the table holds, for a screen reader, and that its first row is a header."""
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no call for either
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(
        parse_xml(
            f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
    )
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), xml_text(caption))
    properties.append(words)
