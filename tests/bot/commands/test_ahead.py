"""`driehoek ahead`: what comes, where it piles up, and a proposal taken over with a yes."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.ahead import group
from bot.errors import UsageError

Run = Callable[..., Result]
PILE = ("1.9", "4.6", "4.12")


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], office: Office) -> Run:
    """Type `driehoek ahead ...` with a list of which three actions end on the last of the year."""
    program = typer.Typer()
    program.add_typer(group, name="ahead")
    office.load("2.4", *PILE)
    for code in PILE:
        office.set(code, due="2027-06-30")
    return typing_in(program)


def test_a_pile_is_named_and_a_spread_proposed(run: Run, heard: io.StringIO) -> None:
    told = run("ahead").stdout
    assert "deadline" in told
    said = " ".join(heard.getvalue().split())
    assert "Op 30 juni 2027 eindigen 3 acties: 1.9, 4.6 en 4.12." in said
    assert "driehoek ahead accept CODE" in said


def test_a_proposal_is_taken_over_action_by_action(run: Run, office: Office) -> None:
    (pile,) = json.loads(run("ahead", "--json").stdout)["piles"]
    first, second = pile["proposal"]
    with pytest.raises(UsageError, match="geen andere dag voorgesteld"):
        run("ahead", "accept", first["code"], "2.4")
    run("ahead", "accept", first["code"])
    assert office.action(first["code"]).due.text == first["to"]
    assert office.action(second["code"]).due.text == "2027-06-30"
    assert office.history(first["code"])[-1][:2] == ("list", "due")
    assert json.loads(run("ahead", "--json").stdout)["piles"] == [], "two are no pile"


def test_a_day_far_away_is_taken_over_while_the_calendar_fails(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    for code in PILE:
        office.set(code, due="2029")
    office.control.fault("status", path="/**/calendarView", status=503, times=9)
    run("ahead", "accept", "1.9")
    assert office.action("1.9").due.text < "2029-12-31"
    assert "Toch niet? driehoek set 1.9 --due 2029" in heard.getvalue()
    assert "Het voorstel voor de andere acties schuift mee." in heard.getvalue()


def test_it_is_written_in_a_folder(run: Run, tmp_path: Path) -> None:
    run("ahead", "--until", "2027-12-31", "--out", str(tmp_path / "vooruitblik"))
    files = sorted(file.name for file in (tmp_path / "vooruitblik").iterdir())
    assert files == ["vooruitblik.docx", "vooruitblik.html", "vooruitblik.pdf"]
    page = (tmp_path / "vooruitblik" / "vooruitblik.html").read_text("utf-8")
    assert "Waar het zich ophoopt" in page
    assert "juni 2027: 3 deadlines" in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--until", "2020-01-01"), "al geweest"),
        (("--until", "straks"), "is geen datum"),
        (("--until", "2032-01-01"), "te ver weg. Kies een dag tot en met 2031"),
        (("--until", "2027-01-01", "accept", "4.6"), "achter 'accept'"),
        (("--out", "nergens/vooruit"), "bestaat niet"),
    ],
)
def test_what_cannot_be_looked_at_is_told(run: Run, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        run("ahead", *words)
