"""Everything at one moment, seen from outside: the tenant's own state beside the ledger's.

What a task says is read here anew, from the rules of the domain table and not with the program's
code: a mistake in the lens must not excuse itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from proof.acts import GUEST, THEIR_LABEL, words_in

from bot.core.journal import Change
from bot.store.ledger import Ledger
from bot.store.links import Link
from mappings.canonical import Action, Fields, FieldValue
from mappings.planner import DIVIDER

Json = dict[str, Any]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIELDS = ("status", "due")


@dataclass(frozen=True)
class Sight:
    """The list and its links, and the tasks by id.

    unlinked: whether the bot may have tasks in Planner that it has no link to. niet: the slot of
    the label NIET, if any. guest: the user id of GUEST.
    """

    actions: Mapping[str, Action]
    links: Mapping[str, Link]
    bases: Mapping[str, Fields]
    history: Mapping[str, list[Change]]
    unlinked: bool
    tasks: Mapping[str, Json]
    niet: str | None
    guest: str

    @classmethod
    def of(cls, ledger: Ledger, state: Json, guest: str) -> "Sight":
        """Look. state: as `Control.state` gives it."""
        history: dict[str, list[Change]] = {}
        for change in ledger.history.all():
            history.setdefault(change.code, []).append(change)
        links = ledger.links.all("planner")
        tasks = {task["id"]: task for task in state["tasks"]}
        made = {task_id for task_id, task in tasks.items() if made_by_bot(task)}
        intents = ledger.intents.unsettled("planner")
        return cls(
            actions=ledger.actions.all(),
            links=links,
            bases=ledger.links.bases("planner"),
            history=history,
            unlinked=bool(
                made - {link.remote_id for link in links.values()}
                or any(intent.kind == "create" for intent in intents)
            ),
            tasks=tasks,
            niet=next(
                (
                    slot
                    for plan in state["planDetails"]
                    for slot, name in plan["categoryDescriptions"].items()
                    if name == "NIET"
                ),
                None,
            ),
            guest=guest,
        )

    def task_of(self, code: str) -> Json | None:
        """The task of an action: the linked one, else the one that the bot made and marked."""
        link = self.links.get(code)
        if link is not None:
            return self.tasks.get(link.remote_id)
        return next((t for t in self.tasks.values() if marked_by_bot(t) == code), None)

    def in_list(self, code: str, field: str) -> FieldValue:
        """What the list says of a field, as far as Planner could hold it."""
        action = self.actions[code]
        if field == "status":
            return action.status.value if action.status else "Planning"
        return action.due.date.isoformat() if action.due.date else None

    def in_planner(self, task: Json, field: str) -> FieldValue:
        """What a task says of a field."""
        if field == "status":
            return "NIET" if self.niet in task["appliedCategories"] else progress(task)
        due = task["dueDateTime"]
        return due and datetime.fromisoformat(due).astimezone(AMSTERDAM).date().isoformat()

    def agreed(self, code: str, field: str) -> FieldValue | type["Unknown"]:
        """What the ledger says both last agreed on."""
        return self.bases.get(code, {}).get(field, Unknown)

    def words_of(self, code: str) -> set[str]:
        """The traceable words that stand on the task of an action."""
        task = self.task_of(code)
        return words_in(task["title"], task["details"]["description"]) if task else set()

    def is_recorded(self, code: str, word: str) -> bool:
        """Whether the list or the history of an action holds this word."""
        action = self.actions[code]
        lines = self.history.get(code, [])
        return word in words_in(action.note, action.title, *((c.old, c.new) for c in lines))

    def peoples_marks(self, task: Json) -> Json:
        """What only people may change on a task."""
        return {
            "guest": self.guest in task["assignments"],
            "label": THEIR_LABEL in task["appliedCategories"],
            "column": task["bucketId"],
            "checklist": sorted(task["details"]["checklist"]),
        }


def progress(task: Json) -> str:
    """The status that the percentage stands for, whatever the label says."""
    percent = task["percentComplete"]
    return "Gereed" if percent == 100 else "Loopt" if percent else "Planning"


class Unknown:
    """Nothing was ever agreed on."""


def made_by_bot(task: Json) -> bool:
    """Whether no person made it."""
    return "user" not in task["createdBy"]


def marked_by_bot(task: Json) -> str | None:
    """The code in the marker of a task that the bot made."""
    lines = task["details"]["description"].replace("\r", "").split("\n")
    codes = [line.rsplit("/", 1)[1] for line in lines if line.startswith("Kenmerk: driehoekbot/")]
    return codes[-1].strip() if codes and made_by_bot(task) else None


def version(task: Json) -> tuple[str, str]:
    """Both etags: unchanged as long as nobody writes to the task."""
    return task["@odata.etag"], task["details"]["@odata.etag"]


__all__ = ["DIVIDER", "GUEST", "Sight", "Unknown"]
