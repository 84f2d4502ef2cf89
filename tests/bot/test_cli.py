"""The way in: what the program itself answers."""

import tomllib
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import INTERRUPTED, app
from bot.service.outcomes import ExitCode

ROOT = Path(__file__).parents[2]


def test_the_program_tells_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CliRunner().invoke(app, ["--version"]).output == f"driehoek {project['version']}\n"


def test_an_interrupted_command_ends_as_the_contract_says() -> None:
    assert INTERRUPTED == ExitCode.INTERRUPTED


def test_an_unknown_command_is_answered_with_the_one_that_was_meant() -> None:
    done = CliRunner().invoke(app, ["lis"])
    assert done.exit_code == ExitCode.USAGE
    assert "'list'" in done.output
