"""Actions struck off the list: their items go from the sandbox, and only a person has them back."""

import pytest
from support.installation import Office

from bot.actions.decisions import NotDecidable, accept
from bot.actions.imports import import_list, read_import
from bot.actions.struck import strike, struck_among, unstrike
from bot.core.sync.brake import BrakePulled
from bot.store.errors import StruckCode
from connectors.wire import TaskDetails
from mappings.agenda import load_actions

CODES = ("1.9", "1.13", "2.10", "6.5")


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines mensenhandel"}


@pytest.fixture
def both(office: Office) -> Office:
    """Four actions with a day, in Planner and in Outlook, an hour ago."""
    office.load(*CODES)
    for code in CODES:
        office.set(code, due="2027", status="Loopt")
    office.sync()
    office.clock.forward(hours=1)
    office.control.forget()
    return office


def drop(office: Office, *codes: str) -> None:
    with office.ledger as ledger:
        strike(ledger, codes, at=office.clock.now(), run=office.run("drop"))


def undo(office: Office, *codes: str) -> None:
    with office.ledger as ledger:
        unstrike(ledger, codes, at=office.clock.now(), run=office.run("drop"))


def listed(office: Office) -> set[str]:
    with office.ledger as ledger:
        return set(ledger.actions.all())


def events(office: Office) -> set[str]:
    """The codes of the deadlines in the calendar."""
    subjects = [e["subject"] for e in office.control.state()["events"]]
    return {s.split()[1] for s in subjects if s and s.startswith("Deadline ")}


def description(office: Office, task: str) -> str | None:
    """The text of a task."""
    (found,) = office.house().planner.api.details_of([task])
    assert isinstance(found, TaskDetails)
    return found.description


def test_task_and_event_of_a_struck_action_go_with_the_next_round(both: Office) -> None:
    drop(both, "6.5")
    assert listed(both) == {"1.9", "1.13", "2.10"}
    promised = {(s.code, s.side, s.kind.value) for s in both.preview().steps}
    assert promised == {("6.5", "planner", "remove"), ("6.5", "outlook", "remove")}
    assert both.writes() == []
    report = both.sync()
    assert [side.removed for side in report.sides.values()] == [1, 1]
    assert both.tasks().keys() == events(both) == {"1.9", "1.13", "2.10"}
    assert "6.5" not in both.links() | both.links("outlook")
    assert both.history("6.5")[-1] == ("list", "item", None, "uit de lijst gehaald", "applied")
    both.assert_quiet()


def test_a_struck_action_can_be_put_back_before_and_after_its_items_went(both: Office) -> None:
    before = both.tasks()["6.5"]["id"]
    drop(both, "6.5")
    undo(both, "6.5")
    both.assert_quiet()
    assert both.tasks()["6.5"]["id"] == before
    drop(both, "6.5")
    both.sync()
    undo(both, "6.5")
    assert [side.created for side in both.sync().sides.values()] == [1, 1]
    assert both.action("6.5").due.text == "2027"
    assert events(both) == {"1.9", "1.13", "2.10", "6.5"}
    both.assert_quiet()


def test_neither_an_import_nor_a_marker_brings_a_struck_action_back(both: Office) -> None:
    drop(both, "6.5")
    both.sync()
    plan = both.control.state()["plans"][0]["id"]
    text = "Kenmerk: driehoekbot/haarlemmermeer/6.5"
    both.control.act("create", plan=plan, title="6.5 Nog een keer", text=text)
    own = load_actions(both.house().settings.agenda_dir / "actions.yaml", both.house().agenda)
    incoming = [action for action in own if action.code in CODES]
    with both.ledger as ledger:
        imported = import_list(ledger, incoming, at=both.clock.now(), run="import-again")
    assert imported.codes() == {
        "added": [],
        "changed": [],
        "kept": [],
        "absent": [],
        "struck": ["6.5"],
    }
    both.sync()
    assert listed(both) == {"1.9", "1.13", "2.10"}
    with both.ledger as ledger:
        assert [p.title for p in ledger.proposals.waiting()] == ["6.5 Nog een keer"]


def test_what_a_file_says_meanwhile_counts_once_the_action_is_back(both: Office) -> None:
    drop(both, "6.5")
    with both.ledger as ledger:
        better = ledger.actions.struck()["6.5"].action.model_copy(update={"title": "Beter gezegd"})
        import_list(ledger, [better], at=both.clock.now(), run="a")
    undo(both, "6.5")
    with both.ledger as ledger:
        again = read_import(ledger, [better], at=both.clock.now(), run="b")
    assert again.changed == ("6.5",)


def test_a_task_that_was_accepted_by_mistake_goes_back_to_who_made_it(both: Office) -> None:
    plan = both.control.state()["plans"][0]["id"]
    made = both.control.act("create", plan=plan, title="Taart kopen", text="Voor vrijdag.")["id"]
    both.sync()
    with both.ledger as ledger:
        accept(ledger, made, 6, None, at=both.clock.now(), run="accept")
    both.sync()
    assert both.tasks()["6.6"]["id"] == made
    drop(both, "6.6")
    both.sync()
    (title,) = [t["title"] for t in both.control.state()["tasks"] if t["id"] == made]
    assert (title, description(both, made)) == ("Taart kopen", "Voor vrijdag.")
    with both.ledger as ledger:
        assert ledger.proposals.waiting() == []
    both.control.forget()
    assert (both.sync().steps, both.writes()) == ([], [])
    undo(both, "6.6")
    both.sync()
    assert both.tasks()["6.6"]["id"] == made
    both.assert_quiet()


def test_an_accepted_task_that_is_struck_at_once_is_never_touched(both: Office) -> None:
    plan = both.control.state()["plans"][0]["id"]
    made = both.control.act("create", plan=plan, title="Taart kopen")["id"]
    both.sync()
    both.control.forget()
    with both.ledger as ledger:
        accept(ledger, made, 6, None, at=both.clock.now(), run="accept")
    drop(both, "6.6")
    assert (both.sync().steps, both.writes()) == ([], [])


def test_a_struck_code_is_not_given_out_again(both: Office) -> None:
    with both.ledger as ledger:
        ledger.proposals.see("planner", "AbCd", "Een", both.clock.now())
        ledger.proposals.see("planner", "EfGh", "Twee", both.clock.now())
        assert accept(ledger, "AbCd", 6, None, at=both.clock.now(), run="accept").code == "6.6"
    drop(both, "6.6")
    with both.ledger as ledger:
        assert accept(ledger, "EfGh", 6, None, at=both.clock.now(), run="accept").code == "6.7"


def test_an_edit_that_was_under_way_is_kept_in_the_history(both: Office) -> None:
    both.act("note", "6.5", text="Bijna klaar.")
    drop(both, "6.5")
    both.sync()
    side, field, _, words, outcome = both.history("6.5")[-1]
    assert (side, field, outcome) == ("planner", "note", "lost")
    assert "Bijna klaar." in words


def test_what_people_made_of_our_own_texts_is_kept_in_the_history_before_these_go(
    both: Office,
) -> None:
    """A title, words below the line and the subject of an event, which no round has seen yet."""
    both.act("retitle", "6.5", title="Onze eigen titel")
    text = description(both, both.tasks()["Onze"]["id"])
    both.act("describe", "6.5", text=f"{text}\nOnder de lijn.")
    both.control.act("rename-event", event=both.links("outlook")["6.5"], subject="Eigen afspraak")
    drop(both, "6.5")
    both.sync()
    kept = {
        (side, field): new
        for side, field, _, new, outcome in both.history("6.5")
        if outcome == "lost"
    }
    assert kept["planner", "title"] == "Onze eigen titel"
    assert "Onder de lijn." in f"{kept}"
    assert kept["outlook", "title"] == "Eigen afspraak"


def test_a_title_that_was_told_already_is_not_kept_a_second_time(both: Office) -> None:
    both.act("retitle", "6.5", title="Onze eigen titel")
    both.sync()
    drop(both, "6.5")
    both.sync()
    told = [new for _, field, _, new, _ in both.history("6.5") if field == "title"]
    assert told == ["Onze eigen titel"]


def test_what_was_written_on_a_task_that_stays_with_its_maker_is_kept_too(both: Office) -> None:
    plan = both.control.state()["plans"][0]["id"]
    made = both.control.act("create", plan=plan, title="Taart kopen")["id"]
    both.sync()
    with both.ledger as ledger:
        accept(ledger, made, 6, None, at=both.clock.now(), run="accept")
    both.sync()
    both.control.act("retitle", task=made, title="Twee taarten kopen")
    drop(both, "6.6")
    both.sync()
    (title,) = [t["title"] for t in both.control.state()["tasks"] if t["id"] == made]
    told = [new for _, field, _, new, outcome in both.history("6.6") if field == "title"]
    assert (title, told[1:]) == ("Taart kopen", ["Twee taarten kopen"])


def test_a_task_that_changes_while_it_is_taken_away_is_read_again(both: Office) -> None:
    drop(both, "6.5")
    both.control.fault("status", method="DELETE", path="/planner/tasks/*", inner=True, status=412)
    assert both.sync().sides["planner"].removed == 1
    assert "6.5" not in both.tasks()


@pytest.mark.parametrize("status", [400, 403])
def test_a_task_that_planner_keeps_is_set_apart_until_it_may_go(both: Office, status: int) -> None:
    drop(both, "6.5")
    path = "/planner/tasks/*"
    both.control.fault("status", method="DELETE", path=path, inner=True, status=status)
    report = both.sync()
    assert (report.sides["planner"].parked, report.waits_for_person) == (1, True)
    assert "Actie 6.5: Planner laat de taak niet weghalen" in report.for_person[0]
    assert both.sync().sides["planner"].removed == 1


def test_a_removal_whose_answer_was_lost_is_simply_over(both: Office) -> None:
    drop(both, "6.5")
    both.control.fault("lost_response", method="DELETE", path="/planner/tasks/*", inner=True)
    both.sync()
    both.assert_quiet()


def test_a_large_part_of_the_list_goes_only_when_a_person_says_so(both: Office) -> None:
    """Two of four: the side stays as it is until somebody says that it is right."""
    drop(both, "1.9", "6.5")
    with pytest.raises(BrakePulled, match="2 van de 4 acties tegelijk uit de lijst"):
        both.sync()
    assert len(both.tasks()) == 4
    report = both.sync(allow_deletions=True)
    assert [side.removed for side in report.sides.values()] == [2, 2]
    assert both.tasks().keys() == {"1.13", "2.10"}


def test_a_struck_task_that_people_delete_is_told_to_nobody(both: Office) -> None:
    both.act("delete", "6.5")
    drop(both, "6.5")
    report = both.sync()
    assert report.for_person == []
    assert "6.5" not in both.links()


def test_what_waited_about_a_struck_action_waits_no_more(both: Office) -> None:
    both.act("due", "6.5", date="2027-05-01")
    both.set("6.5", due="2028")
    both.act("delete", "1.9")
    both.sync()
    drop(both, "6.5")
    drop(both, "1.9")
    with both.ledger as ledger:
        assert ledger.conflicts.open_ones() == []
        assert "1.9" not in ledger.links.all("planner")


def test_only_what_is_struck_can_be_put_back_and_the_rest_is_not_to_be_had(both: Office) -> None:
    drop(both, "6.5")
    with both.ledger as ledger:
        with pytest.raises(NotDecidable, match=r"1\.9 staat gewoon in de lijst"):
            struck_among(ledger, ["6.5", "1.9"])
        with pytest.raises(StruckCode, match=r"driehoek drop --undo 6\.5"):
            ledger.actions.get("6.5")
        with pytest.raises(StruckCode):
            strike(ledger, ["1.9", "6.5"], at=both.clock.now(), run="drop")
    assert listed(both) == {"1.9", "1.13", "2.10"}
