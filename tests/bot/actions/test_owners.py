"""Owners are read as people and scanners write them, and what was read by likeness is told."""

import pytest
from support.installation import agenda_in

from bot.actions.owners import read_owners
from bot.settings import OWN_AGENDA

NAMES = agenda_in(OWN_AGENDA).owner_names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("MOz / Centrum gemeente Haarlem", ("MOz", "CGH")),
        ("MOz/\nCentrum\ngemeente\nHaarlem", ("MOz", "CGH")),
        ("B&M/ Advies", ("B&M", "Advies")),
        ("Team OOV en NHV", ("OOV", "NHV")),
        ("Noord-Holland Veilig, HVO-Querido", ("NHV", "HVO-Q")),
        ("h&t", ("H&T",)),
        ("OOV, oov", ("OOV",)),
        ("NIET", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_a_cell_names_its_owners(text: str, codes: tuple[str, ...]) -> None:
    assert read_owners(text, NAMES) == (codes, ())


@pytest.mark.parametrize(
    ("text", "code"), [("OO0V", "OOV"), ("HYO-Q", "HVO-Q"), ("H&l", None), ("00V", "OOV")]
)
def test_letters_that_a_scan_takes_for_each_other_are_told(text: str, code: str | None) -> None:
    codes, (doubt,) = read_owners(text, NAMES)
    assert codes == ((code,) if code else ())
    assert f"'{text}'" in doubt.sentence


@pytest.mark.parametrize("text", ["ooV", "Moz"])
def test_in_a_scan_a_capital_that_differs_is_told_too(text: str) -> None:
    assert read_owners(text, NAMES)[1] == ()
    assert "gelezen als" in read_owners(text, NAMES, scanned=True)[1][0].sentence


def test_a_name_that_the_agenda_does_not_have_is_asked_about() -> None:
    codes, (doubt,) = read_owners("OOV / KMAR", NAMES)
    assert codes == ("OOV",)
    assert doubt.sentence.startswith("Regiehouder 'KMAR' staat niet in agenda.yaml; daar: H&T,")


def test_two_owners_that_look_the_same_are_not_chosen_between() -> None:
    codes, doubts = read_owners("0O", {"OO": "Een", "O0": "Twee"})
    assert (codes, len(doubts)) == ((), 1)


def test_a_name_with_a_word_that_parts_names_in_it_is_one_name() -> None:
    names = {"H&T": "Handhaving en Toezicht", "Z": "Zorg, Jeugd / Wmo", "OOV": "Team OOV"}
    for text in ("Handhaving en Toezicht, OOV", "H&T en OOV"):
        assert read_owners(text, names) == (("H&T", "OOV"), ())
    assert read_owners("OOV / Zorg, Jeugd / Wmo en H&T", names)[0] == ("OOV", "Z", "H&T")
