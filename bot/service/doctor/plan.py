"""What `doctor` finds in our plan: can it be read and written, and is there room in it.

Each leaves the plan as people see it, gives its checks, and raises what the parts raise.
"""

from typing import NamedTuple

from bot.core.dutch import counted
from bot.service.doctor.check import Check, Level
from bot.service.doctor.visit import PlanFound, Visit
from bot.sync.sides.planner_setup import NO_ROOM, SLOTS, wanted_labels
from connectors.errors import Stale
from connectors.planner import PlanContents
from mappings.agenda import Agenda


class Limit(NamedTuple):
    """What Planner allows. what: Dutch, plural. advice: what to do about it.

    older, newer: by the two editions of Microsoft's page "Microsoft Planner limits" (2021-2024 and
    the one after it). We warn by the lower one and are sure from the higher one only.
    """

    what: str
    older: int
    newer: int
    advice: str


_CLEAR = "Rond in Planner taken af en verwijder wat af is, of laat de app in een ander plan werken."

LIMITS = {  # by the code with which Planner refuses more (Graph docs, "Planner overview")
    "MaximumActiveTasksInProject": Limit("taken die niet af zijn", 2_400, 3_000, _CLEAR),
    "MaximumTasksInProject": Limit("taken", 9_000, 9_000, _CLEAR),
    "MaximumBucketsInProject": Limit("kolommen", 200, 200, "Voeg in Planner kolommen samen."),
    "MaximumAssigneesInTasks": Limit(
        "mensen op één taak", 20, 20, "Haal in Planner mensen van die taak af."
    ),
    "MaximumChecklistItemsOnTask": Limit(
        "regels in de controlelijst van één taak", 20, 20, "Haal in Planner regels weg."
    ),
    "MaximumReferencesOnTask": Limit(
        "bijlagen bij één taak", 10, 15, "Haal in Planner bijlagen van die taak af."
    ),
}
WARN_ABOVE = 0.8  # of the older limit: time to do something before Planner refuses
_STOPS_US = ("MaximumActiveTasksInProject", "MaximumTasksInProject")  # the rest is people's own


def plan(visit: Visit) -> list[Check]:
    """Whether the plan can be read, exactly as a sync reads it, and has room for us."""
    found = visit.plan
    if found is None:
        return [Check("plan", Level.OK, "Er is nog geen plan; de eerste sync maakt het.")]
    tasks = counted(len(found.contents.tasks), "taak", "taken")
    return [
        Check("plan", Level.OK, f"Het plan is te lezen; het heeft {tasks}."),
        *_labels(found, visit.house.agenda),
        _columns(found, visit.house.agenda),
        *limits(found.contents),
    ]


def writing(visit: Visit) -> list[Check]:
    """Whether the plan can be changed; it is left as it is.

    A label is given the name it has: one of ours, or else the last free slot, where a name would
    land last of all. `Visit.plan` has refused any plan outside the fence by now.
    """
    found = visit.plan
    if found is None:
        return []
    slot = next(iter([*_own_slots(found), *reversed(_free_slots(found))]), None)
    if slot is None:
        sentence = "Niet geprobeerd: alle 25 labels zijn van anderen, en daar blijft de app af."
        return [Check("schrijven", Level.WARNING, sentence, "Maak in Planner een label vrij.")]
    try:
        visit.planner.rewrite_label(found.contents.details, slot)
    except Stale:
        sentence = "Niet zeker: iemand wijzigde net een label."
        return [Check("schrijven", Level.WARNING, sentence, "Draai driehoek doctor nog een keer.")]
    return [Check("schrijven", Level.OK, "De app mag het plan wijzigen.")]


def limits(contents: PlanContents) -> list[Check]:
    """What comes near a limit of Planner, or is over it."""
    checks = []
    for code, used in _used(contents).items():
        limit = LIMITS[code]
        if used >= limit.newer and code in _STOPS_US:
            sentence = f"{used} {limit.what}: Planner weigert nieuwe taken."
            checks.append(Check("grenzen", Level.ERROR, sentence, limit.advice))
        elif used > WARN_ABOVE * limit.older:
            sentence = f"{used} {limit.what}: dat is meer dan {WARN_ABOVE:.0%} van wat Planner "
            sentence += f"toestaat ({limit.older})."
            checks.append(Check("grenzen", Level.WARNING, sentence, limit.advice))
    return checks or [
        Check("grenzen", Level.OK, "Het plan blijft ruim onder de grenzen van Planner.")
    ]


def _used(contents: PlanContents) -> dict[str, int]:
    """How much of each limit is used; of what is allowed per task, by the fullest task."""
    tasks = contents.tasks
    details = [task.details for task in tasks if task.details]
    people = [sum(map(bool, task.assignments.values())) for task in tasks]
    return {
        "MaximumActiveTasksInProject": sum(task.percent_complete < 100 for task in tasks),
        "MaximumTasksInProject": len(tasks),
        "MaximumBucketsInProject": len(contents.buckets),
        "MaximumAssigneesInTasks": max(people, default=0),
        "MaximumChecklistItemsOnTask": max((len(d.checklist) for d in details), default=0),
        "MaximumReferencesOnTask": max((len(d.references) for d in details), default=0),
    }


def _labels(found: PlanFound, agenda: Agenda) -> list[Check]:
    """Whether there is a slot for every label of ours."""
    advice = "Maak in Planner een label vrij."
    once = [told for key, told in found.reading.once.items() if key.startswith(NO_ROOM)]
    if lacking := [*found.reading.remarks, *once]:
        return [Check("labels", Level.WARNING, remark, advice) for remark in lacking]
    missing = len(wanted_labels(agenda).keys() - _own_labels(found))
    if missing:
        sentence = f"Er is plaats voor de {missing} labels die de volgende sync maakt."
        return [Check("labels", Level.OK, sentence)]
    free = len(_free_slots(found))
    return [
        Check("labels", Level.OK, f"Alle labels staan in het plan; er zijn er nog {free} vrij.")
    ]


def _columns(found: PlanFound, agenda: Agenda) -> Check:
    """Whether there is a column for every goal, or room to make it."""
    known = sum(key.startswith("bucket:") for key in found.reading.places)
    missing = len(agenda.goals) - known
    limit = LIMITS["MaximumBucketsInProject"]
    if len(found.contents.buckets) + missing > limit.newer:
        sentence = f"Er is geen plaats meer voor {counted(missing, 'kolom', 'kolommen')} van ons."
        return Check("kolommen", Level.ERROR, sentence, limit.advice)
    if missing:
        sentence = f"De volgende sync maakt nog {counted(missing, 'kolom', 'kolommen')}."
        return Check("kolommen", Level.OK, sentence)
    return Check("kolommen", Level.OK, "Elk doel heeft een kolom.")


def _own_labels(found: PlanFound) -> set[str]:
    """The keys of our labels, those too that people took away and that are not made again."""
    places = found.reading.places
    return {key.removeprefix("label:") for key in places if key.startswith("label:")}


def _own_slots(found: PlanFound) -> list[str]:
    places = found.reading.places.items()
    return [slot for key, slot in places if key.startswith("label:") and slot]


def _free_slots(found: PlanFound) -> list[str]:
    names = found.contents.details.category_descriptions
    return [slot for slot in SLOTS if not names.get(slot)]
