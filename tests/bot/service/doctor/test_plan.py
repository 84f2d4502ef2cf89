"""Doctor on our plan: what it reads, the one write that nobody sees, and the limits it warns of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.installation import START, Clock, Office

from bot.service.doctor.check import Check
from bot.service.doctor.plan import LIMITS, limits
from bot.service.doctor.report import examine
from bot.wiring import House
from connectors.errors import Stale
from connectors.planner import PlanContents, PlannerApi
from connectors.sandbox.server import running
from connectors.sandbox.tenant.directory import COORDINATOR
from connectors.sandbox.tenant.world import APP, World
from connectors.wire import Plan, PlanDetails, Task

PLAN = ("plan", "labels", "kolommen", "grenzen", "schrijven")


def found(house: House) -> dict[str, Check]:
    """What doctor says about the plan, by name."""
    return {check.name: check for check in examine(house) if check.name in PLAN}


def empty_plan(office: Office, title: str = "Van een mens") -> tuple[PlannerApi, str]:
    """Make a plan beside ours, with nothing of ours in it yet."""
    api = PlannerApi(office.house().graph)
    return api, api.create_plan(office.environ["PLANNER_GROUP_ID"], title).id


def patches(office: Office) -> list[dict[str, Any]]:
    """The changes that reached the tenant."""
    return [entry for entry in office.control.journal() if entry["method"] == "PATCH"]


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[Office]:
    """An installation whose settings name a plan of another group."""
    world = World(start=START)
    plan = world.planner.create_plan("Vreemd", "een-andere-groep", APP, world.clock.stamp())
    with running(world=world) as served:
        environ = {
            **served.environment(),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'd.db'}",
            "PLANNER_PLAN_ID": plan.id,
        }
        yield Office(served, environ, Clock(served.control.advance))


def test_a_plan_of_ours_is_readable_writable_and_roomy(filled: Office) -> None:
    checks = found(filled.house())
    assert {name: check.level for name, check in checks.items()} == dict.fromkeys(PLAN, "ok")
    assert checks["plan"].sentence == "Het plan is te lezen; het heeft 12 taken."
    assert checks["kolommen"].sentence == "Elk doel heeft een kolom."


def test_before_the_first_sync_a_missing_plan_is_no_fault(office: Office) -> None:
    office.load()
    (check,) = found(office.house()).values()
    assert check.sentence == "Er is nog geen plan; de eerste sync maakt het."
    assert patches(office) == []


def test_a_plan_that_does_not_exist(filled: Office) -> None:
    checks = found(filled.house(PLANNER_PLAN_ID="A" * 28))
    assert "PLANNER_PLAN_ID bestaat niet" in checks["plan"].sentence
    assert checks["plan"].level == "fout"
    assert checks["schrijven"].sentence.startswith("Niet gecontroleerd")


def test_a_plan_outside_the_fence_is_refused_and_never_written_to(foreign: Office) -> None:
    checks = found(foreign.house())
    assert checks["plan"].level == "fout"
    assert "hoort bij een andere groep" in checks["plan"].sentence
    assert checks["schrijven"].level == "let op"
    assert foreign.writes() == []


def test_the_write_gives_a_label_of_ours_the_name_it_has(filled: Office) -> None:
    (before,) = filled.control.state()["planDetails"]
    filled.control.forget()
    found(filled.house())
    (patch,) = patches(filled)
    ((slot, name),) = patch["body"]["categoryDescriptions"].items()
    assert name is not None
    assert before["categoryDescriptions"][slot] == name
    assert patch["if_match"] == before["@odata.etag"]
    (after,) = filled.control.state()["planDetails"]
    assert after["categoryDescriptions"] == before["categoryDescriptions"]


def test_in_a_plan_without_our_labels_it_leaves_the_last_free_one_free(office: Office) -> None:
    office.load("1.1")
    api, plan = empty_plan(office)
    api.furnish(api.read_plan(plan).details, {"category25": "Van ons"}, [])
    office.control.forget()
    checks = found(office.house(PLANNER_PLAN_ID=plan))
    assert checks["schrijven"].level == "ok"
    assert checks["kolommen"].sentence == "De volgende sync maakt nog 6 kolommen."
    assert "labels die de volgende sync maakt" in checks["labels"].sentence
    assert [patch["body"] for patch in patches(office)] == [
        {"categoryDescriptions": {"category24": None}}
    ]


def test_labels_that_people_use_are_left_alone(office: Office) -> None:
    office.load("1.1")
    api, plan = empty_plan(office)
    names = {f"category{number}": f"Van ons {number}" for number in range(1, 26)}
    api.furnish(api.read_plan(plan).details, names, [])
    office.control.forget()
    checks = found(office.house(PLANNER_PLAN_ID=plan))
    assert "Alle 25 labels" in checks["labels"].sentence
    assert checks["labels"].level == checks["schrijven"].level == "let op"
    assert patches(office) == []


def test_a_plan_that_may_only_be_read(filled: Office) -> None:
    filled.control.fault("status", method="PATCH", path="/planner/**", status=403)
    checks = found(filled.house())
    assert {name for name, check in checks.items() if check.level == "fout"} == {"schrijven"}
    assert checks["schrijven"].sentence == "De app mag het plan niet wijzigen."


def test_a_label_changed_at_the_same_moment_leaves_it_undecided(filled: Office) -> None:
    filled.control.fault("status", method="PATCH", path="/planner/**", status=412)
    assert found(filled.house())["schrijven"].level == "let op"


def test_the_write_loses_against_somebody_who_renames_that_label(filled: Office) -> None:
    api = PlannerApi(filled.house().graph)
    (details,) = filled.control.state()["planDetails"]
    seen = api.read_plan(details["id"]).details
    slot = next(slot for slot, name in seen.category_descriptions.items() if name)
    filled.control.act("name-label", plan=details["id"], slot=slot, name="Nieuw")
    with pytest.raises(Stale):
        api.rewrite_label(seen, slot)
    (after,) = filled.control.state()["planDetails"]
    assert after["categoryDescriptions"][slot] == "Nieuw"


def test_a_plan_without_room_for_our_columns(office: Office) -> None:
    office.load("1.1")
    api, plan = empty_plan(office)
    columns = [f"Kolom {number}" for number in range(195)]
    assert len(api.furnish(api.read_plan(plan).details, {}, columns)) == 195
    checks = found(office.house(PLANNER_PLAN_ID=plan))
    assert checks["kolommen"].level == "fout"
    assert "6 kolommen" in checks["kolommen"].sentence
    assert checks["grenzen"].level == "let op"
    assert checks["grenzen"].sentence == (
        "195 kolommen: dat is meer dan 80% van wat Planner toestaat (200)."
    )


def test_a_task_that_is_nearly_full_is_noticed(filled: Office) -> None:
    for number in range(17):
        filled.act("add-checklist-item", "1.9", title=f"Punt {number}", person=COORDINATOR)
    check = found(filled.house())["grenzen"]
    assert check.level == "let op"
    assert check.sentence.startswith("17 regels in de controlelijst van één taak")


def contents(*tasks: Task) -> PlanContents:
    """A plan with these tasks."""
    tag = {"id": "p", "@odata.etag": 'W/"x"'}
    return PlanContents(
        Plan.read({**tag, "title": "Plan"}),
        PlanDetails.read(tag),
        (),
        tasks,
    )


def task(percent: int = 0, people: int = 0, links: int = 0) -> Task:
    """A task; somebody was taken off it."""
    tag = {"id": "t", "@odata.etag": 'W/"x"'}
    assignments = {f"user-{number}": {"orderHint": "a"} for number in range(people)}
    return Task.read(
        {
            **tag,
            "planId": "p",
            "title": "Taak",
            "percentComplete": percent,
            "assignments": {**assignments, "gone": None},
            "details": {**tag, "references": {f"link-{number}": {} for number in range(links)}},
        }
    )


@pytest.mark.parametrize(
    ("count", "percent", "levels"),
    [
        (1920, 50, ["ok"]),
        (1921, 50, ["let op"]),
        (1921, 100, ["ok"]),
        (2400, 50, ["let op"]),  # the newer edition allows 3000
        (3000, 99, ["fout"]),
        (7201, 100, ["let op"]),
        (9000, 100, ["fout"]),
        (9000, 0, ["fout", "fout"]),
    ],
)
def test_tasks_are_counted_against_both_limits(count: int, percent: int, levels: list[str]) -> None:
    checks = limits(contents(*[task(percent)] * count))
    assert [check.level for check in checks] == levels


@pytest.mark.parametrize(
    ("full", "level"),
    [
        (task(people=16), "ok"),
        (task(people=17), "let op"),
        (task(people=20), "let op"),
        (task(links=8), "ok"),
        (task(links=9), "let op"),
        (task(links=15), "let op"),
    ],
)
def test_a_full_task_is_a_remark_as_it_stops_nobody_else(full: Task, level: str) -> None:
    (check,) = limits(contents(task(), full, task()))
    assert check.level == level


def test_the_limits_are_those_that_planner_names_in_its_refusals() -> None:
    assert all(code.startswith("Maximum") for code in LIMITS)
    assert all(limit.older <= limit.newer for limit in LIMITS.values())
