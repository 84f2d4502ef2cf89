"""Batches over real HTTP: a verdict per part, and repeats only for the parts that may be."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from connectors.errors import (
    BadReply,
    GraphError,
    NoAnswer,
    OutOfTime,
    Refused,
    ServerFailed,
    SignInFailed,
    Stale,
    Throttled,
)
from connectors.graph.calls import Answer, GraphRequest
from connectors.graph.client import GraphClient
from connectors.graph.pace import Limits
from connectors.sandbox.control import Control, Sandbox
from connectors.sign_in.app import sandbox_token


@pytest.fixture
def plan(client: GraphClient, sandbox: Sandbox) -> str:
    container = {"containerId": sandbox.environment()["PLANNER_GROUP_ID"], "type": "group"}
    body = {"container": container, "title": "Uitvoeringsagenda"}
    plan = str(client.send(GraphRequest("POST", "/planner/plans", body)).body["id"])
    sandbox.control.forget()
    return plan


def creates(plan: str, count: int) -> list[GraphRequest]:
    bodies = [{"planId": plan, "title": f"1.{number}"} for number in range(count)]
    return [GraphRequest("POST", "/planner/tasks", body) for body in bodies]


def titles(verdicts: list[Answer | GraphError]) -> list[str]:
    return [verdict.body["title"] for verdict in verdicts if isinstance(verdict, Answer)]


def made(control: Control) -> list[str]:
    return [task["title"] for task in control.state()["tasks"]]


def envelopes(control: Control) -> int:
    return sum(entry["path"] == "/$batch" for entry in control.journal())


def test_any_number_goes_in_batches_of_twenty(
    client: GraphClient, control: Control, plan: str
) -> None:
    verdicts = client.batch(creates(plan, 45))
    assert titles(verdicts) == [f"1.{number}" for number in range(45)]
    assert envelopes(control) == 3
    assert client.batch([]) == []


def test_only_the_throttled_parts_go_again_after_the_longest_wait(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault(
        "throttle", method="POST", path="/planner/tasks", inner=True, times=3, retry_after=7
    )
    verdicts = client.batch(creates(plan, 5))
    assert titles(verdicts) == [f"1.{number}" for number in range(5)]
    assert sorted(made(control)) == [f"1.{number}" for number in range(5)]
    assert clock.slept == [7.0]
    assert not any(entry["early_return"] for entry in control.journal())


def test_parts_that_stay_throttled_end_as_throttled(
    client: GraphClient, control: Control, plan: str
) -> None:
    control.fault("throttle", path="/planner/tasks", inner=True, times=99, retry_after=7)
    verdicts = client.batch(creates(plan, 2))
    assert [type(verdict) for verdict in verdicts] == [Throttled, Throttled]
    assert made(control) == []


@pytest.mark.parametrize(
    ("kind", "options", "failure"),
    [
        ("lost_response", {}, NoAnswer),
        ("status", {"status": 503}, ServerFailed),
        ("html", {}, ServerFailed),
        ("malformed_json", {}, BadReply),
    ],
)
def test_when_an_envelope_fails_its_writes_share_that_fate(
    client: GraphClient,
    control: Control,
    plan: str,
    kind: str,
    options: dict[str, Any],
    failure: type[GraphError],
) -> None:
    control.fault(kind, path="/$batch", inner=False, **options)
    verdicts = client.batch(creates(plan, 21))
    assert [type(verdict) for verdict in verdicts[:20]] == [failure] * 20
    assert all(isinstance(v, GraphError) and v.outcome_unknown for v in verdicts[:20])
    assert verdicts[0].call == "POST /planner/tasks"  # type: ignore[union-attr] # checked above
    assert titles(verdicts) == ["1.20"]
    assert len(made(control)) == len(set(made(control)))


def test_when_an_envelope_fails_its_reads_go_again(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("lost_response", path="/$batch", inner=False)
    read = GraphRequest("GET", f"/planner/plans/{plan}")
    first, second = client.batch([read, *creates(plan, 1)])
    assert isinstance(first, Answer)
    assert isinstance(second, NoAnswer)
    assert made(control) == ["1.0"]
    assert clock.slept == [2.0]


def test_a_throttled_envelope_was_not_carried_out_and_goes_again(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("throttle", path="/$batch", inner=False, retry_after=9)
    assert titles(client.batch(creates(plan, 2))) == ["1.0", "1.1"]
    assert made(control) == ["1.0", "1.1"]
    assert clock.slept == [9.0]


def test_a_failed_part_says_nothing_about_the_others(client: GraphClient, plan: str) -> None:
    good, other = creates(plan, 2)
    wrong = GraphRequest("POST", "/planner/tasks", {"planId": plan, "titel": "x"})
    verdicts = client.batch([good, wrong, other])
    assert [type(verdict) for verdict in verdicts] == [Answer, Refused, Answer]


def test_each_part_has_its_own_etag(client: GraphClient, plan: str) -> None:
    tasks = [v.body for v in client.batch(creates(plan, 2)) if isinstance(v, Answer)]
    paths = [f"/planner/tasks/{task['id']}" for task in tasks]
    etag = tasks[0]["@odata.etag"]
    fresh = GraphRequest("PATCH", paths[0], {"percentComplete": 50}, {"If-Match": etag})
    unconditional = GraphRequest("PATCH", paths[1], {"percentComplete": 50})
    first, second = client.batch([fresh, unconditional])
    assert isinstance(first, Answer)
    assert first.status == 204
    assert isinstance(second, Stale)


def test_parts_with_a_refused_token_go_again_with_a_new_one(
    client: GraphClient, control: Control, clock: Any, plan: str
) -> None:
    control.fault("status", path="/planner/tasks", inner=True, status=401, times=2)
    assert titles(client.batch(creates(plan, 3))) == ["1.0", "1.1", "1.2"]
    assert sorted(made(control)) == ["1.0", "1.1", "1.2"]
    assert envelopes(control) == 2
    assert clock.slept == []


def test_parts_whose_token_stays_refused_end_so(
    client: GraphClient, control: Control, plan: str
) -> None:
    control.fault("status", path="/planner/tasks", inner=True, status=401, times=99)
    (verdict,) = client.batch(creates(plan, 1))
    assert isinstance(verdict, SignInFailed)
    assert envelopes(control) == 2


def test_what_was_written_is_not_forgotten_when_time_runs_out(
    sandbox: Sandbox, clock: Any, plan: str, session: requests.Session
) -> None:
    client = GraphClient(
        sandbox.base_url,
        sandbox_token(),
        sleep=clock.sleep,
        now=clock.now,
        session=session,
        limits=Limits(10.0),
    )
    control = sandbox.control
    control.fault("throttle", path="/planner/tasks", inner=True, times=1, retry_after=30)
    verdicts = client.batch(creates(plan, 3))
    assert sorted(type(verdict).__name__ for verdict in verdicts) == [
        "Answer",
        "Answer",
        "Throttled",
    ]
    clock.sleep(10.0)
    assert [type(verdict) for verdict in client.batch(creates(plan, 1))] == [OutOfTime]


def test_an_older_graph_answers_424_for_the_whole_batch(serve: Any, clock: Any) -> None:
    """The parts are judged all the same: the throttled one and the one cut short go again."""
    throttled = (
        b'{"responses":[{"id":"1","status":200,"body":{"id":"a"}},'
        b'{"id":"2","status":429,"headers":{"Retry-After":"3"}},{"id":"3","status":424}]}'
    )
    fine = (
        b'{"responses":[{"id":"1","status":200,"body":{"id":"b"}},'
        b'{"id":"2","status":200,"body":{"id":"c"}}]}'
    )
    answers: Iterator[Any] = iter([(424, throttled, {}), (200, fine, {})])
    server = serve(lambda _: next(answers))
    client = GraphClient(
        f"{server.origin}/v1.0",
        sandbox_token(),
        sleep=clock.sleep,
        now=clock.now,
        jitter=lambda: 0.0,
    )
    verdicts = client.batch([GraphRequest("GET", f"/planner/tasks/{name}") for name in "abc"])
    assert [v.body["id"] for v in verdicts if isinstance(v, Answer)] == ["a", "b", "c"]
    assert clock.slept == [3.0]
