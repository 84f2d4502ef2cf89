"""`remind --test-card`: one harmless card, and the word to go and look."""

import json

import typer
from rich.console import Console
from support.installation import Office
from typer.testing import CliRunner, Result

from bot.commands.reminders import remind
from bot.commands.session import Session


def type_command(office: Office, *words: str, **changes: str) -> Result:
    """Type the command, with talk on the stderr of that moment."""
    app = typer.Typer()
    app.command()(remind)

    @app.callback()
    def start(context: typer.Context) -> None:
        console = Console(stderr=True, highlight=False, width=200)
        context.obj = Session({**office.environ, **changes}, office.clock.moment, console=console)

    return CliRunner().invoke(app, ["remind", "--test-card", *words])


def test_it_says_that_accepted_proves_nothing(office: Office) -> None:
    done = type_command(office, "H&T", "--json")
    assert done.exit_code == 0
    assert "ga nu in het kanaal kijken" in done.stderr
    (report,) = json.loads(done.stdout)
    assert (report["owner"], report["transport"]) == ("H&T", "teams-webhook")
    assert [card["owner"] for card in office.control.state()["cards"]] == ["H&T"]


def test_a_card_that_is_refused_waits_for_a_person(office: Office) -> None:
    office.control.fault("status", method="POST", path="/webhooks/*", status=404)
    done = type_command(office, "H&T")
    assert done.exit_code == 3
    assert "De webhook bestaat niet meer" in done.stderr


def test_a_webhook_that_cannot_be_used_is_told_and_the_mail_tried(office: Office) -> None:
    done = type_command(office, "H&T", TEAMS_WEBHOOK_H_T="https://kwaad.example/x")
    assert done.exit_code == 0
    assert "TEAMS_WEBHOOK_H_T is niet te gebruiken" in done.stderr
    assert "De proefkaart is gemaild." in done.stderr


def test_it_does_not_count_as_the_reminders_of_today(office: Office) -> None:
    type_command(office, "H&T")
    with office.ledger as ledger:
        assert ledger.runs.latest("remind") is None
        assert ledger.runs.latest("test-card") is not None
