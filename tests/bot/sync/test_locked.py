"""Archived plans and tasks, unmet requirements: set apart with the likely cause, no full stop."""

from typing import Any

import pytest
from support.installation import Office

from bot.sync.report import RoundReport


def plan_of(office: Office) -> str:
    (plan,) = office.control.state()["plans"]
    return str(plan["id"])


def remark_on(report: RoundReport, code: str) -> str:
    (remark,) = [remark for remark in report.remarks if remark.startswith(f"Actie {code}:")]
    return remark


@pytest.mark.parametrize("status", [400, 403])
def test_an_archived_task_is_set_apart_and_the_rest_goes_on(filled: Office, status: int) -> None:
    filled.control.settings(locked_status=status)
    filled.act("archive", "1.9")
    filled.set("1.9", status="Loopt")
    filled.set("6.5", status="Loopt")
    filled.act("tick", "1.7")
    report = filled.sync()
    planner = report.sides["planner"]
    assert (planner.updated, planner.parked, planner.pulled) == (1, 1, 1)
    assert "terwijl de taak wel te lezen is. Misschien" in remark_on(report, "1.9")
    assert "gearchiveerd" in remark_on(report, "1.9")
    assert report.waits_for_person
    assert report.unread == {}


def test_an_archived_task_takes_the_change_once_it_is_back(filled: Office) -> None:
    filled.act("archive", "1.9")
    filled.set("1.9", status="Loopt")
    filled.sync()
    filled.act("unarchive", "1.9")
    assert filled.sync().sides["planner"].updated == 1
    filled.assert_quiet()


def test_the_notes_of_an_archived_task_are_refused_alike(filled: Office) -> None:
    """They go by another call than the task itself."""
    filled.act("archive", "1.9")
    filled.set("1.9", note="Nieuw bericht.")
    report = filled.sync()
    assert report.sides["planner"].parked == 1
    assert "gearchiveerd" in remark_on(report, "1.9")


def test_an_archived_plan_takes_no_new_task_and_says_so(filled: Office) -> None:
    filled.control.act("archive", plan=plan_of(filled))
    filled.set("1.9", status="Loopt")
    filled.load("6.1")
    report = filled.sync()
    assert (report.sides["planner"].created, report.sides["planner"].parked) == (0, 2)
    assert "Planner weigert een nieuwe taak" in remark_on(report, "6.1")
    assert "Planner weigert de wijziging" in remark_on(report, "1.9")
    filled.control.act("unarchive", plan=plan_of(filled))
    filled.sync()
    filled.assert_quiet()


def test_an_archived_plan_that_misses_a_label_is_read_all_the_same(filled: Office) -> None:
    """The bot wants to make the label, may not, and still takes in what people did before."""
    filled.act("tick", "1.7")
    slot = _slot_of(filled, "Ad hoc")
    filled.control.act("name-label", plan=plan_of(filled), slot=slot, name=None)
    filled.control.act("archive", plan=plan_of(filled))
    report = filled.sync()
    assert report.sides["planner"].pulled == 1
    assert [r for r in report.for_person if "kolommen en labels van het plan niet wijzigen" in r]


def test_ticking_off_before_the_checklist_is_done_is_set_apart(filled: Office) -> None:
    filled.act("add-checklist-item", "1.9", title="Raad informeren")
    filled.act("demand-checklist", "1.9")
    filled.sync()
    filled.set("1.9", status="Gereed")
    filled.set("6.5", status="Gereed")
    report = filled.sync()
    assert (report.sides["planner"].updated, report.sides["planner"].parked) == (1, 1)
    assert "eerst de controlelijst af moet" in remark_on(report, "1.9")
    assert filled.tasks()["1.9"]["percentComplete"] < 100


def _slot_of(office: Office, name: str) -> str:
    names: dict[str, Any] = office.control.state()["planDetails"][0]["categoryDescriptions"]
    return next(slot for slot, given in names.items() if given == name)
