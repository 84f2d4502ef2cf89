"""How values read to people."""

import pytest

from bot.core.values import NO_NAMES, ValueNames, cell, cells, spoken, value_words
from mappings.canonical import FieldValue

NAMES = ValueNames({"plateau-1": "VNG plateau 1"}, {"id-1": "Eigenaar H&T"})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("due", "2027-03-31", "31 maart 2027"),
        ("due", "2026", "2026"),
        ("due", "Continue", "Continue"),
        ("due", "Ad hoc", "Ad hoc"),
        ("due", "half-af", "half-af"),
        ("due", None, ""),
        ("note", "2027-03-31", "2027-03-31"),
        ("status", "Loopt", "Loopt"),
        ("framework", "ja", "ja"),
        ("owners", ("OOV", "MOz"), "OOV, MOz"),
        ("owners", [], ""),
        ("labels", ("owner:H&T", "plateau-1"), "H&T en VNG plateau 1"),
        ("labels", ["owner:H&T"], "H&T"),
        ("labels", ("vreemd",), "vreemd"),
        ("assignees", ("id-1", "id-2"), "Eigenaar H&T en een onbekend account"),
        ("item", "verwijderd", "verwijderd"),
        (None, "Deadline 2.4", "Deadline 2.4"),
    ],
)
def test_a_value_reads_as_people_say_it(field: str | None, value: FieldValue, words: str) -> None:
    assert value_words(field, value, NAMES) == words


def test_without_names_no_account_is_shown() -> None:
    assert "4bd6e4f6" not in value_words("assignees", ("4bd6e4f6-29b8",), NO_NAMES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Begonnen.", "Begonnen."), ("Een.\nTwee.", "Een.…"), ("a" * 70, "a" * 59 + "…")],
)
def test_a_cell_is_one_line(text: str, shown: str) -> None:
    assert cell("note", text) == shown


def test_a_sentence_keeps_one_full_stop_and_says_that_nothing_is_there() -> None:
    assert (spoken("note", "Begonnen."), spoken("due", None)) == ("Begonnen", "leeg")


def test_of_longer_texts_the_line_that_differs_is_shown() -> None:
    """The text below the line begins with the same words in every task."""
    old, new = "Hieronder.\n\nRegie: nog niemand\nVNG", "Hieronder.\n\nRegie: Team OOV\nVNG"
    assert cells("card", old, new) == ("Regie: nog niemand", "Regie: Team OOV")
    assert cells("card", old, f"{old}\nRitme: jaarlijks") == ("", "Ritme: jaarlijks")
    assert cells("note", "Een.", "Twee.\nDrie.") == ("Een.", "Twee.…")
