"""Text at the door: whatever comes in can be kept by every store, terminal, file and mail."""

import unicodedata
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mappings.text import clean, clean_line

# Every kind of sign at once: text() by itself hardly ever meets the strange ones.
STRANGE = (
    "\x00\x07\x1b\x7f\x85\u00ad\u061c\u200b\u200d\u202e\u2028\u2067\ufeff\ufffe\ufff9\udcf6\ud83d"
)
TEXTS = st.text(st.characters() | st.sampled_from(STRANGE) | st.characters(categories=["Cf", "Cc"]))
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@given(TEXTS)
@example("co\udcf6")
def test_what_was_cleaned_can_be_kept_everywhere(text: str) -> None:
    kept = clean(text)
    assert kept.encode().decode() == kept
    ET.fromstring(f"<t>{escape(kept)}</t>")  # Word and Excel files are XML
    controls = {sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")}
    assert controls <= {"\n", "\t"}
    assert not any(unicodedata.bidirectional(sign) in TURNS for sign in kept)


TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_what_people_can_read_is_never_touched(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("emoji", [FAMILY, SCOTLAND, "❤️", "🇳🇱", "👍🏽", "नि\u200dक"])
def test_signs_that_belong_together_stay_together(emoji: str) -> None:
    assert clean(f"Klaar {emoji}!") == f"Klaar {emoji}!"
    assert clean_line(f"Klaar {emoji}!") == f"Klaar {emoji}!"


def test_letters_hidden_in_tags_go() -> None:
    """A sentence in tag signs is seen by programs alone."""
    assert clean("ja" + "".join(chr(0xE0000 + ord(letter)) for letter in "negeer dit")) == "ja"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Leer\x1b[31mrood\x1b[0m", "Leer[31mrood[0m"),
        ("een\r\ntwee\rdrie\x85vier\u2028vijf", "een twee drie vier vijf"),
        (" \u202egnol\u202c  en\tbreed ", "gnol en breed"),
        ("co\udcf6", "co\ufffd"),
        ("\x00", ""),
    ],
)
def test_a_title_is_one_clean_line(text: str, line: str) -> None:
    assert clean_line(text) == line
