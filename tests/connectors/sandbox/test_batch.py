"""JSON batching as documented, with the parts' own headers and refusals."""

from typing import Any

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox

JSON = {"Content-Type": "application/json"}


def _get(number: int, url: str, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "method": "GET", "url": url, **more}


def test_answers_come_in_another_order_and_match_by_id(graph: Graph, plan: str) -> None:
    tasks = {str(number): graph.task(plan, f"1.{number}")["id"] for number in range(12)}
    parts = [_get(int(number), f"/planner/tasks/{task}") for number, task in tasks.items()]
    answer = graph.send("POST", "/$batch", {"requests": parts}).json()["responses"]
    assert [part["id"] for part in answer] != list(tasks)
    assert {part["id"]: part["body"]["id"] for part in answer} == tasks


def test_21_parts_are_too_many(graph: Graph) -> None:
    parts = [_get(number, "/users") for number in range(21)]
    assert graph.send("POST", "/$batch", {"requests": parts}).status_code == 400


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [_get(1, "/users"), _get(1, "/users")],
        [{"id": "a", "method": "GET", "url": "/users"}, {"id": "A", "method": "GET", "url": "/x"}],
        [{"method": "GET", "url": "/users"}],
        [{"id": "1", "method": "POST", "url": "/planner/tasks", "body": {"title": "x"}}],
        [_get(1, "/users", dependsOn=["2"])],
        [_get(1, "/users", dependsOn=["2"]), _get(2, "/users", dependsOn=["1"])],
    ],
)
def test_a_malformed_envelope_is_400(graph: Graph, parts: list[Any]) -> None:
    assert graph.send("POST", "/$batch", {"requests": parts}).status_code == 400


def test_addresses_in_a_batch_are_relative(graph: Graph) -> None:
    answers = graph.batch(_get(1, f"{graph.root}/users"), _get(2, "/v1.0/users"), _get(3, "/users"))
    assert [answers[str(number)]["status"] for number in (1, 2, 3)] == [400, 400, 200]


def test_if_match_and_prefer_belong_inside_the_part(graph: Graph, plan: str) -> None:
    task = graph.task(plan)
    url = f"/planner/tasks/{task['id']}"
    patch = {"id": "1", "method": "PATCH", "url": url, "body": {"title": "b"}, "headers": JSON}
    inside = {**JSON, "If-Match": task["@odata.etag"], "Prefer": "return=representation"}
    outer = graph.send("POST", "/$batch", {"requests": [patch]}, If_Match=task["@odata.etag"])
    assert outer.json()["responses"][0]["status"] == 412
    answer = graph.batch({**patch, "headers": inside})["1"]
    assert (answer["status"], answer["body"]["title"]) == (200, "b")


def test_a_failed_part_fails_those_that_depend_on_it_with_424(graph: Graph) -> None:
    answers = graph.batch(
        _get(1, "/users"),
        _get(2, "/users/niemand@haarlemmermeer.example"),
        _get(3, "/users", dependsOn=["2"]),
        _get(4, "/users", dependsOn=["1"]),
    )
    assert [answers[str(number)]["status"] for number in (1, 2, 3, 4)] == [200, 404, 424, 200]


def test_one_part_is_throttled_with_its_own_retry_after(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault("throttle", path="/planner/**", inner=True, times=1, retry_after=7)
    url = f"/planner/plans/{plan}"
    answers = graph.batch(_get(1, url), _get(2, url), _get(3, "/users"))
    throttled = [part for part in answers.values() if part["status"] == 429]
    assert len(throttled) == 1
    assert throttled[0]["headers"]["Retry-After"] == "7"
    assert not any(entry["early_return"] for entry in sandbox.control.journal())


def test_a_part_retried_too_early_is_noticed(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    sandbox.control.fault("throttle", path="/planner/**", inner=True, times=1, retry_after=7)
    url = f"/planner/plans/{plan}"
    assert graph.batch(_get(1, url))["1"]["status"] == 429
    sandbox.control.advance(3)
    assert graph.batch(_get(1, url))["1"]["status"] == 429
    assert [e["early_return"] for e in sandbox.control.journal() if e["inner"]] == [False, True]
    sandbox.control.advance(5)
    assert graph.batch(_get(1, url))["1"]["status"] == 200


def test_a_lost_part_is_an_inner_504_whose_work_may_be_done(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault("lost_response", method="POST", path="/planner/tasks")
    body = {"planId": plan, "title": "x"}
    part = {"id": "1", "method": "POST", "url": "/planner/tasks", "headers": JSON, "body": body}
    assert graph.batch(part)["1"]["status"] == 504
    assert len(graph.get(f"/planner/plans/{plan}/tasks")["value"]) == 1


def test_the_journal_holds_every_part_and_the_batch_itself(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.forget()
    graph.batch(_get(1, "/users"), _get(2, "/groups"))
    journal = sandbox.control.journal()
    assert [(e["path"], e["inner"]) for e in journal] == [
        ("/users", True), ("/groups", True), ("/$batch", False),
    ]  # fmt: skip
    assert len({entry["exchange"] for entry in journal}) == 1
