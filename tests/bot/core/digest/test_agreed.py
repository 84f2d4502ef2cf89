"""What earlier meetings decided: told until it was reported once as done, to the right readers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from support.decision_samples import SERIES, decided, followed
from support.meeting_samples import occurrence

from bot.core.decisions.record import MeetingDecision
from bot.core.digest.agreed import agreements
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Agreements, Occasion
from bot.core.history import Change, Outcome
from bot.core.workdays import AMSTERDAM, Workdays
from mappings.canonical import Action, Due, Status

FIRST, SECOND, THIRD = date(2026, 9, 24), date(2026, 11, 26), date(2027, 1, 21)
SEEN = datetime(2027, 1, 19, 8, tzinfo=AMSTERDAM)
DESK = Desk({"OOV": "Team OOV"}, date(2027, 1, 19), Workdays())


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=AMSTERDAM)


def occasion(day: date = THIRD, previous: date | None = SECOND, series: str = SERIES) -> Occasion:
    return Occasion(
        meeting=occurrence(at(day), key=f"Lokale driehoek-{day}"),
        previous=occurrence(at(previous), key="before") if previous else None,
        series=series,
    )


def action(code: str, status: Status | None = Status.PLANNED, due: str = "") -> Action:
    return Action(code=code, title=f"Actie {code}", text="Tekst", status=status, due=Due.parse(due))


def ticked(code: str) -> Change:
    return Change(
        at=at(SECOND) + timedelta(days=3),
        run="sync-1",
        code=code,
        side="planner",
        field="status",
        old="Planning",
        new="Gereed",
        outcome=Outcome.APPLIED,
    )


LISTED = {a.code: a for a in (action("1.1"), action("1.2", Status.DONE), action("1.3", due="2027"))}
SILENT = decided(1, SECOND, "1.1", "Plan.", note="Plan.")
DONE = decided(2, SECOND, "1.2", "Nieuwe actie: 1.2.", kind="new")
MOVED = decided(3, FIRST, "1.3", "Deadline wordt 2027.", due="2027")


def told(
    *decisions: MeetingDecision,
    of: Occasion | None = None,
    reported: Mapping[int, frozenset[str]] | None = None,
) -> Agreements | None:
    found = followed(decisions, LISTED, [ticked("1.2")], SEEN, reported)
    return agreements(found, of or occasion(), DESK)


def numbers(found: Agreements | None) -> list[int]:
    return [line.number for line in found.lines] if found else []


def test_what_nothing_was_heard_of_comes_first_and_all_are_counted() -> None:
    found = told(DONE, MOVED, SILENT)
    assert found is not None
    assert found.sentence == "3 afspraken: 2 zijn gedaan en van 1 is niets gehoord."
    assert [(line.number, line.state) for line in found.lines] == [
        (1, "Niets gehoord"),
        (3, "Gedaan"),
        (2, "Gedaan"),
    ]
    assert found.settled == (3, 2)
    assert [line.earlier for line in found.lines] == ["", "Afgesproken op 24 september 2026", ""]


@pytest.mark.parametrize(
    ("by", "is_overdue"),
    [(date(2027, 1, 18), True), (date(2027, 1, 19), False), (date(2027, 2, 1), False)],
)
def test_only_an_answer_whose_day_passed_is_overdue(by: date, is_overdue: bool) -> None:
    question = decided(4, SECOND, None, "Is er budget?", kind="question", owner="OOV", by=by)
    found = told(question, SILENT)
    assert found is not None
    assert {line.number: line.is_overdue for line in found.lines} == {1: False, 4: is_overdue}


def test_without_decisions_there_is_nothing_to_tell() -> None:
    assert told() is None


def test_what_was_reported_does_not_come_back_but_in_the_update_of_the_same_digest() -> None:
    here, before = frozenset({f"Lokale driehoek-{THIRD}"}), frozenset({f"Lokale driehoek-{SECOND}"})
    assert numbers(told(DONE, MOVED, reported={2: before, 3: here})) == [3]
    assert numbers(told(DONE, reported={2: before | here})) == [2]
    assert told(DONE, reported={2: before}) is None


def test_what_was_reported_as_done_is_not_told_again_when_it_is_taken_up_again() -> None:
    reopened = told(SILENT, reported={1: frozenset({"another"})})
    assert reopened is None


def test_a_decision_that_was_dropped_is_not_told() -> None:
    assert told(DONE.model_copy(update={"dropped_at": at(SECOND)})) is None


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (occasion(SECOND, FIRST), [3]),
        (occasion(FIRST, None), []),
        (occasion(series="another"), []),
    ],
)
def test_a_meeting_hears_of_earlier_ones_of_its_own_series(of: Occasion, found: list[int]) -> None:
    assert numbers(told(SILENT, MOVED, of=of)) == found


def test_an_action_that_left_the_list_is_said_to_have_left() -> None:
    found = told(decided(4, SECOND, "9.9", "Plan.", note="Plan."))
    assert found is not None
    (line,) = found.lines
    assert (line.code, line.title, line.state) == (
        "9.9",
        "Staat niet meer op de lijst",
        "Niets gehoord",
    )
    assert line.became == "De actie staat niet meer op de lijst."


def test_a_question_names_who_was_asked() -> None:
    asked = decided(
        5, SECOND, None, "Is er geld?", kind="question", owner="OOV", by=date(2027, 2, 1)
    )
    found = told(asked)
    assert found is not None
    (line,) = found.lines
    assert (line.code, line.title, line.text) == ("", "Vraag aan Team OOV", "Is er geld?")
    assert line.became == "Antwoord verwacht op 1 februari."
