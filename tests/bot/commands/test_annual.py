"""`driehoek report`: in short at the terminal, whole in a folder, and refused with a sentence."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.annual import report
from bot.commands.decide import decide
from bot.errors import UsageError

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run], office: Office) -> Run:
    """Type `driehoek report ...` with a short list."""
    program = typer.Typer()
    program.command("report")(report)
    program.command("decide")(decide)
    office.load("1.6", "2.4", "3.1", "5.2")
    return typing_in(program)


def test_it_is_told_in_short_and_writes_nothing(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    told = run("report", "--year", "2026").stdout
    assert "van 4, waarvan 0 in deze periode" in told
    assert "--out MAP" in heard.getvalue()
    assert office.writes() == []


def test_it_is_written_in_a_folder(run: Run, heard: io.StringIO, tmp_path: Path) -> None:
    run(
        "report",
        "--from",
        "1 oktober 2026",
        "--to",
        "2026-12-31",
        "--out",
        str(tmp_path / "verslag"),
    )
    files = sorted(file.name for file in (tmp_path / "verslag").iterdir())
    assert files == ["verslag.docx", "verslag.html", "verslag.pdf"]
    assert "Geschreven" in heard.getvalue()


def test_in_public_it_has_no_owners(run: Run) -> None:
    whole = json.loads(run("report", "--year", "2026", "--json").stdout)
    public = json.loads(run("report", "--year", "2026", "--json", "--public").stdout)
    assert {*whole} - {*public} == {"owners"}
    assert whole["course"][-1]["total"] == 4


def test_it_tells_what_was_decided_and_what_returns(run: Run, tmp_path: Path) -> None:
    run("decide", "--meeting", "2026-10-01", "2.4", "--note", "Eerst met de scholen.")
    told = json.loads(run("report", "--year", "2026", "--json").stdout)
    assert told["decisions"] == {"count": 1, "settled": 0}
    assert [row["code"] for row in told["returning"]] == ["3.1"]
    run("report", "--year", "2026", "--out", str(tmp_path / "v"))
    page = (tmp_path / "v" / "verslag.html").read_text("utf-8")
    assert "Eerst met de scholen." in page
    assert "1 afspraak, waarvan 0 afgehandeld." in page
    run("report", "--year", "2026", "--public", "--out", str(tmp_path / "p"))
    page = (tmp_path / "p" / "verslag.html").read_text("utf-8")
    assert "Eerst met de scholen." not in page
    assert "1 afspraak, waarvan 0 afgehandeld." in page


def test_a_period_that_passed_is_late_as_in_the_digest(
    run: Run, office: Office, tmp_path: Path
) -> None:
    office.clock.moment = datetime(2028, 1, 10, 9, tzinfo=UTC)
    assert "Te laat, komt terug" in run("report", "--year", "2027").stdout
    told = json.loads(run("report", "--year", "2027", "--json").stdout)
    (row,) = told["returning"]
    assert (row["code"], row["is_late"]) == ("3.1", True)
    run("report", "--year", "2027", "--out", str(tmp_path / "v"))
    page = (tmp_path / "v" / "verslag.html").read_text("utf-8")
    assert "Wel is 1 actie die terugkomt te laat." in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Geef --year"),
        (("--year", "2026", "--from", "2026-01-01"), "Geef --year"),
        (("--from", "2026-01-01"), "ook --to"),
        (("--from", "2026-03-01", "--to", "2026-01-01"), "niet voor zij begint"),
        (("--year", "vorig"), "is geen jaar"),
        (("--year", "1226"), "1226"),
        (("--year", "2024"), "nog geen lijst"),
        (("--year", "2031"), "moet nog beginnen"),
        (("--year", "2026", "--public"), "--out"),
        (("--year", "2026", "--out", "nergens/verslag"), "bestaat niet"),
    ],
)
def test_what_cannot_be_reported_is_told(run: Run, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        run("report", *words)
