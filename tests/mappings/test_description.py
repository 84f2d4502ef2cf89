"""Whose text is whose in the description of a task, whatever people and programs did to it."""

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import BOARD, NOTES, TRICKS, action, actions

from mappings.canonical import Action
from mappings.description import DIVIDER, join_description, marked_code, split_description
from mappings.planner import card_text

AGENDA = BOARD.agenda

CARD = card_text(action(), BOARD)
PARAGRAPHS = "Eerste alinea.\n\nTweede alinea.\nNog een regel."


@pytest.mark.parametrize(
    "trick",
    ["windows line ends", "split accents", "trailing blanks", "line damaged", "line removed"],
)
@pytest.mark.parametrize("note", ["", "Kort", PARAGRAPHS])
def test_a_damaged_description_still_holds_the_same_note(trick: str, note: str) -> None:
    """And our card as well, so that nothing is put back for nothing."""
    found = TRICKS[trick](join_description(note, CARD))
    assert split_description(found, (CARD,)) == (note, CARD)


@pytest.mark.parametrize(
    "line", ["Driehoekbot", "- Driehoekbot:", "*** Driehoekbot ***", "──────────"]
)
def test_a_line_of_people_that_resembles_the_dividing_line_stays_in_the_note(line: str) -> None:
    """As long as the real line is there, that is the one that counts."""
    note = f"Vraag voor\n{line}\nwanneer klaar?"
    assert split_description(join_description(note, CARD), (CARD,)) == (note, CARD)


@pytest.mark.parametrize("place", ["under the line", "in the middle", "at the end"])
def test_text_written_below_the_line_belongs_to_the_note(place: str) -> None:
    """Against the advice there; it is not lost, and our own text is recognised around it."""
    added = "Gebeld met OOV."
    lines = CARD.split("\n")
    at = {"under the line": 0, "in the middle": 3, "at the end": len(lines)}[place]
    below = "\n".join([*lines[:at], added, *lines[at:]])
    note, card = split_description(join_description("Kort", below), (CARD,))
    assert note.split() == ["Kort", *added.split()]
    assert card == CARD


def test_our_own_older_text_is_not_taken_for_a_note() -> None:
    """The agenda's text changed since we wrote it; the card as last written is known as well."""
    old = card_text(action(text="Vroegere tekst", owners=["OOV"]), BOARD)
    assert split_description(join_description("Kort", old), (old, CARD)) == ("Kort", old)


def test_an_older_card_whose_text_nobody_remembers_gives_its_text_to_the_note() -> None:
    """Rather a line too many with people than a line of people lost; our own lines are known."""
    old = card_text(action(text="Vroegere tekst", owners=["OOV"]), BOARD)
    note, card = split_description(join_description("Kort", old), (CARD,))
    assert note.split("\n") == ["Kort", "", "Vroegere tekst"]
    assert "Vroegere tekst" not in card
    assert "Regie: Team OOV" in card


@pytest.mark.parametrize("description", [None, "", " \r\n\n", PARAGRAPHS])
def test_a_description_without_anything_of_ours_is_people_s_own(description: str | None) -> None:
    assert split_description(description, (CARD,)) == ((description or "").strip(), "")


# ---- Our own text, laid out otherwise


AGENDA_TEXT = (
    "De gemeente zet de leeromgeving 'Veilig' in; wijkteams, scholen en de politie doen mee."
)
LONG = card_text(action(text=AGENDA_TEXT, owners=["OOV", "MOz"], rhythm="2 x jaar"), BOARD)
LAYOUTS: dict[str, Callable[[str], str]] = {
    "one blank that does not break": lambda text: text.replace(" ", "\u00a0", 1),
    "all blanks that do not break": lambda text: text.replace(" ", "\u00a0"),
    "thin blanks": lambda text: text.replace(" ", "\u202f"),
    "two blanks": lambda text: text.replace(" ", "  "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "curly quotes": lambda text: text.replace("'", "\u2019", 1).replace("'", "\u2018"),
    "signs without width": lambda text: text.replace("e", "e\u200b").replace("n", "\ufeffn"),
    "soft hyphens": lambda text: text.replace("ee", "e\u00ade"),
    "indents": lambda text: textwrap.indent(text, "    "),
    "bullets": lambda text: textwrap.indent(text, "\u2022 "),
    "quoted": lambda text: textwrap.indent(text, "> "),
    "blank lines in between": lambda text: text.replace("\n", "\n\n"),
    "no blank lines": lambda text: text.replace("\n\n", "\n"),
    "broken at 40 signs": lambda text: "\n".join(
        part for line in text.split("\n") for part in textwrap.wrap(line, 40) or [""]
    ),
    "all on one line": lambda text: " ".join(text.split()),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("note", ["", "Kort", PARAGRAPHS])
def test_our_own_text_is_known_however_it_is_laid_out(layout: str, note: str) -> None:
    """And counts as unchanged, so that it is not put back round after round."""
    below = LAYOUTS[layout](f"{DIVIDER}\n{LONG}")
    assert split_description(f"{note}\n\n{below}", (LONG,)) == (note, LONG)


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"all on one line"}))
@pytest.mark.parametrize("added", ["nee", "Team OOV", "Gebeld met de politie.", "\U0001f44d"])
def test_what_people_add_below_stays_theirs_however_ours_is_laid_out(
    layout: str, added: str
) -> None:
    """Also a word that stands in our own text as well."""
    below = f"{LAYOUTS[layout](f'{DIVIDER}{chr(10)}{LONG}')}\n{added}"
    assert split_description(below, (LONG,)) == (added, LONG)


def test_a_changed_word_in_our_text_is_seen() -> None:
    changed = LONG.replace("wijkteams", "buurtteams")
    note, card = split_description(join_description("Kort", changed), (LONG,))
    assert "buurtteams" in note
    assert card != LONG


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"all on one line"}))
def test_the_marker_is_known_however_it_is_laid_out(layout: str) -> None:
    assert marked_code(LAYOUTS[layout](LONG), AGENDA) == "2.4"


@settings(deadline=None)
@given(of=actions(), note=NOTES, layout=st.sampled_from(sorted(LAYOUTS)))
def test_no_layout_makes_a_note_of_our_text_or_loses_a_line_of_people(
    of: Action, note: str, layout: str
) -> None:
    card = card_text(of, BOARD)
    below = LAYOUTS[layout](f"{DIVIDER}\n{card}")
    assert split_description(f"{note}\n\n{below}", (card,))[0] == note


# ---- The marker


@pytest.mark.parametrize(
    "trick", ["windows line ends", "trailing blanks", "line removed", "line damaged"]
)
def test_the_marker_is_found_whatever_happened_around_it(trick: str) -> None:
    found = TRICKS[trick](join_description("Kort", CARD))
    assert marked_code(found, AGENDA) == "2.4"


@pytest.mark.parametrize(
    "description",
    [
        "Kenmerk: driehoekbot/amstelveen/2.4",  # another agenda in the same plan
        "zie Kenmerk: driehoekbot/haarlemmermeer/2.4",
        "Kenmerk: driehoekbot/haarlemmermeer/2.4.1",
        "Kenmerk: driehoekbot/haarlemmermeer/",
        "",
        None,
    ],
)
def test_anything_else_is_no_marker(description: str | None) -> None:
    assert marked_code(description, AGENDA) is None


def test_the_marker_of_another_agenda_beside_ours_is_ignored() -> None:
    other = CARD.replace("haarlemmermeer/2.4", "amstelveen/1.1")
    assert marked_code(f"{CARD}\n{other}", AGENDA) == "2.4"


def test_a_marker_quoted_in_a_note_does_not_count_against_our_own() -> None:
    """Ours stands last."""
    quoted = join_description("Kenmerk: driehoekbot/haarlemmermeer/1.1", CARD)
    assert marked_code(quoted, AGENDA) == "2.4"


def test_without_a_card_there_is_no_line_either() -> None:
    assert join_description("Kort", "") == "Kort"
