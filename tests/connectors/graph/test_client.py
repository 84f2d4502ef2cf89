"""The client against the sandbox: sending, waiting, paging and signing in again."""

from datetime import datetime
from typing import Any

import pytest
import requests

from connectors.errors import (
    BadReply,
    Fenced,
    GraphError,
    Missing,
    NoAnswer,
    OutOfTime,
    Refused,
    ServerFailed,
    SignInFailed,
    Throttled,
)
from connectors.graph.calls import GraphRequest
from connectors.graph.client import GraphClient
from connectors.graph.pace import Limits
from connectors.graph.retry import Kind
from connectors.sandbox.control import Control, Sandbox
from connectors.sign_in.app import sandbox_token


@pytest.fixture
def group(sandbox: Sandbox) -> str:
    return sandbox.environment()["PLANNER_GROUP_ID"]


@pytest.fixture
def plan(client: GraphClient, group: str) -> str:
    container = {"containerId": group, "type": "group"}
    body = {"container": container, "title": "Uitvoeringsagenda"}
    return str(client.send(GraphRequest("POST", "/planner/plans", body)).body["id"])


def new_task(plan: str, title: str = "1.1 Beleid") -> GraphRequest:
    return GraphRequest("POST", "/planner/tasks", {"planId": plan, "title": title})


def made(control: Control) -> list[str]:
    return [task["title"] for task in control.state()["tasks"]]


def statuses(control: Control, method: str, ending: str) -> list[int | None]:
    return [
        entry["status"]
        for entry in control.journal()
        if entry["method"] == method and entry["path"].endswith(ending)
    ]


def test_a_request_carries_its_own_id_and_keeps_graphs(
    client: GraphClient, control: Control, plan: str
) -> None:
    answer = client.send(new_task(plan))
    assert answer.status == 201
    assert answer.request_id
    sent = control.journal()[-1]["client_request_id"]
    assert sent
    assert sent != control.journal()[-2]["client_request_id"]


def test_waits_as_long_as_asked_and_never_comes_back_early(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("throttle", path="/planner/plans/*", retry_after=17)
    client.get(f"/planner/plans/{plan}")
    assert clock.slept == [17.0]
    assert not any(entry["early_return"] for entry in control.journal())


def test_a_retry_after_may_be_a_date(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    clock.moment = _server_time(control)
    control.fault("throttle", path="/planner/plans/*", retry_after=17, form="http_date")
    client.get(f"/planner/plans/{plan}")
    assert sum(clock.slept) > 0
    assert not any(entry["early_return"] for entry in control.journal())


def test_without_retry_after_it_backs_off(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("throttle", path="/planner/plans/*", retry_after=None, times=2)
    client.get(f"/planner/plans/{plan}")
    assert clock.slept == [2.0, 4.0]


def test_a_throttled_create_is_repeated_and_makes_one(
    client: GraphClient, control: Control, plan: str
) -> None:
    control.fault("throttle", method="POST", path="/planner/tasks", retry_after=5)
    client.send(new_task(plan))
    assert made(control) == ["1.1 Beleid"]


@pytest.mark.parametrize(
    ("kind", "failure"),
    [("lost_response", NoAnswer), ("truncated", NoAnswer), ("malformed_json", BadReply)],
)
def test_a_create_whose_answer_is_lost_is_not_made_twice(
    client: GraphClient, control: Control, plan: str, kind: str, failure: type[GraphError]
) -> None:
    control.fault(kind, method="POST", path="/planner/tasks")
    with pytest.raises(failure) as raised:
        client.send(new_task(plan))
    assert raised.value.outcome_unknown is True
    assert made(control) == ["1.1 Beleid"]


@pytest.mark.parametrize("committed", [True, False])
def test_a_create_after_a_server_error_is_left_to_the_caller(
    client: GraphClient, control: Control, plan: str, committed: bool
) -> None:
    control.fault("status", method="POST", path="/planner/tasks", status=504, committed=committed)
    with pytest.raises(ServerFailed) as raised:
        client.send(new_task(plan))
    assert raised.value.outcome_unknown
    assert len(made(control)) == int(committed)


def test_the_protection_matters(client: GraphClient, control: Control, plan: str) -> None:
    """Control: the same create, wrongly called harmless to repeat, stands there twice."""
    control.fault("lost_response", method="POST", path="/planner/tasks")
    wrong = GraphRequest(
        "POST", "/planner/tasks", {"planId": plan, "title": "x"}, kind=Kind.IDEMPOTENT_POST
    )
    client.send(wrong)
    assert made(control) == ["x", "x"]


@pytest.mark.parametrize("kind", ["lost_request", "lost_response", "truncated", "html"])
def test_a_read_is_repeated_whatever_happened(
    client: GraphClient, control: Control, clock: Any, plan: str, kind: str
) -> None:
    control.fault(kind, path="/planner/plans/*")
    assert client.get(f"/planner/plans/{plan}")["id"] == plan
    assert clock.slept == [2.0]


def test_a_success_that_advises_to_wait_is_a_success(
    client: GraphClient, control: Control, plan: str
) -> None:
    control.fault("advised_success", method="POST", path="/planner/tasks", retry_after=30)
    client.send(new_task(plan))
    assert made(control) == ["1.1 Beleid"]


def test_a_wait_beyond_five_minutes_is_for_the_caller_and_holds_for_all(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("throttle", path="/planner/plans/*", retry_after=900)
    with pytest.raises(Throttled) as raised:
        client.get(f"/planner/plans/{plan}")
    assert raised.value.wait_seconds == 900.0
    before = len(control.journal())
    with pytest.raises(Throttled):
        client.send(new_task(plan))
    assert len(control.journal()) == before
    assert clock.slept == []
    clock.sleep(900.0)
    client.send(new_task(plan))
    assert made(control) == ["1.1 Beleid"]


def test_the_round_ends_when_its_time_is_spent(
    sandbox: Sandbox, clock: Any, plan: str, session: requests.Session
) -> None:
    client = GraphClient(
        sandbox.base_url,
        sandbox_token(),
        sleep=clock.sleep,
        now=clock.now,
        session=session,
        limits=Limits(60.0),
    )
    sandbox.control.fault("throttle", path="/planner/plans/*", retry_after=61)
    with pytest.raises(OutOfTime):
        client.get(f"/planner/plans/{plan}")
    assert clock.slept == []
    clock.sleep(61.0)
    with pytest.raises(OutOfTime):
        client.get(f"/planner/plans/{plan}")
    client.start_round()
    assert client.get(f"/planner/plans/{plan}")["id"] == plan


def test_what_we_just_made_is_looked_for_more_than_once(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("status", method="GET", path="/planner/tasks/*", status=404, times=2)
    task = client.send(new_task(plan)).body["id"]
    assert client.get(f"/planner/tasks/{task}")["id"] == task
    assert clock.slept == [2.0, 4.0]


def test_what_others_made_long_ago_is_missing_at_once(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    task = client.send(new_task(plan)).body["id"]
    clock.sleep(121.0)
    control.fault("status", method="GET", path="/planner/tasks/*", status=404)
    with pytest.raises(Missing):
        client.get(f"/planner/tasks/{task}")
    assert clock.slept == [121.0]


def test_what_we_deleted_ourselves_is_missing_at_once(
    client: GraphClient, clock: Any, plan: str
) -> None:
    task = client.send(new_task(plan)).body
    path = f"/planner/tasks/{task['id']}"
    client.send(GraphRequest("DELETE", path, headers={"If-Match": task["@odata.etag"]}))
    with pytest.raises(Missing):
        client.get(path)
    assert clock.slept == []


def test_a_refused_token_is_renewed_once(
    client: GraphClient, control: Control, plan: str, clock: Any
) -> None:
    control.fault("status", path="/planner/plans/*", status=401)
    assert client.get(f"/planner/plans/{plan}")["id"] == plan
    assert statuses(control, "GET", plan) == [401, 200]
    assert clock.slept == []


def test_a_token_that_stays_refused_fails_the_call(
    client: GraphClient, control: Control, plan: str
) -> None:
    control.fault("status", path="/planner/plans/*", status=401, times=5)
    with pytest.raises(SignInFailed):
        client.get(f"/planner/plans/{plan}")
    assert statuses(control, "GET", plan) == [401, 401]


def test_a_listing_is_read_to_its_end(client: GraphClient, control: Control, plan: str) -> None:
    control.settings(page_size=3)
    titles = [f"1.{number}" for number in range(1, 8)]
    for title in titles:
        client.send(new_task(plan, title))
    found = client.pages(f"/planner/plans/{plan}/tasks")
    assert sorted(item["title"] for item in found) == titles
    assert statuses(control, "GET", "/tasks") == [200, 200, 200]


def test_half_a_listing_is_no_listing(client: GraphClient, control: Control, plan: str) -> None:
    control.settings(page_size=3)
    for number in range(4):
        client.send(new_task(plan, f"1.{number}"))
    control.fault("second_page_fails", times=99)
    with pytest.raises(ServerFailed):
        client.pages(f"/planner/plans/{plan}/tasks")


def test_a_wrong_request_is_our_fault(client: GraphClient, plan: str) -> None:
    with pytest.raises(Refused) as raised:
        client.send(GraphRequest("POST", "/planner/tasks", {"planId": plan, "titel": "x"}))
    assert raised.value.fault == "us"


def test_a_path_that_leads_out_is_not_sent(client: GraphClient, control: Control) -> None:
    with pytest.raises(Fenced):
        client.get("/../sandbox/state")
    assert control.journal() == []


def test_this_machine_is_never_reached_through_a_proxy(
    client: GraphClient, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert client.get(f"/planner/plans/{plan}")["id"] == plan


def _server_time(control: Control) -> Any:
    return datetime.fromisoformat(control.state()["now"])
