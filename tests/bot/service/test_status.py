"""What `status` tells about an installation."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.certificates import certificate_of, certificate_pem, key_pem, rsa_key
from support.installation import Office

from bot.service.status import Standing, age_in_words, read_standing, standing_of
from bot.store.records.intents import NewIntent

FAILING = (
    "De lijst wordt niet meer gelijk gehouden met Planner en Outlook, sinds maandag 2 november "
    "2026 om 08:00 uur."
)
SIGN_IN = {"AZURE_TENANT_ID": "gemeente", "AZURE_CLIENT_ID": "app"}


def book(office: Office, command: str, *, hours_ago: float, outcome: int | None) -> None:
    """Book a run that began so long ago; outcome None for one that was killed."""
    began = office.clock.now() - timedelta(hours=hours_ago)
    run = office.run(command)
    with office.ledger as ledger:
        ledger.runs.start(run, command, began)
        if outcome is not None:
            ledger.runs.finish(run, began, outcome, {})


def standing(office: Office) -> Standing:
    with office.ledger as ledger:
        return read_standing(ledger, office.clock.now())


def test_of_every_command_the_last_run_counts(office: Office) -> None:
    book(office, "sync", hours_ago=3, outcome=5)
    book(office, "sync", hours_ago=1, outcome=3)
    book(office, "remind", hours_ago=70, outcome=0)
    runs = {last.command: (last.ago, last.ending) for last in standing(office).runs}
    assert runs == {
        "import": ("", "nog nooit"),
        "set": ("", "nog nooit"),
        "sync": ("1 uur", "gelukt; er wacht iets op een mens"),
        "remind": ("2 dagen", "gelukt"),
        "digest": ("", "nog nooit"),
    }


@pytest.mark.parametrize(
    ("hours", "outcome", "warning"),
    [
        (26, 0, None),
        (26, 3, None),
        (26.1, 0, "De laatste hele ronde was 26 uur geleden. Controleer of de dienst draait."),
        (100, 0, "De laatste hele ronde was 4 dagen geleden. Controleer of de dienst draait."),
        (1, 5, f"{FAILING} Waarom, staat in het logboek. Kijk met: driehoek doctor"),
        (1, 4, f"{FAILING} Waarom, staat in het logboek. Kijk met: driehoek doctor"),
        (0, None, None),
        (2, None, "De eerste ronde begon 2 uur geleden en kwam niet tot een eind."),
    ],
)
def test_silence_and_failure_of_the_rounds_do_not_stay_unnoticed(
    office: Office, hours: float, outcome: int | None, warning: str | None
) -> None:
    book(office, "remind", hours_ago=0, outcome=0)
    book(office, "sync", hours_ago=hours, outcome=outcome)
    assert standing(office).warnings == ((warning,) if warning else ())


def test_a_round_of_a_later_moment_is_none(office: Office) -> None:
    """A rehearsal on the same database says nothing about how things stand now."""
    book(office, "sync", hours_ago=2, outcome=1)
    book(office, "sync", hours_ago=-30 * 24, outcome=0)
    found = standing(office)
    (sync,) = [last for last in found.runs if last.command == "sync"]
    assert (sync.ago, sync.ending) == ("2 uur", "fout in Driehoekbot")
    assert found.warnings[0].startswith("De lijst wordt niet meer gelijk gehouden")


def test_a_round_that_failed_does_not_hide_how_long_no_whole_one_was(office: Office) -> None:
    book(office, "sync", hours_ago=60, outcome=0)
    book(office, "sync", hours_ago=1, outcome=5)
    silence, failing = standing(office).warnings
    assert silence.startswith("De laatste hele ronde was 2 dagen geleden.")
    assert "sinds maandag 2 november 2026 om 08:00 uur" in failing


def test_a_killed_round_after_a_good_one_is_told_when_it_cannot_be_running(office: Office) -> None:
    book(office, "sync", hours_ago=3, outcome=0)
    book(office, "sync", hours_ago=2, outcome=None)
    assert standing(office).warnings == (
        "De laatste ronde begon 2 uur geleden en kwam niet tot een eind.",
    )


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ([("sync", 0)], 0),
        ([("sync", 3)], 0),
        ([("sync", 5)], 5),
        ([("sync", 2)], 2),
        ([("sync", 5), ("remind", 1)], 1),
        ([], 5),
    ],
)
def test_who_watches_gets_the_code_of_the_gravest(
    office: Office, runs: list[tuple[str, int]], code: int
) -> None:
    for command, outcome in runs:
        book(office, command, hours_ago=1, outcome=outcome)
    assert standing(office).outcome == code


def test_a_certificate_that_ends_is_told_in_time(office: Office, tmp_path: Path) -> None:
    book(office, "sync", hours_ago=1, outcome=0)
    file = tmp_path / "app.pem"
    day = office.clock.now() + timedelta(days=20, hours=1)
    file.write_bytes(key_pem(rsa_key()) + certificate_pem(certificate_of(rsa_key(), last_day=day)))
    found = standing_of(office.house(**SIGN_IN, AZURE_CLIENT_CERTIFICATE_PATH=str(file)))
    (warning,) = found.warnings
    assert "verloopt over 20 dagen, op zondag 22 november 2026" in warning
    assert found.outcome == 2


def test_an_installation_that_never_ran_says_how_to_begin(office: Office) -> None:
    assert standing(office).warnings == (
        "Er is nog geen ronde geweest. Start de dienst met: driehoek run",
    )


def test_actions_and_what_waits_are_counted(filled: Office) -> None:
    filled.control.act("create", plan=filled.control.state()["plans"][0]["id"], title="Iets eigens")
    filled.set("1.9", due="2027-03-01")
    filled.act("due", "1.9", date="2027-05-01", stored="todo")
    filled.sync()
    with filled.ledger as ledger:
        ledger.sends.claim("card:x", "card", "OOV", filled.clock.now(), "0")
        now = filled.clock.now()
        ledger.intents.open([NewIntent("r", now, "planner", "1.1", "update", {})])
        open_ones = len(ledger.conflicts.open_ones())
    data: dict[str, Any] = standing(filled).as_json()
    assert sum(data["actions"].values()) == 12
    assert set(data["actions"]) == {"Gereed", "Loopt", "Planning", "NIET", ""}
    assert data["conflicts"] == open_ones
    assert (data["proposals"], data["waiting_intents"], data["unsettled_sends"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "0 minuten"),
        (timedelta(seconds=90), "1 minuut"),
        (timedelta(minutes=59, seconds=59), "59 minuten"),
        (timedelta(hours=1), "1 uur"),
        (timedelta(hours=47, minutes=59), "47 uur"),
        (timedelta(days=2), "2 dagen"),
    ],
)
def test_ages_are_told_in_the_unit_that_says_most(age: timedelta, words: str) -> None:
    assert age_in_words(age) == words
