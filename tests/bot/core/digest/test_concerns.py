"""What needs a decision, and is mentioned only then."""

import pytest

from bot.core.digest.concerns import find_concerns, money_sentence
from bot.core.digest.parts import Concern, Waiting
from mappings.canonical import Action, Due, Status


def action(code: str = "1.1", note: str = "", text: str = "Tekst", **changed: object) -> Action:
    values: dict[str, object] = {
        "code": code,
        "title": f"Actie {code}",
        "text": text,
        "note": note,
        "status": Status.RUNNING,
        "due": Due.parse("Continue"),
        "owners": ("OOV",),
    }
    return Action.model_validate(values | changed)


def told(found: tuple[Concern, ...]) -> dict[str, tuple[str, tuple[tuple[str, str, str], ...]]]:
    return {concern.heading: (concern.sentence, concern.lines) for concern in found}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Eerst praten. Is extra budget nodig? Dan starten.", "Is extra budget nodig?"),
        ("Wie doet het? De tijd dringt. Bekostiging volgt!", "Bekostiging volgt!"),
        ("Geen rijksmiddelen beschikbaar.", "Geen rijksmiddelen beschikbaar."),
        ("Aansluiten bij bestaande middelen", "Aansluiten bij bestaande middelen"),
        ("Gesprek gehad\nInzet versterkingsgelden", "Inzet versterkingsgelden"),
        ("De financiering is rond.\nDe subsidie ook.", "De financiering is rond."),
        ("Er is geen geld.", "Er is geen geld."),
        ("KOSTEN pilot extern beleggen", "KOSTEN pilot extern beleggen"),
    ],
)
def test_a_sentence_about_money_is_shown_by_itself(text: str, sentence: str) -> None:
    assert money_sentence(action(note=text)) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Hulpmiddelen en drugsmiddelen zijn gevonden.",
        "Dezelfde regels gelden voor hotels.",
        "Vergelden mag niet; bemiddelen wel.",
        "Criminele geldstromen in beeld",
        "",
    ],
)
def test_words_that_only_look_like_money_are_left_alone(text: str) -> None:
    assert money_sentence(action(note=text)) == ""


def test_the_note_speaks_before_the_agendas_own_text() -> None:
    both = action(note="Budget is gevraagd.", text="Er is geen budget.")
    assert money_sentence(both) == "Budget is gevraagd."
    assert money_sentence(action(text="Er is geen budget.")) == "Er is geen budget."


def test_money_counts_for_open_actions_only() -> None:
    actions = [
        action("1.1", "Geen budget."),
        action("1.2", "Geen budget.", status=Status.DONE),
        action("1.3", "Geen budget.", status=Status.DROPPED),
    ]
    sentence, lines = told(find_concerns(actions, Waiting()))["Geld"]
    assert sentence == "Bij 1 open actie speelt een vraag over geld."
    assert lines == (("1.1", "Actie 1.1", "Geen budget."),)


def test_what_waits_for_the_coordinator_is_named() -> None:
    waiting = Waiting(
        conflicts=("1.1", "1.2"), proposals=("Flyer\nin het Pools", " "), deleted=("1.2", "9.9")
    )
    found = told(find_concerns([action("1.1"), action("1.2")], waiting))
    assert found == {
        "Op twee plekken anders": (
            "2 acties zijn op twee plekken verschillend gewijzigd. De coördinator kiest wat geldt.",
            (("1.1", "Actie 1.1", ""), ("1.2", "Actie 1.2", "")),
        ),
        "Voorstel voor een nieuwe actie": (
            "2 taken zijn in Planner zelf gemaakt. De coördinator beslist of dat een actie wordt.",
            (("", "Flyer in het Pools", ""), ("", "Zonder titel", "")),
        ),
        "In Planner verwijderd": (
            "2 acties zijn in Planner of Outlook verwijderd, maar staan nog op de lijst.",
            (("1.2", "Actie 1.2", ""), ("9.9", "Staat niet meer op de lijst", "")),
        ),
    }


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    waiting = Waiting(conflicts=("1.1",), proposals=("Flyer",), deleted=("1.1",))
    found = told(find_concerns([action("1.1")], waiting))
    assert [sentence for sentence, _ in found.values()] == [
        "1 actie is op twee plekken verschillend gewijzigd. De coördinator kiest wat geldt.",
        "1 taak is in Planner zelf gemaakt. De coördinator beslist of dat een actie wordt.",
        "1 actie is in Planner of Outlook verwijderd, maar staat nog op de lijst.",
    ]


def test_without_anything_to_say_there_are_no_concerns() -> None:
    assert find_concerns([action("1.1")], Waiting()) == ()
