"""The catalogue of commands says what the commands say of themselves."""

from inspect import cleandoc

import pytest

from bot.commands.catalogue import CATALOGUE, load


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_line_in_the_help_is_the_first_paragraph_of_the_command_s_own(name: str) -> None:
    assert CATALOGUE[name].line == " ".join(cleandoc(load(name).help).split("\n\n")[0].split("\n"))


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_command_has_the_name_it_was_asked_by(name: str) -> None:
    assert load(name).name == name
