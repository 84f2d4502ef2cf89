"""`driehoek reopen`: takes back a Gereed that was a mistake, all that are named or none."""

import io
from collections.abc import Callable

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.completions import reopen_actions
from bot.errors import UsageError
from bot.store.errors import UnknownCode

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], office: Office) -> Run:
    """Type `driehoek reopen ...` over two actions that came to be done; raises what it raised."""
    office.load("2.4", "1.13", "6.5")
    office.set("2.4", status="Loopt")
    assert office.action("1.13").status is None
    for code in ("2.4", "1.13"):
        office.set(code, status="Gereed")
    program = typer.Typer()
    program.command("reopen")(reopen_actions)
    program.command("another")(lambda: None)
    return typing_in(program)


def statuses(office: Office) -> list[str | None]:
    return [office.action(code).status for code in ("2.4", "1.13")]


def test_each_is_again_what_it_was_and_told_so(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    run("reopen", "2.4", "1.13")
    assert statuses(office) == ["Loopt", None]
    assert "Actie 2.4: stand is weer Loopt.\n" in heard.getvalue()
    assert office.history("2.4")[-1] == ("list", "status", "Gereed", "Loopt", "applied")


def test_a_dry_run_tells_and_changes_nothing(run: Run, office: Office, heard: io.StringIO) -> None:
    run("reopen", "2.4", "--dry-run")
    assert "Actie 2.4: stand wordt weer Loopt.\n" in heard.getvalue()
    assert "Er is niets veranderd." in heard.getvalue()
    assert statuses(office) == ["Gereed", "Gereed"]


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_what_is_not_done_is_told_and_then_nothing_is_taken_back(
    run: Run, office: Office, more: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match=r"Actie 6\.5 staat niet op Gereed"):
        run("reopen", "2.4", "6.5", *more)
    office.load("6.4")
    with pytest.raises(UsageError, match=r"De acties 6\.5 en 6\.4 staan niet op Gereed"):
        run("reopen", "6.5", "6.4", *more)
    with pytest.raises(UnknownCode):
        run("reopen", "2.4", "9.9", *more)
    assert statuses(office) == ["Gereed", "Gereed"]


def test_a_code_that_is_named_twice_is_taken_back_once(run: Run, office: Office) -> None:
    run("reopen", "2.4", "2.4")
    assert [new for _, field, _, new, _ in office.history("2.4") if field == "status"][-2:] == [
        "Gereed",
        "Loopt",
    ]


def test_what_was_done_from_the_beginning_goes_on(run: Run, office: Office) -> None:
    office.load("1.1")
    assert office.action("1.1").status == "Gereed"
    run("reopen", "1.1")
    assert office.action("1.1").status == "Loopt"
