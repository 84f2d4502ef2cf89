"""The coordinator's word on the command line: a rejection is told, shown and taken back."""

import io
import json
from collections.abc import Callable

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.actions.decisions import NotDecidable
from bot.commands.decisions import accept_proposal, reject_proposal, show_proposals

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek reject ...` and the like; raises what the command raised."""
    program = typer.Typer()
    program.command("proposals")(show_proposals)
    program.command("accept")(accept_proposal)
    program.command("reject")(reject_proposal)
    return typing_in(program)


@pytest.fixture
def proposed(office: Office) -> str:
    """The id of a task that somebody made by hand."""
    with office.ledger as ledger:
        ledger.proposals.see("planner", "AbCdEf", "Folder laten vertalen", office.clock.now())
    return "AbCdEf"


def test_a_rejection_is_told_with_the_way_back(run: Run, proposed: str, heard: io.StringIO) -> None:
    run("reject", "AbCd")
    assert f"driehoek reject --undo {proposed}" in heard.getvalue()
    assert run("proposals", "--json").stdout.strip() == "[]"
    rejected = json.loads(run("proposals", "--rejected", "--json").stdout)
    assert [row["remote_id"] for row in rejected] == [proposed]
    run("reject", "--undo", proposed)
    assert f"De taak {proposed} is weer een voorstel." in heard.getvalue()
    assert "Folder" in run("proposals").stdout
    run("proposals", "--afgewezen")
    assert "Er zijn geen afgewezen taken." in heard.getvalue()


def test_an_empty_id_accepts_nothing(run: Run, office: Office, proposed: str) -> None:
    with pytest.raises(NotDecidable, match="Geef het id van de taak"):
        run("accept", "", "--goal", "3")
    with office.ledger as ledger:
        assert [(p.remote_id, p.state) for p in ledger.proposals.all()] == [(proposed, "new")]
        assert ledger.actions.all() == {}
