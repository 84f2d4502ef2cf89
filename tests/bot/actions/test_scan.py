"""The scan of the real agenda gives its 70 actions, and says of each what is not sure.

`agenda-scan.txt` is the text as the scanner gave it; only the tracking part of its links, which
held a person's address, was replaced.
"""

import unicodedata
from pathlib import Path

import pytest
from support.installation import agenda_in, own_actions

from bot.actions.drafts import Draft, ListReading, words_of
from bot.actions.reading import read_list
from bot.actions.scan import read_scan
from bot.settings import OWN_AGENDA
from mappings.canonical import Action

WORDS = words_of(agenda_in(OWN_AGENDA))
SCAN = Path(__file__).with_name("agenda-scan.txt").read_text(encoding="utf-8")
DIFFERENT = {
    ("2.5", "text"): ("balies’", "balies"),  # quotes that the scanner added
    ("2.11", "text"): ("kansen”", "kansen’"),  # a quote that closes another kind
    ("3.17", "text"): ("arbeidsuitbuiting", "arbeidsuitbuiting)"),  # the last bracket was lost
}
"""Where the scan says something else than the list that people checked, and no rule can mend it."""


def read(text: str) -> ListReading:
    return read_list(read_scan("scan.txt", text, WORDS), WORDS)


READING = read(SCAN)
PAIRS = list(zip(READING.rows, own_actions(), strict=True))


def plain(text: str) -> str:
    """Text without blanks and accents: a scan loses both, and neither changes a word."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(s for s in apart if not s.isspace() and not unicodedata.combining(s))


def page(texts: str, notes: str, *, heading: str = "1. Beleidsmatige basis op orde brengen") -> str:
    return (
        f"{heading}\n\nWat gaan we doen?\n\n{texts}\n\f Stand van zaken/ toelichting\n\n{notes}\n"
    )


def texts_of(reading: ListReading) -> list[str]:
    return [draft.text for draft in reading.rows]


@pytest.mark.parametrize(("draft", "action"), PAIRS, ids=lambda value: getattr(value, "code", ""))
def test_every_action_of_the_scan_is_as_people_took_it_over(draft: Draft, action: Action) -> None:
    for field in ("goal", "status", "due", "rhythm", "owners"):
        assert getattr(draft, field) == getattr(action, field)
    assert draft.vng == action.vng
    for field in ("text", "note"):
        same = plain(getattr(draft, field)) == plain(getattr(action, field))
        assert same == ((action.code, field) not in DIFFERENT)


def test_nothing_of_the_scan_is_left_over_but_one_word() -> None:
    assert READING.problems == ()
    assert READING.remarks == ("Bladzijde 6: niet te plaatsen is 'Ja'.",)


def test_all_that_is_doubtful_is_listed_with_how_sure_the_rest_is() -> None:
    """As the table of doubtful pairings in docs/agenda.md has it."""
    doubtful = {
        action.code: {doubt.field for doubt in draft.doubts}
        for draft, action in PAIRS
        if draft.doubts
    }
    assert {code for code, fields in doubtful.items() if "note" in fields} == {
        *("1.13", "1.14", "1.15", "2.1", "2.4", "4.8", "6.1", "6.5"),
    }
    assert {code for code, fields in doubtful.items() if "owners" in fields} == {
        *("4.10", "4.11", "4.12", "4.13", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7"),
        *("6.1", "6.2", "6.3", "6.4", "6.5", "6.6"),
    }
    assert {code for code, fields in doubtful.items() if "text" in fields} == {
        *("2.1", "2.5", "2.11", "3.17", "4.5", "4.6", "4.7", "4.9", "4.11", "4.12", "5.2"),
        *("5.3", "5.6", "6.1", "6.4"),
    }
    for draft, action in PAIRS:
        assert (draft.confidence == 1.0) == (action.code not in doubtful)


def test_the_heading_of_a_goal_belongs_to_its_page_wherever_it_stands() -> None:
    """Of goal 4 it stands behind the first nine actions."""
    assert [draft.goal for draft in READING.rows].count(4) == 13


def test_no_address_of_a_link_and_no_person_comes_along() -> None:
    everything = " ".join(f"{draft.text} {draft.note}" for draft in READING.rows)
    assert "safelinks" not in everything
    assert "voor.naam" not in everything


def test_a_line_about_the_plateau_goes_with_the_entry_that_has_none() -> None:
    one = read(page("Eerst dit.\n\nDan dat.", "Planning. Met HRM\nPlateau 1\n\nLoopt."))
    assert [(draft.vng.plateau, draft.note) for draft in one.rows] == [(1, "Met HRM"), (None, "")]
    two = read(page("Eerst dit.\n\nDan dat.\n\nEn zo.", "Planning. Plateau 1\n\nPlateau 2\nLoopt"))
    assert [draft.vng.plateau for draft in two.rows] == [1, 2, None]


def test_actions_without_a_blank_line_between_them_are_parted_and_told() -> None:
    found = read(page("De zorg is er.\nDe opvang is er.\n\nDe rest ook.", "Loopt\nLoopt\nLoopt"))
    assert texts_of(found) == ["De zorg is er.", "De opvang is er.", "De rest ook."]
    assert [bool(draft.doubts) for draft in found.rows] == [False, True, False]


def test_a_text_goes_on_over_the_page() -> None:
    first = page("Een pilot met partijen (Publiek Private", "Loopt")
    second = page("Samenwerking) in de regio.\n\nIets anders.", "Planning", heading="")
    found = read(first + second)
    assert texts_of(found) == [
        "Een pilot met partijen (Publiek Private Samenwerking) in de regio.",
        "Iets anders.",
    ]


def test_a_deadline_behind_the_first_line_is_taken_off() -> None:
    text = (
        "6. Opsporing en vervolging faciliteren\n\nWat gaan we doen? Wanneer\ngereed?\n\n"
        "Panden sluiten indien ~ Continue\ndit mogelijk is.\n"
        "Optreden als sprake is Ad hoc\nvan iets.\n\f Stand van zaken\n\nLoopt\nLoopt"
    )
    assert [(draft.text, draft.due.text) for draft in read(text).rows] == [
        ("Panden sluiten indien dit mogelijk is.", "Continue"),
        ("Optreden als sprake is van iets.", "Ad hoc"),
    ]


def test_a_column_with_another_number_of_answers_is_not_used_and_told() -> None:
    text = page("Eerst dit.\n\nDan dat.", "Loopt\nLoopt") + "\f VNG\nKader?\n\nJa\n"
    for draft in read(text).rows:
        assert draft.vng.framework is None
        assert [doubt.field for doubt in draft.doubts] == ["framework"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("Overleg met HVO-\nQ en de rest", "Overleg met HVO-Q en de rest"),
        ("Een beleids-\nplan. Zie beleidsplan", "Een beleidsplan. Zie beleidsplan"),
        ("De centrum-\ngemeente", "De centrum-gemeente"),
        ("zie https://krant.example/e-\nlearning", "zie https://krant.example/e-learning"),
        ("aanpak van KCC/\nzorg", "aanpak van KCC/zorg"),
    ],
)  # fmt: skip
def test_a_word_that_was_broken_is_put_together_by_the_words_of_the_document(
    lines: str, text: str
) -> None:
    assert texts_of(read(page(lines, "Loopt"))) == [text]


def test_an_ordinary_word_that_resembles_an_owner_stays() -> None:
    """Advies is an owner, advies is a word; OV is no OOV."""
    found = read(page("Vraag advies over het OV", "Loopt"))
    assert texts_of(found) == ["Vraag advies over het OV"]
    assert found.rows[0].doubts == ()
