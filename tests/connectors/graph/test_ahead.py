"""Reads asked ahead in one exchange: handed out once, and only as long as they are true."""

from typing import Any

import pytest

from connectors.errors import GraphError
from connectors.graph.ahead import GOOD_FOR, Read, print_of
from connectors.graph.calls import Answer, GraphRequest
from connectors.graph.client import GraphClient
from connectors.sandbox.control import Control, Sandbox


@pytest.fixture
def plan(client: GraphClient, sandbox: Sandbox) -> Read:
    """A plan, as a read."""
    container = {"containerId": sandbox.environment()["PLANNER_GROUP_ID"], "type": "group"}
    body = {"container": container, "title": "Uitvoeringsagenda"}
    made = client.send(GraphRequest("POST", "/planner/plans", body)).body["id"]
    client.reads.start()
    sandbox.control.forget()
    return Read(f"/planner/plans/{made}")


def beside(plan: Read) -> list[Read]:
    """The reads of what is in it."""
    return [Read(f"{plan.path}/{part}") for part in ("details", "buckets", "tasks")]


def yes() -> bool:
    return True


def trips(control: Control) -> int:
    return sum(not entry["inner"] for entry in control.journal())


def test_all_is_asked_in_one_exchange_and_handed_out_without_another(
    client: GraphClient, control: Control, plan: Read
) -> None:
    wanted = [plan, *beside(plan)]
    prints = client.read_ahead(wanted, good=yes)
    client.batch([read.request for read in wanted[:3]])
    assert client.get(wanted[3].path)["value"] == []
    assert trips(control) == 1
    assert prints == client.reads.asked
    assert client.reads.has_only_read


def test_an_answer_is_handed_out_once(client: GraphClient, control: Control, plan: Read) -> None:
    client.read_ahead([plan], good=yes)
    client.get(plan.path)
    client.get(plan.path)
    assert trips(control) == 2


def test_the_same_contents_have_the_same_print_and_others_another(
    client: GraphClient, control: Control, plan: Read
) -> None:
    tasks = beside(plan)[2]
    prints = [client.read_ahead([tasks], good=yes)[tasks] for _ in range(2)]
    control.act("create", plan=plan.path.rpartition("/")[2], title="Van iemand")
    prints.append(client.read_ahead([tasks], good=yes)[tasks])
    assert prints[0] == prints[1] != prints[2]


def test_of_the_link_to_a_next_page_counts_that_there_is_one() -> None:
    def listing(**more: str) -> str:
        return print_of(Answer(200, {}, {"value": [], **more}))

    first, second = listing(**{"@odata.nextLink": "a"}), listing(**{"@odata.nextLink": "b"})
    assert first == second != listing()


def test_what_is_asked_for_in_another_way_is_another_read(
    client: GraphClient, control: Control, plan: Read
) -> None:
    client.read_ahead([plan], good=yes)
    client.get(plan.path, {"Prefer": "anders"})
    assert trips(control) == 2


@pytest.mark.parametrize("refused", [False, True])
def test_after_a_write_nothing_is_handed_out(
    client: GraphClient, control: Control, plan: Read, *, refused: bool
) -> None:
    details, buckets, tasks = beside(plan)
    client.read_ahead([details, buckets], good=yes)
    title = "" if refused else "1.1"
    body = {"planId": plan.path.rpartition("/")[2], "title": title}
    client.batch([GraphRequest("POST", "/planner/tasks", body)])
    client.get(buckets.path)
    assert trips(control) == 3
    assert not client.reads.has_only_read
    assert tasks not in client.reads.asked


def test_after_a_minute_nothing_is_handed_out(
    client: GraphClient, control: Control, clock: Any, plan: Read
) -> None:
    client.read_ahead([plan, *beside(plan)], good=yes)
    clock.sleep(GOOD_FOR.total_seconds())
    client.get(plan.path)
    assert trips(control) == 2


def test_when_it_is_good_no_more_all_of_it_is_dropped(
    client: GraphClient, control: Control, plan: Read
) -> None:
    words = iter([True, False])
    details, buckets, tasks = beside(plan)
    client.read_ahead([details, buckets, tasks], good=lambda: next(words))
    for read in (details, buckets, tasks):
        client.get(read.path)
    assert trips(control) == 3


def test_what_fails_is_left_to_who_needs_it_and_the_rest_is_at_hand(
    client: GraphClient, control: Control, plan: Read
) -> None:
    details, buckets, tasks = beside(plan)
    control.fault("status", path="**/buckets", status=503, times=1)
    assert client.read_ahead([details, buckets, tasks], good=yes).keys() == {details, tasks}
    client.batch([read.request for read in (details, buckets, tasks)])
    assert [e["path"].rpartition("/")[2] for e in control.journal() if e["inner"]] == [
        *("details", "buckets", "tasks"),
        "buckets",
    ]


def test_a_throttled_part_holds_up_the_next_call_as_it_asks(
    client: GraphClient, control: Control, clock: Any, plan: Read
) -> None:
    details, buckets, tasks = beside(plan)
    control.fault("status", path="**/buckets", status=429, retry_after=7, times=1)
    client.read_ahead([details, buckets, tasks], good=yes)
    assert clock.slept == []
    client.get(buckets.path)
    assert clock.slept == [7.0]


def test_nothing_is_asked_ahead_when_it_is_more_than_a_batch(
    client: GraphClient, control: Control, plan: Read
) -> None:
    many = [Read(f"{plan.path}/tasks?$top={number}") for number in range(1, 22)]
    assert client.read_ahead(many, good=yes) == {}
    assert client.read_ahead([], good=yes) == {}
    assert trips(control) == 0


def test_a_read_that_fails_shows(client: GraphClient, plan: Read) -> None:
    client.reads.start()
    with pytest.raises(GraphError):
        client.get("/planner/tasks/none")
    assert not client.reads.has_only_read
    client.reads.start()
    client.batch([GraphRequest("GET", "/planner/tasks/none"), plan.request])
    assert not client.reads.has_only_read
    assert client.reads.asked.keys() == {plan}
