"""Translates between an action and a Planner task.

A task holds less than an action: no NIET, no year, no "Continue". So this is a lens. `view_action`
and `view_task` say the same thing in the same words, field by field, which is what the merge
compares; `render` turns wanted fields into the smallest PATCH, and `parse` puts a task's fields
onto an action, keeping from the action what a task cannot say.

    field      on the task                           note
    status     percentComplete, label NIET           0 / 1-99 / 100; NIET wins over a percentage
    due        dueDateTime                           a day in Europe/Amsterdam; written at 10:00Z
    title      title                                 code and short title
    note       description above the dividing line   people's own words
    card       description below the dividing line   ours; ends with the marker
    labels     appliedCategories                     only the slots we named
    assignees  assignments                           user ids
    checklist  checklist                             keys of our own items (`mappings.checklist`)

The last is no field of an action: what is asked of owners is wanted by the round that asks it.
"""

import datetime as dt
from collections.abc import Mapping

from connectors.wire import JsonObject, Task
from mappings.canonical import (
    Action,
    DueKind,
    Fields,
    FieldValue,
    Frozen,
    Status,
    held,
    local_day,
    normal_text,
    revise,
    yes_no,
)
from mappings.checklist import account, keys_on, render_checklist
from mappings.dates import DATE_WINDOW, DateWindow
from mappings.description import BELOW, join_description, marked_code, split_description

NIET = "niet"
BESPREKEN = "bespreken"
TWO_WAY = ("status", "due", "note")


class Board(Frozen):
    """What must be known of one plan to translate for it.

    labels: label key to slot ("category3"); a key without a slot is left out, as people may fill
    all 25. discuss: the slot of the label Bespreken, "" for none; only owners put it on, so nothing
    here ever writes it. buckets: goal to bucket id. members: owner code to user ids. owner_names:
    code to name. window: the years in which a day can be meant. asks: what our items in checklists
    say, by key.
    """

    agenda: str
    labels: dict[str, str] = {}
    discuss: str = ""
    buckets: dict[int, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    owner_names: dict[str, str] = {}
    window: DateWindow = DATE_WINDOW
    asks: dict[str, str] = {}


def view_action(action: Action, board: Board) -> Fields:
    """What Planner could hold of this action. Fields it cannot hold now are left out."""
    fields: dict[str, FieldValue] = {
        "title": normal_text(action.heading),
        "note": held(action, "note"),
        "card": card_text(action, board),
        "labels": tuple(sorted(_label_keys(action) & board.labels.keys())),
        "assignees": tuple(sorted({m for o in action.owners for m in board.members.get(o, ())})),
    }
    if action.due.date is None or board.window.holds(action.due.date):
        fields["due"] = held(action, "due")
    if action.status is not Status.DROPPED or NIET in board.labels:
        fields["status"] = held(action, "status")
    return fields


def view_task(task: Task, board: Board, *, known_cards: tuple[str, ...] = ()) -> Fields:
    """What this task says. known_cards: texts we may have written, to tell ours from people's.

    note and card are left out when the details were not read, and so is a due date that nobody
    can have meant: see `doubts_about`. Where nothing is asked there is no checklist either.
    """
    due = _day(task.due_date_time)
    slots = {slot: key for key, slot in board.labels.items()}
    keys = {slots[slot] for slot, on in task.applied_categories.items() if on and slot in slots}
    fields: dict[str, FieldValue] = {
        "title": normal_text(task.title),
        "status": _read_status(task.percent_complete, dropped=NIET in keys).value,
        "labels": tuple(sorted(keys - {NIET})),
        "assignees": tuple(sorted(user for user, value in task.assignments.items() if value)),
    }
    if due is None or board.window.holds(due):
        fields["due"] = due.isoformat() if due else None
    if task.details is not None:
        note, card = split_description(task.details.description, known_cards)
        fields |= {"note": note, "card": card}
        fields["checklist"] = keys_on(task, board.agenda)
    return fields


def doubts_about(task: Task, board: Board) -> dict[str, str]:
    """By field, what is wrong with what people filled in: a Dutch clause behind its name."""
    days = {"due": _day(task.due_date_time), "start": _day(task.start_date_time)}
    return {
        name: board.window.doubt(day)
        for name, day in days.items()
        if day is not None and not board.window.holds(day)
    }


def parse(task: Task, *, onto: Action, board: Board) -> Action:
    """The action as this task would have it; what a task cannot say is kept from `onto`."""
    ours = view_action(onto, board)
    theirs = view_task(task, board, known_cards=(card_text(onto, board),))
    for field in TWO_WAY:
        if field in ours and field in theirs and ours[field] != theirs[field]:
            onto = revise(onto, field, theirs[field])
    return onto


def render(
    fields: Fields, board: Board, *, onto: Task, now: Fields
) -> tuple[JsonObject, JsonObject]:
    """The PATCH bodies for task and details that make `onto` hold these fields; {} for no change.

    now: the fields as `view_task` read them from `onto`.
    Sends only what differs, and only additions and removals of the open types (Graph docs,
    "plannerAssignments", "plannerAppliedCategories").
    """
    fields = {name: value for name, value in fields.items() if now.get(name, ...) != value}
    body: JsonObject = {}
    if "title" in fields:
        body["title"] = fields["title"]
    if "due" in fields:
        body |= _render_due(fields["due"], onto)
    if "status" in fields:
        body |= _render_percent(Status(_text(fields["status"])), onto.percent_complete)
    categories = _render_labels(fields, board, onto)
    if categories:
        body["appliedCategories"] = categories
    assignments = _render_assignees(fields, onto)
    if assignments:
        body["assignments"] = assignments
    details: JsonObject = {}
    if fields.keys() & {"note", "card"}:
        whole = {**now, **fields}
        details["description"] = join_description(_text(whole["note"]), _text(whole["card"]))
    if "checklist" in fields:
        details["checklist"] = render_checklist(
            fields["checklist"], now.get("checklist"), board.asks
        )
    return body, details


def new_task(
    action: Action, board: Board, plan_id: str, *, checklist: FieldValue = ()
) -> JsonObject:
    """The POST body of a new task, its details included so that the marker is there at once.

    checklist: the keys of our items that belong on it.

    `details` inside the body is undocumented but answered for by a Planner engineer; the caller
    checks what came of it.
    """
    blank = Task.model_validate({"id": "", "@odata.etag": "", "planId": plan_id, "title": ""})
    fields = {**view_action(action, board), **({"checklist": checklist} if checklist else {})}
    body, details = render(fields, board, onto=blank, now={})
    bucket = board.buckets.get(action.goal)
    return {
        **{name: value for name, value in body.items() if value is not None},
        "planId": plan_id,
        **({"bucketId": bucket} if bucket else {}),
        "details": details,
    }


def card_text(action: Action, board: Board) -> str:
    """What stands below the line: the agenda's own text, and the marker that links the task."""
    owners = ", ".join(board.owner_names.get(code, code) for code in action.owners)
    plateau = {1: "plateau 1, verplicht", 2: "plateau 2, aanvullend", None: ""}[action.vng.plateau]
    framework = yes_no(action.vng.framework, "niet vermeld")
    lines = [
        BELOW,
        "",
        normal_text(action.text),
        "",
        f"Regie: {owners or 'nog niemand'}",
        f"VNG: {plateau or 'geen plateau'}; in het VNG-kader: {framework}",
        *([f"Ritme: {action.rhythm}"] if action.rhythm else []),
        f"Kenmerk: driehoekbot/{board.agenda}/{action.code}",
    ]
    return normal_text("\n".join(lines))


def start_day(task: Task, board: Board) -> dt.date | None:
    """The day on which people let the task begin; read only, the bot never plans a start."""
    day = _day(task.start_date_time)
    return day if day and board.window.holds(day) else None


def is_raised(task: Task, board: Board) -> bool:
    """Whether people want the driehoek to discuss this task: it has the label Bespreken."""
    return bool(task.applied_categories.get(board.discuss))


def marker_of(task: Task, board: Board) -> str | None:
    """The action code this task carries for our agenda, if any."""
    return marked_code(task.details.description if task.details else None, board.agenda)


def who_said(task: Task) -> dict[str, str]:
    """By field, the account that gave it its value: of a task that is done, who completed it."""
    who = account(task.completed_by)
    return {"status": who} if who and task.percent_complete >= 100 else {}


def glimpse(body: JsonObject, board: Board) -> tuple[str, str | None]:
    """What shows of a task in a form we do not know: its title, and the code it carries."""
    title, details = body.get("title"), body.get("details")
    text = details.get("description") if isinstance(details, dict) else None
    marker = marked_code(text, board.agenda) if isinstance(text, str) else None
    return (title if isinstance(title, str) else ""), marker


def _label_keys(action: Action) -> set[str]:
    keys = {f"owner:{owner}" for owner in action.owners}
    if action.vng.plateau:
        keys.add(f"plateau-{action.vng.plateau}")
    if action.due.kind is DueKind.CONTINUOUS:
        keys.add("continue")
    if action.due.kind is DueKind.AD_HOC:
        keys.add("ad-hoc")
    return keys


def _read_status(percent: int, *, dropped: bool) -> Status:
    if dropped:
        return Status.DROPPED
    if percent >= 100:
        return Status.DONE
    return Status.RUNNING if percent > 0 else Status.PLANNED


def _render_percent(status: Status, percent: int) -> JsonObject:
    if status is Status.DROPPED:
        # Sent as it was read: label and progress are one status, so that an owner's change of
        # progress in the same minute collides (409) instead of being merged out of sight.
        return {"percentComplete": percent}
    if _read_status(percent, dropped=False) is status:
        return {}
    return {"percentComplete": {Status.DONE: 100, Status.RUNNING: 50, Status.PLANNED: 0}[status]}


def _day(instant: dt.datetime | None) -> dt.date | None:
    """The calendar day people saw. Planner, To Do and other clients store different hours."""
    return local_day(instant) if instant else None


def _render_due(value: FieldValue, onto: Task) -> JsonObject:
    if not value:
        return {"dueDateTime": None}
    due = f"{value}T10:00:00Z"  # the hour Planner's own board writes
    start = onto.start_date_time
    if start and start > dt.datetime.fromisoformat(due):
        # Planner answers 400 when a task starts after it is due; both must travel together.
        return {"startDateTime": due, "dueDateTime": due}
    return {"dueDateTime": due}


def _render_labels(fields: Fields, board: Board, onto: Task) -> dict[str, bool]:
    on = {slot for slot, applied in onto.applied_categories.items() if applied}
    want: dict[str, bool] = {}
    if "labels" in fields:
        keys = set(fields["labels"] or ())
        want |= {slot: key in keys for key, slot in board.labels.items() if key != NIET}
    if "status" in fields and NIET in board.labels:
        want[board.labels[NIET]] = fields["status"] == Status.DROPPED.value
    return {slot: wanted for slot, wanted in want.items() if wanted != (slot in on)}


def _render_assignees(fields: Fields, onto: Task) -> dict[str, JsonObject | None]:
    if "assignees" not in fields:
        return {}
    now = {user for user, value in onto.assignments.items() if value}
    wanted = set(fields["assignees"] or ())
    added: Mapping[str, JsonObject | None] = {
        user: {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
        for user in sorted(wanted - now)
    }
    return {**added, **dict.fromkeys(sorted(now - wanted))}


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""
