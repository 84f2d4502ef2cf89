"""Etags and conflicts: what Planner does with a change that starts from an older version."""

import base64
from typing import Any

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox

PREFER = {"Prefer": "return=representation"}


@pytest.fixture
def task(graph: Graph, plan: str) -> dict[str, Any]:
    return dict(graph.task(plan))


def _patch(graph: Graph, task_id: str, body: Any, etag: str | None, **headers: str) -> Any:
    sent = {**({"If_Match": etag} if etag else {}), **headers}
    return graph.send("PATCH", f"/planner/tasks/{task_id}", body, **sent)


def test_an_etag_is_weak_and_names_the_kind_of_object(graph: Graph, task: dict[str, Any]) -> None:
    etag = task["@odata.etag"]
    assert etag.startswith('W/"')
    assert b"Task" in base64.b64decode(etag[3:-1])
    details = graph.get(f"/planner/tasks/{task['id']}/details")["@odata.etag"]
    assert b"TaskDetails" in base64.b64decode(details[3:-1])


def test_fresh_tasks_share_the_same_etag(graph: Graph, plan: str, task: dict[str, Any]) -> None:
    assert graph.task(plan, "1.2 Iets anders")["@odata.etag"] == task["@odata.etag"]


def test_a_missing_if_match_is_412(graph: Graph, task: dict[str, Any]) -> None:
    assert _patch(graph, task["id"], {"title": "x"}, None).status_code == 412
    assert graph.send("DELETE", f"/planner/tasks/{task['id']}").status_code == 412


def test_an_asterisk_is_400(graph: Graph, task: dict[str, Any]) -> None:
    answer = _patch(graph, task["id"], {"title": "x"}, "*")
    assert answer.status_code == 400
    assert "key was not present" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "etag", ['W/"abc"', "nonsense", 'W/"JzEtQnVja2V0QEBAQEBAQEBAQEBAQEBARCc="']
)
def test_a_foreign_etag_is_412(graph: Graph, task: dict[str, Any], etag: str | None) -> None:
    assert _patch(graph, task["id"], {"title": "x"}, etag).status_code == 412


def test_the_etag_of_the_task_does_not_open_its_details(graph: Graph, task: dict[str, Any]) -> None:
    path = f"/planner/tasks/{task['id']}/details"
    answer = graph.send("PATCH", path, {"description": "x"}, If_Match=task["@odata.etag"])
    assert answer.status_code == 412
    assert graph.get(path)["description"] == ""


def test_a_stale_etag_collides_on_the_same_field_only(graph: Graph, task: dict[str, Any]) -> None:
    old = task["@odata.etag"]
    assert _patch(graph, task["id"], {"title": "eerste"}, old).status_code == 204
    assert _patch(graph, task["id"], {"title": "tweede"}, old).status_code == 409
    assert _patch(graph, task["id"], {"priority": 3}, old).status_code == 204
    now = graph.get(f"/planner/tasks/{task['id']}")
    assert (now["title"], now["priority"]) == ("eerste", 3)


def test_merge_maps_collide_per_key(graph: Graph, task: dict[str, Any]) -> None:
    old, path = task["@odata.etag"], task["id"]
    assert _patch(graph, path, {"appliedCategories": {"category1": True}}, old).status_code == 204
    assert _patch(graph, path, {"appliedCategories": {"category2": True}}, old).status_code == 204
    assert _patch(graph, path, {"appliedCategories": {"category1": False}}, old).status_code == 409


def test_a_version_too_old_to_judge_is_412(
    graph: Graph, sandbox: Sandbox, task: dict[str, Any]
) -> None:
    sandbox.control.settings(oldest_version=2)
    for percent in (10, 20, 30):
        sandbox.control.act("progress", task=task["id"], percent=percent)
    answer = _patch(graph, task["id"], {"title": "x"}, task["@odata.etag"])
    assert answer.status_code == 412


def test_204_or_200_with_the_new_etag_as_prefer_asks(graph: Graph, task: dict[str, Any]) -> None:
    first = _patch(graph, task["id"], {"title": "a"}, task["@odata.etag"])
    assert (first.status_code, first.content) == (204, b"")
    etag = graph.get(f"/planner/tasks/{task['id']}")["@odata.etag"]
    second = _patch(graph, task["id"], {"title": "b"}, etag, **PREFER)
    assert second.status_code == 200
    assert second.json()["title"] == "b"
    assert second.json()["@odata.etag"] != etag


def test_a_first_description_outdates_the_creation_etag_of_the_task(
    graph: Graph, task: dict[str, Any]
) -> None:
    """O365/python-o365#1082: create, describe, delete with the creation etag is 409."""
    path = f"/planner/tasks/{task['id']}"
    details = graph.get(f"{path}/details")
    answer = graph.send(
        "PATCH", f"{path}/details", {"description": "x"}, If_Match=details["@odata.etag"], **PREFER
    )
    assert graph.send("DELETE", path, If_Match=task["@odata.etag"]).status_code == 409
    after_first = graph.get(path)["@odata.etag"]
    again = {"If_Match": answer.json()["@odata.etag"]}
    assert graph.send("PATCH", f"{path}/details", {"description": "y"}, **again).status_code == 204
    assert graph.get(path)["@odata.etag"] == after_first, "hasDescription did not change"
    assert graph.send("DELETE", path, If_Match=after_first).status_code == 204


def test_a_deleted_task_is_404_and_gone_from_the_list(
    graph: Graph, plan: str, task: dict[str, Any]
) -> None:
    path = f"/planner/tasks/{task['id']}"
    assert graph.send("DELETE", path, If_Match=task["@odata.etag"]).status_code == 204
    answer = graph.send("GET", path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "")
    assert graph.get(f"/planner/plans/{plan}/tasks")["value"] == []


def test_etags_vanish_without_metadata(graph: Graph, task: dict[str, Any]) -> None:
    bare = graph.get(f"/planner/tasks/{task['id']}", Accept="application/json;odata.metadata=none")
    assert "@odata.etag" not in bare
    assert bare["title"] == task["title"]
