"""Peace with people: what they do in the plan stands, or is put back and told once."""

from typing import Any

import pytest
import requests
from support.installation import Office

from bot.core.sync.brake import BrakePulled
from mappings.canonical import Status


def proposals(office: Office) -> list[tuple[str, bool]]:
    """The titles that wait for the coordinator, and whether the task is gone again."""
    with office.ledger as ledger:
        return [(p.title, p.gone_at is not None) for p in ledger.proposals.all()]


def plan_of(office: Office) -> str:
    return str(office.control.state()["plans"][0]["id"])


def slot_of(office: Office, name: str) -> str:
    """The slot of a label."""
    names = office.control.state()["planDetails"][0]["categoryDescriptions"]
    return next(str(slot) for slot, text in names.items() if text == name)


def test_a_retitle_is_put_back_and_told_once(filled: Office) -> None:
    title = filled.tasks()["5.1"]["title"]
    filled.act("retitle", "5.1", title="Iets anders")
    assert filled.sync().sides["planner"].updated == 1
    assert filled.tasks()["5.1"]["title"] == title
    told = [("planner", "title", title, "Iets anders", "reported")]
    assert filled.history("5.1") == told
    filled.control.forget()
    filled.sync()
    assert (filled.history("5.1"), filled.writes()) == (told, [])


def test_a_retitle_that_cannot_be_put_back_yet_is_still_told_once(filled: Office) -> None:
    filled.act("retitle", "5.1", title="Iets anders")
    filled.control.fault("status", method="PATCH", path="/planner/tasks/*", status=403)
    assert filled.sync().sides["planner"].parked == 1
    filled.sync()
    assert filled.tasks()["5.1"]
    assert [line[-1] for line in filled.history("5.1")] == ["reported"]


def test_a_new_title_from_the_agenda_goes_out_without_a_report(filled: Office) -> None:
    renamed = filled.action("5.1").model_copy(update={"title": "Zorg voor minderjarigen"})
    filled.import_list(renamed)
    filled.sync()
    assert filled.tasks()["5.1"]["title"] == "5.1 Zorg voor minderjarigen"
    assert filled.history("5.1") == []


def test_a_card_dragged_to_another_column_stays_there(filled: Office) -> None:
    other = filled.tasks()["6.5"]["bucketId"]
    filled.act("drag", "1.9", bucket=other)
    filled.set("1.9", status="Loopt")
    filled.sync()
    assert filled.tasks()["1.9"]["bucketId"] == other
    assert filled.tasks()["1.9"]["percentComplete"] == 50


def test_a_colleague_that_somebody_added_stays_when_the_owner_changes(filled: Office) -> None:
    """The bot adds and removes only those it assigned itself."""
    colleague = filled.house().settings.members["OOV"][0]
    filled.act("assign", "4.10", colleague=colleague)
    filled.sync()
    assert filled.writes() == []
    filled.set("4.10", owners=("NHV",))
    filled.sync()
    assert filled.tasks()["4.10"]["assignments"].keys() == filled.account_ids("OOV", "NHV")


def test_an_owner_who_was_taken_off_stays_off(filled: Office) -> None:
    filled.act("unassign", "4.10", colleague=filled.house().settings.members["G_R"][0])
    filled.sync()
    filled.sync()
    assert filled.tasks()["4.10"]["assignments"] == {}
    assert filled.writes() == []


def test_a_label_that_was_taken_off_stays_off_and_one_of_their_own_stays_on(filled: Office) -> None:
    filled.control.act("name-label", plan=plan_of(filled), slot="category25", name="Van ons")
    filled.act("unlabel", "5.1", label="Continue")
    filled.act("label", "5.1", label="category25")
    filled.sync()
    filled.set("5.1", owners=("OOV",))
    filled.sync()
    on = filled.tasks()["5.1"]["appliedCategories"].keys()
    assert slot_of(filled, "Continue") not in on
    assert {"category25", slot_of(filled, "OOV")} <= on


def test_the_checklist_and_links_of_people_are_left_alone(filled: Office) -> None:
    filled.act("add-checklist-item", "1.9", title="Bellen")
    filled.act("note", "1.9", text="Gebeld.")
    filled.set("1.9", status="Loopt")
    filled.sync()
    checklist = filled.tasks()["1.9"]["details"]["checklist"]
    assert [item["title"] for item in checklist.values()] == ["Bellen"]


def test_text_that_somebody_wrote_below_the_line_is_not_lost(filled: Office) -> None:
    """It becomes part of the note, and moves above the line when the note is written next."""
    before = filled.action("2.1").note
    whole = filled.tasks()["2.1"]["details"]["description"]
    filled.act("describe", "2.1", text=f"{whole}\nToch onderaan geschreven.")
    filled.sync()
    note = f"{before}\n\nToch onderaan geschreven."
    assert filled.action("2.1").note == note
    assert filled.sync().steps == []
    filled.set("2.1", note=f"{note}\nDank.")
    filled.sync()
    assert filled.tasks()["2.1"]["details"]["description"] == whole.replace(
        before, f"{note}\nDank."
    )


def test_an_emptied_description_gets_its_card_back(filled: Office) -> None:
    before = filled.action("2.1").note
    filled.act("describe", "2.1", text="")
    filled.sync()
    assert filled.action("2.1").note == ""
    note, card = filled.history("2.1")
    assert note == ("planner", "note", before, "", "applied")
    assert (card[1], card[3:]) == ("card", ("", "reported"))
    assert "driehoekbot/haarlemmermeer/2.1" in filled.tasks()["2.1"]["details"]["description"]


def test_a_task_of_their_own_is_a_proposal_once(filled: Office) -> None:
    task = filled.control.act("create", plan=plan_of(filled), title="Folder laten vertalen")
    filled.sync()
    filled.sync()
    assert proposals(filled) == [("Folder laten vertalen", False)]
    assert filled.writes() == []
    filled.control.act("delete", task=task["id"])
    filled.sync()
    assert proposals(filled) == [("Folder laten vertalen", True)]


def test_a_copy_of_a_card_takes_nothing_over(filled: Office) -> None:
    """A copy carries the marker too; the action stays with the task it was linked to."""
    text = filled.tasks()["2.1"]["details"]["description"]
    linked = filled.links()["2.1"]
    filled.control.act("create", plan=plan_of(filled), title="Kopie van 2.1", text=text)
    filled.sync()
    assert filled.links()["2.1"] == linked
    assert proposals(filled) == [("Kopie van 2.1", False)]
    assert filled.writes() == []


def test_a_deleted_task_is_told_once_and_not_made_again(filled: Office) -> None:
    filled.act("delete", "6.4")
    report = filled.sync()
    assert [(step.code, step.kind.value) for step in report.steps] == [("6.4", "park")]
    told = [("planner", "item", "aanwezig", "verwijderd", "reported")]
    assert filled.history("6.4") == told
    filled.set("6.4", status="Gereed")
    again = filled.sync()
    assert (again.steps, filled.writes()) == ([], [])
    assert filled.history("6.4")[:1] == told
    assert "6.4" not in filled.tasks()


def test_an_empty_listing_pulls_the_brake_and_nothing_is_written(filled: Office) -> None:
    filled.set("1.9", status="Loopt")
    filled.control.fault("empty_listing", path="/planner/plans/*/tasks")
    with pytest.raises(BrakePulled, match="leeg"):
        filled.sync()
    assert (filled.writes(), len(filled.tasks())) == ([], 12)
    assert filled.sync().sides["planner"].updated == 1


def test_more_than_a_fifth_gone_pulls_the_brake_until_a_person_allows_it(filled: Office) -> None:
    filled.act("tick", "1.7")
    for code in ("1.9", "1.13", "2.1"):
        filled.act("delete", code)
    for attempt in (filled.sync, filled.preview):
        with pytest.raises(BrakePulled, match="3 van de 12"):
            attempt()
    assert filled.action("1.7").status is Status.RUNNING
    assert filled.history("1.9") == []
    report = filled.sync(allow_deletions=True)
    assert (filled.writes(), report.sides["planner"].pulled) == ([], 1)
    assert filled.history("1.9")[0][-1] == "reported"
    assert filled.sync().steps == []


def test_a_fifth_gone_is_no_reason_for_the_brake(filled: Office) -> None:
    for code in ("1.9", "1.13"):
        filled.act("delete", code)
    filled.sync()
    assert filled.history("1.13")[0][-1] == "reported"


def test_an_empty_listing_right_after_the_fill_marks_nothing_as_deleted(office: Office) -> None:
    """Fresh tasks may not show yet; each is asked for by itself before anything is concluded."""
    office.load("1.7", "1.9")
    office.sync()
    office.control.fault("empty_listing", path="/planner/plans/*/tasks")
    office.control.forget()
    report = office.sync()
    assert (report.steps, office.writes()) == ([], [])


def test_a_task_that_was_moved_out_of_the_plan_counts_as_deleted(filled: Office) -> None:
    """Nobody can reach it any more by our plan; it is told, and the action stays."""
    filled.control.fault("status", path=f"/planner/tasks/{filled.links()['6.4']}", status=403)
    filled.act("delete", "6.4")
    filled.sync()
    assert filled.history("6.4")[0][-1] == "reported"


def test_renamed_columns_and_labels_are_accepted(filled: Office) -> None:
    plan, slot = plan_of(filled), slot_of(filled, "NIET")
    filled.control.act("name-label", plan=plan, slot=slot, name="Vervallen")
    bucket = next(b for b in filled.control.state()["buckets"] if b["name"].startswith("6."))
    _rename_bucket(filled, bucket, "Opsporing")
    filled.set("1.9", status="NIET")
    filled.load("6.1")
    filled.control.forget()
    filled.sync()
    assert slot in filled.tasks()["1.9"]["appliedCategories"]
    assert filled.tasks()["6.1"]["bucketId"] == bucket["id"]
    assert [write for write in filled.writes() if "buckets" in write or "plans" in write] == []


def test_a_dropped_action_with_a_percentage_stays_dropped_when_the_label_is_renamed(
    filled: Office,
) -> None:
    plan, slot = plan_of(filled), slot_of(filled, "NIET")
    filled.control.act("name-label", plan=plan, slot=slot, name="Vervallen")
    filled.act("tick", "3.16")
    filled.sync()
    assert filled.action("3.16").status is Status.DROPPED


def _rename_bucket(office: Office, bucket: dict[str, Any], name: str) -> None:
    answer = requests.patch(
        f"{office.sandbox.base_url}/planner/buckets/{bucket['id']}",
        json={"name": name},
        headers={"Authorization": "Bearer sandbox-token", "If-Match": bucket["@odata.etag"]},
        timeout=10,
    )
    assert answer.status_code == 204
