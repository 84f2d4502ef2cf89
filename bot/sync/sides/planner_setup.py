"""Makes a plan ready to work in: its columns and its labels.

Our things are known by id once they exist, so that people may rename a column or a label and go
on. What is not known yet is first looked for by name (as after a lost database) and only then
made. Slots that people use for labels of their own are never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.planner import PlanContents, PlannerApi
from mappings.agenda import Agenda
from mappings.planner import NIET, Board

SLOTS = tuple(f"category{number}" for number in range(1, 26))  # Graph metadata: 25 per plan


@dataclass(frozen=True)
class Ready:
    """A board to translate for, the places to remember, and what the coordinator should know."""

    board: Board
    places: Mapping[str, str]
    remarks: tuple[str, ...]


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
    labels, new_labels, no_room = _labels(agenda, contents, known)
    buckets, new_buckets = _buckets(agenda, contents, known)
    if write and (new_labels or new_buckets):
        names = {slot: wanted_labels(agenda)[key] for key, slot in new_labels.items()}
        made = api.furnish(contents.details, names, list(new_buckets.values()))
        labels |= new_labels
        buckets |= {goal: bucket.id for goal, bucket in zip(new_buckets, made, strict=True)}
    board = Board(
        agenda=agenda.key,
        labels=labels,
        buckets=buckets,
        members=dict(members),
        owner_names=agenda.owner_names,
        window=agenda.dates,
    )
    places = {
        **{f"label:{key}": slot for key, slot in labels.items()},
        **{f"bucket:{goal}": bucket for goal, bucket in buckets.items()},
    }
    return Ready(board, places, no_room)


def _labels(
    agenda: Agenda, contents: PlanContents, known: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """The slots in use by label, the free ones that missing labels are to get, and remarks."""
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
    free = [slot for slot in SLOTS if not names.get(slot) and slot not in slots.values()]
    missing = [key for key in wanted if key not in slots]
    remarks = tuple(
        f"Alle 25 labels van het plan zijn in gebruik; het label '{wanted[key]}' past er niet bij."
        for key in missing[len(free) :]
    )
    return slots, dict(zip(missing, free, strict=False)), remarks


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
    names = {goal.number: f"{goal.number}. {goal.name}" for goal in agenda.goals}
    found = {}
    for goal, name in names.items():
        ours = known.get(f"bucket:{goal}", "")
        if ours in there or name in by_name:
            found[goal] = ours if ours in there else by_name[name]
    return found, {goal: name for goal, name in names.items() if goal not in found}
