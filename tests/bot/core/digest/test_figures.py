"""Counting the list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest.figures import Moment, Share, goal_progress, headline, is_late, whole_percents
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 10, 13)


def action(number: int, status: Status | None, due: str = "") -> Action:
    return Action(
        code=f"1.{number}", title="Actie", text="Tekst", status=status, due=Due.parse(due)
    )


@pytest.mark.parametrize(
    ("status", "due", "late"),
    [
        (Status.RUNNING, "2026-10-12", True),
        (None, "2025", True),
        (Status.RUNNING, "2026-10-13", False),  # today is still in time
        (Status.RUNNING, "2026", False),
        (Status.DONE, "2025", False),
        (Status.DROPPED, "2025", False),
        (Status.RUNNING, "Continue", False),
        (Status.RUNNING, "", False),
    ],
)
def test_late_is_open_with_the_deadline_past(status: Status | None, due: str, late: bool) -> None:
    assert is_late(action(1, status, due), TODAY) is late


def test_the_headline_counts_each_status_and_what_is_late() -> None:
    now = Moment(
        (action(1, Status.DONE), action(2, Status.RUNNING, "2025"), action(3, None)), TODAY
    )
    figures = [(f.label, f.meaning, f.count, f.change) for f in headline(now, None)]
    assert figures == [
        ("Gereed", "klaar", 1, ""),
        ("Loopt", "mee bezig", 1, ""),
        ("Planning", "nog niet begonnen", 0, ""),
        ("NIET", "gaat niet door", 0, ""),
        ("Geen stand", "niet ingevuld", 1, ""),
        ("Te laat", "deadline voorbij", 1, ""),
    ]


def test_the_headline_tells_the_change_since_then_and_lateness_as_it_was_then() -> None:
    now = Moment((action(1, Status.DONE), action(2, Status.RUNNING, "2026-09-01")), TODAY)
    then = Moment(
        (action(1, Status.RUNNING), action(2, Status.RUNNING, "2026-09-01")), date(2026, 6, 18)
    )
    changes = {figure.label: figure.change for figure in headline(now, then)}
    assert changes == {
        "Gereed": "1 meer dan vorige keer",
        "Loopt": "1 minder dan vorige keer",
        "Planning": "gelijk gebleven",
        "NIET": "gelijk gebleven",
        "Geen stand": "gelijk gebleven",
        "Te laat": "1 meer dan vorige keer",
    }


def test_only_a_positive_number_of_late_actions_is_a_warning() -> None:
    late = Moment((action(1, Status.RUNNING, "2025"),), TODAY)
    calm = Moment((action(1, Status.DONE, "2025"),), TODAY)
    assert [f.label for f in headline(late, None) if f.is_warning] == ["Te laat"]
    assert [f.label for f in headline(calm, None) if f.is_warning] == []


def test_a_goal_shows_the_statuses_that_occur() -> None:
    actions = [action(1, Status.DONE), action(2, Status.PLANNED, "2025"), action(3, Status.PLANNED)]
    goal = goal_progress(1, "Basis op orde", actions, TODAY)
    assert goal.size == "3 acties, waarvan 1 te laat"
    assert goal.words == "Gereed 1, Planning 2"
    assert goal.shares == (
        Share(label="Gereed", count=1, percent=33),
        Share(label="Planning", count=2, percent=67),
    )


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_percentages_are_whole_close_and_add_up_to_a_hundred(counts: list[int]) -> None:
    percents = whole_percents(counts)
    assert sum(percents) == 100
    total = sum(counts)
    assert all(
        abs(percent - 100 * count / total) < 1
        for percent, count in zip(percents, counts, strict=True)
    )
