"""The list on the command line: fields have Dutch words, in what is said and in what is typed."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from support.installation import Office
from typer.testing import Result

from bot.actions.decisions import NotDecidable
from bot.commands.actions import list_actions, set_fields, show_history
from bot.commands.decisions import resolve_conflict, restore_task
from bot.commands.imports import import_file
from bot.commands.show import show
from bot.commands.sync import plan, sync
from bot.errors import UsageError

Run = Callable[..., Result]


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek import ...` and the like; raises what the command raised."""
    program = typer.Typer()
    commands: dict[str, Callable[..., None]] = {
        "import": import_file,
        "list": list_actions,
        "show": show,
        "set": set_fields,
        "history": show_history,
        "resolve": resolve_conflict,
        "plan": plan,
        "sync": sync,
        "restore": restore_task,
    }
    for name, command in commands.items():
        program.command(name)(command)
    return typing_in(program)


@pytest.mark.parametrize("option", ["--due", "--deadline"])
def test_a_deadline_is_set_and_told_by_its_dutch_name(
    run: Run, office: Office, heard: io.StringIO, option: str
) -> None:
    office.load("2.4")
    run("set", "2.4", option, "2027-03-31", "--owner", "OOV", "--regie", "MOz")
    assert "Actie 2.4: deadline is nu 31 maart 2027.\n" in heard.getvalue()
    assert "Actie 2.4: regie is nu OOV, MOz.\n" in heard.getvalue()


def test_nothing_to_set_is_told_as_such(run: Run, office: Office) -> None:
    office.load("2.4")
    with pytest.raises(UsageError, match="Geef ten minste een van --status"):
        run("set", "2.4")


def test_history_and_plan_name_fields_for_people_and_keep_the_names_in_data(
    run: Run, office: Office
) -> None:
    office.load("2.4")
    office.sync()
    office.set("2.4", due="2027-03-31", note="Begonnen.")
    shown = run("history", "2.4").stdout
    assert ("deadline" in shown, "bericht" in shown, "overgenomen" in shown) == (True,) * 3
    assert {row["field"] for row in json.loads(run("history", "2.4", "--json").stdout)} == {
        "item", "due", "note",
    }  # fmt: skip
    assert "deadline" in run("plan").stdout
    fields = {row["field"] for row in json.loads(run("plan", "--json").stdout)}
    assert {"due", "note"} <= fields


@pytest.mark.parametrize("word", ["due", "deadline", "Deadline"])
def test_a_collision_is_named_by_the_word_or_the_name_of_its_field(
    run: Run, office: Office, word: str
) -> None:
    office.load("2.4")
    with pytest.raises(NotDecidable, match=r"geen open botsing bij deadline\."):
        run("resolve", "2.4", word, "--take", "list")


def test_a_dry_import_leaves_no_run(run: Run, office: Office, heard: io.StringIO) -> None:
    counts = json.loads(run("import", "--dry-run", "--json").stdout)
    assert (counts["run"], len(counts["added"])) == (None, 70)
    assert "Zou overnemen: 70 nieuw" in heard.getvalue()
    with office.ledger as ledger:
        assert (ledger.runs.all(9), ledger.actions.all()) == ([], {})


def test_a_plan_without_a_side_does_not_say_that_all_is_equal(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.load("2.4")
    office.sync(OUTLOOK_CALENDAR="Deadlines")
    office.control.fault("throttle", path="/users/**", retry_after=900, times=99)
    assert run("plan", OUTLOOK_CALENDAR="Deadlines").exit_code == 5
    assert "overal staat hetzelfde" not in heard.getvalue()
    assert "de rest is niet vergeleken" in heard.getvalue()


def test_a_plan_without_a_side_that_the_brake_keeps_it_off_does_not_say_so_either(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    codes = ("1.9", "1.13", "2.10", "6.5")
    office.load(*codes)
    for code in codes:
        office.set(code, due="2027", status="Loopt")
    office.sync(OUTLOOK_CALENDAR="Deadlines")
    office.clock.forward(hours=1)
    for code in codes[:2]:
        office.control.act("delete-event", event=office.links("outlook")[code])
    assert run("plan", OUTLOOK_CALENDAR="Deadlines").exit_code == 4
    assert "overal staat hetzelfde" not in heard.getvalue()
    assert "de rest is niet vergeleken" in heard.getvalue()


def test_a_part_of_the_list_is_shown_and_given_as_data(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.load("6")
    office.set("6.4", owners=())
    office.set("6.5", owners=("OOV",), status="Loopt")
    shown = run("list", "--owner", "oov", "--status", "Loopt").stdout
    assert ("6.5" in shown, "6.4" in shown) == (True, False)
    orphans = json.loads(run("list", "--doel", "6", "--no-owner", "--json").stdout)
    assert "6.4" in [row["code"] for row in orphans]
    assert all(row["owners"] == [] for row in orphans)
    late = json.loads(run("list", "--late", "--no-deadline", "--json").stdout)
    assert late == []
    assert heard.getvalue() == "Geen enkele actie voldoet aan wat u zoekt.\n"
    with pytest.raises(UsageError, match="Doel 9 bestaat niet"):
        run("list", "--goal", "9")


def test_the_list_is_sorted_by_what_was_put_off_most_and_says_so(run: Run, office: Office) -> None:
    office.load("6.4", "6.5", "6.6")
    for due in ("2027", "2028"):
        office.clock.forward(days=40)
        office.set("6.5", due=due)
    plain = run("list").stdout
    assert "beloofd" not in plain
    shown = run("list", "--sort", "verzet").stdout
    assert "beloofd" in shown
    assert shown.index("6.5") < shown.index("6.4")
    row = json.loads(run("list", "--sort", "moves", "--json").stdout)[0]
    first = office.history("6.5")[0][2]
    assert (row["code"], row["first_due"]["text"], row["moves"]) == ("6.5", first, 2)
    assert f"beloofd voor {first}, twee keer verzet" in " ".join(run("show", "6.5").stdout.split())
    assert json.loads(run("show", "6.5", "--json").stdout)["moves"] == 2


def test_several_actions_are_set_in_one_go_each_with_its_sentence(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    office.load("6.4", "6.5")
    run("set", "6.4", "6.5", "--owner", "-", "--vng", "1")
    run("set", "6.4", "--note", "Er is een gesprek.")
    assert "Actie 6.4: bericht is nu Er is een gesprek.\n" in heard.getvalue()
    for sentence in ("Actie 6.4: regie is nu leeg.", "Actie 6.5: VNG-plateau is nu 1."):
        assert sentence in heard.getvalue()
    with pytest.raises(UsageError, match="hoort bij één actie"):
        run("set", "6.4", "6.5", "--titel", "Kort")


def test_people_and_labels_are_shown_by_name_and_their_keys_stay_in_data(
    run: Run, office: Office
) -> None:
    office.load("2.4")
    office.sync()
    office.set("2.4", owners=("OOV",))
    (account,) = office.account_ids("OOV")
    shown = " ".join(run("plan").stdout.split())
    assert "Eigenaar OOV" in shown
    assert account not in shown
    assert "owner:OOV" not in shown
    assert "VNG plateau 1" in shown
    assert account in run("plan", "--json").stdout


@pytest.mark.parametrize("command", ["plan", "sync"])
def test_a_round_with_an_empty_list_says_so_and_not_that_all_is_equal(
    run: Run, heard: io.StringIO, command: str
) -> None:
    """As after a slip in DATABASE_URL: a plan may well be full of the tasks of another list."""
    assert run(command).exit_code == 0
    assert "De lijst is nog leeg." in heard.getvalue()
    assert "overal staat hetzelfde" not in heard.getvalue()


def test_what_was_deleted_is_told_and_put_back_in_the_order_of_the_list(
    run: Run, office: Office, heard: io.StringIO
) -> None:
    for code in ("2.10", "2.4", "1.9"):
        office.load(code)
        office.sync()
    for code in ("2.10", "2.4", "1.9"):
        office.act("delete", code)
    run("sync", "--allow-deletions")
    told = [line for line in heard.getvalue().splitlines() if "Planner verwijderd" in line]
    assert [line.split()[1] for line in told] == ["1.9.", "2.4.", "2.10."]
    run("restore", "1.9", "2.4", "2.10")
    assert "zet 1.9, 2.4 en 2.10 weer in Planner." in heard.getvalue()


def test_what_owners_want_to_discuss_can_be_listed_and_taken_back_in(
    run: Run, office: Office, tmp_path: Path
) -> None:
    """Since when is what the history says; a file of `list --json` says no more than it did."""
    office.load("2.4", "2.5")
    office.sync()
    office.act("label", "2.5", label="Bespreken")
    office.clock.forward(minutes=5)
    office.sync()
    listed = json.loads(run("list", "--bespreken", "--json").stdout)
    line = json.loads(run("history", "2.5", "--json").stdout)[-1]
    assert [(row["code"], row["discuss_since"]) for row in listed] == [
        ("2.5", office.clock.now().isoformat())
    ]
    assert (line["side"], line["field"], line["new"]) == ("planner", "discuss", "gevraagd")
    everything = run("list", "--json").stdout
    assert [row["discuss_since"] is None for row in json.loads(everything)] == [True, False]
    (tmp_path / "lijst.json").write_text(everything)
    counts = json.loads(run("import", str(tmp_path / "lijst.json"), "--dry-run", "--json").stdout)
    assert (counts["added"], counts["changed"]) == ([], [])
    assert "bespreken" in run("history", "2.5").stdout
