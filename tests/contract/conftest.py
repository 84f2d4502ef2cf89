"""What the contract tests share: Microsoft's client, and everything our connectors send."""

from collections.abc import Iterator
from typing import Any

import pytest
from contract.graph_sdk import Sdk, open_sdk
from contract.sent import Sent, sent_in
from support.installation import Office

from connectors.mime import Attachment, OutgoingMail
from connectors.sandbox.control import Sandbox
from connectors.wire import Task

EVERY_KIND = ("1.1", "1.7", "1.9", "2.1", "3.16", "5.1", "6.5")


@pytest.fixture
def sdk(sandbox: Sandbox) -> Iterator[Sdk]:
    """msgraph-sdk on the tenant of the test."""
    with open_sdk(sandbox.base_url) as opened:
        yield opened


@pytest.fixture
def sent(office: Office) -> list[Sent]:
    """Every request that leaves us in a year of work, from the tenant's own journal."""
    office.load(*EVERY_KIND)
    office.sync()  # the plan, its columns and labels, and the first tasks
    _edit(office)
    office.sync()
    office.control.settings(post_details="ignore")
    office.load("2.10")
    office.sync()  # a task whose description has to be written afterwards
    _mail(office)
    _keep_a_diary(office)
    house = office.house()
    planner = house.planner.api
    planner.rewrite_label(planner.read_plan(task_of(office, "2.10").plan_id).details, "category1")
    planner.delete_tasks([task_of(office, "2.10")])
    return sent_in(office.control.journal())


def task_of(office: Office, code: str) -> Task:
    """Read the task of an action as it is now."""
    (task,) = office.house().planner.api.read_tasks([office.links()[code]])
    assert isinstance(task, Task)
    return task


def _edit(office: Office) -> None:
    """Change every field of the list that Planner can hold; two need help from the other side."""
    planner = office.house().planner.api
    start = {"startDateTime": "2027-06-01T10:00:00Z"}
    planner.patch_tasks([(task_of(office, "2.1"), start)])
    office.act("retitle", "5.1", title="Iets anders")
    office.set("1.1", status="Loopt", note="Vastgesteld door de raad.")
    office.set("1.7", status="NIET")
    office.set("2.1", due="2027-03-31", owners=("MOz",))  # due before it starts: both must move
    office.set("5.1", owners=("OOV",))  # one person off, another on
    office.set("6.5", due="Continue")  # takes the date off


def _keep_a_diary(office: Office) -> None:
    """Make the calendar and its events, move and rename one, and take one away."""
    calendar: dict[str, Any] = {"OUTLOOK_CALENDAR": "Deadlines"}
    office.set("5.1", due="2027-03-31", status="Loopt")
    office.set("6.5", due="2027", status="Loopt")
    office.sync(**calendar)
    event = next(e for e in office.control.state()["events"] if e["calendar"] == "Deadlines")
    office.control.act("rename-event", event=event["id"], subject="Iets anders")
    office.control.act("categorize-event", event=event["id"], categories=["Rood"])
    office.set("5.1", due="2027-05-05", owners=("MOz",))
    office.set("6.5", due="Continue")
    office.sync(**calendar)


def _mail(office: Office) -> None:
    """Send the digest, and a mail with files and without markup."""
    office.clock.forward(days=22, hours=2)
    office.note_reading()
    house = office.house()
    house.digests.send(house.agenda.meetings[0])
    house.digest_watch.look()
    text = OutgoingMail(
        "Bijlage",
        "",
        (office.environ["COORDINATOR_MAIL"],),
        text="Goedemorgen",
        attachments=(
            Attachment("stand.csv", "text/csv", b"code;stand\n"),
            Attachment("verloop.png", "image/png", b"\x89PNG", "verloop"),
        ),
    )
    spare = house.outlook.create_draft(text, "spare")
    house.outlook.delete_draft(spare.id)
