"""What people write in Stand van zaken falls apart into a status, a plateau and a note."""

import pytest

from bot.actions.explanation import TAKEN, Explanation, find_rhythm, read_explanation
from mappings.canonical import Due, Status

DONE, RUNS, PLANNED, DROPPED = Status.DONE, Status.RUNNING, Status.PLANNED, Status.DROPPED


@pytest.mark.parametrize(
    ("text", "status", "plateau", "note"),
    [
        ("Gereed", DONE, None, ""),
        ("Loopt Plateau 1 VNG verplicht", RUNS, 1, ""),
        ("Plateau 2 VNG, aanvullend", None, 2, ""),
        ("Loopt.\nPlateau 1", RUNS, 1, ""),
        ("loopt - plateau 2", RUNS, 2, ""),
        (
            "Gereed. B&W stelt aanpak vast. Planning 22 oktober 2024. Plateau 1 VNG verplicht",
            DONE,
            1,
            "B&W stelt aanpak vast. Planning 22 oktober 2024.",
        ),
        (
            "Gereed. Plateau 1 VNG verplicht. Deze zijn op hoofdlijnen beschreven. Klaar.",
            DONE,
            1,
            "Deze zijn op hoofdlijnen beschreven. Klaar.",
        ),
        (
            "Loopt. Plateau 2 VNG, aanvullend. Inzet versterkingsgelden.",
            RUNS,
            2,
            "Inzet versterkingsgelden.",
        ),
        (
            "NIET. Plateau 1 VNG verplicht (NB Geen rijksmiddelen. Meeliften)",
            DROPPED,
            1,
            "NB Geen rijksmiddelen. Meeliften",
        ),
        ("Planning. i.s.m. HRM (met ons). Plateau 1", PLANNED, 1, "I.s.m. HRM (met ons)."),
        ("nog te bespreken\n\nmet HRM", None, None, "nog te bespreken\n\nmet HRM"),
        ("", None, None, ""),
    ],
)  # fmt: skip
def test_a_cell_is_taken_apart(
    text: str, status: Status | None, plateau: int | None, note: str
) -> None:
    read = read_explanation(text)
    assert (read.status, read.plateau, read.note, read.doubts) == (status, plateau, note, ())


def test_a_deadline_is_taken_only_behind_its_own_word() -> None:
    read = read_explanation("Loopt. Deadline: 31-12-2026. Wet wijzigt in 2025.")
    assert (read.due, read.note) == (Due.parse("31-12-2026"), "Wet wijzigt in 2025.")
    assert read_explanation("Planning. Wet gaat per 1-1-2025 in.").due is None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Gereed in 2026", "status"),  # done, or to be done?
        ("Planning. Loopt. Vacature staat uit", "status"),
        ("Niet haalbaar gebleken", "status"),
        ("Planning i.s.m. NLA", "status"),
        ("Loopt. Plateau 1 en plateau 2", "plateau"),
        ("Loopt. Plateau 3", "plateau"),
        ("Deadline 2026. Deadline: 2027", "due"),
        ("Deadline: 31-02-2026", "due"),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_doubt(text: str, field: str) -> None:
    (doubt,) = read_explanation(text).doubts
    assert doubt.field == field
    assert doubt.sentence.endswith(("?", "."))


def test_what_may_be_a_deadline_is_no_status() -> None:
    assert read_explanation("Gereed in 2026").status is None


def test_what_has_a_column_of_its_own_stays_in_the_note() -> None:
    text = "Loopt. Plateau 1 VNG verplicht. Deadline: 2026"
    assert read_explanation(text, take=frozenset()) == Explanation(note=text)
    assert read_explanation(text, take=TAKEN - {"plateau"}).note == "Plateau 1 VNG verplicht."


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("in een halfjaarlijkse bijeenkomst (2 x jaar)", "2 x jaar"),
        ("opstellen jaarlijkse rapportage voor driehoek", "jaarlijks"),
        ("door aan het RIEC 1 x 2 jaar een beeld te vragen", "1 x 2 jaar"),
        ("Deze wordt 1 x jaar geüpdate.", "1 x jaar"),
        ("worden periodiek geëvalueerd in 2025", None),
    ],
)
def test_a_rhythm_is_found_in_the_text(text: str, rhythm: str | None) -> None:
    assert find_rhythm(text) == (rhythm, ())


def test_two_rhythms_are_asked_about() -> None:
    found, (doubt,) = find_rhythm("2 x jaar bespreken", "jaarlijks verslag")
    assert (found, doubt.sentence) == (None, "Welk ritme geldt: '2 x jaar' of 'jaarlijks'?")
