"""How our Word documents look: page, fonts, colours, and the styles that carry them.

Whoever changes a style in Word changes it everywhere, so all looks stand in styles and none in the
text. Colours are the house's.
"""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from bot.documents.colours import INK, RULE, SOFT, TEXT
from bot.documents.ooxml import LANGUAGE

TEXT_WIDTH = 16.6  # centimetres between the margins of A4
WIDE_WIDTH = 26.1  # the same on its side

# Names of our own styles; without blanks, so that each is its style's id as well.
FACT, BANNER, LEAD = "Memoregel", "Melding", "Antwoord"
TABLE, HEAD, CELL = "Overzicht", "Tabelkop", "Tabeltekst"

_FONT = "Calibri"

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="C5D0DB"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{INK}"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="EAF0F6"/><w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>"""


def dress(word: WordDocument, *, wide: bool = False) -> None:
    """Give a new document of python-docx our page and styles, and Dutch as its language.

    wide: the page on its side, for tables of many columns.
    """
    _drop_unused(word)
    _set_styles(word, wide=wide)
    _set_page(word, wide=wide)


def insert(properties: BaseOxmlElement, element: BaseOxmlElement) -> None:
    """Put a border or a shade where the schema wants it; Word refuses another order."""
    after = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
    properties.insert_element_before(element, *after)


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


def _set_page(word: WordDocument, *, wide: bool) -> None:
    section = word.sections[0]
    width, height, text = (29.7, 21.0, WIDE_WIDTH) if wide else (21.0, 29.7, TEXT_WIDTH)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm((width - text) / 2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)


def _set_styles(word: WordDocument, *, wide: bool) -> None:
    cell_size, text_width = (9, WIDE_WIDTH) if wide else (10, TEXT_WIDTH)
    for part in (word.styles.element, word.settings.element):
        for language in (*part.iter(qn("w:lang")), *part.iter(qn("w:themeFontLang"))):
            language.set(qn("w:val"), LANGUAGE)
    _style(word, "Normal", size=11, after=6).paragraph_format.line_spacing = 1.1
    _style(word, "No Spacing", size=6)
    _style(word, "Title", size=26, colour=INK, bold=True, after=10)
    _style(word, "Heading 1", size=16, colour=INK, bold=True, before=20, after=4)
    _style(word, "Heading 2", size=13, colour=INK, bold=True, before=14, after=2)
    _style(word, "Heading 3", size=11, colour=INK, bold=True, before=10, after=2)
    caption = _style(word, "Caption", size=9.5, colour=SOFT, before=4, after=3)
    caption.paragraph_format.keep_with_next = True
    _style(word, "List Bullet", size=11, after=2)
    _style(word, CELL, size=cell_size)
    head = _style(word, HEAD, size=cell_size, colour=INK, bold=True)
    head.paragraph_format.keep_with_next = True  # never alone at the foot of a page
    footer = _style(word, "Footer", size=9, colour=SOFT)
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(text_width), WD_TAB_ALIGNMENT.RIGHT)
    _style(word, LEAD, size=14, colour=INK, bold=True, after=6)
    fact = _style(word, FACT, size=11, after=2)
    fact.paragraph_format.tab_stops.add_tab_stop(Cm(2.8))
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Cm(2.8), Cm(-2.8)
    banner = _style(word, BANNER, size=11, bold=True, before=4, after=10)
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FDF1D6"/>'
    insert(banner.element.get_or_add_pPr(), parse_xml(shade))


def _style(
    word: WordDocument,
    name: str,
    *,
    size: float,
    colour: str = TEXT,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
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
    return style
