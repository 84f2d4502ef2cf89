"""A part of the list: what answers to every word, and no word that means nothing."""

from datetime import date

import pytest
from support.installation import agenda_in, own_actions

from bot.actions.selection import SelectionWords, select
from bot.errors import UsageError
from bot.settings import OWN_AGENDA
from mappings.canonical import Action, Due

AGENDA = agenda_in(OWN_AGENDA)
DAY = date(2026, 11, 2)


def chosen(words: SelectionWords, *more: Action) -> list[Action]:
    """Who of the agenda's own actions, and of more, is chosen."""
    return select([*own_actions(), *more], words, AGENDA, today=DAY)


def test_without_words_everything_is_chosen_in_its_order() -> None:
    assert chosen(SelectionWords()) == [*own_actions()]


def test_an_owner_is_found_wherever_she_stands_and_however_she_is_typed() -> None:
    found = chosen(SelectionWords(owners=["cgh"]))
    assert found == [action for action in own_actions() if "CGH" in action.owners]
    assert any(action.owners[0] != "CGH" for action in found)
    both = chosen(SelectionWords(owners=["CGH", "OOV"]))
    assert both == [action for action in own_actions() if {"CGH", "OOV"} & {*action.owners}]


def test_every_word_has_to_hold() -> None:
    found = chosen(SelectionWords(goals=[6], statuses=["planning", "Gereed"], owners=["H&T"]))
    assert found
    assert len(found) < len(chosen(SelectionWords(goals=[6], owners=["H&T"])))
    assert {action.goal for action in found} == {6}
    assert {str(action.status) for action in found} <= {"Planning", "Gereed"}
    assert chosen(SelectionWords(owners=["H&T"], no_owner=True)) == []


def test_a_minus_finds_what_has_none() -> None:
    """The counts of `status` have such a line, so there is a way to see which they are."""
    nobody = chosen(SelectionWords(owners=["-"]))
    assert nobody == chosen(SelectionWords(no_owner=True))
    stated = {action.code for action in own_actions() if action.status}
    without = {action.code for action in chosen(SelectionWords(statuses=["-"]))}
    assert without == {action.code for action in own_actions()} - stated != set()
    assert len(chosen(SelectionWords(owners=["-", "OOV"]))) > len(nobody)


def test_late_is_open_with_a_day_that_has_passed() -> None:
    found = chosen(SelectionWords(late=True))
    assert found
    assert all(a.is_open and a.due.date is not None and a.due.date < DAY for a in found)


def test_continue_is_a_deadline_and_nothing_is_none() -> None:
    (one, *_) = own_actions()
    bare = one.model_copy(update={"code": "9.1", "owners": (), "due": Due.parse("")})
    always = one.model_copy(update={"code": "9.2", "owners": (), "due": Due.parse("Continue")})
    none = chosen(SelectionWords(no_owner=True, no_deadline=True), bare, always)
    assert [a.code for a in none if a.goal == 9] == ["9.1"]
    orphans = chosen(SelectionWords(no_owner=True), bare, always)
    assert all(not a.owners for a in orphans)
    assert {"9.1", "9.2"} <= {a.code for a in orphans}


def test_every_word_that_means_nothing_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        chosen(SelectionWords(owners=["XYZ"], goals=[9], statuses=["bijna"]))
    assert "Regiehouder 'XYZ' bestaat niet; kies H&T, " in str(caught.value)
    assert "Doel 9 bestaat niet; kies 1, 2, 3, 4, 5, 6." in str(caught.value)
    assert "Stand 'bijna' bestaat niet" in str(caught.value)


def test_what_is_to_be_discussed_is_chosen_by_the_questions_that_stand() -> None:
    found = select(own_actions(), SelectionWords(discuss=True), AGENDA, today=DAY, raised={"2.4"})
    assert [action.code for action in found] == ["2.4"]
    assert chosen(SelectionWords(discuss=True)) == []


def test_late_is_also_what_was_not_done_in_a_period_that_passed() -> None:
    by_deadline = select(own_actions(), SelectionWords(late=True), AGENDA, today=DAY)
    found = select(own_actions(), SelectionWords(late=True), AGENDA, today=DAY, passed={"3.3"})
    assert {a.code for a in found} - {a.code for a in by_deadline} == {"3.3"}
