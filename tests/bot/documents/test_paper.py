"""A paper in its three forms: each accessible by itself, and each saying the same."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber
import pikepdf
import pytest
from docx import Document

from bot.documents.paper import (
    Block,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperList,
    PaperPlot,
    PaperTable,
    PaperText,
)
from bot.documents.paper_page import paper_page
from bot.documents.paper_pdf import NO_SIGN, paper_pdf
from bot.documents.paper_word import paper_word
from bot.documents.plots import Bars, in_statuses

WORDS = "Gereed ging van 6 naar 31."
ODD = '#panic() *vet* <b>a</b> $x$ @b {{ 1 }} "é"'
MANY = tuple((f"1.{number}", f"Actie {number}", str(number)) for number in range(1, 91))
COLUMNS = (PaperColumn("Code"), PaperColumn("Actie", 5), PaperColumn("Aantal", 1, is_number=True))


def paper(*blocks: Block) -> Paper:
    return Paper("Jaarverslag 2026", "Over 2026", "Gemeente", date(2027, 1, 4), "Voet", blocks)


COURSE = in_statuses(done=[6, 31], running=[30, 20], planned=[34, 19])
WHOLE = paper(
    PaperText("Van de 70 acties zijn er 31 gereed.", is_lead=True),
    PaperHeading("Verloop"),
    PaperPlot(Bars(WORDS, ("2 april", "3 mei"), COURSE)),
    PaperHeading("Acties", 2),
    PaperTable("Alle acties", COLUMNS, MANY),
    PaperList(("een", ODD)),
)


def pages(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def tags(element: Any) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from tags(child)


def test_the_pdf_says_what_it_is_and_in_which_language() -> None:
    opened = pages(paper_pdf(WHOLE))
    assert opened.Root.Lang == "nl-NL"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as told:
        assert told["dc:title"] == "Jaarverslag 2026"
        assert str(told["pdfuaid:part"]) == "1"


def test_every_part_of_the_pdf_has_its_tag() -> None:
    opened = pages(paper_pdf(WHOLE))
    found = list(tags(opened.Root.StructTreeRoot))
    counts = Counter(str(element.S) for element in found)
    assert [str(e.S) for e in found if re.match(r"/H\d", str(e.S))] == ["/H1", "/H2", "/H3"]
    assert counts["/Table"] == 1
    assert counts["/THead"] == 1, "a header that is repeated on a page is tagged once"
    assert counts["/TH"] == len(COLUMNS)
    assert counts["/TR"] == 1 + len(MANY)
    assert counts["/Caption"] == 1
    assert counts["/L"] == 1
    assert [str(e.Alt) for e in found if str(e.S) == "/Figure"] == [WORDS]
    assert all("/Column" in str(e.A) for e in found if str(e.S) == "/TH")


def test_texts_of_people_are_texts_in_every_form() -> None:
    assert ODD in text_of(paper_pdf(WHOLE))
    assert ODD in [p.text for p in Document(io.BytesIO(paper_word(WHOLE))).paragraphs]
    page = paper_page(WHOLE)
    assert "<b>" not in page
    assert "&lt;b&gt;a&lt;/b&gt;" in page


def test_the_three_forms_hold_the_same() -> None:
    pdf, page = text_of(paper_pdf(WHOLE)), paper_page(WHOLE)
    word = Document(io.BytesIO(paper_word(WHOLE)))
    (table,) = word.tables
    assert len(table.rows) == 1 + len(MANY)
    assert [cell.text for cell in table.rows[90].cells] == [*MANY[-1]]
    for code, title, _ in MANY:
        assert f"{code} {title}" in pdf
        assert f'<th scope="row">{code}</th>' in page
    for text in ("Jaarverslag 2026", "Van de 70 acties zijn er 31 gereed.", "Alle acties"):
        assert text in pdf
        assert text in page
    assert f'alt="{WORDS}"' in page


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert paper_pdf(WHOLE) == paper_pdf(WHOLE)
    assert paper_word(WHOLE) == paper_word(WHOLE)
    assert paper_page(WHOLE) == paper_page(WHOLE)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = paper_page(WHOLE)
    assert not re.search(r"<script|<link|src=\"(?!data:)|url\(", page)
    assert page.startswith('<!doctype html>\n<html lang="nl">')


def test_a_sign_that_the_letters_lack_is_an_empty_box_and_told() -> None:
    told = text_of(paper_pdf(paper(PaperText("Mooi \U0001f44d\U0001f3fd en \u6f22\u5b57 klaar"))))
    assert f"Mooi {NO_SIGN} en {NO_SIGN} klaar" in told
    assert "niet kan tonen" in told
    plain = text_of(paper_pdf(paper(PaperText("Č Ω Я \u2192 \u2713 \u2026 \u20ac \u05e9\u05dc"))))
    assert "niet kan tonen" not in plain


@pytest.mark.parametrize(
    "blocks",
    [
        (PaperHeading("Te diep", 2),),
        (PaperHeading("Eén"), PaperHeading("Drie", 3)),
        (PaperTable("Leeg", COLUMNS, ()),),
        (PaperTable("Kort", COLUMNS, (("1.1", "Actie"),)),),
    ],
)
def test_what_cannot_be_accessible_is_refused_in_every_form(blocks: tuple[Block, ...]) -> None:
    for write in (paper_pdf, paper_word, paper_page):
        with pytest.raises(ValueError, match=r"heading of level|a table needs rows"):
            write(replace(WHOLE, blocks=blocks))


def test_a_word_wider_than_its_column_stays_in_it() -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrikantenverband"
    columns = (PaperColumn("Code"), PaperColumn("Actie", 2), PaperColumn("Ernaast", 3))
    told = paper(PaperTable("Lang", columns, (("1.1", long, "x"),)))
    with pdfplumber.open(io.BytesIO(paper_pdf(told))) as opened:
        (page,) = opened.pages
        (beside,) = [word for word in page.extract_words() if word["text"] == "Ernaast"]
        cells = [c for c in page.chars if beside["bottom"] < c["top"] < beside["bottom"] + 60]
    wide = [c for c in cells if c["x0"] < beside["x0"] < c["x1"]]
    assert wide == []
    within = "".join(c["text"] for c in cells if c["x0"] < beside["x0"])
    assert within.replace("\u200b", "") == f"1.1{long}"


def test_what_introduces_a_table_is_on_its_page() -> None:
    """Whatever stands above it: of all heights of a page, none comes between the two."""
    for lines in range(30, 50):
        above = tuple(PaperText(f"Regel {number}.") for number in range(lines))
        held = paper(*above, PaperText("Inleiding."), PaperTable("Tabel", COLUMNS, MANY[:3]))
        with pdfplumber.open(io.BytesIO(paper_pdf(held))) as opened:
            told = [page.extract_text() for page in opened.pages]
        assert [one for one in told if "Inleiding." in one] == [
            one for one in told if "Tabel" in one
        ]
    words = Document(io.BytesIO(paper_word(held))).paragraphs
    (introduction,) = [p for p in words if p.text == "Inleiding."]
    assert introduction.paragraph_format.keep_with_next
