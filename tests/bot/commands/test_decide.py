"""What a meeting decided on the command line: recorded once, carried out, followed, taken back."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.actions.decisions import NotDecidable
from bot.commands.decide import decide, show_decisions
from bot.errors import UsageError
from bot.store.errors import UnknownCode

Run = Callable[..., Result]
HELD = ("--meeting", "2026-10-01")


@pytest.fixture
def run(office: Office, typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek decide ...` or `driehoek decisions ...`; raises what the command raised."""
    office.load("1.1", "1.7", "2.1", "2.10")
    office.sync()
    office.clock.forward(hours=1)
    program = typer.Typer()
    program.command("decide")(decide)
    program.command("decisions")(show_decisions)
    return typing_in(program)


@pytest.fixture
def decisions(run: Run) -> Callable[..., list[dict[str, Any]]]:
    """What `decisions --json` tells."""

    def told(*words: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(run("decisions", "--json", *words).stdout)
        return rows

    return told


Told = Callable[..., list[dict[str, Any]]]


def test_a_change_goes_into_the_list_and_with_a_round_to_planner(
    run: Run, decisions: Told, office: Office, heard: io.StringIO
) -> None:
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31", "--regie", "oov")
    assert "Besluit 1 van 1 oktober 2026 is vastgelegd." in heard.getvalue()
    assert "Actie 2.1: deadline is nu 31 maart 2027." in heard.getvalue()
    action = office.action("2.1")
    assert (action.due.text, action.owners) == ("2027-03-31", ("OOV",))
    assert office.history("2.1")[-1] == (
        "list",
        "decision",
        None,
        "besloten in de lokale driehoek van 1 oktober 2026",
        "applied",
    )
    (row,) = decisions()
    assert {name: row[name] for name in ("id", "meeting", "code", "text", "state", "at")} == {
        "id": 1,
        "meeting": "2026-10-01",
        "code": "2.1",
        "text": "Deadline wordt 31 maart 2027. De regie gaat naar Team OOV.",
        "state": "open",
        "at": office.clock.now().isoformat(),
    }
    office.clock.forward(minutes=5)
    office.sync()
    assert office.tasks()["2.1"]["dueDateTime"] == "2027-03-31T10:00:00Z"
    assert [row["state"] for row in decisions()] == ["done"]


def test_the_same_decision_is_recorded_once(
    run: Run, decisions: Told, office: Office, heard: io.StringIO
) -> None:
    for words in (
        ("2.1", "--deadline", "2027-03-31"),
        ("--new", "Signalen delen", "--goal", "2", "--owner", "OOV"),
        ("--ask", "OOV", "Kan dit sneller?", "--by", "2027-02-01"),
    ):
        run("decide", *HELD, *words)
        before = decisions(), office.history("2.1")
        office.clock.forward(minutes=1)
        run("decide", *HELD, *words)
        assert (decisions(), office.history("2.1")) == before
    assert heard.getvalue().count("Dit stond al vast als besluit") == 3
    assert [row["kind"] for row in decisions()] == ["change", "new", "question"]


def test_a_new_action_is_on_the_list_with_a_task_and_no_older_than_the_decision(
    run: Run, decisions: Told, office: Office, heard: io.StringIO
) -> None:
    run("decide", *HELD, "--new", "Signalen delen", "--goal", "2", "--owner", "OOV")
    (row,) = decisions()
    assert (row["code"], row["state"]) == ("2.11", "open")
    assert row["text"] == "Nieuwe actie: Signalen delen. De regie gaat naar Team OOV."
    assert "De nieuwe actie is 2.11." in heard.getvalue()
    assert office.history("2.11")[0][:4] == ("list", "item", "niet op de lijst", "Signalen delen")
    office.clock.forward(minutes=5)
    office.sync()
    office.act("progress", "2.11", percent=50)
    office.clock.forward(minutes=5)
    office.sync()
    assert [row["state"] for row in decisions()] == ["under_way"]
    office.act("tick", "2.11")
    office.clock.forward(minutes=5)
    office.sync()
    assert [row["state"] for row in decisions()] == ["done"]


def test_a_question_about_an_action_is_answered_in_its_task(
    run: Run, decisions: Told, office: Office
) -> None:
    run("decide", *HELD, "2.1", "--ask", "OOV", "Is er budget?", "--by", "2027-02-01")
    (row,) = decisions()
    assert (row["code"], row["owner"], row["by"]) == ("2.1", "OOV", "2027-02-01")
    assert (row["text"], row["state"]) == ("Is er budget?", "open")
    office.act("note", "2.1", text="Ja, uit de reserve.")
    office.clock.forward(minutes=5)
    office.sync()
    (row,) = decisions()
    assert (row["state"], row["became"]) == ("done", "Antwoord: Ja, uit de reserve.")


def test_the_coordinator_says_that_it_is_done(
    run: Run, decisions: Told, heard: io.StringIO
) -> None:
    run("decide", *HELD, "--ask", "OOV", "Wie is piket?", "--by", "2027-02-01")
    assert "driehoek decide --done 1 --note TEKST" in heard.getvalue()
    run("decide", "--done", "1", "--note", "De wijkagent.")
    (row,) = decisions()
    assert (row["code"], row["state"], row["became"]) == (None, "done", "De wijkagent.")


def test_a_mistake_is_taken_back_with_what_it_changed(
    run: Run, decisions: Told, office: Office, heard: io.StringIO
) -> None:
    was = office.action("2.1")
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31", "--status", "Planning")
    office.clock.forward(minutes=1)
    office.set("2.1", status="Gereed")
    office.clock.forward(minutes=1)
    run("decide", "--undo", "1")
    now = office.action("2.1")
    assert (now.due, now.status) == (was.due, "Gereed")
    assert "stand bleef zoals het is" in heard.getvalue()
    assert [row["state"] for row in decisions()] == ["dropped"]
    with pytest.raises(NotDecidable, match="Besluit 1 is al vervallen"):
        run("decide", "--undo", "1")
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31", "--status", "Planning")
    assert [row["id"] for row in decisions("--open")] == [2]


def test_a_new_action_by_mistake_leaves_the_list(
    run: Run, decisions: Told, office: Office, heard: io.StringIO
) -> None:
    run("decide", *HELD, "--new", "Signalen delen", "--goal", "2")
    run("decide", "--undo", "1")
    with office.ledger as ledger, pytest.raises(UnknownCode):
        ledger.actions.get("2.11")
    assert "driehoek drop --undo 2.11" in heard.getvalue()
    assert [row["state"] for row in decisions()] == ["dropped"]


def test_a_later_meeting_lets_a_decision_lapse_and_the_list_stays(
    run: Run, decisions: Told, office: Office
) -> None:
    run("decide", *HELD, "2.1", "--deadline", "2027-03-31")
    with pytest.raises(NotDecidable, match="van een later overleg"):
        run("decide", "--drop", "1", "--meeting", "2026-08-06")
    office.clock.moment = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    run("decide", "--drop", "1", "--meeting", "2026-11-26")
    assert [row["state"] for row in decisions()] == ["dropped"]
    assert office.action("2.1").due.text == "2027-03-31"


def test_a_decision_is_recorded_while_the_meeting_is_held_and_not_before(
    run: Run, decisions: Told, office: Office
) -> None:
    words = ("decide", "--meeting", "2026-11-26", "2.1", "--status", "Loopt")
    with pytest.raises(UsageError) as told:
        run(*words)
    assert "van donderdag 26 november 2026 moet nog beginnen" in str(told.value)
    assert "Gehouden: 2026-10-01 en 2026-08-06." in str(told.value)
    office.clock.moment = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    run(*words)
    assert [row["meeting"] for row in decisions()] == ["2026-11-26"]


def test_a_day_without_a_meeting_is_refused_with_the_days_there_are(
    run: Run, decisions: Told
) -> None:
    with pytest.raises(UsageError) as told:
        run("decide", "--meeting", "2026-10-02", "2.1", "--status", "Loopt")
    assert "Op vrijdag 2 oktober 2026 is geen Lokale driehoek gehouden." in str(told.value)
    assert "2026-10-01" in str(told.value)
    with pytest.raises(UsageError, match="bereidt voor en besluit niet"):
        run("decide", *HELD, "--series", "ambtelijke-werkgroep", "2.1", "--status", "Loopt")
    assert decisions() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2.1",), "Zeg wat is besloten"),
        ((), "Noem de actie"),
        (("--new", "Iets"), "horen --new en --goal"),
        (("--goal", "2", "2.1", "--status", "Loopt"), "horen --new en --goal"),
        (("--new", "Iets", "--goal", "2", "2.1"), "krijgt haar code vanzelf"),
        (("--ask", "OOV", "Wat?"), "horen --ask en --by"),
        (("2.1", "--status", "Loopt", "--by", "2027-02-01"), "horen --ask en --by"),
        (("2.1", "--ask", "OOV", "Wat?", "--by", "2027-02-01", "--note", "x"), "twee besluiten"),
        (("--ask", "XYZ", "", "--by", "2026-10-01"), "Regiehouder 'XYZ' bestaat niet"),
        (("--ask", "OOV", "Wat?", "--by", "2026-10-01"), "is al geweest"),
        (("--ask", "OOV", "w" * 161, "--by", "2027-02-01"), "te lang voor een kaart in Teams"),
        (("2.1", "--status", "klaar", "--due", "ooit"), "Stand 'klaar' bestaat niet"),
        (("--done", "1", "--status", "Loopt"), "Zeg van één besluit iets"),
        (("--done", "1", "--undo", "2"), "Zeg van één besluit iets"),
    ],
)
def test_words_that_do_not_go_together_are_refused_and_nothing_is_recorded(
    run: Run, decisions: Told, office: Office, words: tuple[str, ...], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        run("decide", *HELD, *words)
    assert decisions() == []
    assert office.history("2.1") == []


def test_what_is_not_there_is_refused(run: Run, decisions: Told) -> None:
    with pytest.raises(UnknownCode):
        run("decide", *HELD, "9.9", "--status", "Loopt")
    with pytest.raises(NotDecidable, match="Doel 9 bestaat niet"):
        run("decide", *HELD, "--new", "Iets", "--goal", "9")
    with pytest.raises(NotDecidable, match="Er is geen besluit 7"):
        run("decide", "--done", "7")
    with pytest.raises(UsageError, match="Zeg met --meeting"):
        run("decide", "2.1", "--status", "Loopt")
    assert decisions() == []


def test_the_list_of_decisions_can_be_narrowed(run: Run, decisions: Told) -> None:
    run("decide", *HELD, "2.1", "--status", "Loopt")
    run("decide", "--meeting", "2026-08-06", "1.1", "--owner", "OOV")
    run("decide", *HELD, "--ask", "OOV", "Wie?", "--by", "2027-02-01")
    run("decide", "--done", "3")
    assert [row["id"] for row in decisions("--meeting", "2026-08-06")] == [2]
    assert [row["id"] for row in decisions("--owner", "oov")] == [2, 3]
    assert [row["id"] for row in decisions("--code", "2.1")] == [1]
    assert [row["id"] for row in decisions("--state", "done")] == [3]
    assert [row["id"] for row in decisions("--open")] == [1, 2]
    with pytest.raises(UsageError, match="Regiehouder 'XYZ' bestaat niet"):
        run("decisions", "--owner", "XYZ")


def test_people_read_a_table(run: Run) -> None:
    run("decide", *HELD, "2.1", "--status", "Loopt")
    table = " ".join(run("decisions").stdout.split())
    for words in ("01-10-2026", "Stand wordt Loopt.", "niets gehoord"):
        assert words in table
