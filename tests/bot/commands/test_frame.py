"""What Typer says around our own words is Dutch: every help page, and every error there is."""

import re
import sys
from typing import Any

import pytest
import typer.main
from support.commands import every_command

from bot.cli import app, main
from bot.commands.frame import dutch_error, refusal

PAGES: dict[str, Any] = {"": typer.main.get_command(app), **every_command()}
ENGLISH = re.compile(
    r"Usage|Options|Commands|Arguments|required|default|ARGS|COMMAND\b|\bthis\b|<|list\[|\bint\b|\bstr\b"
)


@pytest.mark.parametrize("name", PAGES)
def test_no_help_page_has_english_in_its_frame(name: str) -> None:
    command = PAGES[name]
    with command.make_context(f"driehoek {name}".strip(), [], resilient_parsing=True) as context:
        page = command.get_help(context)
    assert page.startswith(f"Gebruik: driehoek {name}".strip())
    assert "Toon deze uitleg." in page
    assert "..." not in page.partition("Opdrachten:")[2]
    assert not ENGLISH.search(page), ENGLISH.search(page)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("sett", "De opdracht 'sett' bestaat niet. Bedoelt u set of status?"),
        ("xyzzy", "De opdracht 'xyzzy' bestaat niet."),
        ("digest hol", "De opdracht 'hol' bestaat niet. Bedoelt u hold?"),
        ("set", "Er ontbreekt nog iets: CODE."),
        ("history", "Er ontbreekt nog iets: CODE."),
        ("resolve 2.4 deadline", "Er ontbreekt nog iets: --take."),
        ("set 2.4 --foo", "De optie --foo bestaat niet."),
        ("set 2.4 --vn", "De optie --vn bestaat niet. Bedoelt u --note of --vng?"),
        ("list --goal x", "Bij --goal of --doel hoort een getal."),
        ("list --goal", "Achter --goal hoort een waarde."),
        ("list --late=3", "Achter --late hoort geen waarde."),
        ("list alles ervan", "Dit is te veel: alles ervan."),
        ("restore 2.4 --side x", "--side 'x' bestaat niet. Kies planner of outlook."),
        ("sandbox --port 99999", "--port is hoogstens 65535."),
        ("sandbox --port -4", "--port is minstens 0."),
        ("--now", "Achter --now hoort een waarde."),
    ],
)
def test_words_that_make_no_command_are_refused_in_dutch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["driehoek", *words.split()])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr().err.splitlines()
    assert (end.value.code, told[0]) == (2, sentence)
    if len(told) > 1:
        assert told[1].startswith("Gebruik: ")
        assert re.fullmatch(r"Uitleg: \S.* --help", told[2])


def test_without_a_word_the_help_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["driehoek"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "Opdrachten:" in capsys.readouterr().err


def test_what_a_later_typer_says_is_still_shown() -> None:
    told = "Something new."
    assert dutch_error(told) == "Deze woorden zijn niet te begrijpen (Something new.)."


def test_an_error_of_our_own_is_none_of_typers() -> None:
    assert refusal(ValueError("Kies een andere map.")) is None
