"""What we read: the names are Microsoft's, what we do not know is kept, what is absent is no error.

Broken answers (no JSON, half of it, HTML, too large, or none at all) are in
tests/connectors/graph/test_hostile.py and tests/bot/sync/test_faults.py.
"""

from datetime import timedelta
from typing import Any

import pytest
from contract.graph_sdk import QUIET
from contract.sdk_models import Model, properties_of
from msgraph.generated.models.calendar import Calendar as SdkCalendar
from msgraph.generated.models.event import Event as SdkEvent
from msgraph.generated.models.exchange_message_trace import ExchangeMessageTrace
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.message import Message as SdkMessage
from msgraph.generated.models.planner_bucket import PlannerBucket
from msgraph.generated.models.planner_plan import PlannerPlan
from msgraph.generated.models.planner_plan_details import PlannerPlanDetails
from msgraph.generated.models.planner_task import PlannerTask
from msgraph.generated.models.planner_task_details import PlannerTaskDetails
from msgraph.generated.models.user import User as SdkUser
from support.installation import Office

from connectors import wire
from connectors.wire import JsonObject, Wire

pytestmark = pytest.mark.filterwarnings(*QUIET)

TAGS = {"id": "x", "@odata.etag": 'W/"1"'}
ZONED = {"dateTime": "2026-11-26T10:00:00.0000000", "timeZone": "UTC"}

# Our model, Microsoft's, and the least that Graph may send of it.
READ: dict[type[Wire], tuple[Model, JsonObject]] = {
    wire.Plan: (PlannerPlan, {**TAGS, "title": "Plan"}),
    wire.PlanDetails: (PlannerPlanDetails, TAGS),
    wire.Bucket: (PlannerBucket, {**TAGS, "name": "1. Beleid", "planId": "p"}),
    wire.Task: (PlannerTask, {**TAGS, "title": "1.1 Taak", "planId": "p"}),
    wire.TaskDetails: (PlannerTaskDetails, TAGS),
    wire.User: (SdkUser, {"id": "x"}),
    wire.Event: (SdkEvent, {"id": "x", "start": ZONED, "end": ZONED}),
    wire.Calendar: (SdkCalendar, {"id": "x"}),
    wire.Deadline: (SdkEvent, {**TAGS, "start": ZONED, "end": ZONED}),
    wire.Message: (SdkMessage, {"id": "x"}),
    wire.SentMail: (SdkMessage, {}),
    wire.MailFile: (FileAttachment, {}),
    wire.MessageTrace: (ExchangeMessageTrace, {"recipientAddress": "om@om.example"}),
}

each_model = pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)


def names_in(model: type[Wire]) -> set[str]:
    """The names under which a model of ours looks for its fields."""
    return {str(field.alias) for field in model.model_fields.values()} - {"@odata.etag"}


def test_no_model_is_forgotten() -> None:
    """`Wire` and `Tagged` are what the others are made of."""
    models = {
        value
        for value in vars(wire).values()
        if isinstance(value, type) and issubclass(value, Wire)
    }
    assert models - {wire.Wire, wire.Tagged} == set(READ)


@each_model
def test_every_name_we_read_is_one_of_microsofts(model: type[Wire]) -> None:
    theirs, _ = READ[model]
    assert names_in(model) <= properties_of(theirs)


@each_model
def test_an_answer_with_nothing_optional_is_understood(model: type[Wire]) -> None:
    _, least = READ[model]
    read = model.read(least).model_dump(by_alias=True, mode="json")
    assert {name: read[name] for name in least} == least


@each_model
def test_what_we_have_no_name_for_is_kept_as_it_came(model: type[Wire]) -> None:
    _, least = READ[model]
    strange = {**least, "recurrence": {"seriesId": "x"}, "nieuw@odata.type": "#x", "goalIds": [1]}
    kept = model.read(strange).model_dump(by_alias=True, mode="json")
    assert {name: kept[name] for name in strange} == strange


def test_null_means_the_same_as_absent() -> None:
    """Graph's metadata makes nearly every property nullable, such as a task's percentComplete."""
    refused = []
    for model, (_, least) in READ.items():
        for name in sorted(names_in(model) - least.keys()):
            try:
                model.read({**least, name: None})
            except ValueError:
                refused.append(f"{model.__name__}.{name}")
    assert refused == []


def test_nothing_that_a_tenant_sends_is_lost_in_reading(office: Office) -> None:
    """Every object, as it came over HTTP, is still whole in our models."""
    office.load("1.9", "2.1", "6.5")
    office.sync()
    house, task = office.house(), office.links()["6.5"]
    graph, now = house.graph, office.clock.now()
    person = office.environ["OWNER_OOV_MEMBERS"]
    plan = f"/planner/plans/{house.planner.api.plans_of(house.settings.group_id)[0].id}"
    assert_whole(wire.Plan, graph.get(plan))
    assert_whole(wire.PlanDetails, graph.get(f"{plan}/details"))
    assert_whole(wire.User, graph.get(f"/users/{person}"))
    assert_whole(wire.TaskDetails, graph.get(f"/planner/tasks/{task}/details"))
    for bucket in graph.pages(f"{plan}/buckets"):
        assert_whole(wire.Bucket, bucket)
    for item in graph.pages(f"{plan}/tasks?$expand=details"):
        assert_whole(wire.Task, item)
    for event in house.outlook.calendar_view(now, now + timedelta(days=120)):
        raw = graph.get(f"/users/{house.settings.mailbox}/events/{event.id}")
        assert_whole(wire.Event, raw)


def assert_whole(model: type[Wire], raw: dict[str, Any]) -> None:
    """Check that reading an object and writing it out gives the object."""
    written = model.read(raw).model_dump(by_alias=True, mode="json")
    assert {name: written[name] for name in raw} == raw
