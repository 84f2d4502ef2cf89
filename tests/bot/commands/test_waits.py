"""What waits for another action, in `list` and `show`."""

import json
from collections.abc import Callable

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.actions import list_actions
from bot.commands.show import show

Run = Callable[..., Result]


@pytest.fixture
def run(office: Office, typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek list ...` or `driehoek show ...`; 2.1 waits for 1.1, and 1.1 is open."""
    office.load("1.1", "2.1")
    office.set("1.1", status="Loopt", note="")
    office.set("2.1", status="Loopt", note="Wacht op 1.1")
    program = typer.Typer()
    program.command("list")(list_actions)
    program.command("show")(show)
    return typing_in(program)


def test_the_list_and_one_action_show_what_waits_for_what(run: Run) -> None:
    rows = {row["code"]: row for row in json.loads(run("list", "--json").stdout)}
    assert (rows["1.1"]["waits_for"], rows["1.1"]["waiters"]) == ([], ["2.1"])
    assert rows["2.1"]["waits_for"] == [{"code": "1.1", "state": "open"}]
    shown = json.loads(run("show", "2.1", "--json").stdout)
    assert shown["waits_for"] == rows["2.1"]["waits_for"]
    assert "wacht op" in run("list").stdout
    assert "hierop wacht" in run("show", "1.1").stdout
