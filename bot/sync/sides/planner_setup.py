"""Makes a plan ready to work in: its columns, its labels and the people to assign.

Our things are known by id once they exist, so that people may rename a column or a label and go
on. What is not known yet is first looked for by name (as after a lost database) and only then
made. Slots that people use for labels of their own are never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.errors import GraphError
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
    people: Mapping[str, tuple[str, ...]],
    contents: PlanContents,
    known: Mapping[str, str],
    *,
    write: bool,
) -> Ready:
    """Find, and with `write` make, what is missing. people: owner code to user names.

    Raises GraphError when the plan cannot be read or changed.
    """
    labels, no_room = _labels(api, agenda, contents, known, write=write)
    buckets = _buckets(api, agenda, contents, known, write=write)
    users, strangers = _users(api, people, known)
    board = Board(
        agenda=agenda.key,
        labels=labels,
        buckets=buckets,
        members={
            owner: tuple(users[name] for name in names if name in users)
            for owner, names in people.items()
        },
        owner_names=agenda.owner_names,
        window=agenda.dates,
    )
    places = {
        **{f"label:{key}": slot for key, slot in labels.items()},
        **{f"bucket:{goal}": bucket for goal, bucket in buckets.items()},
        **{f"user:{name}": user for name, user in users.items()},
    }
    return Ready(board, places, (*no_room, *strangers))


def _labels(
    api: PlannerApi,
    agenda: Agenda,
    contents: PlanContents,
    known: Mapping[str, str],
    *,
    write: bool,
) -> tuple[dict[str, str], tuple[str, ...]]:
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
    new = dict(zip(missing, free, strict=False))
    if new and write:
        api.name_labels(contents.details, {slot: wanted[key] for key, slot in new.items()})
        slots |= new
    remarks = tuple(
        f"Alle 25 labels van het plan zijn in gebruik; het label '{wanted[key]}' past er niet bij."
        for key in missing[len(free) :]
    )
    return slots, remarks


def wanted_labels(agenda: Agenda) -> dict[str, str]:
    """The labels we would like, most needed first: without NIET a dropped action cannot show."""
    return {
        NIET: agenda.labels[NIET],
        **agenda.labels,
        **{f"owner:{owner.code}": owner.code for owner in agenda.owners},
    }


def _buckets(
    api: PlannerApi,
    agenda: Agenda,
    contents: PlanContents,
    known: Mapping[str, str],
    *,
    write: bool,
) -> dict[int, str]:
    there = {bucket.id: bucket.name for bucket in contents.buckets}
    by_name = {name: bucket_id for bucket_id, name in there.items()}
    names = {goal.number: f"{goal.number}. {goal.name}" for goal in agenda.goals}
    found = {}
    for goal, name in names.items():
        ours = known.get(f"bucket:{goal}", "")
        if ours in there or name in by_name:
            found[goal] = ours if ours in there else by_name[name]
    missing = [goal for goal in names if goal not in found]
    if missing and write:
        made = api.create_buckets(contents.plan.id, [names[goal] for goal in missing])
        for goal, bucket in zip(missing, made, strict=True):
            if isinstance(bucket, GraphError):
                raise bucket
            found[goal] = bucket.id
    return found


def _users(
    api: PlannerApi, people: Mapping[str, tuple[str, ...]], known: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    names = sorted({name for members in people.values() for name in members})
    users = {name: known[f"user:{name}"] for name in names if f"user:{name}" in known}
    unknown = [name for name in names if name not in users]
    remarks = []
    for name, user in zip(unknown, api.users(unknown) if unknown else [], strict=True):
        if isinstance(user, GraphError):
            owners = ", ".join(sorted(code for code, names in people.items() if name in names))
            remarks.append(
                f"Een account uit OWNER_..._MEMBERS van {owners} is niet gevonden in de directory; "
                "die persoon wordt niet toegewezen."
            )
        else:
            users[name] = user.id
    return users, tuple(remarks)
