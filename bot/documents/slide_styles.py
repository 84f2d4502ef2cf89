"""How our slides look: format, titles, the number of the slide, and where a table stands.

All of it is set on the master and on the two layouts that are used: a change there is a change
everywhere. Colours are the house's.
"""

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as PowerPoint
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Cm

from bot.documents.colours import INK, SOFT
from bot.documents.ooxml import LANGUAGE

COVER, TABLE = 0, 1
"""The layouts that are left: of the first slide, and of a slide with a table."""

SLIDE_WIDTH = 31.0
"""Centimetres between the margins of a slide."""

MARGIN, TABLE_TOP, TABLE_HIGH = 1.433, 3.0, 14.4
"""Where a table begins, and how high it may become, in centimetres."""

_WIDE, _HIGH = 33.867, 19.05  # 16:9
_KEPT = (0, 5)  # of the layouts that python-pptx brings along
_PLACES = {
    "title": (MARGIN, 0.9, SLIDE_WIDTH, 1.8),
    "body": (MARGIN, TABLE_TOP, SLIDE_WIDTH, TABLE_HIGH),
    "ctrTitle": (MARGIN, 5.6, SLIDE_WIDTH, 3.0),
    "subTitle": (MARGIN, 8.8, SLIDE_WIDTH, 2.0),
    "sldNum": (_WIDE - MARGIN - 3, 17.7, 3, 0.8),
}
"""From the left, from above, width and height."""


def dress(made: PowerPoint) -> None:
    """Give the template of python-pptx our format and looks, and drop what is not used of it."""
    made.slide_width, made.slide_height = Cm(_WIDE), Cm(_HIGH)
    for relations in (made.part.package._rels, made.part.rels):  # noqa: SLF001 - no call for it
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                relations.pop(key)
    for layout in [x for number, x in enumerate(made.slide_layouts) if number not in _KEPT]:
        made.slide_layouts.remove(layout)
    _set_titles(made)
    for page in (made.slide_master, *made.slide_layouts):
        _set_places(page)


def kind_of_place(shape: BaseOxmlElement) -> str:
    """What a placeholder is for, as the format names it: "title", "sldNum"; "" for the content."""
    place = shape.find(f".//{qn('p:ph')}")
    return "" if place is None else str(place.get("type", ""))


def _set_titles(made: PowerPoint) -> None:
    master, cover = made.slide_master._element, made.slide_layouts[COVER]._element  # noqa: SLF001
    (title,) = master.iter(qn("p:titleStyle"))
    _set_line(title.find(qn("a:lvl1pPr")), size=26, colour=INK, bold=True)
    for shape in cover.iter(qn("p:sp")):
        kind = kind_of_place(shape)
        styles = shape.find(f".//{qn('a:lstStyle')}")
        if kind == "ctrTitle":
            styles.append(parse_xml(f"<a:lvl1pPr {nsdecls('a')}><a:defRPr/></a:lvl1pPr>"))
            _set_line(styles[0], size=40, colour=INK, bold=True)
        elif kind == "subTitle":
            _set_line(styles[0], size=18, colour=SOFT, bold=False)


def _set_line(style: BaseOxmlElement, *, size: int, colour: str, bold: bool) -> None:
    """Set the looks of the first level of a text."""
    style.set("algn", "l")
    font = style.find(qn("a:defRPr"))
    font.set("sz", str(size * 100))
    font.set("b", "1" if bold else "0")
    for fill in font.findall(qn("a:solidFill")):
        font.remove(fill)
    ink = f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>'
    font.insert(0, parse_xml(ink))


def _set_places(page: SlideMaster | SlideLayout) -> None:
    """Put what is used where it stands on 16:9, and leave out the date and the footer."""
    for shape in list(page.placeholders):
        element = shape._element  # noqa: SLF001 - python-pptx has no call for it
        kind = kind_of_place(element)
        if kind in ("dt", "ftr"):
            element.getparent().remove(element)
        elif kind in _PLACES:
            shape.left, shape.top, shape.width, shape.height = map(Cm, _PLACES[kind])
    for tag in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for font in page._element.iter(qn(tag)):  # noqa: SLF001 - the same
            if font.get("lang"):
                font.set("lang", LANGUAGE)
