"""A round on a bad day: every fault ends in one task per action, or in a side that waits."""

from typing import Any

import pytest
from support.installation import Office

from bot.core.sync.effects import StepKind
from bot.sync.side import SideUnavailable

CREATES: dict[str, Any] = {"method": "POST", "path": "/planner/tasks", "inner": True}
CHANGES: dict[str, Any] = {"method": "PATCH", "path": "/planner/tasks/*", "inner": True}
OUTER: dict[str, Any] = {"path": "/$batch", "inner": False}


def test_a_lost_answer_to_a_batch_of_creates_is_found_again_by_marker(office: Office) -> None:
    """The connection drops after Planner made the second batch: they are adopted, not doubled."""
    office.load("3", "4")

    def drop_the_next(_side: str, done: int, _total: int) -> None:
        if done == 20:
            office.control.fault("lost_response", **OUTER)

    counts = office.sync(drop_the_next).sides["planner"]
    assert (counts.created, counts.waiting) == (20, 10)
    assert len(office.tasks()) == 30
    office.control.forget()
    again = office.sync()
    assert (office.writes(), again.sides["planner"].created) == ([], 0)
    assert len(office.links()) == 30
    office.assert_quiet()


def test_a_lost_batch_of_creates_waits_ten_minutes_and_is_then_made_once(office: Office) -> None:
    """Absent from two whole listings ten minutes apart: only then it is proven not to be there."""
    office.load("3", "4")

    def drop_the_next(_side: str, done: int, _total: int) -> None:
        if done == 20:
            office.control.fault("lost_request", **OUTER)

    office.sync(drop_the_next)
    assert len(office.tasks()) == 20
    waits = office.sync()
    assert [step.kind for step in waits.steps] == [StepKind.PARK] * 10
    office.clock.forward(minutes=9)
    office.sync()
    assert len(office.tasks()) == 20
    office.clock.forward(minutes=2)
    assert office.sync().sides["planner"].created == 10
    assert len(office.tasks()) == 30
    office.assert_quiet()


@pytest.mark.parametrize("fault", ["lost_response", "lost_request"])
def test_one_part_without_an_outcome_ends_as_one_task(office: Office, fault: str) -> None:
    office.load("1.7", "1.9", "2.1")
    office.control.fault(fault, **CREATES)
    counts = office.sync().sides["planner"]
    assert (counts.created, counts.waiting) == (2, 1)
    office.sync()
    office.clock.forward(minutes=11)
    office.sync()
    office.assert_quiet()


def test_a_lost_answer_is_adopted_though_planner_ignored_the_description(office: Office) -> None:
    """Without a marker, a task of ours that is exactly what was asked for is the one."""
    office.control.settings(post_details="ignore")
    office.load("1.7", "1.9", "2.1")
    office.control.fault("lost_response", **CREATES)
    office.sync()
    office.sync()
    office.assert_quiet()


def test_a_task_of_the_same_title_made_by_hand_is_not_taken_for_ours(office: Office) -> None:
    """Titles never identify: only a task of the bot itself can be the one that got no answer.

    Whether theirs is the action's is for a person to say; none is made before that.
    """
    office.load("1.7", "1.9")
    office.control.fault("lost_request", **CREATES, times=2)
    office.sync()
    plan = office.control.state()["plans"][0]["id"]
    by_hand = office.control.act("create", plan=plan, title=office.action("1.9").heading)
    office.sync()
    assert office.links() == {}
    office.clock.forward(minutes=11)
    assert [pair.remote_id for pair in office.sync().pairs] == [by_hand["id"]]
    assert office.links().keys() == {"1.7"}
    with office.ledger as ledger:
        ledger.pairs.refuse("planner", "1.9", by_hand["id"], office.clock.now())
    office.sync()
    assert by_hand["id"] not in office.links().values()
    assert len(office.control.state()["tasks"]) == 3


def test_a_task_that_shows_up_late_is_neither_doubled_nor_called_deleted(
    office: Office,
) -> None:
    office.load("1.7", "1.9")
    office.sync()
    office.load("2.1")
    office.control.fault("delayed_visibility", **CREATES, reads=3)
    office.sync()
    for _ in range(4):
        office.clock.forward(minutes=3)
        office.sync()
    assert (len(office.tasks()), office.history("2.1")) == (3, [])
    office.assert_quiet()


@pytest.mark.parametrize("reception", ["accept", "ignore", "refuse"])
def test_a_description_arrives_whatever_planner_does_with_details_in_a_create(
    office: Office, reception: str
) -> None:
    office.control.settings(post_details=reception)
    office.load("1.7", "1.9", "2.1")
    office.sync()
    office.assert_quiet()


@pytest.mark.parametrize("reception", ["ignore", "refuse"])
def test_the_plan_is_read_whole_without_expanded_details(filled: Office, reception: str) -> None:
    filled.control.settings(expand_details=reception)
    filled.act("note", "2.1", text="Vacature is vervuld.")
    filled.sync()
    assert filled.action("2.1").note.startswith("Vacature is vervuld.")
    filled.assert_quiet()


def test_a_plan_of_many_pages_is_read_whole(filled: Office) -> None:
    filled.control.settings(page_size=5)
    filled.act("tick", "6.5")
    assert filled.sync().sides["planner"].pulled == 1
    filled.assert_quiet()


def test_a_failing_second_page_proves_nothing(filled: Office) -> None:
    """A half listing plans no edit, marks no deletion and pulls no brake."""
    filled.control.settings(page_size=5)
    filled.control.fault("second_page_fails", times=20)
    filled.act("tick", "1.1")
    filled.set("1.9", status="Loopt")
    with pytest.raises(SideUnavailable, match="Planner is nu niet te gebruiken"):
        filled.sync()
    assert (filled.writes(), filled.history("1.7")) == ([], [])
    filled.control.mend()
    filled.sync()
    filled.assert_quiet()


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "malformed_json"},
        {"kind": "html"},
        {"kind": "truncated"},
        {"kind": "lost_request"},
        {"kind": "status", "status": 503},
        {"kind": "throttle", "retry_after": 600},
    ],
    ids=lambda fault: str(fault["kind"]),
)
def test_a_side_that_cannot_be_read_is_unavailable_and_untouched(
    filled: Office, fault: dict[str, Any]
) -> None:
    filled.act("tick", "1.7")
    filled.set("1.9", status="Loopt")
    filled.control.fault(**fault, **OUTER, times=20)
    with pytest.raises(SideUnavailable):
        filled.sync()
    filled.control.mend()
    assert (filled.writes(), filled.history("1.7")) == ([], [])
    if "retry_after" in fault:
        filled.clock.sleep(fault["retry_after"])
    filled.sync()
    assert filled.history("1.7")[0][3] == "Gereed"
    filled.assert_quiet()


@pytest.mark.parametrize("kind", ["malformed_json", "truncated", "html"])
def test_an_unreadable_answer_to_creates_doubles_nothing(office: Office, kind: str) -> None:
    """Made or not made (the error page comes from a gateway before Planner): one task each."""
    office.load("3", "5")

    def spoil_the_next(_side: str, done: int, _total: int) -> None:
        if done == 20:
            office.control.fault(kind, **OUTER)

    counts = office.sync(spoil_the_next).sides["planner"]
    assert (counts.created, counts.waiting) == (20, 4)
    office.sync()
    office.clock.forward(minutes=11)
    office.sync()
    office.assert_quiet()


def test_throttled_parts_go_again_after_exactly_the_wait_that_was_asked(office: Office) -> None:
    office.load("1.7", "1.9", "2.1")
    office.control.fault("throttle", **CREATES, times=2, retry_after=17)
    assert office.sync().sides["planner"].created == 3
    assert [17 <= wait < 18 for wait in office.clock.slept] == [True]
    assert not any(entry["early_return"] for entry in office.control.journal())
    office.assert_quiet()


def test_a_task_that_is_refused_does_not_stop_the_other_69(office: Office) -> None:
    office.load()
    office.control.fault("status", **CREATES, status=400)
    report = office.sync()
    side = report.sides["planner"]
    assert (side.created, side.parked, len(report.remarks)) == (69, 1, 1)
    assert report.waits_for_person
    assert office.sync().sides["planner"].created == 1
    office.assert_quiet()


def test_a_full_plan_parks_what_was_refused_and_stops_creating(office: Office) -> None:
    """The rest waits for room; nothing is doubled when there is room again."""
    office.load("1", "2", "3")
    office.control.settings(limits={"MaximumTasksInProject": 30})
    counts = office.sync().sides["planner"]
    assert (counts.created, counts.parked, counts.waiting) == (30, 10, 4)
    tries = sum(write == "POST /planner/tasks" for write in office.writes())
    assert tries == 40
    office.control.settings(limits={"MaximumTasksInProject": 9000})
    assert office.sync().sides["planner"].created == 4
    office.clock.forward(minutes=11)
    assert office.sync().sides["planner"].created == 10
    office.assert_quiet()


def test_a_worker_that_finds_room_again_makes_the_rest_in_the_same_round(office: Office) -> None:
    """It remembers that the plan was full, so one create goes ahead of the others."""
    office.load("5")
    office.control.settings(limits={"MaximumTasksInProject": 2})
    house = office.house()
    created = []
    for room in (2, 2, 9000):
        office.control.settings(limits={"MaximumTasksInProject": room})
        house.graph.start_round()
        created.append(house.engine().round(f"room-{room}").sides["planner"].created)
        office.clock.forward(minutes=11)
    assert created == [2, 0, 5]
    office.assert_quiet()


@pytest.mark.parametrize("status", [409, 412])
def test_a_stale_write_is_read_again_and_decided_again(filled: Office, status: int) -> None:
    filled.set("1.9", status="Loopt")
    filled.control.fault("status", **CHANGES, status=status)
    report = filled.sync()
    assert (report.sides["planner"].updated, report.remarks) == (1, [])
    filled.assert_quiet()


def test_what_somebody_changed_between_reading_and_writing_is_not_overwritten(
    office: Office,
) -> None:
    """While the first twenty are sent, an owner moves the date of the last: theirs is kept."""
    office.load("3", "4.1", "4.2", "4.3", "4.4")
    office.sync()
    for code in office.links():
        office.set(code, status="Gereed", due="2027-01-01")

    def meanwhile(_side: str, done: int, total: int) -> None:
        if (done, total) == (1, 21):
            office.act("due", "4.4", date="2027-06-01")

    report = office.sync(meanwhile)
    assert report.sides["planner"].conflicts == 1
    assert office.history("4.4")[-1] == ("planner", "due", None, "2027-06-01", "lost")
    assert office.tasks()["4.4"]["dueDateTime"] == "2027-01-01T10:00:00Z"
    office.assert_quiet()


def test_a_task_that_keeps_changing_waits_for_a_person_after_three_readings(
    filled: Office,
) -> None:
    """The other tasks are not held up, and a later round tries again all the same."""
    filled.set("1.9", status="Loopt")
    filled.set("1.7", status="Gereed")
    busy = filled.links()["1.9"]
    fault = {**CHANGES, "path": f"/planner/tasks/{busy}"}
    filled.control.fault("status", **fault, status=412, times=99)
    report = filled.sync()
    assert report.remarks == ["Actie 1.9: iemand blijft haar wijzigen in Planner."]
    assert (report.sides["planner"].parked, report.waits_for_person) == (1, True)
    assert filled.writes().count(f"PATCH /planner/tasks/{busy}") == 3
    assert filled.tasks()["1.7"]["percentComplete"] == 100
    filled.control.mend()
    filled.sync()
    filled.assert_quiet()


@pytest.mark.parametrize("kind", ["lost_response", "lost_request"])
def test_a_change_without_an_outcome_is_settled_by_reading(filled: Office, kind: str) -> None:
    filled.set("1.9", status="Loopt", note="Begonnen.")
    filled.control.fault(kind, **CHANGES)
    assert filled.sync().sides["planner"].waiting == 1
    filled.sync()
    task = filled.tasks()["1.9"]
    assert (task["percentComplete"], filled.action("1.9").note) == (50, "Begonnen.")
    assert [line[-1] for line in filled.history("1.9")] == ["applied", "applied"]
    filled.assert_quiet()


def test_a_half_written_change_is_finished_later(filled: Office) -> None:
    """The task was written and its description was not: only the description goes again."""
    filled.set("1.9", status="Loopt", note="Begonnen.")
    filled.control.fault("status", method="PATCH", path="/planner/tasks/*/details", status=403)
    counts = filled.sync().sides["planner"]
    assert (counts.updated, counts.parked) == (0, 1)
    filled.control.forget()
    filled.sync()
    assert filled.writes() == [f"PATCH /planner/tasks/{filled.links()['1.9']}/details"]
    filled.assert_quiet()
