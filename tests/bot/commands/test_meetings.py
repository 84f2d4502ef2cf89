"""The meetings on the command line: why each counts, and which series is the one."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.meetings import group
from bot.errors import UsageError

Run = Callable[..., Result]

SERIES = ["2026-11-12T09:00:00+01:00", "2026-12-10T09:00:00+01:00"]
OUTSIDE = "secretaris@politie.example"


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek meetings ...`; raises what the command raised."""
    return typing_in(group)


def counting(run: Run, series: str = "lokale-driehoek") -> list[str]:
    """The days of the coming meetings that count."""
    rows: list[dict[str, Any]] = json.loads(run("--json").stdout)
    return [
        row["start"][:10]
        for row in rows
        if row["counts"] and row["series"] == series and row["state"] != "held"
    ]


def test_all_series_are_listed_with_the_reason_of_each(run: Run) -> None:
    rows = json.loads(run("--json").stdout)
    assert {(row["series"], row["state"], row["counts"]) for row in rows} == {
        ("lokale-driehoek", "held", True),
        ("lokale-driehoek", "coming", True),
        ("ambtelijke-werkgroep", "held", True),
        ("ambtelijke-werkgroep", "coming", True),
    }
    assert all(row["reason"].endswith(".") for row in rows)
    assert {"start", "end", "subject", "series", "state", "counts", "reason"} <= rows[0].keys()


def test_who_is_closed_on_the_day_of_a_meeting_is_told(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.move("2027-01-21", "2026-12-25T10:00:00+01:00")
    rows = json.loads(run("--json").stdout)
    closed = {row["start"][:10]: row["closed"] for row in rows if row["closed"]}
    assert closed == {"2026-12-25": ["de gemeente", "OM", "politie"]}
    assert "Op vrijdag 25 december 2026 zijn de gemeente, OM en politie dicht." in heard.getvalue()


def test_a_pinned_series_is_the_driehoek_whatever_else_is_there(run: Run, office: Office) -> None:
    office.control.act("add-series", subject="Lokale driehoek", starts=SERIES, organizer=OUTSIDE)
    assert counting(run) == ["2026-11-26", "2027-01-21"]
    run("pin", "2026-11-12")
    assert counting(run) == ["2026-11-12", "2026-12-10"]
    run("unpin")
    assert counting(run) == ["2026-11-26", "2027-01-21"]


def test_a_series_by_another_name_is_pinned_by_its_hour(run: Run, office: Office) -> None:
    office.control.act("add-series", subject="Overleg", starts=SERIES, organizer=OUTSIDE)
    with pytest.raises(UsageError, match="zeg dan hoe laat: --at 10:00"):
        run("pin", "2026-11-12")
    run("pin", "2026-11-12", "--at", "09:00")
    assert counting(run) == ["2026-11-12", "2026-12-10"]


def test_series_are_pinned_apart(run: Run) -> None:
    run("pin", "2026-11-16", "--series", "ambtelijke-werkgroep")
    assert counting(run) == ["2026-11-26", "2027-01-21"]
    assert counting(run, "ambtelijke-werkgroep") == ["2026-11-16", "2027-01-11"]


def test_of_two_candidates_the_pinned_one_counts(run: Run, office: Office) -> None:
    starts = ["2026-11-26T14:00:00+01:00", "2027-01-21T14:00:00+01:00"]
    office.control.act("add-series", subject="Lokale driehoek", starts=starts)
    assert counting(run) == []
    with pytest.raises(UsageError, match=r"staan er meer: om 10:00 en 14:00 uur\..*--at"):
        run("pin", "2026-11-26")
    run("pin", "2026-11-26", "--at", "14:00")
    assert counting(run) == ["2026-11-26", "2027-01-21"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2026-12-10",), "is een losse afspraak. Alleen een reeks"),
        (("2026-12-11",), "staat geen afspraak die op Lokale driehoek lijkt"),
        (("2026-11-26", "--at", "tien"), "'tien' is geen tijd"),
        (("donderdag",), "'donderdag' is geen datum"),
        (("2026-11-26", "--series", "x"), "Overleg 'x' bestaat niet"),
    ],
)
def test_what_cannot_be_pinned_is_refused_in_a_sentence(
    run: Run, office: Office, words: tuple[str, ...], sentence: str
) -> None:
    office.control.act(
        "add-event",
        start="2026-12-10T09:00:00+01:00",
        end="2026-12-10T10:00:00+01:00",
        subject="Lokale driehoek",
    )
    with pytest.raises(UsageError, match=sentence):
        run("pin", *words)


def test_a_meeting_that_vanished_is_shown_as_called_off(run: Run, office: Office) -> None:
    house, now = office.house(), office.clock.now()
    house.calendar.remember(house.calendar.read(now), now)  # as the digest does
    office.control.act("delete-event", event=office.event("2026-11-26"))
    rows = json.loads(run("--json").stdout)
    (gone,) = [row for row in rows if row["state"] == "cancelled"]
    assert (gone["start"], gone["counts"]) == ("2026-11-26T10:00:00+01:00", False)
    assert gone["reason"] == "De afspraak staat niet meer in de agenda."


def gone(office: Office, to: str) -> None:
    """Let a digest go out for the 26th, and the meeting be made anew on another day."""
    house = office.house()
    office.clock.moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    office.control.act("delete-event", event=office.event("2027-01-21"))
    office.note_reading()
    house.digests.send(house.agenda.driehoek)
    office.control.act("remake-event", event=office.event("2026-11-26"), start=to)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", "2026-11-26"), "vervangt dat van donderdag 26 november 2026."),
        (("--none",), "geldt als een nieuw overleg."),
    ],
)
def test_what_a_meeting_replaces_is_answered_by_a_command(
    run: Run, office: Office, heard: io.StringIO, words: tuple[str, ...], said: str
) -> None:
    gone(office, "2026-12-29T10:00:00+01:00")
    (row,) = [row for row in json.loads(run("--json").stdout) if row["start"] > "2026-12-25"][:1]
    assert "Misschien vervangt dit het overleg van donderdag 26 november 2026." in row["reason"]
    run("replaces", "2026-12-29", *words)
    assert said in heard.getvalue()
    assert "Misschien" not in run("--json").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2026-12-29",), "Kies: --for"),
        (("2026-12-29", "--none", "--for", "2026-11-26"), "Kies: --for"),
        (("2026-12-28", "--none"), "Op maandag 28 december 2026 komt er geen Lokale driehoek"),
        (("2026-10-01", "--none"), "komt er geen Lokale driehoek"),
        (("2027-01-21", "--for", "2026-11-26"), "mist geen Lokale driehoek"),
        (("donderdag", "--none"), "'donderdag' is geen datum"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_in_a_sentence(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        run("replaces", *words)


def test_that_nothing_is_planned_is_said_with_how_far_was_looked(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.control.act("delete-event", event=office.master("Lokale driehoek"))
    run("--json")
    assert "Tot 7 december 2027 staat er geen Lokale driehoek" in heard.getvalue().replace(
        "dinsdag ", ""
    )
