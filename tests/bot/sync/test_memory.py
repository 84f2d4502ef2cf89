"""A database that was lost, or put back from a backup: nobody's newer work is overwritten."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.installation import Office

from bot.actions.decisions import reject, relink, resolve
from bot.core.sync.effects import StepKind
from connectors.wire import Task
from mappings.canonical import Status


def with_database(office: Office, file: Path) -> Office:
    """The same installation on another database file."""
    return replace(office, environ={**office.environ, "DATABASE_URL": f"sqlite:///{file}"})


def back_up(office: Office, file: Path) -> None:
    """Copy the database as a nightly backup does."""
    source = sqlite3.connect(office.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    copy = sqlite3.connect(file)
    with copy:
        source.backup(copy)
    copy.close()
    source.close()


@pytest.fixture
def lost(filled: Office, tmp_path: Path) -> Office:
    """Owners have worked in the plan; then the database is lost and the agenda imported anew."""
    filled.act("tick", "1.7")
    filled.act("due", "6.5", date="2027-05-01")
    filled.act("note", "1.9", text="Eerste gesprek was goed.")
    filled.act("drag", "5.1", bucket=filled.tasks()["6.5"]["bucketId"])
    filled.sync()
    reborn = with_database(filled, tmp_path / "nieuw.db")
    reborn.load(*filled.links())
    reborn.control.forget()
    return reborn


def test_a_lost_database_finds_its_tasks_by_marker(lost: Office) -> None:
    """No second plan, column, label or task, whatever the titles say."""
    lost.control.act("retitle", task=lost.tasks()["5.2"]["id"], title="5.2 Net even anders")
    before = {task["id"] for task in lost.control.state()["tasks"]}
    lost.sync()
    assert set(lost.links().values()) == before
    state = lost.control.state()
    assert (len(state["plans"]), len(state["buckets"])) == (1, 6)
    assert [write for write in lost.writes() if not write.startswith("PATCH /planner/tasks")] == []


def test_a_lost_database_asks_about_what_differs_and_overwrites_nothing(lost: Office) -> None:
    """Nobody knows any more which of the two is newer, so only a person may decide."""
    report = lost.sync()
    asked = {(step.code, step.field) for step in report.steps if step.kind is StepKind.CONFLICT}
    assert asked == {("1.7", "status"), ("6.5", "due")}
    assert report.waits_for_person
    assert lost.writes() == []
    assert lost.action("1.7").status is Status.RUNNING
    assert lost.tasks()["1.7"]["percentComplete"] == 100
    assert lost.action("1.9").note == "Eerste gesprek was goed."  # the list said nothing there


def test_the_question_stands_until_somebody_answers_it(lost: Office) -> None:
    lost.sync()
    assert lost.sync().waits_for_person
    with lost.ledger as ledger:
        resolve(ledger, "6.5", "due", "planner", at=lost.clock.now(), run=lost.run("resolve"))
        resolve(ledger, "1.7", "status", "list", at=lost.clock.now(), run=lost.run("resolve"))
    report = lost.sync()
    assert not report.waits_for_person
    assert lost.action("6.5").due.text == "2027-05-01"
    assert lost.tasks()["1.7"]["percentComplete"] == 50
    lost.assert_quiet()


def test_the_question_goes_away_when_both_say_the_same_again(lost: Office) -> None:
    lost.sync()
    lost.act("progress", "1.7", percent=50)
    lost.act("due", "6.5", date="2025-12-31")
    assert not lost.sync().waits_for_person
    with lost.ledger as ledger:
        assert ledger.conflicts.open_ones() == []
    lost.assert_quiet()


def test_after_relinking_edits_flow_again(lost: Office) -> None:
    lost.sync()
    lost.act("tick", "2.1")
    lost.set("4.10", due="2027")
    lost.sync()
    assert lost.action("2.1").status is Status.DONE
    assert lost.tasks()["4.10"]["dueDateTime"] == "2027-12-31T10:00:00Z"


def test_a_card_of_another_agenda_is_not_ours(filled: Office) -> None:
    """The marker names the agenda; two of them may share a plan."""
    plan = filled.control.state()["plans"][0]["id"]
    text = "Kenmerk: driehoekbot/haarlem/4.11"
    filled.control.act("create", plan=plan, title="4.11 Van een ander", text=text)
    filled.load("4.11")
    filled.sync()
    with filled.ledger as ledger:
        assert [proposal.title for proposal in ledger.proposals.all()] == ["4.11 Van een ander"]
    assert len(filled.control.state()["tasks"]) == 14


def test_a_card_whose_action_is_not_in_the_list_is_left_alone(filled: Office) -> None:
    plan = filled.control.state()["plans"][0]["id"]
    text = "Kenmerk: driehoekbot/haarlemmermeer/9.9"
    filled.control.act("create", plan=plan, title="9.9 Van vroeger", text=text)
    report = filled.sync()
    assert (report.steps, filled.writes()) == ([], [])


def test_a_backup_of_yesterday_overwrites_nothing_of_today(filled: Office, tmp_path: Path) -> None:
    """What went either way after the backup is taken over from Planner as if it were new."""
    back_up(filled, tmp_path / "gisteren.db")
    filled.act("tick", "1.7")
    filled.act("note", "2.1", text="Vacature is vervuld.")
    filled.set("6.5", due="2027-04-01")
    filled.set("4.10", owners=("NHV",))
    filled.sync()
    note, tasks = filled.action("2.1").note, filled.tasks()
    restored = with_database(filled, tmp_path / "gisteren.db")
    restored.control.forget()
    report = restored.sync()
    assert report.sides["planner"].conflicts == 0
    assert restored.action("1.7").status is Status.DONE
    assert restored.action("2.1").note == note
    assert restored.action("6.5").due.text == "2027-04-01"
    after = restored.tasks()
    for code in ("1.7", "2.1", "6.5"):
        assert after[code] == tasks[code]
    assert after["4.10"]["assignments"] == tasks["4.10"]["assignments"]


def test_a_backup_of_yesterday_doubles_no_task_of_today(filled: Office, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "gisteren.db")
    filled.load("4.11", "6.1")
    filled.sync()
    restored = with_database(filled, tmp_path / "gisteren.db")
    restored.load("4.11", "6.1")
    restored.control.forget()
    restored.sync()
    assert (len(restored.tasks()), restored.writes()) == (14, [])
    restored.assert_quiet()


def test_a_backup_from_before_a_kill_doubles_no_task(office: Office, tmp_path: Path) -> None:
    """The intents in it are old: their tasks were made long ago and are found by marker."""
    office.load("1.7", "1.9")
    office.control.fault("lost_response", method="POST", path="/planner/tasks", inner=True)
    office.sync()
    back_up(office, tmp_path / "gisteren.db")
    office.sync()
    restored = with_database(office, tmp_path / "gisteren.db")
    restored.clock.forward(days=1)
    restored.sync()
    restored.assert_quiet()


def test_a_task_that_lost_its_marker_too_is_not_made_twice(lost: Office) -> None:
    """Nothing ties it to an action any more; until a person does, no task is made beside it."""
    lost.control.act("describe", task=lost.tasks()["5.2"]["id"], text="Alles gewist.")
    report = lost.sync()
    assert [s.code for s in report.steps if s.kind is StepKind.PARK] == ["5.2"]
    assert len(lost.control.state()["tasks"]) == len(lost.tasks())
    with lost.ledger as ledger:
        orphan = lost.tasks()["5.2"]["id"]
        relink(ledger, "planner", "5.2", orphan, at=lost.clock.now(), run="test")
    lost.sync()
    assert lost.links()["5.2"] == orphan
    assert len(lost.control.state()["tasks"]) == len(lost.links())


def test_a_lost_database_puts_nobody_and_nothing_on_again_that_people_took_off(
    filled: Office, tmp_path: Path
) -> None:
    """Planner would mail whoever is put on; what the list changes later is sent as ever."""
    filled.load("1.1")
    filled.sync()
    before = filled.tasks()["1.1"]
    filled.act("unassign", "5.1", colleague=filled.house().settings.members["MOZ"][0])
    assert filled.tasks()["5.1"]["assignments"] == {}
    for slot in before["appliedCategories"]:
        filled.act("unlabel", "1.1", label=slot)
    reborn = with_database(filled, tmp_path / "nieuw.db")
    reborn.load(*filled.links())
    reborn.control.forget()
    reborn.sync()
    assert reborn.writes() == []
    reborn.assert_quiet()
    reborn.set("1.1", owners=("OOV",))
    reborn.sync()
    after = reborn.tasks()["1.1"]
    assert set(after["assignments"]) >= reborn.account_ids("OOV")
    assert len(after["appliedCategories"]) == 1


def test_two_tasks_of_ours_with_one_marker_wait_for_a_person(lost: Office) -> None:
    """As a repeating task leaves them, one ticked off and the next one open."""
    with closing(lost.house()) as house:
        task = house.planner.api.read_tasks([lost.tasks()["1.7"]["id"]])[0]
        assert isinstance(task, Task)
        assert task.details is not None
        body = {"planId": task.plan_id, "title": task.title}
        (copy,) = house.planner.api.create_tasks(
            [{**body, "details": {"description": task.details.description}}]
        )
    assert isinstance(copy, Task)
    lost.control.forget()
    report = lost.sync()
    assert "1.7" not in lost.links()
    (told,) = [s for s in report.for_person if s.startswith("Actie 1.7: ")]
    assert f"{task.id} (Gereed)" in told
    assert f"{copy.id} (Planning)" in told
    assert report.waits_for_person
    assert lost.writes() == []
    with lost.ledger as ledger:
        assert {p.remote_id for p in ledger.proposals.waiting()} >= {task.id, copy.id}
        relink(ledger, "planner", "1.7", task.id, at=lost.clock.now(), run="test")
        reject(ledger, copy.id)
    told_next = lost.sync().for_person
    assert [s for s in told_next if "1.7" in s and "kies wat geldt" in s]
    assert [s for s in told_next if "kenmerk" in s] == []
    assert lost.links()["1.7"] == task.id
