"""People come and go: whoever cannot be assigned is set apart, and the action itself goes on."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from support.installation import Office

from bot.service import jobs
from bot.sync.sides.planner_people import Roster
from connectors.errors import GraphError
from connectors.wire import JsonObject, Task

A_DAY = 24


def name_of(office: Office, owner: str) -> str:
    """The user name of an owner."""
    return office.environ[f"OWNER_{owner}_MEMBERS"]


def change(office: Office, act: str, owner: str) -> None:
    """Let an administrator do something with the account of an owner."""
    office.control.act(act, colleague=name_of(office, owner))


def assigned(office: Office, code: str) -> frozenset[str]:
    """The ids of who has the task of an action."""
    return frozenset(office.tasks()[code]["assignments"])


def lookups(office: Office) -> list[str]:
    """Which calls asked the directory, since the journal was forgotten."""
    paths = [entry["path"] for entry in office.control.journal() if entry["path"] != "/$batch"]
    return [path for path in paths if path.startswith(("/users/", "/groups/"))]


def refuse_strangers(office: Office) -> None:
    """Let Planner answer 400 to an assignee that the directory does not know."""
    office.control.settings(strange_assignee="refuse")


def test_the_directory_is_asked_once_a_day(filled: Office) -> None:
    filled.sync()
    assert lookups(filled) == []
    filled.clock.forward(hours=A_DAY)
    filled.sync()
    assert len(lookups(filled)) == len(filled.house().settings.members) + 1
    filled.control.forget()
    filled.sync()
    assert lookups(filled) == []


def test_a_new_account_under_the_same_name_gets_the_tasks_within_a_day(filled: Office) -> None:
    old = assigned(filled, "4.10")
    change(filled, "replace-account", "G_R")
    filled.clock.forward(hours=A_DAY)
    filled.sync()
    assert assigned(filled, "4.10") == filled.account_ids("G_R") != old
    assert filled.sync().steps == []


@pytest.mark.parametrize("strangers", ["ignore", "refuse"])
def test_an_account_that_is_gone_costs_the_action_nothing_else(
    filled: Office, strangers: str
) -> None:
    """The status and the note arrive in the same round, and it is told by setting and action."""
    filled.control.settings(strange_assignee=strangers)
    change(filled, "delete-account", "NHV")
    filled.set("4.10", owners=("NHV",), status="Loopt", note="Er wordt gewerkt.")
    report = filled.sync()
    task = filled.tasks()["4.10"]
    assert (task["percentComplete"], task["assignments"]) == (50, {})
    assert task["details"]["description"].startswith("Er wordt gewerkt.")
    (told,) = report.for_person
    assert told.startswith("Actie 4.10: Account 1 uit OWNER_NHV_MEMBERS staat niet (meer) in de ")
    assert (report.sides["planner"].updated, report.sides["planner"].parked) == (1, 0)
    filled.control.forget()
    report = filled.sync()
    assert (report.steps, filled.writes()) == ([], [])
    assert "Het gaat om actie 4.10" in report.for_person[0]


@pytest.mark.parametrize("strangers", ["ignore", "refuse"])
def test_a_task_is_made_without_who_is_gone_and_gets_the_account_that_comes(
    office: Office, strangers: str
) -> None:
    office.load("1.1")
    office.sync()
    office.control.settings(strange_assignee=strangers)
    change(office, "replace-account", "G_R")
    office.load("4.10")
    assert office.sync().sides["planner"].created == 1
    assert assigned(office, "4.10") == frozenset()
    office.sync()
    assert assigned(office, "4.10") == office.account_ids("G_R")
    assert office.sync().steps == []


def test_only_people_that_are_refused_leave_nothing_to_send(filled: Office) -> None:
    refuse_strangers(filled)
    change(filled, "replace-account", "OOV")
    filled.set("1.9", owners=("OOV",))
    filled.sync()
    filled.sync()
    assert assigned(filled, "1.9") == filled.account_ids("OOV")


def test_whom_planner_does_not_take_though_he_exists_is_tried_again_the_next_day(
    filled: Office,
) -> None:
    task = filled.links()["4.10"]
    filled.control.fault("status", method="PATCH", path=f"/planner/tasks/{task}", status=400)
    filled.set("4.10", owners=("NHV",), status="Loopt")
    report = filled.sync()
    assert "Planner neemt account 1 uit OWNER_NHV_MEMBERS niet aan" in report.for_person[0]
    assert filled.tasks()["4.10"]["percentComplete"] == 50
    filled.sync()
    assert not assigned(filled, "4.10") & filled.account_ids("NHV")
    filled.clock.forward(hours=A_DAY)
    filled.sync()
    assert assigned(filled, "4.10") == filled.account_ids("NHV")
    assert filled.sync().for_person == []


def test_who_left_the_group_keeps_the_task_and_the_coordinator_hears_of_it_once_a_day(
    filled: Office,
) -> None:
    change(filled, "leave-group", "G_R")
    filled.clock.forward(hours=A_DAY)
    for _ in range(3):
        jobs.sync(filled.house())
    (mail,) = filled.sent()
    assert "Account 1 uit OWNER_G_R_MEMBERS is geen lid van de groep" in mail["body"]["content"]
    assert "actie 4.10" in mail["body"]["content"]
    assert assigned(filled, "4.10") == filled.account_ids("G_R")


def test_a_directory_that_cannot_be_read_changes_nothing(filled: Office) -> None:
    before = assigned(filled, "4.10")
    filled.clock.forward(hours=A_DAY)
    for path in ("/users/*", "/groups/**"):
        filled.control.fault("status", path=path, status=403, times=99)
    assert (filled.sync().steps, assigned(filled, "4.10")) == ([], before)


def test_control_without_care_an_account_that_is_gone_keeps_the_action_from_ever_syncing(
    filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def carelessly(
        bodies: Sequence[JsonObject],
        send: Callable[[Mapping[int, JsonObject]], Sequence[Task | GraphError]],
        _roster: Roster,
    ) -> list[tuple[Task | GraphError, str]]:
        return [(answer, "") for answer in send(dict(enumerate(bodies)))]

    monkeypatch.setattr("bot.sync.sides.planner_send.send_carefully", carelessly)
    refuse_strangers(filled)
    change(filled, "delete-account", "NHV")
    filled.set("4.10", owners=("NHV",), status="Loopt")
    for _ in range(2):
        assert filled.sync().sides["planner"].parked == 1
    assert filled.tasks()["4.10"]["percentComplete"] != 50
