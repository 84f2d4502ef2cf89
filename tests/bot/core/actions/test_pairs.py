"""Which titles that people gave their tasks are asked about, on the actions of the real agenda."""

import sys

import pytest
from support.installation import own_actions

from bot.core.actions.pairs import Likely, likely_pairs
from mappings.canonical import Action

AGENDA = {action.code: action for action in own_actions()}


def found(title: str, actions: dict[str, Action] | None = None) -> list[tuple[str, bool]]:
    """The codes that a title may be, each with whether that is sure."""
    pairs = likely_pairs(AGENDA if actions is None else actions, {"x": title})
    return [(pair.code, pair.sure) for pair in pairs]


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Interne leeromgeving inzetten met bestaande en nieuwe trainingen", [("2.4", True)]),
        ("INTERNE LEEROMGEVING inzetten, met bestaande en nieuwe trainingen.", [("2.4", True)]),
        ("2.4 leeromgeving", [("2.4", True)]),
        ("2.4: Interne leeromgeving inzetten", [("2.4", True)]),
        ("Zorg voor volwassen slachtoffers", [("5.2", True)]),
        # contained in the words of one: likely, and no more than that
        ("Interne leeromgeving", [("2.4", False)]),
        ("Leeromgeving voor medewerkers inzetten", [("2.4", False)]),
        ("Training jongerenwerkers Meerwaarde", [("3.10", False)]),
        # as near to one as to another
        (
            "Bijdragen opstellen regionale beleidsplan mensenhandel 2025-2028",
            [("1.5", False), ("1.12", False)],
        ),
        # in the words of too many, or of too few words
        ("Aanpak van mensenhandel", []),
        ("Overleg", []),
        ("", []),
        # about something else
        ("Folder laten vertalen", []),
        ("Notulen driehoek uitwerken", []),
        ("Vergadering mensenhandel voorbereiden", []),
        ("Nieuwe laptop voor de aandachtsfunctionaris regelen", []),
        # a number that is no code, and a code whose action is something else
        ("2.4 GHz-router ophangen", []),
        ("9.9 Zorg voor volwassen slachtoffers", [("5.2", True)]),
    ],
)
def test_a_title_is_asked_about_where_it_may_be_an_action(
    title: str, codes: list[tuple[str, bool]]
) -> None:
    assert found(title) == codes


def test_every_action_is_sure_of_its_own_title_and_of_its_text() -> None:
    for code, action in AGENDA.items():
        assert found(action.title) == found(action.text) == [(code, True)]
        assert found(action.heading) == [(code, True)]


def test_few_actions_would_be_taken_for_another_if_they_were_not_there() -> None:
    taken = {
        code
        for code, action in AGENDA.items()
        if found(action.title, {c: a for c, a in AGENDA.items() if c != code})
    }
    assert len(taken) <= len(AGENDA) // 10


def test_of_tasks_with_the_same_words_none_is_sure_and_a_lesser_one_is_none() -> None:
    title = AGENDA["2.4"].title
    pairs = likely_pairs(AGENDA, {"a": title, "b": title, "c": "Interne leeromgeving inzetten"})
    assert [(p.code, p.remote_id, p.sure) for p in pairs] == [
        ("2.4", "a", False),
        ("2.4", "b", False),
    ]


def test_what_was_refused_is_no_pair_and_leaves_the_other_sure() -> None:
    tasks = {"a": "Bijdragen opstellen regionale beleidsplan mensenhandel 2025-2028"}
    pairs = likely_pairs(AGENDA, tasks, [("1.12", "a"), ("1.5", "b")])
    assert [(p.code, p.remote_id) for p in pairs] == [("1.5", "a")]
    same = likely_pairs(AGENDA, {"a": AGENDA["2.4"].title}, [("2.4", "a")])
    assert "2.4" not in {p.code for p in same}


def test_without_the_package_only_the_same_words_are_a_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    title = "interne leeromgeving inzetten met bestaande en nieuwe trainingen!"
    tasks = {"a": title, "b": "Interne leeromgeving inzetten"}
    assert likely_pairs(AGENDA, tasks) == [Likely("2.4", "a", title, 100.0, sure=True)]
