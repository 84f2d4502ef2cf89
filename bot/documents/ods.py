"""Writes a workbook as .ods, the open form of LibreOffice: the same sheets as in Excel.

Written as XML by hand: the one library for it has had no release since 2020 and cannot scale pages.
Text cells hold text whatever it looks like. Source of the elements: OpenDocument 1.3, part 3.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from bot.documents.ods_styles import (
    CELL_STYLES,
    META,
    MIMETYPE,
    NAMESPACES,
    PARTS,
    SETTINGS,
    SHEET_VIEW,
    STYLES,
)
from bot.documents.ooxml import AUTHOR, LANGUAGE, xml_text
from bot.documents.workbook import (
    SPARE_ROWS,
    CellValue,
    Choices,
    Days,
    ListSheet,
    SheetColumn,
    Workbook,
    check_lengths,
    sheet_text,
)

_BLANKS = re.compile("(?<= ) +|^ +| +$")  # XML keeps one of several, and none at an end


def write_ods(book: Workbook) -> bytes:
    """Write the workbook. The same values give the same bytes.

    Raises TextTooLong for a text that no cell can hold.
    """
    for sheet in book.sheets:
        check_lengths(sheet)
    day = f"{book.day.isoformat()}T00:00:00Z"
    parts = {
        **PARTS,
        "content.xml": "".join(_content(book)),
        "styles.xml": STYLES.format(foot=_text(book.foot)),
        "settings.xml": SETTINGS.format(
            first=_text(book.sheets[0].name),
            views="".join(SHEET_VIEW.format(name=quoteattr(sheet.name)) for sheet in book.sheets),
        ),
        "meta.xml": META.format(
            title=_text(book.title),
            subject=_text(book.subject),
            author=AUTHOR,
            language=LANGUAGE,
            day=day,
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in {"mimetype": MIMETYPE, **parts}.items():
            entry = zipfile.ZipInfo(name, (book.day.year, book.day.month, book.day.day, 0, 0, 0))
            packed = name != "mimetype"  # that one stands first and as it is
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            package.writestr(entry, content)
    return file.getvalue()


def _content(book: Workbook) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
    yield f"<office:automatic-styles>{CELL_STYLES}"
    for number, sheet in enumerate(book.sheets):
        for place, column in enumerate(sheet.columns):
            width = f"{0.19 * column.width + 0.2:.2f}cm"
            yield (
                f'<style:style style:name="c{number}-{place}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width}"/></style:style>'
            )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield "<table:content-validations>"
    for number, sheet in enumerate(book.sheets):
        for place, column in enumerate(sheet.columns):
            if column.takes is not None:
                yield _validation(_rule_name(number, place), sheet, place, column.takes)
    yield "</table:content-validations>"
    for number, sheet in enumerate(book.sheets):
        yield from _sheet(number, sheet)
    yield "<table:database-ranges>"
    for sheet in book.sheets:
        yield (
            f"<table:database-range table:name={quoteattr(sheet.table)} "
            f"table:target-range-address={quoteattr(_area(sheet))} "
            'table:display-filter-buttons="true"/>'
        )
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _sheet(number: int, sheet: ListSheet) -> Iterator[str]:
    yield (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet" '
        f"table:print-ranges={quoteattr(_area(sheet))}>"
    )
    for place, column in enumerate(sheet.columns):
        hidden = ' table:visibility="collapse"' if column.hidden else ""
        yield f'<table:table-column table:style-name="c{number}-{place}"{hidden}/>'
    headings = "".join(_cell(column.heading, "head", "") for column in sheet.columns)
    yield f"<table:table-header-rows>{_row(headings)}</table:table-header-rows>"
    rules = [
        f' table:content-validation-name="{_rule_name(number, place)}"' if column.takes else ""
        for place, column in enumerate(sheet.columns)
    ]
    for row in sheet.rows:
        values = zip(row, sheet.columns, rules, strict=True)
        yield _row("".join(_value(value, column, rule) for value, column, rule in values))
    if sheet.spare:
        empty = (_empty(column, rule) for column, rule in zip(sheet.columns, rules, strict=True))
        yield _row("".join(empty), f' table:number-rows-repeated="{SPARE_ROWS}"')
    yield "</table:table>"


def _row(cells: str, more: str = "") -> str:
    return f'<table:table-row table:style-name="row"{more}>{cells}</table:table-row>'


def _value(value: CellValue, column: SheetColumn, rule: str) -> str:
    if value is None or value == "":
        return _empty(column, rule)
    if isinstance(value, date):
        kind = f' office:value-type="date" office:date-value="{value.isoformat()}"'
        shown = f"{value.day:02}-{value.month:02}-{value.year}"
        return _typed(shown, "day", f"{kind}{rule}")
    if isinstance(value, int):
        kind = f' office:value-type="float" office:value="{value}"'
        return _typed(str(value), "number", f"{kind}{rule}")
    return _cell(value, "hidden" if column.hidden else "text", rule)


def _empty(column: SheetColumn, rule: str) -> str:
    style = "day" if isinstance(column.takes, Days) else "text"
    return f'<table:table-cell table:style-name="{style}"{rule}/>'


def _cell(text: str, style: str, rule: str) -> str:
    return _typed(sheet_text(text), style, f' office:value-type="string"{rule}')


def _typed(shown: str, style: str, attributes: str) -> str:
    lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in shown.split("\n"))
    return f'<table:table-cell table:style-name="{style}"{attributes}>{lines}</table:table-cell>'


def _line(line: str) -> str:
    return _BLANKS.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line))


def _validation(name: str, sheet: ListSheet, place: int, takes: Choices | Days) -> str:
    if isinstance(takes, Days):
        bounds = [f"DATE({day.year};{day.month};{day.day})" for day in (takes.first, takes.last)]
        between = f"cell-content-is-between({bounds[0]},{bounds[1]})"
        rule, kind = f"cell-content-is-date() and {between}", "stop"
    elif takes.sheet:
        source = f"[${_quoted(takes.sheet)}.$B$2:.$B${1 + len(takes.words)}]"
        rule, kind = f"cell-content-is-in-list({source})", "stop" if takes.only else "information"
    else:
        words = ";".join('"{}"'.format(word.replace('"', '""')) for word in takes.words)
        rule, kind = f"cell-content-is-in-list({words})", "stop" if takes.only else "information"
    heading = sheet.columns[place].heading
    return (
        f'<table:content-validation table:name="{name}" table:condition={quoteattr("of:" + rule)} '
        f'table:allow-empty-cell="true" table:base-cell-address='
        f"{quoteattr(f'{_quoted(sheet.name)}.{_letter(place)}2')}>"
        f'<table:error-message table:message-type="{kind}" table:display="true" '
        f"table:title={quoteattr(heading)}><text:p>{_text(takes.hint)}</text:p>"
        "</table:error-message></table:content-validation>"
    )


def _rule_name(number: int, place: int) -> str:
    return f"rule{number}-{place}"


def _area(sheet: ListSheet) -> str:
    """The cells of a sheet that are filled, its headings with them."""
    name, last = _quoted(sheet.name), max(2, 1 + len(sheet.rows))
    return f"{name}.A1:{name}.{_letter(len(sheet.columns) - 1)}{last}"


def _quoted(name: str) -> str:
    return "'{}'".format(name.replace("'", "''"))


def _letter(place: int) -> str:
    """The letter of a column; our sheets have fewer than 26."""
    return chr(ord("A") + place)


def _text(text: str) -> str:
    return escape(xml_text(text))
