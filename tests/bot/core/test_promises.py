"""What was promised first and how often that was put off, as the history has it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.history import Change, Outcome
from bot.core.promises import CORRECTED_WITHIN, Promise, promise_of, promises
from mappings.canonical import Action, Due

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAYS = ("2025", "2025-12-31", "2026-10-01", "2026", "2027-03-31", "2027", "2028-06-15")
REASON = "De partner stopte."
words = st.sampled_from([*DAYS, "Continue", "NIET", ""])


def action(due: str, code: str = "1.1") -> Action:
    return Action(code=code, title=f"Actie {code}", text="Tekst", due=Due.parse(due))


def moved(*dues: str, apart: timedelta = timedelta(days=30), side: str = "planner") -> list[Change]:
    """Lines of a deadline that was each of these in turn."""
    return [
        Change(
            at=BEGAN + number * apart,
            run=f"r{number}",
            code="1.1",
            side=side,
            field="due",
            old=old or None,
            new=new or None,
            outcome=Outcome.APPLIED,
        )
        for number, (old, new) in enumerate(pairwise(dues))
    ]


def read(*dues: str) -> Promise:
    return promise_of(action(dues[-1]), moved(*dues))


@pytest.mark.parametrize(
    ("dues", "first", "moves"),
    [
        pytest.param(["2025"], "2025", 0, id="never moved"),
        pytest.param(["Continue"], None, 0, id="no day at all"),
        pytest.param(["2025", "2026"], "2025", 1, id="once"),
        pytest.param(["2025", "2026", "2027-03-31"], "2025", 2, id="twice"),
        pytest.param(["2025", "2025-12-31"], "2025", 0, id="other words for the same day"),
        pytest.param(["2025", "2025-12-31", "2026"], "2025", 1, id="and then once"),
        pytest.param(["2026", "2026-10-01"], "2026", 0, id="a year that got its day"),
        pytest.param(["2026", "2026-10-01", "2027"], "2026", 1, id="and then was put off"),
        pytest.param(["2025", "2027", "2025"], "2025", 0, id="taken back"),
        pytest.param(["2025", "2026", "2027", "2026"], "2025", 1, id="the second taken back"),
        pytest.param(["2025", "2028-06-15", "2026"], "2025", 1, id="too late, then put right"),
        pytest.param(["2025", "Continue", "2027"], "2025", 1, id="a word in between"),
        pytest.param(["2025", "", "2025"], "2025", 0, id="empty in between"),
        pytest.param(["Continue", "2026", "2027"], "2026", 1, id="a day that came later"),
        pytest.param(["2025", "2026", "Continue"], "2025", 1, id="a word at last"),
    ],
)
def test_what_counts_as_put_off(dues: list[str], first: str | None, moves: int) -> None:
    found = read(*dues)
    assert (found.first and found.first.text, found.moves) == (first, moves)


@pytest.mark.parametrize("side", ["list", "planner", "outlook", "import"])
def test_a_new_edition_puts_off_as_an_owner_does(side: str) -> None:
    changes = moved("2025", "2026", "2027", side=side)
    assert promise_of(action("2027"), changes).moves == 2


@pytest.mark.parametrize("outcome", [Outcome.LOST, Outcome.REPORTED])
def test_a_day_that_never_held_was_never_promised(outcome: Outcome) -> None:
    changes = [c.model_copy(update={"outcome": outcome}) for c in moved("2025", "2026")]
    assert promise_of(action("2025"), changes) == Promise(first=Due.parse("2025"))


def test_a_slip_that_is_corrected_within_the_hour_was_no_promise() -> None:
    """The week typed for the month: 2026-10-01 stood for a moment."""
    soon, later = CORRECTED_WITHIN - timedelta(seconds=1), CORRECTED_WITHIN
    dues = ("2025", "2026-10-01", "2027-03-31")
    assert promise_of(action(dues[-1]), moved(*dues, apart=soon)).moves == 1
    assert promise_of(action(dues[-1]), moved(*dues, apart=later)).moves == 2


def test_it_knows_when_the_last_of_them_came() -> None:
    last = read("2025", "2026", "2027", "2026").last
    assert last is not None
    assert last.at == BEGAN
    assert read("2025", "2026", "2025").last is None


@pytest.mark.parametrize(
    ("dues", "words"),
    [
        (["Continue"], ""),
        (["2026-10-01"], "beloofd voor 1 oktober 2026"),
        (["2025", "2026"], "beloofd voor 2025, één keer verzet"),
        (["2025", "2026", "2027"], "beloofd voor 2025, twee keer verzet"),
    ],
)
def test_it_is_said_in_words(dues: list[str], words: str) -> None:
    assert read(*dues).words == words


def test_each_action_has_its_own() -> None:
    found = promises([action("2026"), action("2027", code="1.2")], moved("2025", "2026"))
    assert {code: (str(p.first and p.first.text), p.moves) for code, p in found.items()} == {
        "1.1": ("2025", 1),
        "1.2": ("2027", 0),
    }


@given(st.lists(words, min_size=1, max_size=9))
def test_it_agrees_with_the_whole_history(dues: list[str]) -> None:
    found = read(*dues)
    days = [day for due in dues if (day := Due.parse(due).date) is not None]
    assert (found.first.date if found.first else None) == (days[0] if days else None)
    assert found.moves == max(0, strictly_kept(days) - 1)


def strictly_kept(days: list[date]) -> int:
    """The days that no later one undid, counted from the last to the first."""
    earliest, count = date.max, 0
    for day in reversed(days):
        if day < earliest:
            earliest, count = day, count + 1
    return count


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=8), st.integers(0, 7))
def test_going_back_to_what_was_first_promised_takes_all_back(dues: list[str], more: int) -> None:
    later = [due for due in dues if _day(due) > _day(dues[0])]
    assert read(dues[0], *later[:more], dues[0]).moves == 0


def _day(due: str) -> date:
    return Due.parse(due).date or date.max


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        (-25, ""),
        (-24, REASON),
        (0, REASON),
        (900, REASON),
    ],
)
def test_a_note_of_then_or_later_says_why(hours: int, why: str) -> None:
    changes = moved("2025", "2026")
    note = changes[-1].model_copy(
        update={
            "at": changes[-1].at + timedelta(hours=hours),
            "field": "note",
            "old": "",
            "new": REASON,
        }
    )
    now = action("2026").model_copy(update={"note": REASON})
    lines = sorted([*changes, note], key=lambda change: change.at)
    assert promise_of(now, lines).why == why
    assert promise_of(now.model_copy(update={"note": ""}), lines).why == ""
