"""`driehoek drop`: says what it means before it asks, and how to undo it."""

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from support.installation import Office
from support.program import Program
from typer.testing import Result

from bot.commands.actions import show_history
from bot.commands.imports import import_file
from bot.commands.snooze import snooze
from bot.commands.struck import drop
from bot.errors import UsageError

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], office: Office) -> Run:
    """Type `driehoek drop ...` and its like over a list of two; raises what the command raised."""
    office.load("2.4", "2.10")
    program = typer.Typer()
    program.command("drop")(drop)
    program.command("history")(show_history)
    program.command("import")(import_file)
    program.command("snooze")(snooze)
    return typing_in(program)


def listed(office: Office) -> list[str]:
    with office.ledger as ledger:
        return list(ledger.actions.all())


def test_what_it_means_is_told_and_nothing_is_done_in_a_dry_run(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.sync()
    run("drop", "2.4", "--dry-run")
    assert "Actie 2.4 'Interne leeromgeving inzetten" in heard.getvalue()
    assert "Wat de bot daarvoor maakte in Planner" in heard.getvalue()
    assert "Er is niets veranderd." in heard.getvalue()
    assert listed(office) == ["2.4", "2.10"]


def test_it_is_not_done_where_nobody_can_say_yes(run: Run, office: Office) -> None:
    with pytest.raises(UsageError, match=r"Hier kan niemand ja zeggen\..* --yes\."):
        run("drop", "2.4")
    assert listed(office) == ["2.4", "2.10"]


def test_it_is_told_shown_and_taken_back(run: Run, office: Office, heard: io.StringIO) -> None:
    run("snooze", "2.4", "--until", "2026-12-01")
    run("drop", "2.4", "--yes")
    assert "Toch niet? driehoek drop --undo 2.4" in heard.getvalue()
    assert listed(office) == ["2.10"]
    (row,) = json.loads(run("drop", "--json").stdout)
    assert (row["code"], row["struck_at"][:10]) == ("2.4", "2026-11-02")
    assert "2.4" in run("drop").stdout
    assert "uit de lijst gehaald" in run("history", "2.4").stdout
    assert "staat niet in de lijst. Zij is eruit gehaald" in heard.getvalue()
    assert run("snooze", "--json").stdout == "[]\n"
    run("drop", "--undo", "2.4", "--dry-run")
    assert listed(office) == ["2.10"]
    run("drop", "--undo", "2.4")
    assert "staat weer in de lijst, zoals zij was." in heard.getvalue()
    assert listed(office) == ["2.4", "2.10"]
    assert "2.4" in run("snooze", "--json").stdout
    run("drop")
    assert "Er is niets uit de lijst gehaald." in heard.getvalue()


def test_undo_asks_which(run: Run) -> None:
    with pytest.raises(UsageError, match="Noem de acties die terug moeten"):
        run("drop", "--undo")


def test_an_import_says_what_stays_away(run: Run, office: Office, heard: io.StringIO) -> None:
    run("drop", "2.4", "--yes")
    data = json.loads(run("import", "--json").stdout)
    assert data["struck"] == ["2.4"]
    assert "Overgeslagen, want eerder uit de lijst gehaald: 2.4." in heard.getvalue()
    assert "2.4" not in listed(office)


@pytest.mark.parametrize(("answer", "left"), [("ja", 69), ("n", 70), ("", 70)])
def test_at_a_terminal_only_a_yes_is_one(tmp_path: Path, answer: str, left: int) -> None:
    program = Program(tmp_path, {})
    program("import")
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = replace(program, keyboard=theirs)("drop", "2.4")
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "1 actie weghalen? [j/N]" in done.stderr
    assert len(program.json("list")) == left
