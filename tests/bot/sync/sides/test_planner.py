"""Planner as a side: which plan it may touch, and what it says when it cannot."""

from dataclasses import replace
from typing import Any

import pytest
from support.installation import Office

from bot.sync.side import Memory, SideUnavailable
from bot.sync.sides.planner import WrongPlan
from connectors.wire import Task

NOBODYS_PLAN = "xqQg5FS2LkCp935s-FIFm2QAFkHM"
NOTHING_KNOWN = Memory({})


def plans(office: Office) -> list[dict[str, Any]]:
    return list(office.control.state()["plans"])


@pytest.mark.parametrize("plan_id", [NOBODYS_PLAN, "bestaat-niet"])
def test_a_plan_id_that_does_not_exist_is_a_wrong_plan(office: Office, plan_id: str) -> None:
    """Also when it has not even the form of one; nothing is made in its stead."""
    office.load("1.7")
    for attempt in (office.sync, office.preview):
        with pytest.raises(WrongPlan, match=r"bestaat niet|is weg"):
            attempt(PLANNER_PLAN_ID=plan_id)
    assert (plans(office), office.writes()) == ([], [])


def test_a_plan_of_another_group_is_not_touched(filled: Office) -> None:
    elsewhere = "00000000-0000-4000-8000-000000000000"
    filled.set("1.9", status="Loopt")
    with pytest.raises(WrongPlan, match="andere groep"):
        filled.sync(PLANNER_PLAN_ID=plans(filled)[0]["id"], PLANNER_GROUP_ID=elsewhere)
    assert filled.writes() == []


def test_a_group_id_in_capitals_is_the_same_group(office: Office) -> None:
    office.load("1.7")
    group = office.environ["PLANNER_GROUP_ID"].upper()
    assert office.sync(PLANNER_GROUP_ID=group).sides["planner"].created == 1


def test_the_configured_plan_is_used(filled: Office) -> None:
    """It is the plan of the settings that counts, made by whom it may be."""
    report = filled.sync(PLANNER_PLAN_ID=plans(filled)[0]["id"])
    assert (report.steps, len(plans(filled))) == ([], 1)


def test_a_deleted_plan_is_not_made_again(filled: Office) -> None:
    filled.control.act("delete-plan", plan=plans(filled)[0]["id"])
    for attempt in (filled.sync, filled.preview):
        with pytest.raises(WrongPlan, match=r"bestaat niet|is weg"):
            attempt()
    assert (plans(filled), filled.writes()) == ([], [])
    assert filled.history("1.7") == []


def test_a_plan_whose_creation_got_no_answer_is_found_again(office: Office) -> None:
    office.load("1.7")
    office.control.fault("lost_response", method="POST", path="/planner/plans")
    with pytest.raises(SideUnavailable, match="Er kwam geen antwoord"):
        office.sync()
    office.sync()
    assert len(plans(office)) == 1
    office.assert_quiet()


def test_a_bot_that_lost_its_rights_is_unavailable_and_marks_nothing(filled: Office) -> None:
    """403 on everything is about our rights, not about the plan."""
    filled.control.fault("status", path="/**", status=403, times=99)
    with pytest.raises(SideUnavailable, match="mag niet bij het plan"):
        filled.sync()
    filled.control.mend()
    filled.assert_quiet()


def test_a_refused_sign_in_makes_the_side_unavailable(filled: Office) -> None:
    filled.control.fault("status", path="/**", status=401, times=99)
    with pytest.raises(SideUnavailable, match="neemt de aanmelding niet aan"):
        filled.sync()
    filled.control.mend()
    filled.assert_quiet()


def test_a_sign_in_that_is_refused_halfway_stops_and_goes_on_later(office: Office) -> None:
    """Nothing is concluded about the tasks; the intents stay to be looked up."""
    office.load("1.7", "1.9")
    office.control.fault("status", method="POST", path="/planner/tasks", status=401, times=99)
    with pytest.raises(SideUnavailable, match="neemt de aanmelding niet aan"):
        office.sync()
    office.control.mend()
    office.sync()
    office.clock.forward(minutes=11)
    office.sync()
    office.assert_quiet()


def test_a_token_that_expired_is_renewed_without_anybody_noticing(filled: Office) -> None:
    filled.control.fault("status", status=401)
    assert filled.sync().remarks == []


def test_reading_tells_ours_from_theirs(filled: Office) -> None:
    """A task the bot made carries a marker and is its own; one made by hand is neither."""
    filled.control.act("create", plan=plans(filled)[0]["id"], title="Eigen taak")
    reading = filled.house().planner.read(NOTHING_KNOWN, prepare=False).reading
    items = {item.title: item for item in reading.items.values()}
    ours, theirs = items[filled.tasks()["1.7"]["title"]], items["Eigen taak"]
    assert (ours.marker, ours.own) == ("1.7", True)
    assert (theirs.marker, theirs.own) == (None, False)


def test_reading_without_preparing_makes_nothing(office: Office) -> None:
    reading = office.house().planner.read(NOTHING_KNOWN, prepare=False).reading
    assert (reading.exists, reading.items, office.writes()) == (False, {}, [])


def test_what_was_linked_and_is_not_found_by_id_either_is_missing(filled: Office) -> None:
    links = filled.links()
    filled.control.act("delete", task=links["6.4"])
    linked = replace(NOTHING_KNOWN, linked=frozenset(links.values()))
    opened = filled.house().planner.read(linked, prepare=False)
    assert opened.reading.missing == {links["6.4"]}


def test_a_task_that_cannot_be_asked_for_is_set_apart_and_not_called_missing(
    filled: Office,
) -> None:
    links = filled.links()
    filled.control.act("delete", task=links["6.4"])
    filled.control.fault("status", path=f"/planner/tasks/{links['6.4']}", status=503, times=99)
    linked = replace(NOTHING_KNOWN, linked=frozenset(links.values()))
    reading = filled.house().planner.read(linked, prepare=False).reading
    assert reading.missing == frozenset()
    assert reading.items[links["6.4"]].unread
    filled.control.act("delete", task=links["6.5"])
    filled.control.fault("empty_listing", path="/planner/plans/*/tasks")
    filled.control.fault("status", path="/planner/tasks/*", status=503, times=999)
    with pytest.raises(SideUnavailable):
        filled.house().planner.read(linked, prepare=False)


def test_a_start_date_after_the_new_due_date_moves_along(filled: Office) -> None:
    """Planner refuses a task that starts after it is due."""
    api, task_id = filled.house().planner.api, filled.links()["4.10"]
    task = api.read_tasks([task_id])[0]
    assert isinstance(task, Task)
    api.patch_tasks([(task, {"startDateTime": "2026-12-01T10:00:00Z"})])
    filled.sync()
    filled.set("4.10", due="2026-11-20")
    assert filled.sync().sides["planner"].updated == 1
    after = filled.tasks()["4.10"]
    assert (after["startDateTime"], after["dueDateTime"]) == ("2026-11-20T10:00:00Z",) * 2
