"""The memo: in the order of telling, real Word for who listens to it, and safe."""

import io
import zipfile
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from support.digest_samples import COMING, LATE, action_line, full_digest

from bot.core.digest.headings import Heading
from bot.core.digest.parts import ChangeLine, Digest, OwnerAgenda
from bot.digest.memo import write_memo
from bot.digest.picture import draw_timeline

DAY = date(2026, 11, 24)
PICTURE = draw_timeline(full_digest().timeline)


@cache
def ordinary() -> bytes:
    return write_memo(full_digest(), day=DAY, picture=PICTURE)


def memo(digest: Digest | None = None, picture: bytes = PICTURE) -> WordDocument:
    content = write_memo(digest, day=DAY, picture=picture) if digest else ordinary()
    return Document(io.BytesIO(content))


def headings(word: WordDocument) -> list[tuple[int, str]]:
    styled = [(p.style.name or "", p.text) for p in word.paragraphs if p.style]
    return [(int(name[-1]), text) for name, text in styled if name.startswith("Heading ")]


def words(word: WordDocument) -> str:
    """All text in the order of reading, cells included."""
    return "\n".join(text_in(paragraph) for paragraph in word.element.body.iter(qn("w:p")))


def text_in(paragraph: Any) -> str:
    return "".join(part.text or "" for part in paragraph.iter(qn("w:t")))


def rows(word: WordDocument, caption: str) -> list[list[str]]:
    """The cells of the table by this caption."""
    (found,) = (t for t in word.tables if caption_of(t) == caption)
    return [[cell.text for cell in row.cells] for row in found.rows]


def caption_of(table: Any) -> str:
    return str(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")))


def test_it_tells_in_the_order_of_a_reader_with_little_time() -> None:
    assert [text for level, text in headings(memo()) if level == 1] == [
        "In het kort",
        *(part for part in Heading if part is not Heading.SINCE_FIRST),
    ]


def test_the_head_names_roles_and_the_answer_comes_before_any_figure() -> None:
    word = memo()
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines[:6] == [
        "Memo",
        "Aan\tDe deelnemers aan het overleg",
        "Van\tDe coördinator van de actielijst",
        "Datum\tdinsdag 24 november 2026",
        "Overleg\tLokale driehoek, donderdag 26 november 2026 om 10:00 uur",
        "Onderwerp\tUitvoeringsagenda mensenhandel: stand van zaken",
    ]
    text = words(word)
    answer = text.index("1 van de 3 acties is gereed en 2 lopen. 1 actie is te laat.")
    assert answer < text.index("Betekenis")
    assert "@" not in text


def test_every_part_of_the_digest_stands_in_it() -> None:
    word = memo()
    assert rows(word, "Hoeveel acties in welke stand")[1] == [
        *("Gereed", "klaar", "1", "1 meer dan vorige keer")
    ]
    assert rows(word, "Per doel: hoeveel acties in welke stand") == [
        ["Doel", "Gereed", "Loopt"],
        ["1. Basis op orde\n1 actie", "1", "0"],
    ]
    assert rows(word, "Wijzigingen sinds de vorige keer")[1] == [
        *("1.1  Actie 1.1", "Afgerond", "Loopt", "Gereed")
    ]
    assert rows(word, "Te laat of komt eraan bij H&T, oudste eerst")[1] == [
        *(f"6.5  {LATE.title}", "Loopt", f"2 november 2026\n3 weken te laat\n{LATE.promised}")
    ]
    confirmed = f"4.11  {COMING.title}\nbevestigd op 12 november"
    assert rows(word, "Verplichtingen die nog niet klaar zijn")[1][0] == confirmed
    assert rows(word, "Per regiehouder, sinds het vorige overleg")[1:] == [
        ["H&T", "0 van de 1"],
        ["Team OOV", "2 van de 2\n1 bevestigd en 1 gewijzigd"],
    ]
    assert rows(word, "Gaat niet door (NIET): acties en de reden")[1][1] == "Er is geen geld."
    assert rows(word, "Hoeveel acties in welke stand, per driehoek")[1:] == [
        ["1 juni 2026", "0", "1", "2", "0"],
        ["2 juni 2026", "1", "2", "0", "0"],
    ]
    assert [row[0][:3] for row in rows(word, "Doel 1: 3 acties")[1:]] == ["1.1", "6.5"]
    text = words(word)
    assert "2.2, 2.3" in text
    assert "1 van de 2 verplichtingen is klaar." in text
    bullets = [p.text for p in word.paragraphs if p.style and p.style.name == "List Bullet"]
    sentences = [concern.sentence for concern in full_digest().concerns]
    assert bullets == [*sentences, "Gereed: 1 (50 %)", "Loopt: 1 (50 %)", "Loopt: 3 (100 %)"]


def test_what_an_ordinary_digest_has_not_is_left_out() -> None:
    bare = full_digest(
        **dict.fromkeys(("changes", "late", "coming", "owners", "concerns", "timeline"), ()),
        obligations=(),
        agreed=None,
        raised=None,
        returning=None,
        confirmed=None,
        results=None,
    )
    word = memo(bare, b"")
    assert [text for level, text in headings(word) if level == 1] == [
        *("In het kort", Heading.GOALS, Heading.AGENDAS, Heading.ACTIONS)
    ]
    assert bare.horizon in words(word)
    assert len(word.inline_shapes) == 0


def test_a_first_digest_compares_nothing() -> None:
    figures = [f.model_copy(update={"change": ""}) for f in full_digest().figures]
    found = rows(memo(full_digest(figures=tuple(figures))), "Hoeveel acties in welke stand")
    assert found[0] == ["Stand", "Betekenis", "Aantal"]


def test_an_update_says_so_and_tells_what_came_after_the_first_one() -> None:
    line = ChangeLine(code="2.1", title="Actie 2.1", kind="Gestart", old="Planning", new="Loopt")
    word = memo(full_digest(banner="Dit is een nieuw overzicht.", since_first=(line,)))
    assert "Dit is een nieuw overzicht." in [p.text for p in word.paragraphs]
    text = [text for _, text in headings(word)]
    assert text.index(Heading.SINCE_FIRST) < text.index(Heading.CHANGES)
    assert rows(word, "Wijzigingen na het eerste overzicht")[1][1] == "Gestart"


def test_what_is_late_is_told_also_where_no_owner_is_known() -> None:
    word = memo(full_digest(owners=()))
    found = rows(word, "Te laat of komt eraan, oudste eerst")
    assert [row[0][:4].strip() for row in found[1:]] == ["6.5", "4.11"]


def test_headings_never_skip_a_level() -> None:
    levels = [level for level, _ in headings(memo())]
    assert levels[0] == 1
    assert all(lower - higher <= 1 for higher, lower in pairwise(levels))


def test_every_table_has_a_header_row_that_comes_back_and_rows_that_do_not_split() -> None:
    tables = memo().tables
    assert len(tables) == 16
    for table in tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert caption_of(table)


def test_the_picture_has_its_words() -> None:
    word = memo()
    (shape,) = word.element.body.iter(qn("wp:docPr"))
    assert "Klaar: van 0 naar 1." in shape.get("descr")
    assert word.inline_shapes[0].width < Cm(16.7)


def test_the_language_is_dutch_throughout() -> None:
    word = memo()
    assert word.core_properties.language == "nl-NL"
    stated = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert stated == {"nl-NL"}
    assert not list(word.element.body.iter(qn("w:lang")))


def test_who_made_it_and_what_it_is_about_is_known_to_a_file_manager() -> None:
    known = memo().core_properties
    assert (known.author, known.last_modified_by) == ("Driehoekbot", "Driehoekbot")
    assert known.title == full_digest().subject
    assert known.subject.startswith("Uitvoeringsagenda mensenhandel: Lokale driehoek")
    assert known.comments == ""
    assert len(memo(full_digest(title="lang " * 99)).core_properties.subject) == 255
    assert (known.created.date(), known.modified.date()) == (DAY, DAY)


def test_pages_are_a4_and_numbered() -> None:
    section = memo().sections[0]
    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    assert (round(width.cm), round(height.cm)) == (21, 30)
    line = section.footer.paragraphs[0]._p
    fields = [field.get(qn("w:instr")) for field in line.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    foot = text_in(line)
    assert foot == "Uitvoeringsagenda mensenhandel, dinsdag 24 november 2026Pagina 1 van 1"


def test_it_is_small_and_the_same_twice() -> None:
    digest = full_digest()
    first = write_memo(digest, day=DAY, picture=PICTURE)
    assert first == write_memo(digest, day=DAY, picture=PICTURE)
    assert len(first) < 80_000
    with zipfile.ZipFile(io.BytesIO(first)) as made:
        assert made.testzip() is None
        assert not [name for name in made.namelist() if "thumbnail" in name or "Effects" in name]


@pytest.mark.parametrize("nasty", ["<w:p/>&amp; \"x\" 'y'", "a\x00\x0bb\x1f", "=1+1", "😀 é"])
def test_peoples_text_stays_text(nasty: str) -> None:
    shown = nasty.replace("\x00\x0b", "").replace("\x1f", "")
    line = action_line("1.2", title=nasty, owners=nasty)
    owner = OwnerAgenda(name=nasty, late=(line,), coming=())
    digest = full_digest(title=nasty, banner=nasty, warning=nasty, owners=(owner,), late=(line,))
    word = memo(digest)
    assert words(word).count(shown) >= 5
    assert word.core_properties.subject.startswith(shown)


def test_word_opens_it_as_a_document_of_today() -> None:
    modes = {
        setting.get(qn("w:val"))
        for setting in memo().settings.element.iter(qn("w:compatSetting"))
        if setting.get(qn("w:name")) == "compatibilityMode"
    }
    assert modes == {"15"}
