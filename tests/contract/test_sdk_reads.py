"""What our connectors wrote, read back by Microsoft's own client."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from contract.graph_sdk import QUIET, Query, Sdk, asking
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.planner_container_type import PlannerContainerType
from msgraph.generated.models.planner_task import PlannerTask
from msgraph.generated.models.user import User
from support.installation import Office

from connectors.forms import read_instant
from connectors.message_trace import MessageTraceApi
from connectors.mime import Attachment, OutgoingMail
from connectors.outlook import KEY_PROPERTY
from connectors.planner import PlannerApi
from mappings.canonical import Status

pytestmark = pytest.mark.filterwarnings(*QUIET)

PERCENT = {Status.DONE: 100, Status.RUNNING: 50, Status.PLANNED: 0, Status.DROPPED: 0, None: 0}
IMMUTABLE = 'IdType="ImmutableId"'


@pytest.fixture
def synced(office: Office) -> Office:
    """The whole list in Planner."""
    office.load()
    office.sync()
    return office


def plan_of(office: Office, sdk: Sdk) -> Any:
    group = sdk.graph.groups.by_group_id(office.environ["PLANNER_GROUP_ID"])
    (plan,) = sdk.wait(group.planner.plans.get()).value
    return plan


def tasks_of(office: Office, sdk: Sdk) -> dict[str, PlannerTask]:
    """The tasks with their details, by the code in their title."""
    query = Query(expand=["details"])
    builder = sdk.graph.planner.plans.by_planner_plan_id(plan_of(office, sdk).id)
    found = sdk.wait(builder.tasks.get(request_configuration=asking(query))).value
    return {task.title.split(" ")[0]: task for task in found}


def test_the_plan_belongs_to_the_group(synced: Office, sdk: Sdk) -> None:
    plan = plan_of(synced, sdk)
    assert plan.title == "Uitvoeringsagenda mensenhandel"
    assert plan.container.type is PlannerContainerType.Group
    assert plan.container.container_id == synced.environ["PLANNER_GROUP_ID"]
    assert plan.created_by.application.id
    assert plan.created_by.user is None


def test_every_goal_has_its_bucket(synced: Office, sdk: Sdk) -> None:
    plan = sdk.graph.planner.plans.by_planner_plan_id(plan_of(synced, sdk).id)
    buckets = {bucket.id: bucket.name for bucket in sdk.wait(plan.buckets.get()).value}
    assert len(buckets) == 6
    for code, task in tasks_of(synced, sdk).items():
        assert buckets[task.bucket_id].startswith(f"{code.split('.')[0]}. ")


def test_every_action_has_its_progress_and_its_day(synced: Office, sdk: Sdk) -> None:
    tasks = tasks_of(synced, sdk)
    assert len(tasks) == 70
    for code, task in tasks.items():
        action = synced.action(code)
        due = action.due.date and datetime.combine(action.due.date, time(10), UTC)
        assert (task.title, task.percent_complete) == (action.heading, PERCENT[action.status])
        assert task.due_date_time == due
        assert task.has_description is True


def test_the_text_and_the_marker_stand_in_the_details(synced: Office, sdk: Sdk) -> None:
    for code, task in tasks_of(synced, sdk).items():
        action = synced.action(code)
        assert task.details is not None
        description = task.details.description or ""
        assert description.startswith(action.note or "──────────")
        assert description.endswith(f"Kenmerk: driehoekbot/haarlemmermeer/{code}")
        assert task.details.additional_data["@odata.etag"] != task.additional_data["@odata.etag"]


def test_labels_and_people_are_those_of_the_owners(synced: Office, sdk: Sdk) -> None:
    plan = sdk.graph.planner.plans.by_planner_plan_id(plan_of(synced, sdk).id)
    names = sdk.wait(plan.details.get()).category_descriptions
    accounts = {
        owner: synced.environ[f"OWNER_{owner.upper().replace('&', '_').replace('-', '_')}_MEMBERS"]
        for owner in ("H&T", "OOV", "MOz", "NHV", "HVO-Q", "G&R", "Advies", "B&M", "CGH")
    }
    ids = {
        owner: sdk.wait(sdk.graph.users.by_user_id(upn).get()).id for owner, upn in accounts.items()
    }
    for code, task in tasks_of(synced, sdk).items():
        owners = synced.action(code).owners
        assert task.applied_categories is not None
        assert task.assignments is not None
        labels = {getattr(names, slot) for slot in task.applied_categories.additional_data}
        assert labels & set(accounts) == set(owners)
        assert set(task.assignments.additional_data) == {ids[owner] for owner in owners}
        assert ("NIET" in labels) == (synced.action(code).status is Status.DROPPED)


def test_people_are_the_same_for_both_clients(office: Office, sdk: Sdk) -> None:
    group = office.environ["PLANNER_GROUP_ID"]
    query = Query(select=["id", "mail"])
    members = sdk.graph.groups.by_group_id(group).members
    theirs = sdk.wait(members.get(request_configuration=asking(query))).value
    ours = PlannerApi(office.house().graph).members(group)
    assert all(isinstance(person, User) for person in theirs)
    assert {(user.id, user.mail) for user in theirs} == {(user.id, user.mail) for user in ours}


def test_a_draft_carries_text_recipients_key_and_file(office: Office, sdk: Sdk) -> None:
    outlook = office.house().outlook
    file = Attachment("stand.csv", "text/csv", b"code;stand\n1.1;Gereed\n")
    picture = Attachment("verloop.png", "image/png", b"\x89PNG", "verloop")
    mail = OutgoingMail(
        "Stand van zaken één", "<p>één</p>", ("om@om.example",), "één", (file, picture)
    )
    draft = outlook.create_draft(mail, "sleutel-1")
    box = sdk.graph.users.by_user_id(office.environ["OUTLOOK_MAILBOX"]).messages
    query = Query(expand=[f"singleValueExtendedProperties($filter=id eq '{KEY_PROPERTY}')"])
    builder = box.by_message_id(draft.id)
    read = sdk.wait(builder.get(request_configuration=asking(query, Prefer=IMMUTABLE)))
    assert (read.id, read.is_draft, read.subject) == (draft.id, True, "Stand van zaken één")
    assert (read.body.content_type, read.body.content) == (BodyType.Html, "<p>één</p>\n")
    assert [to.email_address.address for to in read.to_recipients] == ["om@om.example"]
    assert [ep.value for ep in read.single_value_extended_properties] == ["sleutel-1"]
    shown, attached = sdk.wait(builder.attachments.get()).value
    assert attached.odata_type == "#microsoft.graph.fileAttachment"
    assert (attached.name, attached.content_type) == ("stand.csv", "text/csv")
    assert (attached.content_bytes, attached.is_inline) == (file.content, False)
    assert (shown.name, shown.content_id, shown.is_inline) == ("verloop.png", "verloop", True)
    assert shown.content_bytes == picture.content
    assert read.has_attachments is True

    outlook.send_draft(draft.id)
    left = sdk.wait(builder.get(request_configuration=asking(Prefer=IMMUTABLE)))
    assert (left.id, left.is_draft) == (draft.id, False)


def test_the_calendar_is_the_same_for_both_clients(office: Office, sdk: Sdk) -> None:
    """Series, moved, cancelled and single events, in our zone and by planned slot."""
    start, end = office.clock.now() - timedelta(days=200), office.clock.now() + timedelta(days=120)
    moved = next(e for e in office.control.state()["events"] if e["type"] == "occurrence")
    office.control.act("move-event", event=moved["id"], start="2026-11-27T10:00:00+01:00")
    query = Query(start=start.isoformat(), end=end.isoformat(), top=100)
    zone = f'{IMMUTABLE}, outlook.timezone="W. Europe Standard Time"'
    view = sdk.graph.users.by_user_id(office.environ["OUTLOOK_MAILBOX"]).calendar_view
    theirs = sdk.wait(view.get(request_configuration=asking(query, Prefer=zone))).value
    ours = {event.id: event for event in office.house().outlook.calendar_view(start, end)}
    assert {event.id for event in theirs} == set(ours)
    assert EventType.Exception in {event.type for event in theirs}
    for event in theirs:
        same = ours[event.id]
        stated = {"dateTime": event.start.date_time, "timeZone": event.start.time_zone}
        assert read_instant(stated) == read_instant(same.start)
        assert (event.subject, event.type.value) == (same.subject, same.type)
        assert (event.series_master_id, event.original_start) == (
            same.series_master_id,
            same.original_start,
        )
        assert (event.is_cancelled, event.is_all_day) == (same.is_cancelled, same.is_all_day)
        assert (event.i_cal_u_id, event.change_key) == (same.ical_uid, same.change_key)


def test_what_became_of_a_mail_is_the_same_for_both_clients(office: Office, sdk: Sdk) -> None:
    office.control.settings(tracing="granted")
    outlook = office.house().outlook
    mail = OutgoingMail("Stand van zaken", "<p>Dag</p>", ("om@om.example", "politie@om.example"))
    outlook.send_draft(outlook.create_draft(mail, "sleutel-1").id)
    office.control.act("treat-mail", address="om@om.example", status="filteredAsSpam")
    (sent,) = outlook.find_by_key("sleutel-1")
    assert sent.internet_message_id
    assert sent.sent_date_time
    at = sent.sent_date_time
    ours = MessageTraceApi(office.house().graph).of(
        sent.internet_message_id, at - timedelta(hours=1), at
    )
    theirs = sdk.wait(sdk.graph.admin.exchange.tracing.message_traces.get()).value
    assert [(line.recipient_address, line.status) for line in ours] == [
        (line.recipient_address, line.status.value) for line in theirs
    ]
    assert {line.message_id for line in theirs} == {sent.internet_message_id}
    assert ours[0].status == "filteredAsSpam"
