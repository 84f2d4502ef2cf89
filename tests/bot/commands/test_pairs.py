"""`driehoek pairs`: shown, taken over in bulk or one by one, refused; and who accepts is warned."""

import io
import json
from collections.abc import Callable

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.actions.decisions import NotDecidable
from bot.commands.decisions import accept_proposal, show_proposals
from bot.commands.pairs import group
from bot.commands.sync import plan, sync
from bot.errors import UsageError
from bot.store.errors import RoundBusy
from bot.sync.side import SideUnavailable

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek pairs ...` and the like; raises what the command raised."""
    program = typer.Typer()
    program.add_typer(group, name="pairs")
    program.command("plan")(plan)
    program.command("sync")(sync)
    program.command("proposals")(show_proposals)
    program.command("accept")(accept_proposal)
    return typing_in(program)


@pytest.fixture
def ids(office: Office) -> dict[str, str]:
    """People have a task for each of three actions, two of them by its whole title."""
    office.load("6.4")
    office.sync()
    board = office.control.state()["plans"][0]["id"]
    office.load("1.6", "2.4", "5.2", "1.9")
    names = {
        "1.6": office.action("1.6").title,
        "2.4": "Interne leeromgeving inzetten",
        "5.2": office.action("5.2").title,
    }
    made = {
        code: str(office.control.act("create", plan=board, title=title)["id"])
        for code, title in names.items()
    }
    office.control.forget()
    return made


def test_pairs_are_shown_before_any_round(run: Run, ids: dict[str, str], office: Office) -> None:
    rows = json.loads(run("pairs", "--json").stdout)
    assert [(row["code"], row["task"], row["sure"]) for row in rows] == [
        ("1.6", ids["1.6"], True),
        ("2.4", ids["2.4"], False),
        ("5.2", ids["5.2"], True),
    ]
    assert set(rows[0]) == {"code", "action", "side", "task", "title", "likeness", "sure"}
    assert "leeromgeving" in run("pairs").stdout
    previewed = run("plan", "--json")
    parked = [row["code"] for row in json.loads(previewed.stdout) if row["kind"] == "park"]
    assert (parked, previewed.exit_code) == (["1.6", "2.4", "5.2"], 3)
    assert office.writes() == []


def test_all_that_is_sure_is_taken_over_after_a_yes(
    run: Run, ids: dict[str, str], office: Office, heard: io.StringIO
) -> None:
    with pytest.raises(UsageError, match="--yes"):
        run("pairs", "accept")
    assert {*office.links()} == {"6.4"}
    run("pairs", "accept", "--yes")
    assert "2 taken zijn overgenomen, van 1.6 en 5.2." in heard.getvalue()
    assert office.links().items() >= {"1.6": ids["1.6"], "5.2": ids["5.2"]}.items()
    assert run("sync").exit_code == 3  # the one that is not sure still waits
    with pytest.raises(NotDecidable, match="geen paar dat zeker is"):
        run("pairs", "accept")
    run("pairs", "accept", "2.4")
    assert run("sync").exit_code == 0
    assert json.loads(run("pairs", "--json").stdout) == []
    run("pairs")
    assert "Geen actie lijkt op een taak" in heard.getvalue()
    office.assert_quiet()


def test_taking_over_can_be_taken_back_until_a_round_carried_it_out(
    run: Run, ids: dict[str, str], office: Office
) -> None:
    before = json.loads(run("pairs", "--json").stdout)
    run("pairs", "accept", "--yes")
    with pytest.raises(NotDecidable, match=r"Van actie 2\.4 is geen taak overgenomen"):
        run("pairs", "accept", "--undo", "1.6", "2.4")
    assert "1.6" in office.links()
    run("pairs", "accept", "--undo", "1.6", "5.2")
    assert json.loads(run("pairs", "--json").stdout) == before
    run("pairs", "accept", "2.4")
    run("sync")
    with pytest.raises(NotDecidable, match="een ronde heeft dat al uitgevoerd"):
        run("pairs", "accept", "--undo", "2.4")
    assert office.links()["2.4"] == ids["2.4"]
    with pytest.raises(UsageError, match="Noem de acties"):
        run("pairs", "accept", "--undo")


def test_a_refusal_makes_a_task_and_can_be_taken_back(
    run: Run, ids: dict[str, str], office: Office, heard: io.StringIO
) -> None:
    run("pairs", "reject", "2.4", "5.2")
    run("pairs", "reject", "5.2", "--undo")
    assert [row["code"] for row in json.loads(run("pairs", "--json").stdout)] == ["1.6", "5.2"]
    run("sync")
    assert {*office.links()} == {"6.4", "1.9", "2.4"}
    assert office.links()["2.4"] != ids["2.4"]
    assert "eigen taak van 2.4 en 5.2" in heard.getvalue()


def test_what_cannot_be_meant_is_told(run: Run, ids: dict[str, str], office: Office) -> None:
    with pytest.raises(NotDecidable, match=r"Actie 1\.9 lijkt op geen taak"):
        run("pairs", "accept", "2.4", "1.9")
    with pytest.raises(NotDecidable, match=r"Actie 2\.4 lijkt op geen taak"):
        run("pairs", "accept", "2.4", "--task", ids["1.6"])
    for words in (["accept", "--task", "x"], ["reject", "1.6", "2.4", "--task", "x"]):
        with pytest.raises(UsageError, match="--task gaat over één actie"):
            run("pairs", *words)
    with pytest.raises(UsageError, match="achter --task"):
        run("pairs", "accept", "2.4", "--task", " ")
    with pytest.raises(UsageError, match="Noem de acties"):
        run("pairs", "reject")
    assert {*office.links()} == {"6.4"}


def test_nothing_is_taken_over_during_a_round_or_without_planner(
    run: Run, ids: dict[str, str], office: Office
) -> None:
    with office._store.one_round_at_a_time(), pytest.raises(RoundBusy):
        run("pairs", "accept", "2.4")
    office.control.fault("status", path="/planner/plans/*/tasks", status=400, times=99)
    with pytest.raises(SideUnavailable):
        run("pairs", "accept", "2.4")
    assert {*office.links()} == {"6.4"}
    assert ids["2.4"]


def test_a_proposal_names_the_action_it_resembles_and_accepting_it_asks(
    run: Run, ids: dict[str, str], office: Office, heard: io.StringIO
) -> None:
    run("sync")
    rows = {row["remote_id"]: row for row in json.loads(run("proposals", "--json").stdout)}
    assert rows[ids["2.4"]]["alike"] == ["2.4"]
    with pytest.raises(UsageError, match="--yes"):
        run("accept", ids["2.4"], "--goal", "2")
    assert "driehoek pairs accept 2.4" in heard.getvalue()
    run("pairs", "reject", "2.4")
    run("sync")
    with pytest.raises(UsageError, match="--yes"):
        run("accept", ids["2.4"], "--goal", "2")
    assert f"driehoek reject {ids['2.4']}" in heard.getvalue()
    before = office.links().keys()
    run("accept", ids["2.4"], "--goal", "2", "--yes")
    (code,) = office.links().keys() - before
    assert office.links()[code] == ids["2.4"]
