"""One item that cannot be read, made or sent holds up itself alone: the other actions go on."""

from typing import Any

import pytest
from support.installation import Office

from mappings.canonical import Status

HUGE = "Een besluit van de raad. " * 200_000  # 5 MB: no call to Graph may be so large

BROKEN_TASKS: dict[str, dict[str, Any]] = {
    "a date that is none": {"dueDateTime": "morgen"},
    "no title": {"title": None},
    "people of another form": {"assignments": ["iemand"]},
    "details of another form": {"details": {"@odata.etag": "x", "id": 7, "description": 7}},
}
BROKEN_EVENTS: dict[str, dict[str, Any]] = {
    "a zone that is none": {"start": {"dateTime": "2026-12-31T00:00:00", "timeZone": "Mars"}},
    "no start": {"start": None},
}


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines"}


@pytest.fixture
def both(office: Office) -> Office:
    """Four actions in the list, in Planner and, with a day, in the calendar."""
    office.load("1.7", "1.9", "6.4", "6.5")
    office.set("6.5", due="2027", status="Loopt")
    office.set("1.9", due="2027", status="Loopt")
    office.sync()
    return office


@pytest.mark.parametrize("kind", BROKEN_TASKS)
def test_a_task_in_a_form_nobody_knows_sets_itself_apart(both: Office, kind: str) -> None:
    broken = both.links()["6.5"]
    fault: dict[str, Any] = {"item": broken, "fields": BROKEN_TASKS[kind]}
    both.control.fault("broken_item", **fault, path="/planner/plans/*/tasks", times=99)
    both.set("6.5", note="Begonnen.")
    both.act("tick", "1.9")
    report = both.sync()
    (told,) = report.for_person
    assert told.startswith("Actie 6.5: zij is in Planner niet te lezen (")
    assert "morgen" not in told
    assert (report.sides["planner"].parked, report.waits_for_person) == (1, True)
    assert both.action("1.9").status is Status.DONE
    assert both.links()["6.5"] == broken
    both.control.mend()
    both.sync()
    both.assert_quiet()


@pytest.mark.parametrize("kind", BROKEN_EVENTS)
def test_an_event_in_a_form_nobody_knows_sets_itself_apart(both: Office, kind: str) -> None:
    broken = both.links("outlook")["6.5"]
    fault: dict[str, Any] = {"item": broken, "fields": BROKEN_EVENTS[kind]}
    both.control.fault("broken_item", **fault, path="/users/*/calendars/*/events", times=99)
    both.set("6.5", status="Gereed")
    both.set("1.9", due="2028")
    report = both.sync()
    (told,) = report.for_person
    assert told.startswith("Actie 6.5: zij is in Outlook niet te lezen (")
    both.control.mend()
    days = [e["start"]["dateTime"][:10] for e in both.control.state()["events"]]
    assert "2028-12-31" in days, "the other event went on"
    both.sync()
    assert both.links("outlook").keys() == {"1.9"}


def test_an_unlisted_task_that_gives_no_answer_is_neither_there_nor_gone(both: Office) -> None:
    """Not listed, and asking for it by id is a failure of the service each time."""
    both.clock.forward(hours=1)
    lost = both.links()["6.5"]
    both.control.fault("delayed_visibility", path=f"/planner/tasks/{lost}", method="PATCH", reads=9)
    both.set("6.5", status="Planning")
    both.sync()
    both.control.fault("status", path=f"/planner/tasks/{lost}", status=500, times=99)
    both.act("tick", "1.9")
    report = both.sync()
    assert [told[:40] for told in report.for_person] == ["Actie 6.5: zij is in Planner niet te lez"]
    assert both.action("1.9").status is Status.DONE


def test_a_lost_task_of_ours_that_cannot_be_read_is_not_made_again(both: Office) -> None:
    """After a lost database: whose it is does not show, so nothing is made that may double it."""
    broken = both.links()["6.5"]
    with both.ledger as ledger:
        ledger.links.forget("planner", "6.5")
    fault: dict[str, Any] = {"item": broken, "fields": {"dueDateTime": "morgen", "details": None}}
    both.control.fault("broken_item", **fault, path="/planner/plans/*/tasks", times=1)
    report = both.sync()
    assert report.sides["planner"].created == 0
    assert any("niet te lezen bij welke actie" in told for told in report.for_person)
    both.sync()
    assert both.links()["6.5"] == broken


def test_a_side_of_which_nothing_can_be_read_is_no_matter_of_items(both: Office) -> None:
    """Every task in another form: then Planner changed, and the round does without it."""
    for remote_id in both.links().values():
        path = f"/planner/tasks/{remote_id}"
        both.control.fault("broken_item", item=remote_id, fields={"title": 7}, path=path, times=99)
    both.control.fault("empty_listing", path="/planner/plans/*/tasks", times=9)
    report = both.sync()
    assert report.is_without("planner")
    assert not report.is_without("outlook")


def test_a_text_too_large_for_graph_parks_its_own_action(both: Office) -> None:
    """Twenty changes travel in one call; the call is refused, and nineteen go all the same."""
    both.set("6.5", note=HUGE)
    both.set("1.9", note="Besproken.")
    both.set("1.7", note="Ook besproken.")
    report = both.sync()
    assert (report.sides["planner"].updated, report.sides["planner"].parked) == (2, 1)
    assert [told[:11] for told in report.for_person] == ["Actie 6.5: "]
    assert both.tasks()["1.9"]["details"]["description"].startswith("Besproken.")


def test_an_id_that_leads_elsewhere_parks_its_own_action(both: Office) -> None:
    """A link as nobody should have one: the address it makes lies outside the fence."""
    with both.ledger as ledger:
        link = ledger.links.all("planner")["6.5"]
        ledger.links.put(link._replace(remote_id=".."))
    both.act("tick", "1.9")
    report = both.sync()
    assert not report.is_without("planner")
    assert both.action("1.9").status is Status.DONE
    assert any(told.startswith("Actie 6.5: zij is in Planner") for told in report.for_person)
