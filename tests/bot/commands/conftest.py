"""What the tests of commands share: somebody who types them, and what is said on stderr."""

import io
from collections.abc import Callable

import pytest
import typer
from rich.console import Console
from support.installation import Office
from typer.testing import CliRunner, Result

from bot.commands.catalogue import CATALOGUE
from bot.commands.session import Session


@pytest.fixture
def heard() -> io.StringIO:
    """What the commands say on stderr."""
    return io.StringIO()


@pytest.fixture
def typing_in(office: Office, heard: io.StringIO) -> Callable[[typer.Typer], Callable[..., Result]]:
    """Give who types words to a program of commands; raises what the command raised.

    The words are read as `driehoek` reads them. Environment variables are given by name.
    """

    def at(program: typer.Typer) -> Callable[..., Result]:
        for command in program.registered_commands:
            if command.name in CATALOGUE:
                command.context_settings = CATALOGUE[command.name].context_settings

        def type_in(*words: str, **changes: str) -> Result:
            talk = Console(file=heard, width=200)
            session = Session({**office.environ, **changes}, office.clock.now(), talk)
            result = CliRunner().invoke(program, words, obj=session)
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            return result

        return type_in

    return at
