"""What Word and Excel files share: no character that breaks them, and no trace of the clock."""

import io
import zipfile
from datetime import date
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.ooxml import dated, xml_text

CORE = b"<x><dcterms:created a='b'>2020-01-01T10:11:12Z</dcterms:created>%s</x>"
DAY = date(2026, 11, 24)


@given(st.text())
def test_what_is_left_is_xml_and_all_that_xml_can_hold_is_left(text: str) -> None:
    kept = xml_text(text)
    escaped = kept.replace("&", "&amp;").replace("<", "&lt;")
    fromstring(f"<x>{escaped}</x>")
    assert xml_text(kept) == kept


def test_people_s_signs_stay_and_control_characters_go() -> None:
    assert xml_text("één\t‘x’ 😀\n") == "één\t‘x’ 😀\n"
    assert xml_text("a\x00b\x0b\x1f\x7f\ud800\ufffe\uffff") == "ab\x7f"


def package(stamp: bytes, moment: tuple[int, int, int, int, int, int]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        modified = b"<dcterms:modified>" + stamp + b"</dcterms:modified>"
        made.writestr(zipfile.ZipInfo("docProps/core.xml", moment), CORE % modified)
        made.writestr(zipfile.ZipInfo("a.xml", moment), b"<dcterms:modified>x</dcterms:modified>")
    return file.getvalue()


def test_two_writings_at_different_times_become_the_same() -> None:
    first = package(b"2026-11-24T09:00:00Z", (2026, 11, 24, 9, 0, 0))
    second = package(b"2026-11-24T09:20:30Z", (2026, 11, 24, 9, 20, 30))
    assert first != second
    assert dated(first, DAY) == dated(second, DAY)
    with zipfile.ZipFile(io.BytesIO(dated(first, DAY))) as made:
        assert made.read("docProps/core.xml").count(b"2026-11-24T00:00:00Z") == 2
        assert made.read("a.xml") == b"<dcterms:modified>x</dcterms:modified>"
        assert {entry.date_time for entry in made.infolist()} == {(2026, 11, 24, 0, 0, 0)}
