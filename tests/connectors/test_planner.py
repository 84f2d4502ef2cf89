"""Planner against the sandbox: whole plans, one outcome per thing, no lost edits."""

from typing import Any

import pytest

from connectors.errors import (
    BadReply,
    Denied,
    GraphError,
    LimitReached,
    Missing,
    NoAnswer,
    Refused,
    ServerFailed,
    Stale,
)
from connectors.forms import assignment, read_reference_key, reference, reference_key
from connectors.graph.calls import Answer
from connectors.graph.client import GraphClient
from connectors.planner import PlannerApi
from connectors.sandbox.control import Control, Sandbox
from connectors.wire import Plan, Task, TaskDetails, User


@pytest.fixture
def planner(client: GraphClient) -> PlannerApi:
    return PlannerApi(client)


@pytest.fixture
def group(sandbox: Sandbox) -> str:
    return sandbox.environment()["PLANNER_GROUP_ID"]


@pytest.fixture
def plan(planner: PlannerApi, group: str, control: Control) -> Plan:
    plan = planner.create_plan(group, "Uitvoeringsagenda")
    control.forget()
    return plan


def body(plan: Plan, title: str, **fields: Any) -> dict[str, Any]:
    return {"planId": plan.id, "title": title, **fields}


def good(outcomes: list[Any]) -> list[Any]:
    for outcome in outcomes:
        if isinstance(outcome, GraphError):
            raise outcome
    return outcomes


def make(planner: PlannerApi, plan: Plan, *titles: str) -> list[Task]:
    return good(planner.create_tasks([body(plan, title) for title in titles]))


def asked(control: Control, *, inner: bool | None = None) -> list[str]:
    """What was asked, as "GET /path"; envelopes count, or only the parts."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in control.journal()
        if inner is None or entry["inner"] is inner
    ]


def test_a_plan_is_made_in_its_group_and_found_there(
    planner: PlannerApi, group: str, plan: Plan
) -> None:
    assert [found.id for found in planner.plans_of(group)] == [plan.id]
    assert planner.plan(plan.id).title == "Uitvoeringsagenda"


def test_an_unknown_plan_is_denied_like_a_forbidden_one(planner: PlannerApi) -> None:
    with pytest.raises(Denied):
        planner.plan("x" * 28)


def test_people_are_found_by_group_and_by_name(
    planner: PlannerApi, group: str, sandbox: Sandbox
) -> None:
    upn = sandbox.environment()["OWNER_H_T_MEMBERS"]
    found, unknown = planner.users([upn, "niemand@haarlemmermeer.example"])
    assert isinstance(found, User)
    assert found.user_principal_name == upn
    assert isinstance(unknown, Missing)
    members = planner.members(group)
    assert found.id in {member.id for member in members}


def test_groups_and_devices_are_no_people(serve: Any, clock: Any) -> None:
    page = (
        b'{"value":[{"@odata.type":"#microsoft.graph.user","id":"u"},'
        b'{"@odata.type":"#microsoft.graph.group","id":"g"}]}'
    )
    server = serve(lambda _: (200, page, {}))
    client = GraphClient(
        f"{server.origin}/v1.0", lambda _=None: "t", sleep=clock.sleep, now=clock.now
    )
    assert [member.id for member in PlannerApi(client).members("g")] == ["u"]


def test_buckets_ask_for_the_order_given(planner: PlannerApi, plan: Plan, control: Control) -> None:
    names = [f"Doel {number}" for number in range(1, 7)]
    buckets = planner.furnish(planner.read_plan(plan.id).details, {}, names)
    assert [bucket.name for bucket in buckets] == names
    assert all(bucket.plan_id == plan.id for bucket in buckets)
    parts = [entry["body"] for entry in control.journal() if entry["path"] == "/planner/buckets"]
    assert [part["name"] for part in sorted(parts, key=lambda part: part["orderHint"])] == names
    assert len({part["orderHint"] for part in parts}) == len(names)


def test_a_plan_is_furnished_in_one_exchange_and_what_is_refused_is_told(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    details = planner.read_plan(plan.id).details
    control.forget()
    (made,) = planner.furnish(details, {"category7": "VNG plateau 1"}, ["Doel 1"])
    assert made.name == "Doel 1"
    assert asked(control, inner=False) == ["POST /$batch"]
    contents = planner.read_plan(plan.id)
    with pytest.raises(Refused):
        planner.furnish(contents.details, {"category8": "NIET"}, ["Doel 2", " "])
    after = planner.read_plan(plan.id)
    assert after.details.category_descriptions["category8"] == "NIET"
    assert {bucket.name for bucket in after.buckets} == {"Doel 1", "Doel 2"}


def test_labels_are_named_one_by_one(planner: PlannerApi, plan: Plan) -> None:
    details = planner.read_plan(plan.id).details
    planner.furnish(details, {"category7": "VNG plateau 1"}, [])
    named = planner.read_plan(plan.id).details
    planner.furnish(named, {"category25": "NIET"}, [])
    again = planner.read_plan(plan.id).details
    assert again.category_descriptions["category7"] == "VNG plateau 1"
    assert again.category_descriptions["category25"] == "NIET"
    assert again.etag != details.etag


def test_a_label_that_people_name_meanwhile_is_not_overwritten(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    details = planner.read_plan(plan.id).details
    control.act("name-label", plan=plan.id, slot="category7", name="Van ons")
    with pytest.raises(Stale):
        planner.furnish(details, {"category7": "VNG plateau 1"}, [])


def test_a_plan_of_one_page_is_read_in_one_exchange(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    make(planner, plan, "1.1", "1.2")
    control.forget()
    contents = planner.read_plan(plan.id)
    assert asked(control, inner=False) == ["POST /$batch"]
    assert contents.plan.id == plan.id
    assert sorted(task.title for task in contents.tasks) == ["1.1", "1.2"]
    assert all(task.details for task in contents.tasks)


def test_an_empty_plan_is_read_whole(planner: PlannerApi, plan: Plan) -> None:
    contents = planner.read_plan(plan.id)
    assert contents.tasks == ()
    assert contents.details.id == plan.id


@pytest.mark.parametrize("reception", ["ignore", "refuse"])
def test_where_details_are_not_expanded_they_are_read_and_that_is_remembered(
    planner: PlannerApi, plan: Plan, control: Control, reception: str
) -> None:
    control.settings(expand_details=reception)
    tasks = make(planner, plan, *(f"1.{number}" for number in range(25)))
    first = good(planner.details_of([tasks[0].id]))[0]
    good(planner.patch_details([(first, {"description": "Notitie"})]))
    contents = planner.read_plan(plan.id)
    assert all(task.details and task.details.id == task.id for task in contents.tasks)
    described = [task.id for task in contents.tasks if task.details and task.details.description]
    assert described == [tasks[0].id]
    control.forget()
    assert len(planner.read_plan(plan.id).tasks) == 25
    assert asked(control, inner=False) == ["POST /$batch"] * 3
    assert not any("$expand" in entry["query"] for entry in control.journal())


@pytest.mark.parametrize("reception", ["accept", "ignore"])
def test_a_plan_of_many_pages_is_read_whole(
    planner: PlannerApi, plan: Plan, control: Control, reception: str
) -> None:
    control.settings(page_size=7, expand_details=reception)
    make(planner, plan, *(f"1.{number}" for number in range(24)))
    planner.furnish(planner.read_plan(plan.id).details, {}, [f"Doel {n}" for n in range(9)])
    contents = planner.read_plan(plan.id)
    assert len({task.id for task in contents.tasks}) == 24
    assert len(contents.buckets) == 9
    assert all(task.details for task in contents.tasks)


def test_a_plan_is_whole_or_none(planner: PlannerApi, plan: Plan, control: Control) -> None:
    control.settings(page_size=7)
    make(planner, plan, *(f"1.{number}" for number in range(8)))
    control.fault("second_page_fails", times=99)
    with pytest.raises(ServerFailed):
        planner.read_plan(plan.id)
    control.mend()
    control.fault("status", path="/planner/plans/*/buckets", status=503, times=99)
    with pytest.raises(ServerFailed):
        planner.read_plan(plan.id)


def test_a_task_deleted_during_the_reading_is_left_out(
    planner: PlannerApi, plan: Plan, control: Control, clock: Any
) -> None:
    control.settings(expand_details="ignore")
    kept, gone = make(planner, plan, "1.1", "1.2")
    clock.sleep(121.0)
    control.fault("status", path=f"/planner/tasks/{gone.id}/details", status=404)
    control.fault("status", path=f"/planner/tasks/{gone.id}", status=404)
    assert [task.id for task in planner.read_plan(plan.id).tasks] == [kept.id]


def test_details_that_lag_behind_do_not_make_a_task_look_deleted(
    planner: PlannerApi, plan: Plan, control: Control, clock: Any
) -> None:
    """Control for the test above: here the task itself is still there."""
    control.settings(expand_details="ignore")
    (task,) = make(planner, plan, "1.1")
    clock.sleep(121.0)
    control.fault("status", path=f"/planner/tasks/{task.id}/details", status=404)
    with pytest.raises(Missing):
        planner.read_plan(plan.id)


def test_each_created_task_has_an_outcome(planner: PlannerApi, plan: Plan) -> None:
    first, wrong, last = planner.create_tasks(
        [body(plan, "1.1"), body(plan, "x" * 256), body(plan, "1.2")]
    )
    assert isinstance(first, Task)
    assert isinstance(wrong, Refused)
    assert isinstance(last, Task)


def test_a_full_plan_says_so(planner: PlannerApi, plan: Plan, control: Control) -> None:
    control.settings(limits={"MaximumTasksInProject": 1})
    first, second = planner.create_tasks([body(plan, "1.1"), body(plan, "1.2")])
    assert isinstance(first, Task)
    assert isinstance(second, LimitReached)
    assert second.code == "MaximumTasksInProject"


def test_a_created_task_whose_answer_is_lost_is_not_made_again(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    control.fault("lost_response", path="/$batch", inner=False)
    outcomes = planner.create_tasks([body(plan, "1.1"), body(plan, "1.2")])
    assert [type(outcome) for outcome in outcomes] == [NoAnswer, NoAnswer]
    assert sorted(task.title for task in planner.read_plan(plan.id).tasks) == ["1.1", "1.2"]


def test_a_task_can_be_made_with_labels_and_people(
    planner: PlannerApi, plan: Plan, group: str
) -> None:
    person = planner.members(group)[0]
    fields = {"appliedCategories": {"category7": True}, "assignments": {person.id: assignment()}}
    (task,) = good(planner.create_tasks([body(plan, "1.1", **fields)]))
    assert list(task.assignments) == [person.id]
    assert task.applied_categories == {"category7": True}
    (bare,) = good(planner.patch_tasks([(task, {"assignments": {person.id: None}})]))
    assert bare.assignments == {}


def test_a_change_gives_back_the_new_task_and_its_etag(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    (task,) = make(planner, plan, "1.1")
    control.forget()
    (changed,) = good(planner.patch_tasks([(task, {"percentComplete": 50})]))
    assert asked(control, inner=True) == [f"PATCH /planner/tasks/{task.id}"]
    assert changed.percent_complete == 50
    (again,) = good(planner.patch_tasks([(changed, {"percentComplete": 100})]))
    assert again.percent_complete == 100
    assert len({task.etag, changed.etag, again.etag}) == 3


def test_what_somebody_changed_meanwhile_is_not_overwritten(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    first, second = make(planner, plan, "1.1", "1.2")
    control.act("tick", task=first.id)
    stale, changed = planner.patch_tasks(
        [(first, {"percentComplete": 50}), (second, {"percentComplete": 50})]
    )
    assert isinstance(stale, Stale)
    assert isinstance(changed, Task)
    (read,) = good(planner.read_tasks([first.id]))
    assert read.percent_complete == 100


def test_a_change_answered_without_contents_is_read_back(serve: Any, clock: Any) -> None:
    """Graph may ignore `Prefer: return=representation` and answer 204."""
    task = (
        b'{"responses":[{"id":"1","status":200,"body":{"id":"t","@odata.etag":"new",'
        b'"planId":"p","title":"x","percentComplete":50}}]}'
    )
    answers = iter([b'{"responses":[{"id":"1","status":204}]}', task])
    server = serve(lambda _: (200, next(answers), {}))
    client = GraphClient(
        f"{server.origin}/v1.0", lambda _=None: "t", sleep=clock.sleep, now=clock.now
    )
    old = Task.read({"id": "t", "@odata.etag": "old", "planId": "p", "title": "x"})
    (changed,) = good(PlannerApi(client).patch_tasks([(old, {"percentComplete": 50})]))
    assert (changed.etag, changed.percent_complete) == ("new", 50)
    assert b'"If-Match": "old"' in server.heard[0].body
    assert b'"method": "GET"' in server.heard[1].body


def test_one_batch_never_changes_a_task_twice(planner: PlannerApi, plan: Plan) -> None:
    (task,) = make(planner, plan, "1.1")
    with pytest.raises(ValueError, match="twice"):
        planner.patch_tasks([(task, {"percentComplete": 50}), (task, {"title": "x"})])
    (details,) = good(planner.details_of([task.id]))
    with pytest.raises(ValueError, match="twice"):
        planner.patch_details([(details, {"description": "x"}), (details, {"description": "y"})])


def test_details_have_an_etag_of_their_own(planner: PlannerApi, plan: Plan) -> None:
    (task,) = make(planner, plan, "1.1")
    (details,) = good(planner.details_of([task.id]))
    assert details.etag != task.etag
    url = "https://www.gemeente.nl/plan%20van%20aanpak.pdf"
    change = {"description": "Loopt", "references": {reference_key(url): reference("Plan")}}
    (changed,) = good(planner.patch_details([(details, change)]))
    assert isinstance(changed, TaskDetails)
    assert changed.description == "Loopt"
    assert [read_reference_key(key) for key in changed.references] == [url]
    (stale,) = planner.patch_details([(details, {"description": "Oud"})])
    assert isinstance(stale, Stale)


def test_tasks_are_read_with_their_details(planner: PlannerApi, plan: Plan) -> None:
    tasks = make(planner, plan, *(f"1.{number}" for number in range(12)))
    *found, missing = planner.read_tasks([*(task.id for task in tasks), "x" * 28])
    assert [task.title for task in good(found)] == [task.title for task in tasks]
    assert all(task.details.id == task.id for task in good(found))
    assert isinstance(missing, GraphError)


def test_a_task_is_deleted_only_as_it_was_read(
    planner: PlannerApi, plan: Plan, control: Control
) -> None:
    (task,) = make(planner, plan, "1.1")
    control.act("tick", task=task.id)
    assert isinstance(planner.delete_tasks([task])[0], Stale)
    (fresh,) = good(planner.read_tasks([task.id]))
    assert isinstance(planner.delete_tasks([fresh])[0], Answer)
    assert planner.read_plan(plan.id).tasks == ()


def test_a_task_of_another_shape_is_no_task(serve: Any, clock: Any) -> None:
    page = b'{"responses":[{"id":"1","status":200,"body":{"id":"t","title":7}}]}'
    server = serve(lambda _: (200, page, {}))
    client = GraphClient(
        f"{server.origin}/v1.0", lambda _=None: "t", sleep=clock.sleep, now=clock.now
    )
    (outcome, _) = PlannerApi(client).create_tasks([{"title": "x"}, {"title": "y"}])
    assert isinstance(outcome, BadReply)
