"""Lines become text: what stood at the end of each is decided by its document."""

from collections import Counter

import pytest

from bot.documents.pdf_text import Joiner, PdfLine


def line(text: str, *, room: float = 50, first: float = 20) -> PdfLine:
    """A line as LibreOffice keeps it: with its last blank, where it goes on below."""
    blank = text.endswith(" ")
    return PdfLine(text.strip(), blank=blank, room=room, letter=5, first=first)


@pytest.mark.parametrize("sign", ["\u00ad", "\ufffe", "\u0002"])
def test_the_hyphen_of_a_program_is_no_hyphen(sign: str) -> None:
    joiner = Joiner(Counter(), (), blanks=True)
    assert joiner.text([line(f"men{sign}"), line("senhandel")]) == ("mensenhandel", "")


def test_pdfium_s_mark_within_a_line_is_none_either() -> None:
    assert (
        Joiner(Counter(), (), blanks=True).text([line("men\ufffesenhandel")])[0] == "mensenhandel"
    )


@pytest.mark.parametrize(
    ("names", "text"), [(("Centrumgemeente",), "Centrumgemeente"), ((), "Centrum-gemeente")]
)
def test_the_names_of_owners_tell_of_a_hyphen(names: tuple[str, ...], text: str) -> None:
    joiner = Joiner(Counter(), names, blanks=True)
    assert joiner.text([line("Centrum-"), line("gemeente")])[0] == text


def test_a_hyphen_that_stands_elsewhere_within_a_line_stays() -> None:
    words = Counter({"zorg-instelling": 2, "zorginstelling": 1})
    joined = Joiner(words, (), blanks=True).text([line("zorg-"), line("instelling")])
    assert joined == ("zorg-instelling", "")


@pytest.mark.parametrize(
    ("blanks", "room", "text"),
    [
        (True, 50, "Loopt\nnog"),  # it did not go on: a paragraph ended
        (True, 2, "Looptnog"),  # no letter more fitted, and the word had the line: it was cut
        (False, 50, "Loopt\nnog"),  # the next word would have fitted
        (False, 10, "Loopt nog"),
    ],
)
def test_a_line_end_is_a_blank_a_paragraph_or_nothing(blanks: bool, room: float, text: str) -> None:
    joiner = Joiner(Counter(), (), blanks=blanks)
    assert joiner.text([line("Loopt", room=room), line("nog")]) == (text, "")


@pytest.mark.parametrize(
    ("lines", "known", "text"),
    [
        (("De aanpak", "van"), (), "De aanpak van"),  # the blank at its end had no room
        (("mensenhandel", "van"), ("mensenhandel", "van"), "mensenhandel van"),
        (("meldpunt@gemeente.example.nl", "en"), (), "meldpunt@gemeente.example.nl en"),
        (("https://krant.example/lange-", "titel"), (), "https://krant.example/lange-titel"),
        (("https://krant.example/lange/", "titel"), (), "https://krant.example/lange/titel"),
        (("Loopt.", "Plateau"), (), "Loopt. Plateau"),
        (("de VR-", "training"), (), "de VR-training"),
        (("de e-", "learning"), (), "de e-learning"),
    ],
)
def test_a_full_line_without_a_blank(
    lines: tuple[str, ...], known: tuple[str, ...], text: str
) -> None:
    joiner = Joiner(Counter(known), (), blanks=True)
    assert joiner.text([line(part, room=2) for part in lines]) == (text, "")
