"""A plan is made ready once; people's own columns and labels are left alone."""

from collections.abc import Iterable
from typing import Any

import pytest
import requests
from support.installation import Office, own_actions

from bot.actions.decisions import resolve
from bot.sync.side import SideUnavailable
from bot.sync.sides.planner_setup import SLOTS, wanted_labels


def names(office: Office) -> dict[str, str]:
    """The named label slots of the plan."""
    details = office.control.state()["planDetails"][0]["categoryDescriptions"]
    return {slot: name for slot, name in details.items() if name}


def plan_of(office: Office) -> str:
    return str(office.control.state()["plans"][0]["id"])


def rename(office: Office, slots: Iterable[str], name: str | None) -> None:
    """Let people name label slots; {} in the name is the slot."""
    for slot in slots:
        text = name.format(slot) if name else None
        office.control.act("name-label", plan=plan_of(office), slot=slot, name=text)


def test_the_labels_of_the_agenda_take_the_first_free_slots(filled: Office) -> None:
    agenda = filled.house().agenda
    assert list(names(filled).values()) == list(wanted_labels(agenda).values())
    assert list(names(filled)) == list(SLOTS[: len(names(filled))])


def test_a_label_of_the_same_name_is_used_and_not_named_twice(office: Office) -> None:
    api = office.house().planner.api
    plan = api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    rename(office, ["category7"], "Continue")
    office.load("5.1")
    office.sync()
    assert plan.id == plan_of(office)
    assert list(names(office).values()).count("Continue") == 1
    assert "category7" in office.tasks()["5.1"]["appliedCategories"]


def test_labels_of_people_are_never_renamed_and_the_last_free_slot_is_for_niet(
    office: Office,
) -> None:
    api = office.house().planner.api
    api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    rename(office, SLOTS[:-1], "Van ons {}")
    office.load("3.16", "5.1")
    report = office.sync()
    assert names(office) == {**{s: f"Van ons {s}" for s in SLOTS[:-1]}, "category25": "NIET"}
    assert office.tasks()["3.16"]["appliedCategories"].keys() == {"category25"}
    assert any("'Continue' past er niet bij" in remark for remark in report.remarks)


def test_a_plan_without_a_free_slot_works_without_our_labels(office: Office) -> None:
    """A dropped action cannot show that it is dropped; so nothing is read from its progress."""
    api = office.house().planner.api
    api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    rename(office, SLOTS, "Van ons {}")
    office.load("3.16", "5.1")
    report = office.sync()
    assert report.sides["planner"].created == 2
    assert len(report.remarks) == len(wanted_labels(office.house().agenda)) - 1  # one is told once
    office.act("tick", "3.16")
    office.sync()
    assert office.action("3.16").status == "NIET"
    assert names(office) == {slot: f"Van ons {slot}" for slot in SLOTS}


def test_slots_that_come_free_get_the_labels_that_were_missing(office: Office) -> None:
    """Nobody said in Planner that 3.16 is not dropped, and nobody could: so that is asked."""
    api = office.house().planner.api
    api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    rename(office, SLOTS, "Van ons {}")
    office.load("3.16", "5.1")
    office.sync()
    rename(office, ["category9", "category12"], None)
    report = office.sync()
    assert (names(office)["category9"], names(office)["category12"]) == ("NIET", "VNG plateau 1")
    assert office.tasks()["5.1"]["appliedCategories"].keys() == {"category12"}
    assert report.waits_for_person
    with office.ledger as ledger:
        resolve(ledger, "3.16", "status", "list", at=office.clock.now(), run="resolve")
    office.sync()
    assert office.tasks()["3.16"]["appliedCategories"].keys() == {"category9"}


def test_a_label_whose_name_was_cleared_is_named_again(filled: Office) -> None:
    slot = next(slot for slot, name in names(filled).items() if name == "NIET")
    rename(filled, [slot], None)
    filled.sync()
    assert list(names(filled).values()).count("NIET") == 1
    assert filled.action("3.16").status == "NIET"


def test_a_column_that_was_deleted_is_made_again(office: Office) -> None:
    office.load("1.7")
    office.sync()
    bucket = next(b for b in office.control.state()["buckets"] if b["name"].startswith("6."))
    answer = requests.delete(
        f"{office.sandbox.base_url}/planner/buckets/{bucket['id']}",
        headers={"Authorization": "Bearer sandbox-token", "If-Match": bucket["@odata.etag"]},
        timeout=10,
    )
    assert answer.status_code == 204
    office.load("6.1")
    office.sync()
    columns = {b["id"]: b["name"] for b in office.control.state()["buckets"]}
    assert len(columns) == 6
    assert columns[office.tasks()["6.1"]["bucketId"]].startswith("6.")


@pytest.mark.parametrize("fault", ["lost_response", "lost_request"])
def test_a_set_up_that_got_no_answer_is_finished_without_doubles(
    office: Office, fault: str
) -> None:
    office.load("1.7")
    office.control.fault(fault, method="POST", path="/planner/buckets", inner=True, times=2)
    with pytest.raises(SideUnavailable):
        office.sync()
    office.control.mend()
    office.sync()
    columns = [bucket["name"] for bucket in office.control.state()["buckets"]]
    assert len(columns) == len(set(columns)) == 6
    assert len(names(office)) == len(set(names(office).values()))
    office.assert_quiet()


@pytest.mark.parametrize(
    "fault",
    [{"kind": "lost_response"}, {"kind": "lost_request"}, {"kind": "status", "status": 412}],
)
def test_labels_that_got_no_name_with_the_first_tasks_get_it_in_the_next_round(
    office: Office, fault: dict[str, Any]
) -> None:
    """The tasks bear their labels already, in the slots that are named then."""
    office.load("3.16", "5.1")
    office.control.fault(**fault, method="PATCH", path="/planner/plans/*/details", inner=True)
    assert office.sync().sides["planner"].created == 2
    office.clock.forward(minutes=5)
    borne = {code: task["appliedCategories"] for code, task in office.tasks().items()}
    assert office.sync().remarks == []
    assert list(names(office).values()) == list(wanted_labels(office.house().agenda).values())
    assert {c: task["appliedCategories"] for c, task in office.tasks().items()} == borne
    office.assert_quiet()


@pytest.mark.parametrize("goals", ["12", "123"])
def test_labels_are_named_whether_or_not_the_last_batch_is_full(office: Office, goals: str) -> None:
    """With 20 tasks to make, and with more than a batch."""
    codes = [action.code for action in own_actions() if str(action.goal) in goals]
    office.load(*codes[: 20 if goals == "12" else None])
    office.sync()
    assert list(names(office).values()) == list(wanted_labels(office.house().agenda).values())
    office.assert_quiet()


def test_an_account_that_does_not_exist_gives_a_remark_and_the_others_sync(office: Office) -> None:
    """The remark names the owner and not the address."""
    office.load("5.1", "5.2", "6.5")
    report = office.sync(OWNER_MOZ_MEMBERS="weg@haarlemmermeer.example")
    assert report.sides["planner"].created == 3
    assert len(report.remarks) == 1
    assert "uit OWNER_MOZ_MEMBERS staat niet (meer) in de directory" in report.remarks[0]
    assert report.remarks[0].endswith("Het gaat om actie 5.1 en 5.2.")
    assert "@" not in report.remarks[0]
    assert [len(office.tasks()[code]["assignments"]) for code in ("5.1", "5.2", "6.5")] == [0, 1, 1]


def test_an_account_that_exists_later_is_assigned_then(office: Office) -> None:
    office.load("5.1")
    office.sync(OWNER_MOZ_MEMBERS="weg@haarlemmermeer.example")
    office.sync()
    assert len(office.tasks()["5.1"]["assignments"]) == 1
    office.assert_quiet()


def test_accounts_are_looked_up_once(office: Office) -> None:
    office.load("1.7")
    office.sync()
    office.sync()
    asked = [e["path"] for e in office.control.journal() if e["path"].startswith("/users/")]
    assert len(asked) == len(set(asked)) > 0


def test_an_owner_without_accounts_is_no_remark(office: Office) -> None:
    office.load("5.1")
    assert office.sync(OWNER_MOZ_MEMBERS="").remarks == []
    assert office.tasks()["5.1"]["assignments"] == {}


def test_a_preview_names_no_label_and_makes_no_column(office: Office) -> None:
    api = office.house().planner.api
    api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    office.load("1.7")
    office.control.forget()
    promised = office.preview()
    assert (office.writes(), names(office), office.control.state()["buckets"]) == ([], {}, [])
    assert office.sync().steps == promised.steps
