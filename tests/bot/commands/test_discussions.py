"""A question to the driehoek, from the label to the decision on it, on the command line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.actions import list_actions
from bot.commands.decide import decide

Run = Callable[..., Result]
HELD = ("--meeting", "2026-10-01")


@pytest.fixture
def run(office: Office, typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek list ...` or `driehoek decide ...`; of 2.1 there is a question."""
    office.clock.moment = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)  # two hours before the meeting
    office.load("1.1", "2.1")
    office.sync()
    office.act("label", "2.1", label="Bespreken")
    pass_by(office)
    office.clock.forward(hours=3)
    program = typer.Typer()
    program.command("list")(list_actions)
    program.command("decide")(decide)
    return typing_in(program)


def pass_by(office: Office) -> None:
    """Let an hour pass, with a round at its end."""
    office.clock.forward(hours=1)
    office.sync()


def asked(run: Run) -> list[str]:
    """The codes of what is to be discussed."""
    return [row["code"] for row in json.loads(run("list", "--discuss", "--json").stdout)]


def test_a_decision_answers_the_question_though_the_label_stays_on(
    run: Run, office: Office
) -> None:
    assert asked(run) == ["2.1"]
    run("decide", *HELD, "1.1", "--note", "Gaat over iets anders.")
    assert asked(run) == ["2.1"]
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31")
    pass_by(office)
    assert asked(run) == []
    assert "Bespreken" in labels(office, "2.1")


def test_it_is_asked_again_by_taking_the_label_off_and_on(run: Run, office: Office) -> None:
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31")
    pass_by(office)
    office.act("unlabel", "2.1", label="Bespreken")
    pass_by(office)
    assert asked(run) == []
    office.act("label", "2.1", label="Bespreken")
    pass_by(office)
    assert asked(run) == ["2.1"]


def test_a_decision_of_a_meeting_from_before_the_question_leaves_it(
    run: Run, office: Office
) -> None:
    run("decide", "--meeting", "2026-08-06", "2.1", "--deadline", "2027-03-31")
    pass_by(office)
    assert asked(run) == ["2.1"]


def test_a_decision_that_was_a_mistake_leaves_the_question(run: Run, office: Office) -> None:
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31")
    assert asked(run) == []
    run("decide", "--undo", "1")
    assert asked(run) == ["2.1"]
    pass_by(office)
    assert asked(run) == ["2.1"]


def labels(office: Office, code: str) -> set[str]:
    """The names of the labels on a task."""
    names = office.control.state()["planDetails"][0]["categoryDescriptions"]
    return {names[slot] for slot, on in office.tasks()[code]["appliedCategories"].items() if on}
