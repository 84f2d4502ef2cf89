"""Makes a plan ready to work in: its columns and its labels.

Our things are known by id once they exist, so that people may rename a column or a label and go
on. What is not known yet is first looked for by name (as after a lost database) and only then
made. Slots that people use for labels of their own are never touched, with a name or without. The
label that only owners put on is named once: whoever takes it away again, has the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from connectors.planner import PlanContents, PlannerApi
from connectors.planner_requests import LabelNames
from connectors.wire import Plan
from mappings.agenda import LABELS_OF_OWNERS, Agenda
from mappings.planner import BESPREKEN, NIET, Board

SLOTS = tuple(f"category{number}" for number in range(1, 26))  # Graph metadata: 25 per plan
LET_GO = ""
"""The place of a label that people took away."""
BEGUN = {"naming": "begun"}
"""The place to remember while the labels of a new plan may have no names yet."""
_NAMED = {"naming": "done"}
NO_ROOM = "no-room|"
"""How the keys begin of what is told once about a label without a slot."""
_LET_GO = (
    "Het label '{text}' is in Planner weggehaald. De bot maakt het niet opnieuw. Wilt u het terug, "
    "geef dan in Planner een vrij label die naam."
)


@dataclass(frozen=True)
class Ready:
    """A board to translate for, the places to remember, and what the coordinator should know.

    once: by key, what she should hear a single time.
    """

    board: Board
    places: Mapping[str, str]
    remarks: tuple[str, ...]
    once: Mapping[str, str]


@dataclass(frozen=True)
class _Labels:
    """The labels by key. slots: those in use; new: the free slots that missing ones are to get.

    let_go: what people took away again and is left to them. no_room: what no slot is left for.
    """

    slots: dict[str, str]
    new: dict[str, str]
    let_go: tuple[str, ...]
    no_room: tuple[str, ...]


def begin(api: PlannerApi, agenda: Agenda, plan: Plan) -> tuple[PlanContents, LabelNames]:
    """Make the columns of a plan that was just made. Raises GraphError.

    Its labels are to be named together with its last tasks, which saves an exchange: a task can
    bear a label that has no name yet. Gives the plan as it will be then, and those names.
    """
    contents = api.start_plan(plan, list(_columns(agenda).values()))
    names = _names(agenda, _labels(agenda, contents, {}).new)
    there = contents.details.category_descriptions
    named = contents.details.model_copy(update={"category_descriptions": {**there, **names}})
    return replace(contents, details=named), LabelNames(contents.details, names)


def get_ready(
    api: PlannerApi,
    agenda: Agenda,
    members: Mapping[str, tuple[str, ...]],
    contents: PlanContents,
    known: Mapping[str, str],
    *,
    write: bool,
) -> Ready:
    """Find, and with `write` make, what is missing. members: owner code to ids of people.

    Raises GraphError when the plan cannot be read or changed.
    """
    found, texts = _labels(agenda, contents, known), wanted_labels(agenda)
    labels = dict(found.slots)
    buckets, new_buckets = _buckets(agenda, contents, known)
    if write and (found.new or new_buckets):
        names = _names(agenda, found.new)
        made = api.furnish(contents.details, names, list(new_buckets.values()))
        labels |= found.new
        buckets |= {goal: bucket.id for goal, bucket in zip(new_buckets, made, strict=True)}
    places = {
        **{f"label:{key}": slot for key, slot in labels.items()},
        **dict.fromkeys((f"label:{key}" for key in found.let_go), LET_GO),
        **{f"bucket:{goal}": bucket for goal, bucket in buckets.items()},
    }
    if known.items() >= BEGUN.items() and (write or not found.new):
        places |= _NAMED
    board = Board(
        agenda=agenda.key,
        discuss=labels.pop(BESPREKEN, ""),
        labels=labels,
        buckets=buckets,
        members=dict(members),
        owner_names=agenda.owner_names,
        window=agenda.dates,
    )
    told = {key: _no_room(texts[key]) for key in found.no_room}
    once = {f"{NO_ROOM}{key}": told.pop(key) for key in LABELS_OF_OWNERS if key in told}
    once |= {f"let-go|{key}": _LET_GO.format(text=texts[key]) for key in found.let_go}
    return Ready(board, places, tuple(told.values()), once)


def _names(agenda: Agenda, labels: Mapping[str, str]) -> dict[str, str]:
    """The names of slots. labels: their slots by key."""
    return {slot: wanted_labels(agenda)[key] for key, slot in labels.items()}


def _no_room(text: str) -> str:
    return f"Alle 25 labels van het plan zijn in gebruik; het label '{text}' past er niet bij."


def _labels(agenda: Agenda, contents: PlanContents, known: Mapping[str, str]) -> _Labels:
    """Find the labels that are there, and a slot for each that is not."""
    names = contents.details.category_descriptions
    wanted = wanted_labels(agenda)
    slots = {
        key: known[f"label:{key}"]
        for key in wanted
        if names.get(known.get(f"label:{key}", "")) is not None
    }
    for key, name in wanted.items():
        same = next((s for s in SLOTS if names.get(s) == name and s not in slots.values()), None)
        if key not in slots and same:
            slots[key] = same
    lacking = wanted.keys() - slots.keys()
    were_named = {} if known.items() >= BEGUN.items() else known
    let_go = [k for k in LABELS_OF_OWNERS if k in lacking and f"label:{k}" in were_named]
    missing = [key for key in wanted if key in lacking and key not in let_go]
    free = [slot for slot in SLOTS if not names.get(slot) and slot not in slots.values()]
    own = {slot: key for key in missing if (slot := known.get(f"label:{key}")) in free}
    new = {key: slot for slot, key in own.items()}
    unused = [s for s in free if s not in new.values() and s not in _colours_in_use(contents)]
    rest = [key for key in missing if key not in new]
    new |= dict(zip(rest, unused, strict=False))
    return _Labels(slots, new, tuple(let_go), tuple(rest[len(unused) :]))


def _colours_in_use(contents: PlanContents) -> set[str]:
    """The slots that people use without a name: with one of ours, their tasks would say ours."""
    return {slot for task in contents.tasks for slot, on in task.applied_categories.items() if on}


def wanted_labels(agenda: Agenda) -> dict[str, str]:
    """The labels we would like, most needed first: without NIET a dropped action cannot show."""
    return {
        NIET: agenda.labels[NIET],
        **agenda.labels,
        **{f"owner:{owner.code}": owner.code for owner in agenda.owners},
    }


def _buckets(
    agenda: Agenda, contents: PlanContents, known: Mapping[str, str]
) -> tuple[dict[int, str], dict[int, str]]:
    """The columns there are by goal, and the names of those that are missing."""
    there = {bucket.id: bucket.name for bucket in contents.buckets}
    by_name = {name: bucket_id for bucket_id, name in there.items()}
    names = _columns(agenda)
    found = {}
    for goal, name in names.items():
        ours = known.get(f"bucket:{goal}", "")
        if ours in there or name in by_name:
            found[goal] = ours if ours in there else by_name[name]
    return found, {goal: name for goal, name in names.items() if goal not in found}


def _columns(agenda: Agenda) -> dict[int, str]:
    """The names of the columns, by goal."""
    return {goal.number: f"{goal.number}. {goal.name}" for goal in agenda.goals}
