"""Each fault does to a plain HTTP client what a bad day at Graph does."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
import requests
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox


def _titles(graph: Graph, plan: str) -> list[str]:
    return [row["title"] for row in graph.get(f"/planner/plans/{plan}/tasks")["value"]]


def test_throttling_says_how_long_and_notices_an_early_return(
    graph: Graph, sandbox: Sandbox
) -> None:
    sandbox.control.fault("throttle", path="/users", times=1, retry_after=10)
    first = graph.send("GET", "/users")
    assert (first.status_code, first.headers["Retry-After"]) == (429, "10")
    sandbox.control.advance(4)
    early = graph.send("GET", "/users")
    assert early.status_code == 429
    assert int(early.headers["Retry-After"]) <= 6
    sandbox.control.advance(6)
    assert graph.send("GET", "/users").status_code == 200
    journal = sandbox.control.journal()
    assert [(e["status"], e["early_return"]) for e in journal] == [
        (429, False), (429, True), (200, False),
    ]  # fmt: skip


def test_retry_after_can_be_a_date_or_absent(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("throttle", path="/users", retry_after=30, form="http_date")
    now = datetime.fromisoformat(sandbox.control.state()["now"])
    moment = parsedate_to_datetime(graph.send("GET", "/users").headers["Retry-After"])
    assert 29 <= (moment - now).total_seconds() <= 33
    sandbox.control.mend()
    sandbox.control.fault("throttle", path="/users")
    answer = graph.send("GET", "/users")
    assert answer.status_code == 429
    assert "Retry-After" not in answer.headers
    assert graph.send("GET", "/users").status_code == 200


@pytest.mark.parametrize("status", [500, 503, 504])
def test_an_error_status_strikes_as_often_as_ordered(
    graph: Graph, sandbox: Sandbox, status: int
) -> None:
    sandbox.control.fault("status", path="/users", status=status, times=2)
    seen = [graph.send("GET", "/users").status_code for _ in range(3)]
    assert seen == [status, status, 200]


def test_an_error_status_can_hide_work_that_was_done(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault(
        "status", method="POST", path="/planner/tasks", status=504, committed=True
    )
    answer = graph.send("POST", "/planner/tasks", {"planId": plan, "title": "x"})
    assert answer.status_code == 504
    assert _titles(graph, plan) == ["x"]


def test_a_403_fault_looks_like_a_lost_permission(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("status", path="/groups/**", status=403)
    error = graph.send("GET", f"/groups/{graph.group}/members").json()["error"]
    assert (error["code"], "permissions" in error["message"]) == ("", True)


def test_a_lost_response_hides_work_that_was_done(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault("lost_response", method="POST", path="/planner/tasks")
    with pytest.raises(requests.ConnectionError):
        graph.send("POST", "/planner/tasks", {"planId": plan, "title": "x"})
    assert _titles(graph, plan) == ["x"]
    entry = next(e for e in sandbox.control.journal() if e["fault"] == "lost_response")
    assert entry["status"] is None


def test_a_lost_request_does_nothing(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    sandbox.control.fault("lost_request", method="POST", path="/planner/tasks")
    with pytest.raises(requests.ConnectionError):
        graph.send("POST", "/planner/tasks", {"planId": plan, "title": "x"})
    assert _titles(graph, plan) == []


def test_latency_outlasts_an_impatient_client_but_the_work_is_done(
    graph: Graph, sandbox: Sandbox, plan: str
) -> None:
    sandbox.control.fault("latency", method="POST", path="/planner/tasks", ms=300)
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            f"{graph.root}/planner/tasks",
            json={"planId": plan, "title": "x"},
            headers={"Authorization": "Bearer sandbox-token"},
            timeout=0.1,
        )
    assert _titles(graph, plan) == ["x"]


def test_a_body_can_be_no_json(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("malformed_json", path="/users")
    answer = graph.send("GET", "/users")
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_body_can_end_half_way(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("truncated", path="/users")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        graph.send("GET", "/users")


def test_a_gateway_can_answer_with_a_web_page(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("html", path="/users")
    answer = graph.send("GET", "/users")
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    assert answer.text.startswith("<html>")


def test_a_listing_can_claim_to_be_empty(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    graph.task(plan)
    sandbox.control.fault("empty_listing", path="/planner/plans/*/tasks")
    assert _titles(graph, plan) == []
    assert len(_titles(graph, plan)) == 1


def test_the_second_page_can_fail(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    sandbox.control.settings(page_size=1)
    graph.task(plan, "a")
    graph.task(plan, "b")
    sandbox.control.fault("second_page_fails", path="/planner/plans/*/tasks")
    first = graph.get(f"/planner/plans/{plan}/tasks")
    assert graph.send("GET", first["@odata.nextLink"]).status_code == 503
    assert graph.get(first["@odata.nextLink"])["value"][0]["title"] == "b"


def test_success_can_carry_a_retry_after(graph: Graph, sandbox: Sandbox) -> None:
    sandbox.control.fault("advised_success", path="/users", retry_after=5)
    answer = graph.send("GET", "/users")
    assert (answer.status_code, answer.headers["Retry-After"]) == (200, "5")


def test_a_pattern_takes_one_segment_or_the_rest(graph: Graph, sandbox: Sandbox, plan: str) -> None:
    task = graph.task(plan)["id"]
    sandbox.control.fault("status", path="/planner/tasks/*", times=9)
    assert graph.send("GET", f"/planner/tasks/{task}").status_code == 503
    assert graph.send("GET", f"/planner/tasks/{task}/details").status_code == 200
    sandbox.control.mend()
    sandbox.control.fault("status", path="/planner/tasks/**", method="GET", times=9)
    assert graph.send("GET", f"/planner/tasks/{task}/details").status_code == 503
    sandbox.control.mend()
    assert graph.send("GET", f"/planner/tasks/{task}").status_code == 200


def test_an_unknown_fault_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(requests.HTTPError):
        sandbox.control.fault("earthquake")


def test_a_mailbox_takes_four_calls_at_once(graph: Graph, sandbox: Sandbox) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = f"/users/{graph.mailbox}/messages"
    sandbox.control.fault("latency", path=path, ms=300, times=9)
    head = {"Authorization": "Bearer sandbox-token"}

    def call(_: int) -> requests.Response:
        return requests.get(graph.root + path, headers=head, timeout=10)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, range(6)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 2
    assert refused[0].json()["error"]["code"] == "ApplicationThrottled"
