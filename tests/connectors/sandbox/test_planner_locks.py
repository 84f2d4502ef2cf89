"""Archived plans and tasks, and tasks that demand their checklist: v1.0 hides it, and refuses."""

from typing import Any

import pytest


def change(graph: Any, path: str, body: dict[str, Any]) -> int:
    etag = graph.get(path)["@odata.etag"]
    return int(graph.send("PATCH", path, body, If_Match=etag).status_code)


@pytest.fixture
def task(graph: Any, plan: str) -> str:
    return str(graph.task(plan)["id"])


@pytest.mark.parametrize("status", [400, 403])
def test_an_archived_task_reads_as_before_and_takes_no_change(
    graph: Any, sandbox: Any, task: str, status: int
) -> None:
    path = f"/planner/tasks/{task}"
    before = graph.get(path)
    sandbox.control.settings(locked_status=status)
    sandbox.control.act("archive", task=task)
    assert graph.get(path) == before
    assert change(graph, path, {"percentComplete": 50}) == status
    assert change(graph, f"{path}/details", {"description": "x"}) == status
    sandbox.control.act("unarchive", task=task)
    assert change(graph, path, {"percentComplete": 50}) == 204


def test_all_in_an_archived_plan_is_to_be_read_only(
    graph: Any, sandbox: Any, plan: str, task: str
) -> None:
    sandbox.control.act("archive", plan=plan)
    assert [row["id"] for row in graph.get(f"/planner/plans/{plan}/tasks")["value"]] == [task]
    names = {"categoryDescriptions": {"category1": "VNG"}}
    assert change(graph, f"/planner/plans/{plan}/details", names) == 403
    assert change(graph, f"/planner/tasks/{task}", {"title": "x"}) == 403
    new_task, new_bucket = {"title": "x"}, {"name": "x", "orderHint": " !"}
    for path, body in (("/planner/tasks", new_task), ("/planner/buckets", new_bucket)):
        assert graph.send("POST", path, {"planId": plan, **body}).status_code == 403
    etag = graph.get(f"/planner/tasks/{task}")["@odata.etag"]
    assert graph.send("DELETE", f"/planner/tasks/{task}", If_Match=etag).status_code == 403


def test_a_demanded_checklist_must_be_done_before_the_task_is(
    graph: Any, sandbox: Any, task: str
) -> None:
    path = f"/planner/tasks/{task}"
    key = sandbox.control.act("add-checklist-item", task=task, title="Bel")["key"]
    sandbox.control.act("demand-checklist", task=task)
    assert change(graph, path, {"percentComplete": 50}) == 204
    assert change(graph, path, {"percentComplete": 100}) == 403
    item = {"@odata.type": "microsoft.graph.plannerChecklistItem", "isChecked": True}
    assert change(graph, f"{path}/details", {"checklist": {key: item}}) == 204
    assert change(graph, path, {"percentComplete": 100}) == 204
