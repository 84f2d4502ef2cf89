"""How we behave over a year of work, read from the tenant's own journal.

Rules of docs/graph.md that no single call can break or keep, but only all of them together.
"""

import re
from datetime import timedelta
from uuid import UUID

from contract.sent import Sent
from support.installation import Office


def of_exchange(sent: list[Sent]) -> list[Sent]:
    """The calls that go into a mailbox: more than a look at the user."""
    return [r for r in sent if re.match(r"/users/[^/]+/.", r.path)]


def test_planner_lists_are_asked_for_whole(sent: list[Sent]) -> None:
    """Planner ignores $filter and $top with 200, so a list so asked for is not what it seems."""
    lists = [r for r in sent if re.search(r"/planner/plans(/[^/]+/(tasks|buckets))?$", r.path)]
    assert {name for request in lists for name in request.query} <= {"$expand"}
    assert {request.query["$expand"] for request in lists if request.query} == {"details"}


def test_what_people_put_on_a_task_is_never_written(sent: list[Sent]) -> None:
    """Their column, priority, order and links: not one of our requests names them."""
    changes = [r.body for r in sent if r.method == "PATCH" and r.path.startswith("/planner/tasks/")]
    assert changes
    named = {name for body in changes for name in body}
    assert not named & {"bucketId", "priority", "orderHint", "references"}


def test_of_a_checklist_only_items_of_ours_are_named_and_none_is_ticked(sent: list[Sent]) -> None:
    """People's items have other keys, and what we do not name Planner keeps (rule 9)."""
    details = [r.body["details"] for r in sent if r.body and "details" in r.body]
    details += [r.body for r in sent if r.method == "PATCH" and r.path.endswith("/details")]
    items = {key: item for body in details for key, item in body.get("checklist", {}).items()}
    assert items
    assert {UUID(key).version for key in items} == {5}
    added = [item for item in items.values() if item is not None]
    assert {tuple(sorted(item)) for item in added} == {("@odata.type", "isChecked", "title")}
    assert not any(item["isChecked"] for item in added)


def test_days_are_written_at_ten_and_progress_as_planner_does(sent: list[Sent]) -> None:
    bodies = [r.body for r in sent if r.path.startswith("/planner/tasks") and r.body]
    days = {
        body[name] for body in bodies for name in ("startDateTime", "dueDateTime") if name in body
    }
    assert len(days) > 2
    assert all(day is None or day.endswith("T10:00:00Z") for day in days)
    progress = {body["percentComplete"] for body in bodies if "percentComplete" in body}
    assert {50, 100} <= progress <= {0, 50, 100}


def test_no_order_hint_is_sent_back_as_it_was_read(sent: list[Sent]) -> None:
    """A hint that was read has no blank and no exclamation mark; only the formula has both."""
    found = re.findall(r"'(?:orderHint|previewPriority)': '([^']*)'", str([r.body for r in sent]))
    assert found
    assert all(re.fullmatch(r"[ -~]* [ -~]*!", hint) for hint in found)


def test_every_call_to_exchange_asks_for_lasting_ids_and_our_zone(sent: list[Sent]) -> None:
    calls = of_exchange(sent)
    assert len(calls) > 5
    wished = {request.headers.get("Prefer") for request in calls}
    assert wished == {'IdType="ImmutableId", outlook.timezone="W. Europe Standard Time"'}


def test_meetings_are_read_from_the_view_without_bodies_and_without_a_filter(
    sent: list[Sent],
) -> None:
    views = [request for request in of_exchange(sent) if "calendarView" in request.path]
    assert views
    for view in views:
        assert "$filter" not in view.query
        assert "body" not in view.query["$select"].split(",")
    assert not [r.path for r in of_exchange(sent) if re.search(r"/(delta|.{1,80}/events)$", r.path)]


def test_only_events_of_our_own_are_written_and_no_mail_leaves_untraceably(
    sent: list[Sent], office: Office
) -> None:
    """Neither `sendMail`, which leaves nothing to look for, nor a change of anybody's event."""
    assert not [r.path for r in sent if r.path.endswith("/sendMail")]
    theirs = {e["id"] for e in office.control.state()["events"] if not e["properties"]}
    changed = {r.path.rsplit("/", 1)[1] for r in sent if r.method != "GET" and "/events/" in r.path}
    assert theirs
    assert changed
    assert not changed & theirs
    assert office.control.state()["invitations"] == []


def test_only_our_own_plan_and_mailbox_are_called(sent: list[Sent], office: Office) -> None:
    group, mailbox = office.environ["PLANNER_GROUP_ID"], office.environ["OUTLOOK_MAILBOX"]
    (plan,) = office.control.state()["plans"]
    assert {r.path.split("/")[2] for r in sent if r.path.startswith("/groups/")} == {group}
    assert {r.path.split("/")[2] for r in of_exchange(sent)} == {mailbox}
    plans = {r.path.split("/")[3] for r in sent if re.match(r"/planner/plans/.", r.path)}
    assert plans == {plan["id"]}


def test_one_call_at_a_time_is_under_way(office: Office) -> None:
    """A mailbox that takes one call at a time, and is slow, never has to refuse us."""
    office.control.settings(inflight=1)
    office.control.fault("latency", path="/users/**", ms=5, times=100)
    office.clock.forward(days=22, hours=2)
    house = office.house()
    house.outlook.calendar_view(house.now(), house.now() + timedelta(days=60))
    office.note_reading()
    assert house.digests.send(house.agenda.meetings[0]).outcome == "confirmed"
    assert 429 not in {entry["status"] for entry in office.control.journal()}
