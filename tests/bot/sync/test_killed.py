"""A round that is killed between any two of its steps: the next one finishes its work."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from support.installation import Office

from bot.actions.decisions import accept
from bot.actions.struck import strike


def kill_everywhere(office: Office, folder: Path, prepare: Callable[[Office], object]) -> int:
    """Kill a round before each of its steps in turn, in a world that is prepared anew each time.

    Afterwards everything must be as it is when nobody was killed; the first turn shows that.
    Gives the number of deaths.
    """
    expected = None
    for dies_at in count():
        office.control.reset()
        database = f"sqlite:///{folder / f'{dies_at}.db'}"
        fresh = replace(office, environ={**office.environ, "DATABASE_URL": database})
        prepare(fresh)
        if fresh.lives_through(dies_at, lambda house: house.engine().round("sync-killed")):
            if dies_at:
                return dies_at - 1
        else:
            fresh.sync()
            fresh.clock.forward(minutes=11)
            fresh.sync()
        end = picture(fresh)
        expected = expected or end
        assert end == expected, f"killed before step {dies_at}"
    raise AssertionError("unreachable")


def picture(office: Office) -> dict[str, Any]:
    """All that matters afterwards, free of ids: the plan, the list, and what happened to it."""
    state = office.control.state()
    columns = {bucket["id"]: bucket["name"] for bucket in state["buckets"]}
    names = state["planDetails"][0]["categoryDescriptions"]
    with office.ledger as ledger:
        unsettled = ledger.intents.unsettled("planner")
        actions, struck = ledger.actions.all(), ledger.actions.struck()
        conflicts = [(c.code, c.field, c.list, c.other) for c in ledger.conflicts.open_ones()]
        proposals = [proposal.title for proposal in ledger.proposals.all()]
    office.control.forget()
    report = office.sync()
    return {
        "plans": len(state["plans"]),
        "columns": sorted(columns.values()),
        "labels": sorted(name for name in names.values() if name),
        "tasks": sorted(
            (
                task["title"],
                columns.get(task["bucketId"]),
                task["percentComplete"],
                task["dueDateTime"],
                sorted(names[slot] for slot in task["appliedCategories"]),
                sorted(task["assignments"]),
                task["details"]["description"],
            )
            for task in state["tasks"]
        ),
        "list": actions,
        "history": {code: office.history(code) for code in (*actions, *struck)},
        "conflicts": conflicts,
        "proposals": proposals,
        "unsettled": unsettled,
        "idle": (report.steps, office.writes()),
    }


def test_a_first_fill_killed_at_any_step_ends_with_one_task_per_action(
    office: Office, tmp_path: Path
) -> None:
    deaths = kill_everywhere(office, tmp_path, lambda fresh: fresh.load("4.10", "5.2"))
    assert deaths >= 10


def test_a_round_killed_at_any_step_loses_and_doubles_nothing(
    office: Office, tmp_path: Path
) -> None:
    """Edits on both sides, two collisions, a retitle, a deletion and a task of their own."""

    def prepare(fresh: Office) -> None:
        fresh.load("1.9", "2.1", "4.10", "5.1", "6.5")
        fresh.sync()
        fresh.clock.forward(hours=1)
        fresh.act("tick", "1.9")
        fresh.set("1.9", note="Begonnen.", owners=("OOV",))
        fresh.act("describe", "2.1", text="Van de eigenaar.")
        fresh.set("2.1", note="Uit de lijst.")
        fresh.act("due", "6.5", date="2027-05-01", stored="todo")
        fresh.set("6.5", due="2027-04-01")
        fresh.act("retitle", "5.1", title="Anders")
        fresh.act("delete", "4.10")
        plan = fresh.control.state()["plans"][0]["id"]
        fresh.control.act("create", plan=plan, title="Eigen taak")

    assert kill_everywhere(office, tmp_path, prepare) > 6


def test_dropped_actions_whose_round_is_killed_at_any_step_leave_all_the_same(
    office: Office, tmp_path: Path
) -> None:
    """What the bot made goes, with its last words kept once; what a person made goes back to it."""

    def prepare(fresh: Office) -> None:
        fresh.load("4.10", "5.2")
        fresh.sync()
        plan = fresh.control.state()["plans"][0]["id"]
        made = fresh.control.act("create", plan=plan, title="Taart kopen", text="Voor vrijdag.")
        fresh.sync()
        with fresh.ledger as ledger:
            accept(ledger, made["id"], 6, None, at=fresh.clock.now(), run="accept")
        fresh.sync()
        fresh.act("note", "5.2", text="Bijna klaar.")
        with fresh.ledger as ledger:
            strike(ledger, ["5.2", "6.1"], at=fresh.clock.now(), run="drop")

    assert kill_everywhere(office, tmp_path, prepare) > 6
    titles = {task["title"] for task in office.control.state()["tasks"]}
    assert {title.split(" ")[0] for title in titles} == {"4.10", "Taart"}
