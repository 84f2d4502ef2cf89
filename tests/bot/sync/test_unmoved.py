"""What has not moved is not looked at again; whatever moves it is seen in the very next round."""

from collections.abc import Callable

import pytest
from support.installation import Office

from mappings import planner as lens
from mappings.canonical import Action, Fields, Status


@pytest.fixture
def viewed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the actions that rounds translate for Planner, from now on."""
    codes: list[str] = []
    view: Callable[[Action, lens.Board], Fields] = lens.view_action

    def watched(action: Action, board: lens.Board) -> Fields:
        codes.append(action.code)
        return view(action, board)

    monkeypatch.setattr(lens, "view_action", watched)
    return codes


@pytest.fixture
def calm(filled: Office, viewed: list[str]) -> Office:
    """An office in which a round found that nothing is left to do."""
    filled.sync()
    assert set(viewed) == filled.tasks().keys()
    viewed.clear()
    return filled


def test_a_round_after_a_quiet_one_looks_at_nothing(calm: Office, viewed: list[str]) -> None:
    assert calm.sync().steps == []
    assert viewed == []


def test_an_edit_in_the_list_is_seen_and_nothing_else_is_looked_at(
    calm: Office, viewed: list[str]
) -> None:
    calm.set("1.7", status="Gereed")
    assert calm.sync().sides["planner"].updated == 1
    assert set(viewed) == {"1.7"}
    assert calm.tasks()["1.7"]["percentComplete"] == 100


def test_an_edit_in_planner_is_seen_and_nothing_else_is_looked_at(
    calm: Office, viewed: list[str]
) -> None:
    calm.act("tick", "1.9")
    assert calm.sync().sides["planner"].pulled == 1
    assert set(viewed) == {"1.9"}
    assert calm.action("1.9").status is Status.DONE


def test_what_moved_settles_again(calm: Office, viewed: list[str]) -> None:
    calm.act("note", "1.9", text="Besproken.")
    calm.sync()
    calm.sync()
    viewed.clear()
    assert calm.sync().steps == []
    assert viewed == []


def test_a_deleted_task_is_told(calm: Office) -> None:
    calm.act("delete", "1.9")
    report = calm.sync()
    assert [step.code for step in report.steps] == ["1.9"]


def test_other_people_for_an_owner_are_assigned_at_once(calm: Office) -> None:
    """That is a setting: no action, no task and no base says so."""
    assert calm.tasks()["5.2"]["assignments"].keys() == calm.account_ids("MOZ", "CGH")
    calm.sync(OWNER_MOZ_MEMBERS="")
    assert calm.tasks()["5.2"]["assignments"].keys() == calm.account_ids("CGH")


def test_the_next_day_everything_is_looked_at(calm: Office, viewed: list[str]) -> None:
    calm.clock.forward(days=1)
    assert calm.sync().steps == []
    assert set(viewed) == calm.tasks().keys()


def test_what_moved_on_one_side_alone_is_looked_at_on_the_other_in_the_same_unit_of_work(
    calm: Office, viewed: list[str]
) -> None:
    """Its task was not looked into when it was read. No unit of work is begun inside another."""
    calm.sync(OUTLOOK_CALENDAR="Deadlines")
    for _ in range(2):
        viewed.clear()
        calm.sync(OUTLOOK_CALENDAR="Deadlines")
    assert viewed == []
    with calm.ledger as ledger:
        code, link = next(iter(ledger.links.all("outlook").items()))
    calm.control.act("move-event", event=link.remote_id, start="2027-02-01T09:00:00+01:00")
    report = calm.sync(OUTLOOK_CALENDAR="Deadlines")
    assert report.sides["outlook"].pulled == 1
    assert set(viewed) == {code}
    assert calm.tasks()[code]["dueDateTime"] == "2027-02-01T10:00:00Z"
