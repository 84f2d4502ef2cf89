"""Rows written in one go are, sign by sign, what python-docx makes of them cell by cell."""

from collections.abc import Sequence

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Cm, RGBColor
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.documents.ooxml import xml_text
from bot.documents.word_rows import Column, Content, Words, table_rows
from bot.documents.word_styles import CELL, HEAD

WORDS = st.builds(
    Words,
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r <&>\"'"), max_size=9
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
CONTENT: st.SearchStrategy[Content] = WORDS.map(lambda words: words.text) | st.lists(
    WORDS, max_size=3
)
COLUMNS = (Column("Actie", 8.6), Column("Deadline & stand", 3.05))


def cell_by_cell(rows: Sequence[Sequence[Content]]) -> list[bytes]:
    """The rows as the library writes them."""
    table = Document().add_table(rows=1 + len(rows), cols=len(COLUMNS))
    contents = [[column.title for column in COLUMNS], *rows]
    for number, (row, parts) in enumerate(zip(table.rows, contents, strict=True)):
        options = row._tr.get_or_add_trPr()
        for name in ("w:cantSplit", *(() if number else ("w:tblHeader",))):
            options.append(OxmlElement(name))
        for cell, part, column in zip(row.cells, parts, COLUMNS, strict=True):
            cell.width = Cm(column.width)
            (paragraph,) = cell.paragraphs
            paragraph._p.style = CELL if number else HEAD
            for words in (Words(part),) if isinstance(part, str) else part:
                run = paragraph.add_run(xml_text(words.text))
                run.bold = words.bold or None
                if words.colour:
                    run.font.color.rgb = RGBColor.from_string(words.colour)
    return [etree.tostring(row._tr, method="c14n", exclusive=True) for row in table.rows]


@given(st.lists(st.tuples(CONTENT, CONTENT), max_size=3))
def test_rows_in_one_go_are_the_rows_of_python_docx(rows: list[tuple[Content, Content]]) -> None:
    ours = [etree.tostring(r, method="c14n", exclusive=True) for r in table_rows(COLUMNS, rows)]
    assert ours == cell_by_cell(rows)
