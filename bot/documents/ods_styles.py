"""How our sheets look in LibreOffice, as the parts of an .ods that hold no list.

The looks are those of the Excel file: a dark header that stays in sight and is on every page, quiet
lines, landscape pages as wide as the sheet.
"""

from collections.abc import Mapping

from bot.documents.colours import INK, RULE, TEXT

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

_NAME = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = (
    f'xmlns:office="{_NAME}:office:1.0" xmlns:style="{_NAME}:style:1.0" '
    f'xmlns:text="{_NAME}:text:1.0" xmlns:table="{_NAME}:table:1.0" '
    f'xmlns:number="{_NAME}:datastyle:1.0" xmlns:config="{_NAME}:config:1.0" '
    f'xmlns:meta="{_NAME}:meta:1.0" xmlns:fo="{_NAME}:xsl-fo-compatible:1.0" '
    f'xmlns:of="{_NAME}:of:1.2" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'

_BODY = (
    f'<style:table-cell-properties fo:border-bottom="0.5pt solid #{RULE}" '
    f'fo:border-right="0.5pt solid #{RULE}" fo:wrap-option="wrap" style:vertical-align="top" '
    'fo:padding="0.08cm"/>'
    f'<style:text-properties fo:color="#{TEXT}"/>'
)
CELL_STYLES = f"""
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
<number:date-style style:name="as-day"><number:day number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/>
</number:date-style>
<style:style style:name="sheet" style:family="table" style:master-page-name="Default">
<style:table-properties table:display="true"/></style:style>
<style:style style:name="row" style:family="table-row">
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>
<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">
<style:table-cell-properties fo:background-color="#{INK}" fo:wrap-option="wrap"
 style:vertical-align="middle" fo:padding="0.08cm"/>
<style:text-properties fo:color="#FFFFFF" fo:font-weight="bold"/></style:style>
<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text">
{_BODY}</style:style>
<style:style style:name="hidden" style:family="table-cell" style:data-style-name="as-text">
<style:table-cell-properties fo:wrap-option="no-wrap"/></style:style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="as-day">
{_BODY}<style:paragraph-properties fo:text-align="start"/></style:style>
<style:style style:name="number" style:family="table-cell">
{_BODY}<style:paragraph-properties fo:text-align="start"/></style:style>
"""

STYLES = f"""{_XML}<office:document-styles {NAMESPACES}><office:styles>
<style:default-style style:family="table-cell"><style:text-properties fo:font-family="Calibri"
 fo:font-size="10pt" fo:language="nl" fo:country="NL"/></style:default-style>
</office:styles><office:automatic-styles><style:page-layout style:name="wide">
<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm"
 style:print-orientation="landscape" fo:margin-top="1.5cm" fo:margin-bottom="1cm"
 fo:margin-left="1cm" fo:margin-right="1cm" style:scale-to-X="1" style:scale-to-Y="0"/>
<style:footer-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-top="0.4cm"/>
</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Default" style:page-layout-name="wide">
<style:header style:display="false"/><style:footer>
<style:region-left><text:p>{{foot}}</text:p></style:region-left>
<style:region-right><text:p>Pagina <text:page-number>1</text:page-number> van
 <text:page-count>1</text:page-count></text:p></style:region-right>
</style:footer></style:master-page></office:master-styles></office:document-styles>"""
"""With {foot}: the line below every page."""


def _item(name: str, kind: str, value: str | int) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
    )


SHEET_VIEW = (
    "<config:config-item-map-entry config:name={name}>"
    + _item("HorizontalSplitMode", "short", 2)
    + _item("VerticalSplitMode", "short", 2)
    + _item("HorizontalSplitPosition", "int", 1)
    + _item("VerticalSplitPosition", "int", 1)
    + _item("ActiveSplitRange", "short", 3)
    + _item("PositionRight", "int", 1)
    + _item("PositionBottom", "int", 1)
    + "</config:config-item-map-entry>"
)
"""That the first row and column of a sheet stay. {name}: its name, quoted as an attribute."""

SETTINGS = (
    f"{_XML}<office:document-settings {NAMESPACES}><office:settings>"
    '<config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    + _item("ViewId", "string", "view1")
    + _item("ActiveTable", "string", "{first}")
    + '<config:config-item-map-named config:name="Tables">{views}</config:config-item-map-named>'
    "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
    "</office:settings></office:document-settings>"
)
"""With {first}: the sheet to open, and {views} of all."""

META = (
    f"{_XML}<office:document-meta {NAMESPACES}><office:meta>"
    "<meta:generator>{author}</meta:generator><dc:title>{title}</dc:title>"
    "<dc:subject>{subject}</dc:subject><meta:initial-creator>{author}</meta:initial-creator>"
    "<dc:creator>{author}</dc:creator><meta:creation-date>{day}</meta:creation-date>"
    "<dc:date>{day}</dc:date><dc:language>{language}</dc:language>"
    "</office:meta></office:document-meta>"
)

PARTS: Mapping[str, str] = {
    "META-INF/manifest.xml": (
        f'{_XML}<manifest:manifest xmlns:manifest="{_NAME}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
        + "".join(
            f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
            for part in ("content", "styles", "settings", "meta")
        )
        + "</manifest:manifest>"
    )
}
"""The parts that are the same in every file."""
