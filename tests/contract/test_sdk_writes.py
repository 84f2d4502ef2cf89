"""What Microsoft's own client wrote, read back by our connectors; and a round over its edits."""

from datetime import UTC, datetime
from typing import Any

import pytest
from contract.graph_sdk import QUIET, Sdk, asking
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.message import Message
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.planner_applied_categories import PlannerAppliedCategories
from msgraph.generated.models.planner_assignments import PlannerAssignments
from msgraph.generated.models.planner_bucket import PlannerBucket
from msgraph.generated.models.planner_checklist_items import PlannerChecklistItems
from msgraph.generated.models.planner_container_type import PlannerContainerType
from msgraph.generated.models.planner_external_references import PlannerExternalReferences
from msgraph.generated.models.planner_plan import PlannerPlan
from msgraph.generated.models.planner_plan_container import PlannerPlanContainer
from msgraph.generated.models.planner_task import PlannerTask
from msgraph.generated.models.planner_task_details import PlannerTaskDetails
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.single_value_legacy_extended_property import (
    SingleValueLegacyExtendedProperty,
)
from support.installation import Office

from connectors.forms import read_reference_key, reference_key
from connectors.outlook import KEY_PROPERTY, OutlookApi
from connectors.planner import PlannerApi

pytestmark = pytest.mark.filterwarnings(*QUIET)

DUE = datetime(2026, 12, 31, 10, tzinfo=UTC)
LINK = "https://www.haarlemmermeer.example/beleid?id=1#p%202"
IMMUTABLE = 'IdType="ImmutableId"'
RETURN = "return=representation"


@pytest.fixture
def planner(office: Office) -> PlannerApi:
    return PlannerApi(office.house().graph)


@pytest.fixture
def plan(office: Office, sdk: Sdk) -> PlannerPlan:
    """A plan made by the SDK."""
    container = PlannerPlanContainer(
        container_id=office.environ["PLANNER_GROUP_ID"], type=PlannerContainerType.Group
    )
    made = sdk.wait(sdk.graph.planner.plans.post(PlannerPlan(title="Proef", container=container)))
    assert isinstance(made, PlannerPlan)
    return made


def make_task(sdk: Sdk, plan: PlannerPlan, **fields: Any) -> PlannerTask:
    made = sdk.wait(sdk.graph.planner.tasks.post(PlannerTask(plan_id=plan.id, **fields)))
    assert isinstance(made, PlannerTask)
    return made


def test_a_plan_of_the_sdk_is_found_in_its_group(
    office: Office, planner: PlannerApi, plan: PlannerPlan
) -> None:
    (found,) = planner.plans_of(office.environ["PLANNER_GROUP_ID"])
    assert (found.id, found.title, found.etag) == (
        plan.id,
        "Proef",
        plan.additional_data["@odata.etag"],
    )


def test_a_task_of_the_sdk_reads_with_all_its_fields(
    office: Office, sdk: Sdk, planner: PlannerApi, plan: PlannerPlan
) -> None:
    bucket = sdk.wait(
        sdk.graph.planner.buckets.post(PlannerBucket(name="1. Beleid", plan_id=plan.id))
    )
    person = sdk.wait(sdk.graph.users.by_user_id(office.environ["OWNER_OOV_MEMBERS"]).get()).id
    assignee = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
    made = make_task(
        sdk,
        plan,
        title="Eigen taak",
        bucket_id=bucket.id,
        percent_complete=50,
        due_date_time=DUE,
        assignments=PlannerAssignments(additional_data={person: assignee}),
        applied_categories=PlannerAppliedCategories(additional_data={"category25": True}),
    )
    contents = planner.read_plan(str(plan.id))
    (task,) = contents.tasks
    assert [(b.id, b.name) for b in contents.buckets] == [(bucket.id, "1. Beleid")]
    assert (task.id, task.title, task.bucket_id) == (made.id, "Eigen taak", bucket.id)
    assert (task.percent_complete, task.due_date_time) == (50, DUE)
    assert set(task.assignments) == {person}
    assert task.applied_categories == {"category25": True}
    assert task.details is not None
    assert task.details.etag != task.etag


def test_a_change_under_if_match_gives_both_clients_the_same_version(
    sdk: Sdk, planner: PlannerApi, plan: PlannerPlan
) -> None:
    task = make_task(sdk, plan, title="Eerst")
    first = task.additional_data["@odata.etag"]
    builder = sdk.graph.planner.tasks.by_planner_task_id(str(task.id))
    versioned = asking(If_Match=first, Prefer=RETURN)
    changed = sdk.wait(builder.patch(PlannerTask(title="Daarna"), request_configuration=versioned))
    (ours,) = planner.read_plan(str(plan.id)).tasks
    assert (ours.title, ours.etag) == ("Daarna", changed.additional_data["@odata.etag"])
    assert ours.etag != first


def test_what_the_sdk_may_not_do_we_may_not_either(sdk: Sdk, plan: PlannerPlan) -> None:
    """No version, one of another object, or an outdated one for the same field."""
    task = make_task(sdk, plan, title="Eerst")
    first = task.additional_data["@odata.etag"]
    builder = sdk.graph.planner.tasks.by_planner_task_id(str(task.id))
    of_plan = plan.additional_data["@odata.etag"]
    sdk.wait(builder.patch(PlannerTask(title="B"), request_configuration=asking(If_Match=first)))
    statuses = []
    for headers in ({}, {"If_Match": of_plan}, {"If_Match": first}):
        change = builder.patch(PlannerTask(title="C"), request_configuration=asking(**headers))
        with pytest.raises(ODataError) as refused:
            sdk.wait(change)
        statuses.append(refused.value.response_status_code)
    assert statuses == [412, 412, 409]


def test_details_of_the_sdk_keep_their_text_links_and_items(
    sdk: Sdk, planner: PlannerApi, plan: PlannerPlan
) -> None:
    task = make_task(sdk, plan, title="Met uitleg")
    builder = sdk.graph.planner.tasks.by_planner_task_id(str(task.id)).details
    seen = sdk.wait(builder.get()).additional_data["@odata.etag"]
    link = {"@odata.type": "#microsoft.graph.plannerExternalReference", "alias": "Beleid"}
    item = {"@odata.type": "#microsoft.graph.plannerChecklistItem", "title": "Bellen"}
    body = PlannerTaskDetails(
        description="Eerste regel\nTweede regel",
        references=PlannerExternalReferences(additional_data={reference_key(LINK): link}),
        checklist=PlannerChecklistItems(additional_data={"57392": item}),
    )
    sdk.wait(builder.patch(body, request_configuration=asking(If_Match=seen)))
    (details,) = planner.details_of([str(task.id)])
    assert not isinstance(details, Exception)
    assert details.description == "Eerste regel\nTweede regel"
    assert {read_reference_key(key): entry["alias"] for key, entry in details.references.items()}
    assert [read_reference_key(key) for key in details.references] == [LINK]
    assert details.checklist["57392"]["title"] == "Bellen"


def test_a_draft_of_the_sdk_is_found_by_its_key_and_seen_to_leave(office: Office, sdk: Sdk) -> None:
    outlook: OutlookApi = office.house().outlook
    box = sdk.graph.users.by_user_id(office.environ["OUTLOOK_MAILBOX"]).messages
    key = SingleValueLegacyExtendedProperty(id=KEY_PROPERTY, value="sleutel-2")
    message = Message(
        subject="Stand van zaken",
        body=ItemBody(content_type=BodyType.Text, content="Goedemorgen"),
        to_recipients=[Recipient(email_address=EmailAddress(address="om@om.example"))],
        single_value_extended_properties=[key],
    )
    draft = sdk.wait(box.post(message, request_configuration=asking(Prefer=IMMUTABLE)))
    (found,) = outlook.find_by_key("sleutel-2")
    assert (found.id, found.is_draft) == (draft.id, True)
    sdk.wait(box.by_message_id(draft.id).send.post())
    assert outlook.message(draft.id).is_draft is False
    assert len(office.control.state()["sent"]) == 1


def test_an_event_of_the_sdk_stands_in_our_calendar(office: Office, sdk: Sdk) -> None:
    zone = "W. Europe Standard Time"
    event = Event(
        subject="Lokale driehoek",
        start=DateTimeTimeZone(date_time="2027-03-29T10:00:00", time_zone=zone),
        end=DateTimeTimeZone(date_time="2027-03-29T11:00:00", time_zone=zone),
    )
    box = sdk.graph.users.by_user_id(office.environ["OUTLOOK_MAILBOX"])
    made = sdk.wait(box.events.post(event))
    start, end = datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 3, 30, tzinfo=UTC)
    (seen,) = office.house().outlook.calendar_view(start, end)
    assert (seen.id, seen.subject) == (made.id, "Lokale driehoek")
    assert seen.start["dateTime"].startswith("2027-03-29T10:00")


def test_an_edit_made_with_the_sdk_arrives_in_the_list(office: Office, sdk: Sdk) -> None:
    """The whole way: an owner's tool writes to Planner, a round takes it over."""
    office.load("1.7", "6.5")
    office.sync()
    for code, change in (
        ("1.7", PlannerTask(percent_complete=100)),
        ("6.5", PlannerTask(due_date_time=datetime(2027, 2, 1, 10, tzinfo=UTC))),
    ):
        builder = sdk.graph.planner.tasks.by_planner_task_id(office.links()[code])
        seen = sdk.wait(builder.get()).additional_data["@odata.etag"]
        sdk.wait(builder.patch(change, request_configuration=asking(If_Match=seen)))
    office.sync()
    assert office.history("1.7") == [("planner", "status", "Loopt", "Gereed", "applied")]
    assert office.history("6.5") == [("planner", "due", "2025", "2027-02-01", "applied")]
