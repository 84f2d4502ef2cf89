"""What planning an idle round costs, from 70 tasks to a plan as full as Planner allows.

    python tests/bench/planning_cost.py

The measured part is what every round does between Graph's last answer and the first decision:
reading the JSON of the listing, turning tasks into items, and planning. The agenda is multiplied to
fill the plan; nothing in it differs from the list, so the outcome is checked to be empty. CPU is
that of this process on one core. Target: under 1 s and 200 MB at 9,000, growing in a straight line.
Nothing here fails a build.
"""

import json
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.core.sync.brake import Sighting, check_brake
from bot.core.sync.effects import Bond, Item, RoundPlan, SideState
from bot.core.sync.plan import plan_round
from bot.settings import OWN_AGENDA
from connectors.wire import JsonObject, Task
from mappings import planner as lens
from mappings.agenda import Agenda, load_actions, load_agenda
from mappings.canonical import Action

SIZES = (70, 700, 3000, 9000)  # Planner limits: at most 9,000 tasks in a plan
REPEATS = 3  # the best counts, as others use the machine too
PAGE = 400  # tasks per page of a listing
AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """A full plan and the list it agrees with. pages: the listing as it comes in."""

    agenda: Agenda
    actions: dict[str, Action]
    bonds: dict[str, Bond]
    board: lens.Board
    pages: tuple[bytes, ...]


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU for both steps, and megabytes at most in use by them and by the process."""

    reading: float
    planning: float
    used: float
    process: float


def main() -> None:
    """Measure every size in a process of its own, and print the curve."""
    if len(sys.argv) > 1:
        _show(int(sys.argv[1]))
        return
    _say("tasks   read s   plan s    CPU s  ms/task  used MB   RSS MB")
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, __file__, str(size)], check=True, capture_output=True, text=True
        )
        cost = Cost(**json.loads(done.stdout))
        cpu = cost.reading + cost.planning
        _say(
            f"{size:>5} {cost.reading:>8.3f} {cost.planning:>8.3f} {cpu:>8.3f} "
            f"{1000 * cpu / size:>8.3f} {cost.used:>8.1f} {cost.process:>8.1f}"
        )


def _show(size: int) -> None:
    """Measure one size and print it for `main`: CPU first, as tracing memory slows everything."""
    plan = _full_plan(size)
    reading, planning = min((_times(plan) for _ in range(REPEATS)), key=sum)
    process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    tracemalloc.start()
    _check_idle(_plan(plan, _read(plan)))
    used = tracemalloc.get_traced_memory()[1] / 1_000_000
    _say(json.dumps({"reading": reading, "planning": planning, "used": used, "process": process}))


def _times(plan: Plan) -> tuple[float, float]:
    """Seconds of CPU for reading and for planning."""
    started = time.process_time()
    items = _read(plan)
    halfway = time.process_time()
    outcome = _plan(plan, items)
    finished = time.process_time()
    _check_idle(outcome)
    return halfway - started, finished - halfway


def _read(plan: Plan) -> dict[str, Item]:
    """What `PlannerSide` does with a listing."""
    items = {}
    for page in plan.pages:
        for wire in json.loads(page)["value"]:
            task = Task.read(wire)
            code = lens.marker_of(task, plan.board)
            ours = (lens.card_text(plan.actions[code], plan.board),) if code else ()
            items[task.id] = Item(
                remote_id=task.id,
                title=task.title,
                marker=code,
                own=True,
                fields=lens.view_task(task, plan.board, known_cards=ours),
            )
    return items


def _plan(plan: Plan, items: dict[str, Item]) -> RoundPlan:
    """What `Engine` does with a reading."""
    check_brake("planner", Sighting(items), plan.bonds)
    side = SideState(
        name="planner",
        items=items,
        bonds=plan.bonds,
        view=lambda action: lens.view_action(action, plan.board),
    )
    return plan_round(plan.actions, [side], plan.agenda.policy, at=AT, run="bench")


def _check_idle(plan: RoundPlan) -> None:
    if plan.steps or plan.changes or plan.sides[0].pushes or plan.sides[0].seen:
        raise SystemExit("the round was not idle: this measures something else")


def _full_plan(size: int) -> Plan:
    agenda = load_agenda(OWN_AGENDA)
    own = load_actions(OWN_AGENDA / "actions.yaml", agenda)
    actions = {action.code: action for action in _multiplied(own, size)}
    board = lens.Board(
        agenda=agenda.key,
        labels={
            key: f"category{slot}"
            for slot, key in enumerate(
                [*agenda.labels, *(f"owner:{owner.code}" for owner in agenda.owners)], start=1
            )
        },
        buckets={goal.number: f"bucket-{goal.number}" for goal in agenda.goals},
        members={owner.code: (f"user-{owner.code}",) for owner in agenda.owners},
        owner_names={owner.code: owner.name for owner in agenda.owners},
    )
    tasks = [_wire_task(action, board) for action in actions.values()]
    pages = (tasks[start : start + PAGE] for start in range(0, size, PAGE))
    return Plan(
        agenda=agenda,
        actions=actions,
        bonds={
            code: Bond(remote_id=_id(code), base=lens.view_action(action, board))
            for code, action in actions.items()
        },
        board=board,
        pages=tuple(json.dumps({"value": page}).encode() for page in pages),
    )


def _multiplied(own: Sequence[Action], size: int) -> list[Action]:
    return [
        own[n % len(own)].model_copy(update={"code": f"{own[n % len(own)].goal}.{n + 1}"})
        for n in range(size)
    ]


def _wire_task(action: Action, board: lens.Board) -> JsonObject:
    """A task as Graph lists it, with the fields that we never look at."""
    body = lens.new_task(action, board, "plan")
    percent = body.get("percentComplete", 0)
    return {
        "bucketId": None,
        "percentComplete": percent,
        "priority": 5,
        "startDateTime": None,
        "dueDateTime": None,
        "orderHint": "8585269241",
        "previewType": "automatic",
        "hasDescription": True,
        "checklistItemCount": 0,
        "createdDateTime": "2026-11-02T08:00:00Z",
        "createdBy": {"application": {"id": "app", "displayName": None}},
        "assignments": {},
        "appliedCategories": {},
        **body,
        "id": _id(action.code),
        "@odata.etag": 'W/"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBARCc="',
        "details": {
            "id": _id(action.code),
            "@odata.etag": 'W/"JzEtVGFza0RldGFpbHMgQEBAQEBAQEBAQEBAQEBARCc="',
            "checklist": {},
            "references": {},
            **body["details"],
        },
    }


def _id(code: str) -> str:
    return f"task-{code}".ljust(28, "x")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
