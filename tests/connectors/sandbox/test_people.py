"""People act as in the Planner app, and every act outdates the etags like any writer."""

from typing import Any

import pytest
import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox


@pytest.fixture
def task(graph: Graph, plan: str) -> str:
    return str(graph.task(plan, "1.1 Beleid", details={"description": "Regie: H&T"})["id"])


def test_a_tick_completes_under_the_persons_name(graph: Graph, sandbox: Sandbox, task: str) -> None:
    before = graph.get(f"/planner/tasks/{task}")
    sandbox.control.act("tick", task=task, person="eigenaar-ht@haarlemmermeer.example")
    after = graph.get(f"/planner/tasks/{task}")
    person = graph.get("/users/eigenaar-ht@haarlemmermeer.example")["id"]
    assert after["percentComplete"] == 100
    assert after["completedBy"]["user"]["id"] == person
    assert after["@odata.etag"] != before["@odata.etag"]


@pytest.mark.parametrize(
    ("stored", "moment"),
    [
        ("planner", "2026-07-01T10:00:00Z"),
        ("todo", "2026-06-30T22:00:00Z"),
        ("api", "2026-07-01T00:00:00Z"),
    ],
)
def test_a_due_date_is_stored_as_the_app_at_hand_does(
    graph: Graph, sandbox: Sandbox, task: str, stored: str, moment: str
) -> None:
    sandbox.control.act("due", task=task, date="2026-07-01", stored=stored)
    assert graph.get(f"/planner/tasks/{task}")["dueDateTime"] == moment


def test_to_do_stores_23_hours_in_winter(graph: Graph, sandbox: Sandbox, task: str) -> None:
    sandbox.control.act("due", task=task, date="2026-12-31", stored="todo")
    assert graph.get(f"/planner/tasks/{task}")["dueDateTime"] == "2026-12-30T23:00:00Z"


def test_a_note_stands_on_top_of_the_description(graph: Graph, sandbox: Sandbox, task: str) -> None:
    etag = graph.get(f"/planner/tasks/{task}/details")["@odata.etag"]
    sandbox.control.act("note", task=task, text="Overleg gehad")
    details = graph.get(f"/planner/tasks/{task}/details")
    assert details["description"] == "Overleg gehad\nRegie: H&T"
    stale = graph.send(
        "PATCH", f"/planner/tasks/{task}/details", {"description": "x"}, If_Match=etag
    )
    assert stale.status_code == 409


def test_retitle_progress_labels_and_colleagues(
    graph: Graph, sandbox: Sandbox, plan: str, task: str
) -> None:
    act = sandbox.control.act
    act("retitle", task=task, title="Nieuw")
    act("progress", task=task, percent=50)
    act("name-label", plan=plan, slot="category4", name="Spoed")
    act("label", task=task, label="Spoed")
    act("assign", task=task, colleague="eigenaar-oov@haarlemmermeer.example")
    shown = graph.get(f"/planner/tasks/{task}")
    assert (shown["title"], shown["percentComplete"]) == ("Nieuw", 50)
    assert shown["appliedCategories"] == {"category4": True}
    assert len(shown["assignments"]) == 1
    act("unlabel", task=task, label="category4")
    act("unassign", task=task, colleague="eigenaar-oov@haarlemmermeer.example")
    shown = graph.get(f"/planner/tasks/{task}")
    assert (shown["appliedCategories"], shown["assignments"]) == ({}, {})


def test_a_card_is_dragged_to_another_bucket(
    graph: Graph, sandbox: Sandbox, plan: str, task: str
) -> None:
    bucket = graph.send("POST", "/planner/buckets", {"name": "Later", "planId": plan}).json()["id"]
    sandbox.control.act("drag", task=task, bucket=bucket)
    assert graph.get(f"/planner/tasks/{task}")["bucketId"] == bucket


def test_a_checklist_item_by_hand_has_a_numeric_key(
    graph: Graph, sandbox: Sandbox, task: str
) -> None:
    key = sandbox.control.act("add-checklist-item", task=task, title="Bel politie")["key"]
    assert key.isdecimal()
    checklist = graph.get(f"/planner/tasks/{task}/details")["checklist"]
    assert checklist[key]["title"] == "Bel politie"


def test_a_task_made_by_hand_shows_its_maker(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    made = sandbox.control.act("create", plan=plan, title="Zelf bedacht", date="2026-12-01")
    shown = graph.get(f"/planner/tasks/{made['id']}")
    assert shown["createdBy"]["user"]["id"]
    assert shown["dueDateTime"] == "2026-12-01T10:00:00Z"


def test_a_deleted_task_is_gone(graph: Graph, sandbox: Sandbox, task: str) -> None:
    sandbox.control.act("delete", task=task)
    assert graph.send("GET", f"/planner/tasks/{task}").status_code == 404


@pytest.mark.parametrize(
    ("name", "fields"), [("fly", {}), ("tick", {}), ("progress", {"task": "x"})]
)
def test_an_act_that_cannot_be_is_refused(
    sandbox: Sandbox, name: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(requests.HTTPError):
        sandbox.control.act(name, **fields)
