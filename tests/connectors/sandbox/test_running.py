"""The sandbox as a process neighbour: quick to start, clean to stop, many at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running
from connectors.sandbox.tenant.world import World

HEAD = {"Authorization": "Bearer sandbox-token"}


def test_it_starts_within_a_second_and_leaves_no_thread_or_socket() -> None:
    before, began = threading.active_count(), time.perf_counter()
    with running() as sandbox:
        assert requests.get(f"{sandbox.base_url}/users", headers=HEAD, timeout=5).ok
        assert time.perf_counter() - began < 1
    assert threading.active_count() == before
    try:
        requests.get(f"{sandbox.base_url}/users", headers=HEAD, timeout=1)
    except requests.ConnectionError:
        return
    raise AssertionError("the port still answers")


def test_two_sandboxes_live_apart() -> None:
    with running() as one, running() as two:
        assert one.base_url != two.base_url
        group = one.environment()["PLANNER_GROUP_ID"]
        body = {"title": "P", "container": {"containerId": group, "type": "group"}}
        requests.post(f"{one.base_url}/planner/plans", json=body, headers=HEAD, timeout=5)
        assert len(one.control.state()["plans"]) == 1
        assert two.control.state()["plans"] == []


def test_a_world_begins_on_the_day_it_is_given_and_meets_when_told() -> None:
    start = datetime(2026, 10, 20, 7, 0, tzinfo=UTC)
    with running(world=World(start=start, meetings=[date(2026, 11, 5)], seed="a")) as sandbox:
        state = sandbox.control.state()
        assert state["now"].startswith("2026-10-20T07:0")
        meetings = [e for e in state["events"] if e["categories"] == ["Driehoek"]]
        days = {event["start"]["dateTime"][:16] for event in meetings}
        assert days == {"2026-11-05T10:00"}
        sandbox.control.advance(86400)
        assert sandbox.control.state()["now"].startswith("2026-10-21")


def test_the_same_seed_gives_the_same_ids() -> None:
    ids = []
    for seed in ("a", "a", None):
        with running(world=World(seed=seed)) as sandbox:
            ids.append([event["id"] for event in sandbox.control.state()["events"]])
    assert ids[0] == ids[1] != ids[2]


def test_many_threads_at_once_lose_nothing() -> None:
    with running() as sandbox, ThreadPoolExecutor(8) as pool:
        group = sandbox.environment()["PLANNER_GROUP_ID"]
        body = {"title": "P", "container": {"containerId": group, "type": "group"}}
        plans = f"{sandbox.base_url}/planner/plans"
        plan = requests.post(plans, json=body, headers=HEAD, timeout=5).json()["id"]

        def make(number: int) -> int:
            task = {"planId": plan, "title": f"{number}"}
            url = f"{sandbox.base_url}/planner/tasks"
            return requests.post(url, json=task, headers=HEAD, timeout=5).status_code

        assert set(pool.map(make, range(40))) == {201}
        titles = {task["title"] for task in sandbox.control.state()["tasks"]}
        assert titles == {str(number) for number in range(40)}


def test_the_journal_can_be_emptied_and_the_world_begun_anew(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    graph.task(plan)
    assert [entry["method"] for entry in sandbox.control.journal()] == ["POST", "POST"]
    sandbox.control.forget()
    assert sandbox.control.journal() == []
    sandbox.control.fault("status", path="/users", times=5)
    sandbox.control.reset()
    assert sandbox.control.state()["plans"] == []
    assert graph.send("GET", "/users").status_code == 200


def test_the_journal_tells_what_was_sent_without_the_token(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    task = graph.task(plan)
    path = f"/planner/tasks/{task['id']}"
    graph.send("PATCH", path, {"title": "x"}, If_Match=task["@odata.etag"], client_request_id="r1")
    entry = sandbox.control.journal()[-1]
    assert (entry["method"], entry["path"], entry["status"]) == ("PATCH", path, 204)
    assert (entry["if_match"], entry["client_request_id"]) == (task["@odata.etag"], "r1")
    assert entry["body"] == {"title": "x"}
    assert "sandbox-token" not in str(sandbox.control.journal())
