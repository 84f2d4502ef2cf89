"""What owners are asked by an item in their task's checklist: put on once, ticked, taken away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.installation import Office

from bot.commands.actions import history_columns, history_rows
from bot.core.checklist.asks import Asked
from bot.core.values import cell
from bot.settings import OWN_AGENDA
from bot.store.records.meetings import Meeting
from connectors.sandbox.tenant.directory import owner_upn
from mappings.canonical import Status

ITEM = "Klopt nog voor de driehoek van 26 november"
SAID = "driehoek van 26 november"
NEXT = "Klopt nog voor de driehoek van 21 januari"


def at(office: Office, moment: str) -> None:
    """Let it become this moment, for the program and for the tenant."""
    then = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    office.control.advance((then - office.clock.now()).total_seconds())
    office.clock.moment = then


def checklist(office: Office, code: str) -> Mapping[str, Any]:
    """The items of a task by their title."""
    items = office.tasks()[code]["details"]["checklist"].values()
    return {item["title"]: item for item in items}


def asked(office: Office, code: str) -> list[Asked]:
    with office.ledger as ledger:
        return [row for row in ledger.asks.all() if row.code == code]


@pytest.fixture
def asking(filled: Office) -> Office:
    """A dozen actions, on a day in the ten working days before a driehoek."""
    at(filled, "2026-11-13T09:00")
    filled.look_at_calendar()
    filled.control.forget()
    return filled


def test_every_open_task_is_asked_and_no_other(asking: Office) -> None:
    asking.sync()
    with asking.ledger as ledger:
        opened = {action.code for action in ledger.actions.all().values() if action.is_open}
    carrying = {code for code in asking.tasks() if ITEM in checklist(asking, code)}
    assert carrying == opened
    with asking.ledger as ledger:
        assert {row.code for row in ledger.asks.all()} == opened
    assert 0 < len(opened) < len(asking.tasks())
    asking.assert_quiet()


def test_before_its_days_a_meeting_is_not_asked_about(filled: Office) -> None:
    at(filled, "2026-11-11T09:00")
    filled.look_at_calendar()
    filled.assert_quiet()
    assert all(not checklist(filled, code) for code in filled.tasks())


def test_a_new_task_carries_the_item_from_its_making(asking: Office) -> None:
    asking.sync()
    asking.load("4.1")
    asking.control.forget()
    asking.sync()
    assert ITEM in checklist(asking, "4.1")
    assert asking.writes() == ["POST /planner/tasks"]
    asking.assert_quiet()


@pytest.mark.parametrize("post", ["ignore", "refuse"])
def test_where_details_cannot_come_along_the_item_follows(asking: Office, post: str) -> None:
    asking.control.settings(post_details=post)
    asking.load("4.1")
    asking.sync()
    assert ITEM in checklist(asking, "4.1")
    asking.assert_quiet()


def test_a_tick_is_kept_with_who_and_when(asking: Office) -> None:
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM, person=owner_upn("OOV"))
    at(asking, "2026-11-16T11:00")
    asking.control.forget()
    asking.sync()
    (row,) = asked(asking, "1.9")
    (who,) = asking.account_ids("OOV")
    assert row.ticked_by == who
    stamp = datetime.fromisoformat(checklist(asking, "1.9")[ITEM]["lastModifiedDateTime"])
    assert row.ticked_at == min(stamp, asking.clock.now())  # the two clocks are not set alike
    assert asking.history("1.9")[-1] == ("planner", "confirmed", None, SAID, "applied")
    with asking.ledger as ledger:
        assert ledger.history.of("1.9")[-1].by == who
    assert asking.writes() == []
    asking.assert_quiet()


def test_the_history_on_a_screen_names_who_ticked_and_data_gives_the_account(
    asking: Office,
) -> None:
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM, person=owner_upn("OOV"))
    asking.sync()
    with asking.ledger as ledger:
        changes = ledger.history.of("1.9")
    rows, columns = history_rows(changes), history_columns(asking.house(), changes)
    assert [columns["wie"](row) for row in rows] == ["", "Eigenaar OOV"]
    assert {rows[-1]["by"]} == set(asking.account_ids("OOV"))


def test_a_tick_that_is_taken_back_counts_no_more(asking: Office) -> None:
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM)
    asking.sync()
    asking.act("untick-item", "1.9", title=ITEM)
    asking.sync()
    assert asked(asking, "1.9")[0].ticked_at is None
    assert asking.history("1.9")[-1] == ("planner", "confirmed", SAID, None, "applied")
    asking.assert_quiet()


def test_an_item_that_somebody_took_off_is_not_put_on_again(asking: Office) -> None:
    asking.sync()
    asking.act("remove-item", "1.9", title=ITEM)
    asking.assert_quiet()
    assert checklist(asking, "1.9") == {}
    asking.set("1.9", note="Begonnen.")
    asking.sync()
    assert checklist(asking, "1.9") == {}


def test_after_the_meeting_the_item_makes_room_for_the_next_in_one_write(asking: Office) -> None:
    asking.sync()
    asking.act("remove-item", "1.9", title=ITEM)
    asking.act("add-checklist-item", "2.1", title="Bellen")
    asking.act("tick-item", "2.1", title=ITEM)
    at(asking, "2026-11-27T09:00")
    asking.look_at_calendar()
    asking.assert_quiet()
    assert checklist(asking, "2.1").keys() == {ITEM, "Bellen"}
    at(asking, "2027-01-11T09:00")
    asking.look_at_calendar()
    asking.control.forget()
    asking.sync()
    assert checklist(asking, "2.1").keys() == {NEXT, "Bellen"}
    assert checklist(asking, "1.9").keys() == {NEXT}
    carrying = [code for code in asking.tasks() if checklist(asking, code)]
    assert len(asking.writes()) == len(carrying)
    asking.assert_quiet()


def test_what_people_have_in_a_checklist_stays_as_it_is(asking: Office) -> None:
    asking.act("add-checklist-item", "1.9", title="Bellen")
    asking.act("add-checklist-item", "1.9", title="Mailen", checked=True)
    before = checklist(asking, "1.9")
    asking.sync()
    asking.act("rename-item", "1.9", title=ITEM, to="Klopt nog!")
    asking.sync()
    after = checklist(asking, "1.9")
    assert {title: after[title] for title in before} == before
    assert after.keys() == {*before, "Klopt nog!"}
    asking.assert_quiet()


def test_a_full_checklist_is_left_alone_and_told_once(asking: Office) -> None:
    for number in range(20):
        asking.act("add-checklist-item", "1.9", title=f"Punt {number}")
    told = asking.sync().for_person
    assert told == [
        f"Actie 1.9: de controlelijst in Planner is vol. Daarom staat '{ITEM}' er niet op."
    ]
    asking.assert_quiet()
    asking.act("remove-item", "1.9", title="Punt 3")
    asking.sync()
    assert ITEM in checklist(asking, "1.9")


def test_a_meeting_that_moved_is_still_the_same_question(asking: Office) -> None:
    """What was ticked stays, what was taken off stays off, and the others get the new day."""
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM)
    asking.act("remove-item", "2.1", title=ITEM)
    asking.sync()
    asking.move("2026-11-26", "2026-12-03T10:00:00+01:00")
    at(asking, "2026-11-20T09:00")
    asking.look_at_calendar()
    asking.sync()
    assert checklist(asking, "1.9").keys() == {ITEM}
    assert checklist(asking, "2.1") == {}
    assert checklist(asking, "6.4").keys() == {"Klopt nog voor de driehoek van 3 december"}
    assert len(asked(asking, "6.4")) == 1
    asking.assert_quiet()


def test_a_meeting_that_is_called_off_is_asked_about_no_more(asking: Office) -> None:
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM)
    asking.control.act("cancel-event", event=asking.event("2026-11-26"))
    asking.look_at_calendar()
    asking.sync()
    assert all(not checklist(asking, code) for code in asking.tasks())
    assert asked(asking, "1.9")[0].ticked_at is not None
    asking.assert_quiet()


def test_a_closed_action_is_asked_nothing_and_a_reopened_one_is(asking: Office) -> None:
    asking.sync()
    asking.act("tick", "1.9")
    asking.sync()
    assert asking.action("1.9").status is Status.DONE
    assert checklist(asking, "1.9") == {}
    asking.assert_quiet()
    asking.act("progress", "1.9", percent=50)
    asking.sync()
    assert checklist(asking, "1.9").keys() == {ITEM}
    asking.assert_quiet()


@pytest.mark.parametrize("others", [(), ("2.1", "6.4")])
def test_our_item_does_not_keep_a_task_from_being_completed_that_demands_its_checklist(
    asking: Office, others: tuple[str, ...]
) -> None:
    asking.sync()
    for code in ("1.9", *others):
        asking.act("demand-checklist", code)
        asking.set(code, status="Gereed")
    asking.sync()
    asking.sync()
    assert asking.tasks()["1.9"]["percentComplete"] == 100
    asking.assert_quiet()


def test_a_task_in_the_archive_is_asked_once_and_told_once(asking: Office) -> None:
    asking.act("archive", "1.9")
    told = asking.sync().for_person
    assert [sentence.startswith("Actie 1.9: Planner weigert") for sentence in told] == [True]
    asking.sync()
    asking.assert_quiet()
    asking.act("unarchive", "1.9")
    asking.assert_quiet()
    at(asking, "2027-01-11T09:00")
    asking.look_at_calendar()
    asking.sync()
    assert checklist(asking, "1.9").keys() == {NEXT}
    asking.assert_quiet()


def test_a_lost_database_doubles_no_item_and_knows_the_ticks_again(asking: Office) -> None:
    asking.sync()
    asking.act("tick-item", "1.9", title=ITEM)
    asking.environ["DATABASE_URL"] += ".nieuw"
    fresh = Office(asking.sandbox, asking.environ, asking.clock)
    with fresh.ledger as ledger:
        assert ledger.actions.all() == {}
    fresh.load(*asking.tasks())
    fresh.look_at_calendar()
    fresh.sync()
    fresh.sync()
    assert checklist(fresh, "1.9").keys() == {ITEM}
    assert asked(fresh, "1.9")[0].ticked_at is not None
    fresh.assert_quiet()


def test_items_that_a_lost_database_forgot_make_room_like_all_others(asking: Office) -> None:
    """Two meetings later the ledger knows nothing of what was asked, and the items are ours."""
    asking.sync()
    asking.act("add-checklist-item", "1.9", title="Bellen")
    asking.environ["DATABASE_URL"] += ".nieuw"
    fresh = Office(asking.sandbox, asking.environ, asking.clock)
    at(fresh, "2027-01-11T09:00")
    fresh.load(*asking.tasks())
    fresh.sync()
    fresh.look_at_calendar()
    fresh.sync()
    assert checklist(fresh, "1.9").keys() == {NEXT, "Bellen"}
    fresh.assert_quiet()


def test_who_ticked_the_task_off_stands_in_the_history(filled: Office) -> None:
    filled.act("tick", "1.9", person=owner_upn("OOV"))
    filled.sync()
    (who,) = filled.account_ids("OOV")
    with filled.ledger as ledger:
        line = ledger.history.of("1.9")[-1]
    assert (line.field, line.new, line.by) == ("status", "Gereed", who)


def test_a_meeting_without_tasks_yet_is_no_trouble(office: Office) -> None:
    with office.ledger as ledger:
        ledger.meetings.upsert(
            Meeting(
                key="zaal",
                series="lokale-driehoek",
                subject="Lokale driehoek",
                start=office.clock.now(),
                end=office.clock.now(),
                state="held",
                seen_at=office.clock.now(),
            )
        )
    assert office.sync().steps == []


def test_an_agenda_may_want_no_questions_in_checklists(asking: Office, tmp_path: Path) -> None:
    """What was put on before goes, as nobody asks it any more."""
    asking.sync()
    text = (OWN_AGENDA / "agenda.yaml").read_text(encoding="utf-8")
    (tmp_path / "agenda.yaml").write_text(
        text.replace("in_checklist: true", "in_checklist: false"), encoding="utf-8"
    )
    asking.environ["AGENDA_DIR"] = str(tmp_path)
    asking.sync()
    assert all(not checklist(asking, code) for code in asking.tasks())
    asking.assert_quiet()


def test_what_would_be_asked_can_be_read_before_it_is_done(asking: Office) -> None:
    steps = [step for step in asking.preview().steps if step.code == "1.9"]
    assert [(step.kind, step.field) for step in steps] == [("update", "checklist")]
    house = asking.house()
    names = house.names((step.field, step.new) for step in steps)
    assert cell("checklist", steps[0].new, names) == ITEM
