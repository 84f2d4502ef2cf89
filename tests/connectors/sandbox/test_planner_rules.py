"""What Planner accepts in a body, and what merging does with it."""

import uuid
from typing import Any

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.directory import Directory

ASSIGNED = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
ITEM = {"@odata.type": "microsoft.graph.plannerChecklistItem", "title": "Bel", "isChecked": False}
LINK = {"@odata.type": "#microsoft.graph.plannerExternalReference", "alias": "Bron"}
OWNER = Directory().members[0].id
KEY = "https%3A//www%2Ehaarlemmermeer%2Eexample/actie?id=1%23p2"


def _change(graph: Graph, path: str, body: Any) -> Any:
    etag = graph.get(path)["@odata.etag"]
    return graph.send("PATCH", path, body, If_Match=etag, Prefer="return=representation")


@pytest.fixture
def path(graph: Graph, plan: str) -> str:
    return f"/planner/tasks/{graph.task(plan)['id']}"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "x" * 256},
        {"title": "x", "percentComplete": 101},
        {"title": "x", "percentComplete": "50"},
        {"title": "x", "priority": 11},
        {"title": "x", "dueDateTime": "2026-12-31"},
        {
            "title": "x",
            "startDateTime": "2027-01-01T10:00:00Z",
            "dueDateTime": "2026-12-31T10:00:00Z",
        },
        {"title": "x", "orderHint": "8585269235419217847P"},
        {"title": "x", "createdDateTime": "2026-01-01T00:00:00Z"},
        {"title": "x", "hasDescription": True},
        {"title": "x", "colour": "red"},
        {"title": "x", "appliedCategories": {"category26": True}},
        {"title": "x", "appliedCategories": {"category1": "yes"}},
        {"title": "x", "assignments": {"eigenaar": ASSIGNED}},
        {"title": "x", "assignments": {str(uuid.uuid4()): {"orderHint": " !"}}},
        {"title": "x", "assignments": {str(uuid.uuid4()): {**ASSIGNED, "assignedBy": {}}}},
    ],
)
def test_a_bad_task_is_400_and_leaves_nothing_behind(graph: Graph, plan: str, body: Any) -> None:
    assert graph.send("POST", "/planner/tasks", {"planId": plan, **body}).status_code == 400
    assert graph.get(f"/planner/plans/{plan}/tasks")["value"] == []


def test_a_title_of_255_signs_is_accepted(graph: Graph, plan: str) -> None:
    assert graph.task(plan, "x" * 255)["title"] == "x" * 255


def test_ids_are_28_case_sensitive_characters(graph: Graph, plan: str) -> None:
    task_id = graph.task(plan)["id"]
    assert len(task_id) == len(plan) == 28
    assert graph.send("GET", f"/planner/tasks/{task_id.lower()}").status_code == 400
    assert graph.send("GET", f"/planner/tasks/{task_id[:20]}").status_code == 400


def test_due_dates_come_back_in_utc(graph: Graph, plan: str) -> None:
    task = graph.task(plan, dueDateTime="2026-12-31T00:00:00+01:00")
    assert task["dueDateTime"] == "2026-12-30T23:00:00Z"


def test_start_and_due_are_judged_together_with_what_stands(graph: Graph, path: str) -> None:
    assert _change(graph, path, {"dueDateTime": "2026-12-01T10:00:00Z"}).status_code == 200
    assert _change(graph, path, {"startDateTime": "2026-12-02T10:00:00Z"}).status_code == 400
    both = {"startDateTime": "2026-12-02T10:00:00Z", "dueDateTime": "2026-12-03T10:00:00Z"}
    assert _change(graph, path, both).status_code == 200
    assert _change(graph, path, {"dueDateTime": None}).json()["dueDateTime"] is None


def test_the_service_keeps_who_completed_a_task(graph: Graph, path: str) -> None:
    done = _change(graph, path, {"percentComplete": 100}).json()
    assert done["completedDateTime"].endswith("Z")
    assert set(done["completedBy"]) == {"application"}
    reopened = _change(graph, path, {"percentComplete": 50}).json()
    assert (reopened["completedDateTime"], reopened["completedBy"]) == (None, None)


def test_an_app_creates_under_its_own_name(graph: Graph, plan: str) -> None:
    assert set(graph.task(plan)["createdBy"]) == {"application"}


def test_assignments_merge_and_null_removes(graph: Graph, path: str) -> None:
    first, second = [user["id"] for user in graph.get("/users")["value"][:2]]
    assert set(_change(graph, path, {"assignments": {first: ASSIGNED}}).json()["assignments"]) == {
        first
    }
    both = _change(graph, path, {"assignments": {second: ASSIGNED}}).json()["assignments"]
    assert set(both) == {first, second}
    assert both[second]["orderHint"] != " !", "the service makes a hint of its own"
    left = _change(graph, path, {"assignments": {first: None}}).json()["assignments"]
    assert set(left) == {second}


def test_an_unknown_assignee_is_dropped_without_a_word(graph: Graph, path: str) -> None:
    answer = _change(graph, path, {"assignments": {str(uuid.uuid4()): ASSIGNED}})
    assert (answer.status_code, answer.json()["assignments"]) == (200, {})


def test_labels_merge_and_false_removes(graph: Graph, path: str) -> None:
    _change(graph, path, {"appliedCategories": {"category3": True}})
    two = _change(graph, path, {"appliedCategories": {"category25": True}}).json()
    assert two["appliedCategories"] == {"category3": True, "category25": True}
    one = _change(graph, path, {"appliedCategories": {"category3": False}}).json()
    assert one["appliedCategories"] == {"category25": True}


def test_a_plan_has_25_label_slots_that_merge(graph: Graph, plan: str) -> None:
    path = f"/planner/plans/{plan}/details"
    names = graph.get(path)["categoryDescriptions"]
    assert set(names) == {f"category{number}" for number in range(1, 26)}
    assert set(names.values()) == {None}
    _change(graph, path, {"categoryDescriptions": {"category1": "VNG 1"}})
    after = _change(graph, path, {"categoryDescriptions": {"category2": "VNG 2"}}).json()
    assert after["categoryDescriptions"]["category1"] == "VNG 1"
    assert _change(graph, path, {"categoryDescriptions": {"category26": "x"}}).status_code == 400


def test_checklist_items_need_their_type_and_merge_inside(graph: Graph, path: str) -> None:
    key, details = str(uuid.uuid4()), f"{path}/details"
    untyped = {name: value for name, value in ITEM.items() if not name.startswith("@")}
    assert _change(graph, details, {"checklist": {key: untyped}}).status_code == 400
    assert _change(graph, details, {"checklist": {key: ITEM}}).status_code == 200
    tick = {"@odata.type": "microsoft.graph.plannerChecklistItem", "isChecked": True}
    item = _change(graph, details, {"checklist": {key: tick}}).json()["checklist"][key]
    assert (item["title"], item["isChecked"]) == ("Bel", True)
    assert graph.get(path)["checklistItemCount"] == 1
    assert graph.get(path)["activeChecklistItemCount"] == 0
    assert _change(graph, details, {"checklist": {key: None}}).json()["checklist"] == {}


@pytest.mark.parametrize(
    "key", ["https://www.example.nl/", "https%3A//www.example%2Enl/", "https%3A//a%2Enl/x%20y"]
)
def test_a_reference_key_must_be_encoded(graph: Graph, path: str, key: str) -> None:
    assert _change(graph, f"{path}/details", {"references": {key: LINK}}).status_code == 400


def test_references_merge_under_an_encoded_key(graph: Graph, path: str) -> None:
    details = f"{path}/details"
    wrong = {**LINK, "@odata.type": "#microsoft.graph.externalReference"}
    assert _change(graph, details, {"references": {KEY: wrong}}).status_code == 400
    assert KEY in _change(graph, details, {"references": {KEY: LINK}}).json()["references"]
    assert graph.get(path)["referenceCount"] == 1
    assert _change(graph, details, {"references": {KEY: None}}).json()["references"] == {}


def test_an_echoed_order_hint_is_400(graph: Graph, path: str) -> None:
    task = graph.get(path)
    assert _change(graph, path, {"orderHint": task["orderHint"]}).status_code == 400
    moved = _change(graph, path, {"orderHint": f"{task['orderHint']} !"})
    assert moved.status_code == 200
    assert " " not in moved.json()["orderHint"]


def test_details_inside_a_task_patch_are_400(graph: Graph, path: str) -> None:
    answer = _change(graph, path, {"details": {"description": "x"}})
    assert answer.status_code == 400
    assert "navigation property 'details'" in answer.json()["error"]["message"]


@pytest.mark.parametrize(("mode", "text"), [("accept", "marker"), ("ignore", "")])
def test_details_inside_a_post_are_met_as_the_setting_says(
    graph: Graph, sandbox: Sandbox, plan: str, mode: str, text: str
) -> None:
    sandbox.control.settings(post_details=mode)
    task = graph.task(plan, details={"description": "marker"})
    assert graph.get(f"/planner/tasks/{task['id']}/details")["description"] == text
    assert task["hasDescription"] == bool(text)


def test_details_inside_a_post_can_be_refused(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    sandbox.control.settings(post_details="refuse")
    body = {"planId": plan, "title": "x", "details": {"description": "y"}}
    assert graph.send("POST", "/planner/tasks", body).status_code == 400


def test_a_task_cannot_change_plans(graph: Graph, path: str) -> None:
    other = graph.plan("Ander plan")
    assert _change(graph, path, {"planId": other}).status_code == 403


def test_descriptions_can_come_back_with_windows_line_ends(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.settings(line_breaks="crlf")
    task = graph.task(plan, details={"description": "een\ntwee"})
    shown = graph.get(f"/planner/tasks/{task['id']}/details")["description"]
    assert shown == "een\r\ntwee"


def test_buckets_are_made_renamed_and_deleted_with_their_tasks(graph: Graph, plan: str) -> None:
    made = graph.send(
        "POST", "/planner/buckets", {"name": "Doel 1", "planId": plan, "orderHint": " !"}
    )
    assert made.status_code == 201
    bucket = f"/planner/buckets/{made.json()['id']}"
    task = graph.task(plan, bucketId=made.json()["id"])
    assert [row["id"] for row in graph.get(f"{bucket}/tasks")["value"]] == [task["id"]]
    assert _change(graph, bucket, {"name": "Doel een"}).json()["name"] == "Doel een"
    assert [row["name"] for row in graph.get(f"/planner/plans/{plan}/buckets")["value"]] == [
        "Doel een"
    ]
    etag = graph.get(bucket)["@odata.etag"]
    assert graph.send("DELETE", bucket, If_Match=etag).status_code == 204
    assert graph.send("GET", f"/planner/tasks/{task['id']}").status_code == 404


def test_a_bucket_of_another_plan_is_400(graph: Graph, plan: str) -> None:
    other = graph.plan("Ander plan")
    bucket = graph.send("POST", "/planner/buckets", {"name": "Doel", "planId": other}).json()["id"]
    body = {"planId": plan, "title": "x", "bucketId": bucket}
    assert graph.send("POST", "/planner/tasks", body).status_code == 400


def test_a_plan_is_made_from_a_container_url_too(graph: Graph) -> None:
    url = f"https://graph.microsoft.com/v1.0/groups/{graph.group}"
    made = graph.send("POST", "/planner/plans", {"title": "P", "container": {"url": url}})
    assert made.status_code == 201
    assert made.json()["container"]["containerId"] == graph.group
    plans = graph.get(f"/groups/{graph.group}/planner/plans")["value"]
    assert [plan["id"] for plan in plans] == [made.json()["id"]]


@pytest.mark.parametrize(
    ("code", "limit", "bodies"),
    [
        ("MaximumTasksInProject", 2, [{}, {}, {}]),
        ("MaximumActiveTasksInProject", 1, [{"percentComplete": 100}, {}, {}]),
        ("MaximumAssigneesInTasks", 0, [{"assignments": {OWNER: ASSIGNED}}]),
        ("MaximumReferencesOnTask", 0, [{"details": {"references": {KEY: LINK}}}]),
        ("MaximumChecklistItemsOnTask", 0, [{"details": {"checklist": {"a": ITEM}}}]),
    ],
)
def test_a_limit_is_403_with_its_own_code(
    graph: Graph, sandbox: Sandbox, plan: str, code: str, limit: int, bodies: list[Any]
) -> None:
    sandbox.control.settings(limits={code: limit})
    codes = []
    for body in bodies:
        answer = graph.send("POST", "/planner/tasks", {"planId": plan, "title": "x", **body})
        codes.append(answer.status_code)
    assert codes == [201] * (len(bodies) - 1) + [403]
    assert answer.json()["error"]["code"] == code


def test_the_limits_of_buckets_and_plans_are_403(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    sandbox.control.settings(limits={"MaximumBucketsInProject": 0, "MaximumProjectsOwnedByUser": 1})
    bucket = graph.send("POST", "/planner/buckets", {"name": "B", "planId": plan})
    assert bucket.json()["error"]["code"] == "MaximumBucketsInProject"
    container = {"containerId": graph.group, "type": "group"}
    second = graph.send("POST", "/planner/plans", {"title": "P2", "container": container})
    assert second.json()["error"]["code"] == "MaximumProjectsOwnedByUser"


def test_an_unknown_plan_is_403_with_an_empty_code(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    task = graph.task(plan)["id"]
    sandbox.control.act("delete-plan", plan=plan)
    for path in (
        f"/planner/plans/{plan}",
        f"/planner/plans/{plan}/tasks",
        f"/planner/tasks/{task}",
    ):
        answer = graph.send("GET", path)
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == ""
        assert "or the item may not exist" in answer.json()["error"]["message"]
