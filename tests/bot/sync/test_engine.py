"""The round against a real tenant: the first fill, edits that come in, edits that go out."""

import pytest
from support.installation import Office

from mappings.canonical import Status
from mappings.description import DIVIDER


def labels_of(office: Office, code: str) -> set[str]:
    """The labels of a task by the names that the plan gives them."""
    state = office.control.state()
    names = state["planDetails"][0]["categoryDescriptions"]
    return {names[slot] for slot in office.tasks()[code]["appliedCategories"]}


def test_the_first_round_makes_a_task_of_each_of_the_70_actions(office: Office) -> None:
    """Each with its column, progress, due date, and a description that ends in a marker."""
    office.load()
    report = office.sync()
    assert (report.sides["planner"].created, report.remarks) == (70, [])
    state, tasks = office.control.state(), office.tasks()
    columns = {bucket["id"]: bucket["name"].split(".")[0] for bucket in state["buckets"]}
    assert sorted(columns.values()) == ["1", "2", "3", "4", "5", "6"]
    percent: dict[Status | None, int] = {Status.DONE: 100, Status.RUNNING: 50}
    with office.ledger as ledger:
        actions = ledger.actions.all()
    assert tasks.keys() == actions.keys()
    for code, action in actions.items():
        task = tasks[code]
        assert columns[task["bucketId"]] == code.split(".")[0]
        assert task["percentComplete"] == percent.get(action.status, 0)
        due = f"{action.due.date}T10:00:00Z" if action.due.date else None
        assert task["dueDateTime"] == due
        assert task["details"]["description"].startswith(action.note or DIVIDER)
        assert task["details"]["description"].endswith(f"driehoekbot/haarlemmermeer/{code}")


def test_the_first_round_puts_labels_and_owners_on_the_tasks(filled: Office) -> None:
    assert labels_of(filled, "1.1") == {"VNG plateau 1"}
    assert labels_of(filled, "3.16") == {"NIET", "VNG plateau 2"}
    assert labels_of(filled, "5.2") == {"VNG plateau 1", "Continue", "MOz", "CGH"}
    assert labels_of(filled, "6.4") == {"Ad hoc", "B&M", "Advies"}
    assert filled.tasks()["5.2"]["assignments"].keys() == filled.account_ids("MOZ", "CGH")
    assert filled.tasks()["1.1"]["assignments"] == {}


def test_a_second_round_over_the_whole_plan_writes_nothing_and_costs_one_exchange(
    office: Office,
) -> None:
    office.load()
    office.sync()
    office.control.forget()
    report = office.sync()
    assert (office.writes(), office.trips()) == ([], 1)
    assert (report.steps, report.remarks) == ([], [])


def test_a_tick_in_planner_comes_back(filled: Office) -> None:
    filled.act("tick", "1.7")
    report = filled.sync()
    assert report.sides["planner"].pulled == 1
    assert filled.action("1.7").status is Status.DONE
    assert filled.history("1.7") == [("planner", "status", "Loopt", "Gereed", "applied")]
    assert filled.writes() == []


@pytest.mark.parametrize("day", ["2027-02-01", "2027-03-28", "2027-07-14", "2026-12-30"])
def test_a_moved_date_is_the_day_people_saw_however_it_was_stored(filled: Office, day: str) -> None:
    """Web, To Do and other clients keep different hours; none makes the deadline slip a day."""
    stored = {"6.5": "planner", "2.10": "todo", "1.9": "api"}
    for code, form in stored.items():
        filled.act("due", code, date=day, stored=form)
    filled.sync()
    assert {filled.action(code).due.text for code in stored} == {day}
    assert filled.history("6.5") == [("planner", "due", "2025", day, "applied")]
    assert filled.writes() == []


@pytest.mark.parametrize("stored", ["planner", "todo", "api"])
def test_the_last_day_of_the_year_leaves_the_word_2026_alone(filled: Office, stored: str) -> None:
    filled.act("due", "4.10", date="2026-12-31", stored=stored)
    filled.sync()
    assert filled.action("4.10").due.text == "2026"
    assert (filled.history("4.10"), filled.writes()) == ([], [])


def test_a_cleared_date_comes_back_as_no_deadline(filled: Office) -> None:
    filled.act("due", "4.10", date=None)
    filled.sync()
    assert filled.action("4.10").due.text == ""
    assert filled.history("4.10") == [("planner", "due", "2026", None, "applied")]


def test_a_task_without_a_date_leaves_the_word_continue_alone(filled: Office) -> None:
    filled.act("note", "5.1", text="Loopt goed.")
    filled.sync()
    assert filled.action("5.1").due.text == "Continue"


def test_a_note_on_top_of_the_description_comes_back(filled: Office) -> None:
    before = filled.action("2.1").note
    filled.act("note", "2.1", text="Vacature is vervuld.")
    filled.sync()
    after = f"Vacature is vervuld.\n{before}"
    assert filled.action("2.1").note == after
    assert filled.history("2.1") == [("planner", "note", before, after, "applied")]
    assert filled.writes() == []


def test_other_line_ends_are_no_edit(filled: Office) -> None:
    filled.control.settings(line_breaks="crlf")
    filled.act("note", "2.1", text="Eerste regel.\nTweede regel.")
    filled.sync()
    assert filled.action("2.1").note.startswith("Eerste regel.\nTweede regel.\n")
    assert filled.sync().steps == []
    assert filled.writes() == []


def test_thirty_percent_is_loopt_and_stays_thirty_percent(filled: Office) -> None:
    filled.act("progress", "1.9", percent=30)
    filled.sync()
    assert filled.action("1.9").status is Status.RUNNING
    filled.set("1.9", due="2027")
    filled.sync()
    assert filled.tasks()["1.9"]["percentComplete"] == 30


def test_the_coordinators_edit_goes_out(filled: Office) -> None:
    filled.set("1.9", status="Loopt", due="2027-03-31", note="Begonnen.", owners=("OOV",))
    report = filled.sync()
    assert report.sides["planner"].updated == 1
    task = filled.tasks()["1.9"]
    assert (task["percentComplete"], task["dueDateTime"]) == (50, "2027-03-31T10:00:00Z")
    assert task["details"]["description"].startswith("Begonnen.\n")
    assert "Regie: Team OOV" in task["details"]["description"]
    assert len(task["assignments"]) == 1
    assert labels_of(filled, "1.9") == {"OOV"}
    filled.control.forget()
    assert filled.sync().steps == []
    assert filled.writes() == []


def test_an_update_sends_only_what_changed_with_the_etag_that_was_read(filled: Office) -> None:
    """The board order, the checklist and everything else of a task is people's own."""
    filled.set("1.9", status="Loopt")
    filled.sync()
    patch = next(e for e in filled.control.journal() if e["method"] == "PATCH")
    assert patch["body"] == {"percentComplete": 50}
    assert patch["if_match"].startswith('W/"')


def test_a_new_action_becomes_a_new_task(filled: Office) -> None:
    filled.load("4.11")
    assert filled.sync().sides["planner"].created == 1
    assert len(filled.tasks()) == 13


def test_edits_of_different_fields_are_both_kept(filled: Office) -> None:
    filled.act("tick", "6.5")
    filled.set("6.5", due="2027")
    report = filled.sync()
    after = filled.action("6.5")
    assert (after.status, after.due.text) == (Status.DONE, "2027")
    assert filled.tasks()["6.5"]["dueDateTime"] == "2027-12-31T10:00:00Z"
    assert report.sides["planner"].conflicts == 0


@pytest.mark.parametrize(
    ("field", "act", "ours", "theirs"),
    [
        ("status", ("tick", {}), "Planning", "Gereed"),
        ("note", ("describe", {"text": "Van hen."}), "Uit de lijst.", "Van hen."),
    ],
)
def test_planner_wins_status_and_note_and_the_list_s_value_is_kept(
    filled: Office, field: str, act: tuple[str, dict[str, str]], ours: str, theirs: str
) -> None:
    base = getattr(filled.action("2.1"), field)
    filled.act(act[0], "2.1", **act[1])
    filled.set("2.1", **{field: ours})
    report = filled.sync()
    assert report.sides["planner"].conflicts == 1
    assert getattr(filled.action("2.1"), field) == theirs
    assert [line for line in filled.history("2.1") if line[1] == field] == [
        ("list", field, base, ours, "applied"),
        ("list", field, base, ours, "lost"),
        ("planner", field, ours, theirs, "applied"),
    ]
    with filled.ledger as ledger:
        conflict = ledger.conflicts.open_ones()[0]
    assert (conflict.code, conflict.field, conflict.list, conflict.other) == (
        "2.1", field, ours, theirs,
    )  # fmt: skip


def test_the_list_wins_the_deadline_and_planner_s_date_is_kept(filled: Office) -> None:
    filled.act("due", "6.5", date="2027-05-01")
    filled.set("6.5", due="2027-04-01")
    filled.sync()
    assert filled.action("6.5").due.text == "2027-04-01"
    assert filled.tasks()["6.5"]["dueDateTime"] == "2027-04-01T10:00:00Z"
    assert filled.history("6.5")[-1] == ("planner", "due", "2025-12-31", "2027-05-01", "lost")
    with filled.ledger as ledger:
        conflict = ledger.conflicts.open_ones()[0]
    assert (conflict.list, conflict.other) == ("2027-04-01", "2027-05-01")


def test_the_same_edit_on_both_sides_is_no_collision(filled: Office) -> None:
    filled.act("due", "6.5", date="2027-04-01", stored="todo")
    filled.set("6.5", due="2027-04-01")
    report = filled.sync()
    assert (report.steps, filled.writes()) == ([], [])


def test_a_dropped_action_that_is_ticked_off_stays_dropped(filled: Office) -> None:
    filled.act("tick", "3.16")
    filled.sync()
    assert filled.action("3.16").status is Status.DROPPED
    assert filled.history("3.16") == []


def test_dropping_an_action_keeps_its_progress_and_taking_niet_off_brings_it_back(
    filled: Office,
) -> None:
    filled.set("1.7", status="NIET")
    filled.sync()
    assert filled.tasks()["1.7"]["percentComplete"] == 50
    assert "NIET" in labels_of(filled, "1.7")
    filled.act("unlabel", "1.7", label="NIET")
    filled.sync()
    assert filled.action("1.7").status is Status.RUNNING


@pytest.mark.parametrize("word", ["2026", "Continue", "Ad hoc"])
def test_a_date_set_and_cleared_in_planner_gives_the_word_back(filled: Office, word: str) -> None:
    filled.set("1.7", due=word)
    filled.sync()
    filled.act("due", "1.7", date="2027-05-01")
    filled.sync()
    assert filled.action("1.7").due.text == "2027-05-01"
    filled.act("due", "1.7", date=None)
    filled.sync()
    assert filled.action("1.7").due.text == word
