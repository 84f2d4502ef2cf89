"""A Word document in the house style: what a memo is built from, whatever it says.

Everything is real Word, for people who read with a screen reader or reuse a part: heading and list
styles, one table style with marked header rows, alternative texts, Dutch as the language, fields
for the page numbers. Colours are those of the mail; no meaning hangs on them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.ooxml import dated, xml_text

LANGUAGE = "nl-NL"
AUTHOR = "Driehoekbot"
TEXT_WIDTH = 16.6  # centimetres between the margins of A4

_FONT = "Calibri"
_INK, _TEXT, _SOFT, _WARNING = "12305A", "1B2733", "4D5B69", "A8321C"
_FACT, _BANNER, _LEAD = "Memoregel", "Melding", "Antwoord"
_TABLE, _HEAD, _CELL = "Overzicht", "Tabelkop", "Tabeltekst"

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{_TABLE}">
  <w:name w:val="{_TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="C5D0DB"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="DCE3EA"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{_INK}"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="EAF0F6"/><w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>"""


@dataclass(frozen=True)
class Words:
    """Text in a cell or paragraph; a line end in it starts a new line."""

    text: str
    bold: bool = False
    soft: bool = False
    warning: bool = False


Content = str | Sequence[Words]


@dataclass(frozen=True)
class Column:
    """A column of a table. width: in centimetres; the last may take what is left."""

    title: str
    width: float


class Memo:
    """A document under construction; its parts stand in the order of the calls."""

    def __init__(self, *, title: str, subject: str) -> None:
        self._word = Document()
        _drop_unused(self._word)
        _set_styles(self._word)
        _set_page(self._word)
        properties = self._word.core_properties
        properties.title, properties.subject = xml_text(title), xml_text(subject)
        properties.author = properties.last_modified_by = AUTHOR
        properties.language, properties.comments, properties.keywords = LANGUAGE, "", ""
        properties.revision = 1

    def title(self, text: str) -> None:
        """Name the document."""
        self._word.add_paragraph(xml_text(text), style="Title")

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write the block at the head of a memo: a word, and what goes with it."""
        for number, (name, value) in enumerate(rows):
            line = self._word.add_paragraph(style=_FACT)
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
        _write(self._word.add_paragraph(style=_LEAD), content)

    def banner(self, text: str) -> None:
        """Write a notice that nobody should read past."""
        _write(self._word.add_paragraph(style=_BANNER), text)

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
        table = self._word.add_table(rows=1 + len(rows), cols=len(columns), style=_TABLE)
        table.autofit = False
        _describe_table(table, caption)
        header: Sequence[Content] = [column.title for column in columns]
        for number, (row, contents) in enumerate(zip(table.rows, (header, *rows), strict=True)):
            _row_option(row._tr, "w:cantSplit")  # noqa: SLF001 - python-docx has no call for it
            for cell, content, column in zip(row.cells, contents, columns, strict=True):
                cell.width = Cm(column.width)
                # By its id: to be looked up by name for each cell takes half of all the time.
                cell.paragraphs[0]._p.style = _CELL if number else _HEAD  # noqa: SLF001
                _write(cell.paragraphs[0], content)
        for grid, column in zip(table.columns, columns, strict=True):
            grid.width = Cm(column.width)
        _row_option(table.rows[0]._tr, "w:tblHeader")  # noqa: SLF001 - the same
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
        if part.warning or part.soft:
            run.font.color.rgb = RGBColor.from_string(_WARNING if part.warning else _SOFT)


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
        f'w:color="{_INK}"/></w:pBdr>'
    )
    _insert(paragraph._p.get_or_add_pPr(), borders)  # noqa: SLF001 - no call for borders


def _insert(properties: BaseOxmlElement, element: BaseOxmlElement) -> None:
    """Put a border or a shade where the schema wants it; Word refuses another order."""
    after = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
    properties.insert_element_before(element, *after)


def _row_option(row: BaseOxmlElement, name: str) -> None:
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement(name))


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


def _drop_unused(word: WordDocument) -> None:
    """Throw out what the library brings along: a thumbnail, and a hundred table styles."""
    for relations in (word.part.package.rels, word.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del relations[key]
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # today's Word, which else says "compatibility mode"
    styles = word.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            styles.remove(style)
    styles.append(parse_xml(_TABLE_STYLE))


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)


def _set_styles(word: WordDocument) -> None:
    for part in (word.styles.element, word.settings.element):
        for language in (*part.iter(qn("w:lang")), *part.iter(qn("w:themeFontLang"))):
            language.set(qn("w:val"), LANGUAGE)
    _style(word, "Normal", size=11, after=6, line=1.1)
    _style(word, "No Spacing", size=6)
    _style(word, "Title", size=26, colour=_INK, bold=True, after=10)
    _style(word, "Heading 1", size=16, colour=_INK, bold=True, before=20, after=4)
    _style(word, "Heading 2", size=13, colour=_INK, bold=True, before=14, after=2)
    _style(word, "Heading 3", size=11, colour=_INK, bold=True, before=10, after=2)
    caption = _style(word, "Caption", size=9.5, colour=_SOFT, before=4, after=3)
    caption.paragraph_format.keep_with_next = True
    _style(word, "List Bullet", size=11, after=2)
    _style(word, _CELL, size=10)
    head = _style(word, _HEAD, size=10, colour=_INK, bold=True)
    head.paragraph_format.keep_with_next = True  # never alone at the foot of a page
    footer = _style(word, "Footer", size=9, colour=_SOFT)
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _style(word, _LEAD, size=14, colour=_INK, bold=True, after=6)
    fact = _style(word, _FACT, size=11, after=2)
    fact.paragraph_format.tab_stops.add_tab_stop(Cm(2.8))
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Cm(2.8), Cm(-2.8)
    banner = _style(word, _BANNER, size=11, bold=True, before=4, after=10)
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FDF1D6"/>'
    _insert(banner.element.get_or_add_pPr(), parse_xml(shade))


def _style(
    word: WordDocument,
    name: str,
    *,
    size: float,
    colour: str = _TEXT,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
) -> ParagraphStyle:
    """Give a style its looks; one that the template does not have is added."""
    known = name in word.styles
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # the theme's fonts would win
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold or None, None
    style.font.color.rgb = RGBColor.from_string(colour)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:  # the template's title is underlined
        style.element.pPr.remove(borders)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if line is not None:
        layout.line_spacing = line
    return style
