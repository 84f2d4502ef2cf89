"""What owners ask of the meeting: the first line of the note, and which of it is new."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest.lines import MAX_NOTE, Desk
from bot.core.digest.parts import RaisedActions
from bot.core.digest.raised import NO_QUESTION, raised_actions
from bot.core.workdays import AMSTERDAM, Workdays
from mappings.canonical import Action, Due, Status

TOLD = datetime(2026, 9, 22, 9, tzinfo=AMSTERDAM)
DAY = timedelta(days=1)
DESK = Desk({"OOV": "Team OOV"}, date(2026, 11, 24), Workdays())


def action(code: str = "2.4", **fields: Any) -> Action:
    values = {"title": f"Actie {code}", "text": "Tekst", "due": Due.parse(""), "owners": ("OOV",)}
    return Action(code=code, **(values | fields))


def raised(
    *actions: Action, told_at: datetime | None = TOLD, **since: datetime
) -> RaisedActions | None:
    """What is asked of these actions; since: by code with an underscore, a day later by default."""
    asked = {a.code: since.get(f"c{a.code.replace('.', '_')}", TOLD + DAY) for a in actions}
    return raised_actions(actions, asked, DESK, told_at=told_at, last_mail="het vorige overzicht")


def test_without_a_question_there_is_no_part() -> None:
    assert raised_actions((action(),), {}, DESK, told_at=TOLD, last_mail="") is None
    assert raised_actions((), {"2.4": TOLD}, DESK, told_at=TOLD, last_mail="") is None


@pytest.mark.parametrize(
    ("note", "question"),
    [
        ("Wie betaalt dit?\nDe rest leest u later.", "Wie betaalt dit?"),
        ("\n  Wie betaalt dit?  ", "Wie betaalt dit?"),
        ("", NO_QUESTION),
        ("Woord " * 100, ("Woord " * 33).strip() + "…"),
    ],
)
def test_the_question_is_the_first_line_of_the_note(note: str, question: str) -> None:
    found = raised(action(note=note))
    assert found is not None
    assert [line.question for line in found.lines] == [question]
    assert len(found.lines[0].question) <= MAX_NOTE + 1


def test_what_is_new_comes_first_and_is_named() -> None:
    found = raised(
        action("1.1"), action("2.4"), action("3.1"), c1_1=TOLD - DAY, c2_4=TOLD, c3_1=TOLD + DAY
    )
    assert found is not None
    assert [(line.code, line.is_new, line.since) for line in found.lines] == [
        ("3.1", True, "Nieuw, gevraagd op 23 september"),
        ("1.1", False, "Gevraagd op 21 september"),
        ("2.4", False, "Gevraagd op 22 september"),
    ]
    assert found.sentence == (
        "3 acties vragen om een besluit of een gesprek. Nieuw sinds het vorige overzicht: 3.1."
    )


def test_to_readers_of_a_first_mail_nothing_is_newer_than_the_rest() -> None:
    found = raised(action("1.1"), action("2.4"), told_at=None)
    assert found is not None
    assert not any(line.is_new for line in found.lines)
    assert found.sentence == "2 acties vragen om een besluit of een gesprek."


def test_nobody_leads_it_and_it_is_done_already() -> None:
    """The label is the owners' own: what it asks stands, whatever the progress says."""
    found = raised(action(owners=(), status=Status.DONE))
    assert found is not None
    assert [(line.code, line.owners) for line in found.lines] == [("2.4", "")]


@given(st.dictionaries(st.integers(1, 20), st.integers(-9, 9), max_size=8), st.integers(-9, 9))
def test_every_open_question_stands_there_once_and_the_new_ones_are_counted_as_such(
    days: dict[int, int], told: int
) -> None:
    actions = [action(f"1.{number}") for number in range(1, 21)]
    asked = {f"1.{number}": TOLD + after * DAY for number, after in days.items()}
    found = raised_actions(actions, asked, DESK, told_at=TOLD + told * DAY, last_mail="dat")
    lines = found.lines if found else ()
    assert sorted(line.code for line in lines) == sorted(asked)
    assert {line.code for line in lines if line.is_new} == {
        code for code, since in asked.items() if since > TOLD + told * DAY
    }
