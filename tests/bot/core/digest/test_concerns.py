"""What needs a decision, and is mentioned only then."""

import pytest

from bot.core.digest.concerns import find_concerns, money_question
from bot.core.digest.parts import Concern, Waiting
from bot.core.promises import Promise
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
        ("Nagaan of extra budget nodig is", "Nagaan of extra budget nodig is"),
        ("Gesprek gehad\nBezien wie de kosten draagt", "Bezien wie de kosten draagt"),
        ("De subsidie is rond. De subsidie voor 2027 is onzeker.", None),
        ("Er is een tekort aan middelen.", "Er is een tekort aan middelen."),
        ("BUDGET IS AANGEVRAAGD", "BUDGET IS AANGEVRAAGD"),
    ],
)
def test_a_question_about_money_is_shown_by_itself(text: str, sentence: str | None) -> None:
    assert money_question(action(note=text)) == (sentence or "De subsidie voor 2027 is onzeker.")


@pytest.mark.parametrize(
    "text",
    [
        "Inzet versterkingsgelden Ondermijning voor 1 fte extra.",
        "Kosten pilot extern beleggen",
        "Regionaal budget versterkingsgelden inzetten.",
        "De financiering is rond.",
        "Geen extra trainingen inkopen omdat er geen budget voor is.",
        "Is er een zaal nodig? De kosten zijn bekend.",
    ],
)
def test_where_money_comes_from_is_nobodys_question(text: str) -> None:
    assert money_question(action(note=text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Nagaan welke hulpmiddelen en drugsmiddelen zijn gevonden.",
        "Gelden dezelfde regels voor hotels?",
        "Bespreken: vergelden mag niet; bemiddelen wel.",
        "Onderzoek naar criminele geldstromen",
        "",
    ],
)
def test_words_that_only_look_like_money_are_left_alone(text: str) -> None:
    assert money_question(action(note=text)) == ""


def test_the_note_speaks_before_the_agendas_own_text() -> None:
    both = action(note="Budget is gevraagd.", text="Is er budget?")
    assert money_question(both) == "Budget is gevraagd."
    assert money_question(action(text="Is er budget?")) == "Is er budget?"


def test_money_counts_for_open_actions_only() -> None:
    actions = [
        action("1.1", "Is er budget?"),
        action("1.2", "Is er budget?", status=Status.DONE),
        action("1.3", "Is er budget?", status=Status.DROPPED),
    ]
    sentence, lines = told(find_concerns(actions, Waiting(), {}))["Geld"]
    assert sentence == "Bij 1 open actie speelt een vraag over geld."
    assert lines == (("1.1", "Actie 1.1", "Is er budget?"),)


def test_what_waits_for_the_coordinator_is_named() -> None:
    waiting = Waiting(
        conflicts=("1.1", "1.2"), proposals=("Flyer\nin het Pools", " "), deleted=("1.2", "9.9")
    )
    found = told(find_concerns([action("1.1"), action("1.2")], waiting, {}))
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
    found = told(find_concerns([action("1.1")], waiting, {}))
    assert [sentence for sentence, _ in found.values()] == [
        "1 actie is op twee plekken verschillend gewijzigd. De coördinator kiest wat geldt.",
        "1 taak is in Planner zelf gemaakt. De coördinator beslist of dat een actie wordt.",
        "1 actie is in Planner of Outlook verwijderd, maar staat nog op de lijst.",
    ]


def test_without_anything_to_say_there_are_no_concerns() -> None:
    assert find_concerns([action("1.1")], Waiting(), {}) == ()


def test_what_was_put_off_more_than_once_is_told_most_often_first() -> None:
    promised = {
        "1.1": Promise(first=Due.parse("2025"), moves=2, why="Ziekte."),
        "1.2": Promise(first=Due.parse("2024"), moves=3),
        "1.3": Promise(first=Due.parse("2025"), moves=1),
        "1.4": Promise(first=Due.parse("2025"), moves=4),
    }
    actions = [action(code, due=Due.parse("2027-03-31")) for code in ("1.1", "1.2", "1.3")]
    done = action("1.4", status=Status.DONE)
    found = told(find_concerns([*actions, done], Waiting(), promised))
    assert found == {
        "Vaker verzet": (
            "Bij 2 open acties is de deadline al twee keer of vaker verzet.",
            (
                (
                    "1.2",
                    "Actie 1.2",
                    "Beloofd voor 2024, drie keer verzet; nu 31 maart 2027.",
                ),
                (
                    "1.1",
                    "Actie 1.1",
                    "Beloofd voor 2025, twee keer verzet; nu 31 maart 2027. Reden: Ziekte.",
                ),
            ),
        )
    }
