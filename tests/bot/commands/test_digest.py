"""The digest on the command line: look first, rehearse, keep back, let go."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.commands.digest import group
from bot.errors import UsageError
from bot.service.status import read_standing

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MAYOR = "burgemeester@haarlemmermeer.example"

Run = Callable[..., Result]


@pytest.fixture
def run(office: Office, typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek digest ...`; raises what the command raised."""
    office.load("1.1", "1.7", "2.1")

    return typing_in(group)


def told(result: Result) -> Any:
    """What a command with --json printed."""
    return json.loads(result.stdout)


def test_what_is_held_stays_until_it_is_released(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    run("hold")
    assert told(run("--dry-run", "--json"))["outcome"] == "held"
    office.clock.moment = MOMENT
    assert told(run("--json"))["outcome"] == "held"
    assert [mail["toRecipients"][0]["emailAddress"]["address"] for mail in office.sent()] == [
        office.environ["COORDINATOR_MAIL"]
    ]
    run("release")
    assert "gaat bij de volgende ronde uit" in heard.getvalue()
    assert told(run("--json"))["outcome"] == "confirmed"
    assert len(office.sent()) == 2


def test_a_round_goes_first_and_what_cannot_be_read_makes_it_wait(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    """While it waits it ends as the round did, here with 2 for what somebody has to change."""
    office.sync()
    office.act("tick", "1.7")
    office.clock.moment = MOMENT
    office.control.fault("status", path="/planner/**", status=403, times=10_000)
    waits = run("--json")
    assert (waits.exit_code, told(waits)["outcome"]) == (2, "waits-for-sides")
    assert "wacht, want wat er nu in Planner staat, is niet bekend." in heard.getvalue()
    assert told(run("--dry-run", "--json"))["outcome"] == "waits-for-sides"
    with office.ledger as ledger:
        booked = ledger.runs.latest("digest")
    assert booked is not None
    assert (booked.outcome, booked.summary["outcome"]) == (2, "waits-for-sides")
    office.control.mend()
    office.clock.forward(minutes=1)
    assert told(run("--json"))["outcome"] == "confirmed"
    assert any("2 van 3 acties gereed" in mail["subject"] for mail in office.sent())


def test_only_the_next_meeting_of_one_series_is_held(run: Run, office: Office) -> None:
    run("hold")
    concept = told(run("--dry-run", "--json", "--series", "ambtelijke-werkgroep"))
    assert concept["outcome"] == "waiting"
    office.clock.moment = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
    assert told(run("--json"))["outcome"] == "confirmed"


def test_status_tells_what_is_held(run: Run, office: Office) -> None:
    run("hold")
    with office.ledger as ledger:
        warnings = read_standing(ledger, office.clock.now()).warnings
    assert "donderdag 26 november 2026 wordt vastgehouden" in warnings[1]
    office.clock.moment = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    with office.ledger as ledger:
        assert len(read_standing(ledger, office.clock.now()).warnings) == 1


def test_holding_what_has_gone_and_releasing_nothing_say_so(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    run("release")
    assert "Er werd niets vastgehouden." in heard.getvalue()
    office.clock.moment = MOMENT
    run()
    run("hold")
    assert "is al verstuurd" in heard.getvalue()
    with office.ledger as ledger:
        assert ledger.meeting_choices.of("lokale-driehoek").held is None


def test_a_release_before_the_moment_names_the_moment(run: Run, heard: io.StringIO) -> None:
    run("hold")
    run("release")
    assert "gaat uit op dinsdag 24 november 2026 om 09:00 uur" in heard.getvalue()


def test_a_rehearsal_goes_to_one_reader_at_any_moment_and_counts_for_nothing(
    run: Run, office: Office
) -> None:
    for _ in range(2):
        shape = told(run("--to", MAYOR, "--json"))
        assert (shape["outcome"], shape["recipients"]) == ("confirmed", [MAYOR])
    office.clock.moment = MOMENT
    assert told(run("--json"))["outcome"] == "confirmed"
    readers = [len(mail["toRecipients"]) for mail in office.sent()]
    assert readers == [1, 1, 3]


@pytest.mark.parametrize("address", ["iemand@elders.example", "burgemeester", "x@elders.example,y"])
def test_a_rehearsal_stays_within_the_allow_list(run: Run, office: Office, address: str) -> None:
    with pytest.raises(UsageError, match=r"^Dit adres (ligt buiten|is geen mailadres)") as caught:
        run("--to", address)
    assert address not in str(caught.value)
    assert office.sent() == []


@pytest.mark.parametrize(
    ("day", "since", "outcome"),
    [
        ("2026-10-01", "2026-08-06", "past"),
        ("2026-11-26", "2026-10-01", "waiting"),
        ("2027-01-21", "2026-10-01", "waiting"),
    ],
)
def test_any_meeting_can_be_looked_at(
    run: Run, tmp_path: Path, day: str, since: str, outcome: str
) -> None:
    shape = told(run("--meeting", day, "--out", str(tmp_path), "--json"))
    assert shape["meeting"]["start"].startswith(day)
    assert shape["since"].startswith(since)
    assert shape["outcome"] == outcome
    assert f"digest-{day}.html" in shape["files"][0]


def test_a_meeting_far_ahead_can_be_looked_at(run: Run, office: Office) -> None:
    office.control.act(
        "add-series", subject="Lokale driehoek", starts=["2027-09-23T10:00:00+02:00"]
    )
    shape = told(run("--meeting", "2027-09-23", "--json"))
    assert shape["meeting"]["start"] == "2027-09-23T10:00:00+02:00"
    assert shape["outcome"] == "waiting"
    house = office.house()
    verdicts = house.calendar.read(office.clock.now())["lokale-driehoek"]
    assert {v.state.value for v in verdicts} == {"held", "coming"}, "beyond the window is not gone"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--meeting", "2026-10-01"), "al begonnen; het overzicht wordt niet meer gemaild"),
        (("--meeting", "2026-12-24"), "Op donderdag 24 december 2026 staat geen Lokale driehoek"),
        (("--meeting", "morgen"), "'morgen' is geen datum"),
        (("--series", "driehoek"), "bestaat niet; kies lokale-driehoek, ambtelijke-werkgroep"),
        (("--to", MAYOR, "--dry-run"), "Kies: een proef"),
        (("--dry-run", "hold"), "Zet opties achter 'hold', niet ervoor"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    run: Run, office: Office, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        run(*words)
    assert office.sent() == []


def test_a_meeting_that_does_not_count_is_named_with_its_reason(run: Run, office: Office) -> None:
    office.control.act("cancel-event", event=office.event("2026-11-26"))
    with pytest.raises(UsageError, match=r"telt niet mee\..*is afgezegd"):
        run("--meeting", "2026-11-26", "--dry-run")
