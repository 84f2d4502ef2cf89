"""`remind --test-card`: one harmless card, and the word to go and look."""

import json

from office import Office
from typer.testing import CliRunner, Result

from bot.cli import app


def command(office: Office, *words: str, **changes: str) -> Result:
    """Type `driehoek ...`."""
    environ = {name: value or None for name, value in {**office.environ, **changes}.items()}
    return CliRunner().invoke(app, list(words), env=environ)


def test_it_says_that_accepted_proves_nothing(office: Office) -> None:
    done = command(office, "remind", "--test-card", "H&T", "--json")
    assert done.exit_code == 0
    assert "ga nu in het kanaal kijken" in done.stderr
    (notice,) = json.loads(done.stdout)
    assert (notice["owner"], notice["transport"], notice["outcome"]) == (
        "H&T",
        "teams-webhook",
        "accepted",
    )
    assert [card["owner"] for card in office.control.state()["cards"]] == ["H&T"]


def test_a_card_that_is_refused_waits_for_a_person(office: Office) -> None:
    office.control.fault("status", method="POST", path="/webhooks/*", status=404)
    done = command(office, "remind", "--test-card", "H&T")
    assert done.exit_code == 3
    assert "De webhook bestaat niet meer" in done.stderr


def test_it_does_not_count_as_the_reminders_of_today(office: Office) -> None:
    command(office, "remind", "--test-card", "H&T")
    with office.ledger as ledger:
        assert ledger.runs.latest("remind") is None
        assert ledger.runs.latest("test-card") is not None
