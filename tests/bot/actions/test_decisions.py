"""The coordinator's word: it settles what the round may not, and loses nothing in doing so."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from support.installation import Office

from bot.actions.decisions import (
    NotDecidable,
    accept,
    reject,
    relink,
    resolve,
    restore,
    unreject,
)
from bot.store.records.intents import NewIntent
from mappings.canonical import Status

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STAMP: dict[str, Any] = {"at": AT, "run": "test"}


@pytest.fixture
def collided(filled: Office) -> Office:
    """Both changed the deadline of 6.5: the list won, Planner's date is kept."""
    filled.act("due", "6.5", date="2027-05-01")
    filled.set("6.5", due="2028")
    filled.sync()
    return filled


def own_task(office: Office, **fields: Any) -> str:
    """Somebody makes a task by hand; gives its id."""
    with office.ledger as ledger:
        plan = ledger.places.all("planner")["plan"]
    made = office.control.act("create", plan=plan, title="Folder laten vertalen", **fields)
    office.sync()
    return str(made["id"])


def test_taking_the_side_s_value_brings_it_to_the_list_and_back_to_planner(
    collided: Office,
) -> None:
    with collided.ledger as ledger:
        assert resolve(ledger, "6.5", "due", "planner", **STAMP) == ("2028", "2027-05-01")
    collided.sync()
    assert collided.tasks()["6.5"]["dueDateTime"] == "2027-05-01T10:00:00Z"
    with collided.ledger as ledger:
        assert ledger.conflicts.open_ones() == []
    collided.assert_quiet()


def test_taking_the_list_s_value_only_closes_the_collision(collided: Office) -> None:
    with collided.ledger as ledger:
        assert resolve(ledger, "6.5", "due", "list", **STAMP) == ("2028", "2028")
        assert ledger.conflicts.open_ones() == []
    collided.assert_quiet()


def test_only_an_open_collision_and_a_side_that_takes_part_can_be_chosen(collided: Office) -> None:
    with collided.ledger as ledger:
        with pytest.raises(NotDecidable, match="geen open botsing"):
            resolve(ledger, "6.5", "status", "list", **STAMP)
        with pytest.raises(NotDecidable, match="lijst, planner"):
            resolve(ledger, "6.5", "due", "outlook", **STAMP)


def test_an_ask_settled_for_the_list_keeps_the_other_value_in_the_history(filled: Office) -> None:
    """After a lost memory the side's value was never agreed on; it may not just vanish."""
    with filled.ledger as ledger:
        ledger.links.drop_base("planner", "1.7")
    filled.act("tick", "1.7")
    assert filled.sync().asks == 1
    with filled.ledger as ledger:
        resolve(ledger, "1.7", "status", "list", **STAMP)
    filled.sync()
    assert filled.action("1.7").status is Status.RUNNING
    assert filled.tasks()["1.7"]["percentComplete"] == 50
    assert ("planner", "status", None, "Gereed", "lost") in filled.history("1.7")


def test_an_accepted_task_becomes_the_next_action_of_its_goal(filled: Office) -> None:
    """What stood on the task is taken over; title and card become ours; nobody is taken off."""
    task = own_task(filled, percent=50, date="2027-02-01", text="Drukker gevraagd.")
    with filled.ledger as ledger:
        made = accept(ledger, task[:8], 3, None, **STAMP)
    assert made.code == "3.17"
    filled.sync()
    action = filled.action("3.17")
    assert (action.status, action.due.text) == (Status.RUNNING, "2027-02-01")
    assert action.note == "Drukker gevraagd."
    assert filled.tasks()["3.17"]["title"] == "3.17 Folder laten vertalen"
    filled.assert_quiet()


def test_a_rejected_task_is_left_alone_and_not_shown_again(filled: Office) -> None:
    task = own_task(filled)
    with filled.ledger as ledger:
        reject(ledger, task)
    filled.sync()
    with filled.ledger as ledger:
        assert ledger.proposals.waiting() == []
    assert any(found["id"] == task for found in filled.control.state()["tasks"])


def test_a_task_that_its_maker_deleted_is_no_proposal_any_more(filled: Office) -> None:
    task = own_task(filled)
    filled.control.act("delete", task=task)
    filled.sync()
    with filled.ledger as ledger:
        assert ledger.proposals.waiting() == []
        with pytest.raises(NotDecidable, match="geen open voorstel"):
            accept(ledger, task, 3, None, **STAMP)


def test_a_title_that_is_too_long_must_be_given_shorter(filled: Office) -> None:
    with filled.ledger as ledger:
        plan = ledger.places.all("planner")["plan"]
    made = filled.control.act("create", plan=plan, title="x" * 91)
    filled.sync()
    with filled.ledger as ledger:
        with pytest.raises(NotDecidable, match="--title"):
            accept(ledger, made["id"], 3, None, **STAMP)
        assert accept(ledger, made["id"], 3, "Kort", **STAMP).title == "Kort"


def test_a_deleted_task_is_made_again_only_on_request(filled: Office) -> None:
    filled.act("delete", "1.9")
    filled.sync()
    assert "1.9" not in filled.tasks()
    with filled.ledger as ledger:
        restore(ledger, "planner", "1.9", **STAMP)
    filled.sync()
    assert "1.9" in filled.tasks()
    filled.assert_quiet()


def test_what_is_not_deleted_cannot_be_restored(filled: Office) -> None:
    with filled.ledger as ledger, pytest.raises(NotDecidable, match="niet verwijderd"):
        restore(ledger, "planner", "1.9", **STAMP)


def test_a_task_without_marker_can_be_linked_by_hand(filled: Office) -> None:
    """The link forgets what was agreed, so the next round asks about what differs."""
    filled.act("delete", "1.9")
    filled.sync()
    task = own_task(filled, percent=100)
    with filled.ledger as ledger:
        relink(ledger, "planner", "1.9", task, **STAMP)
    account = filled.sync()
    assert account.asks == 1
    assert filled.links()["1.9"] == task
    assert filled.tasks()["1.9"]["percentComplete"] == 100


def test_an_action_that_has_a_task_is_not_linked_to_another(filled: Office) -> None:
    task = own_task(filled)
    with filled.ledger as ledger, pytest.raises(NotDecidable, match="al gekoppeld"):
        relink(ledger, "planner", "1.9", task, **STAMP)


def test_absence_is_noted_in_any_time_zone(filled: Office) -> None:
    """A moment is a moment: noted with an offset, it reads back as the same instant."""
    amsterdam = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    with filled.ledger as ledger:
        (intent,) = ledger.intents.open([NewIntent("r", AT, "planner", "1.9", "create", {})])
        ledger.intents.note_absent(intent, amsterdam)
        assert ledger.intents.unsettled("planner")[0].first_absent_at == amsterdam


@pytest.mark.parametrize("title", ["6.7 Oude afspraak", "Deadline 6.7 Oude afspraak"])
def test_a_code_that_a_forgotten_task_bears_is_not_given_out_again(
    filled: Office, title: str
) -> None:
    """After a restore the list may not know an action whose task is still there."""
    mine = own_task(filled)
    with filled.ledger as ledger:
        ledger.proposals.see("planner", "forgotten", title, AT)
        assert accept(ledger, mine, 6, None, **STAMP).code == "6.8"


@pytest.mark.parametrize("nothing", ["", "  "])
def test_no_id_is_the_beginning_of_none(filled: Office, nothing: str) -> None:
    """Of one proposal only, an empty variable in a script would accept it."""
    own_task(filled)
    with filled.ledger as ledger:
        for decide in (
            lambda: accept(ledger, nothing, 3, None, **STAMP),
            lambda: reject(ledger, nothing),
            lambda: unreject(ledger, nothing),
        ):
            with pytest.raises(NotDecidable, match="Geef het id van de taak"):
                decide()
        assert [p.state for p in ledger.proposals.all()] == ["new"]


def test_an_id_that_another_one_begins_with_can_be_named(filled: Office) -> None:
    with filled.ledger as ledger:
        for task in ("AbCd", "AbCdEf"):
            ledger.proposals.see("planner", task, "Een taak", AT)
        with pytest.raises(NotDecidable, match="Meer dan één"):
            reject(ledger, "AbC")
        assert reject(ledger, "AbCd").remote_id == "AbCd"


def test_a_rejection_can_be_taken_back_after_rounds(filled: Office) -> None:
    task = own_task(filled)
    with filled.ledger as ledger:
        reject(ledger, task)
    filled.sync()
    with filled.ledger as ledger:
        assert [p.remote_id for p in ledger.proposals.rejected()] == [task]
        unreject(ledger, task[:8])
        assert [p.remote_id for p in ledger.proposals.waiting()] == [task]
        with pytest.raises(NotDecidable, match="geen afgewezen taak"):
            unreject(ledger, task)
        assert accept(ledger, task, 3, None, **STAMP).code == "3.17"
    filled.sync()
    filled.assert_quiet()


def test_a_rejected_task_that_is_gone_cannot_be_taken_back(filled: Office) -> None:
    task = own_task(filled)
    with filled.ledger as ledger:
        reject(ledger, task)
    filled.control.act("delete", task=task)
    filled.sync()
    with filled.ledger as ledger, pytest.raises(NotDecidable, match="geen afgewezen taak"):
        unreject(ledger, task)
