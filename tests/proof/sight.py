"""Everything at one moment, seen from outside: the tenant's own state beside the ledger's.

What a task or an event says is read here anew, from the rules of the domain table and not with the
program's code: a mistake in a lens must not excuse itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from proof.acts import GUEST, THEIR_LABEL, words_in

from bot.core.history import Change
from bot.store.ledger import Ledger
from bot.store.records.links import Link
from connectors.sandbox.tenant.directory import OWNERS
from mappings.canonical import Action, Fields, FieldValue
from mappings.description import DIVIDER

Json = dict[str, Any]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PLANNER, OUTLOOK = "planner", "outlook"
SIDES = {PLANNER: ("status", "due"), OUTLOOK: ("due",)}
"""The fields that people may change on each side, and that are no free text."""
NAMED = 5  # the kind of GUID that follows from a name; people's programs make random ones


@dataclass(frozen=True)
class Ties:
    """What the ledger knows of one side. making: codes of the creates with an open outcome."""

    links: Mapping[str, Link]
    bases: Mapping[str, Fields]
    making: frozenset[str]

    @classmethod
    def of(cls, ledger: Ledger, side: str) -> "Ties":
        """Look them up."""
        intents = ledger.intents.unsettled(side)
        making = frozenset(intent.code for intent in intents if intent.kind == "create")
        return cls(ledger.links.all(side), ledger.links.bases(side), making)


@dataclass(frozen=True)
class Sight:
    """The list, what ties it to each side, and each side's items by id.

    items: the tasks in Planner; in Outlook all events, those of people too. asked: what waits for
    the coordinator, as (side, code, field, word of the side). niet: the slot of the label NIET, if
    any. guest: the user id of GUEST.
    """

    actions: Mapping[str, Action]
    history: Mapping[str, list[Change]]
    asked: frozenset[tuple[str, str, str, FieldValue]]
    ties: Mapping[str, Ties]
    items: Mapping[str, Mapping[str, Json]]
    niet: str | None
    guest: str

    @classmethod
    def of(cls, ledger: Ledger, state: Json, guest: str) -> "Sight":
        """Look. state: as `Control.state` gives it."""
        history: dict[str, list[Change]] = {}
        for change in ledger.history.all():
            history.setdefault(change.code, []).append(change)
        labels = [
            (name, slot)
            for plan in state["planDetails"]
            for slot, name in plan["categoryDescriptions"].items()
        ]
        return cls(
            actions=ledger.actions.all(),
            history=history,
            asked=frozenset(
                (one.side, one.code, one.field, one.other) for one in ledger.conflicts.open_ones()
            ),
            ties={side: Ties.of(ledger, side) for side in SIDES},
            items={
                PLANNER: {task["id"]: task for task in state["tasks"]},
                OUTLOOK: {event["id"]: event for event in state["events"]},
            },
            niet=dict(labels).get("NIET"),
            guest=guest,
        )

    def unlinked(self, side: str) -> bool:
        """Whether the bot may have items on this side that it has no link to."""
        made = {item_id for item_id, item in self.items[side].items() if made_by_bot(item)}
        linked = {link.remote_id for link in self.ties[side].links.values()}
        return bool(made - linked or self.ties[side].making)

    def item_of(self, side: str, code: str) -> Json | None:
        """The item of an action: the linked one, else the one that the bot made and marked."""
        link = self.ties[side].links.get(code)
        items = self.items[side]
        if link is not None:
            return items.get(link.remote_id)
        return next((item for item in items.values() if marked_by_bot(item) == code), None)

    def live(self) -> Iterator[tuple[str, str, Json]]:
        """Every (side, code, item) of an action that has one there."""
        for side in SIDES:
            for code in self.actions:
                item = self.item_of(side, code)
                if item is not None:
                    yield side, code, item

    def in_list(self, code: str, field: str) -> FieldValue:
        """What the list says of a field, as far as a side could hold it."""
        action = self.actions[code]
        if field == "status":
            return action.status.value if action.status else "Planning"
        return action.due.date.isoformat() if action.due.date else None

    def on_side(self, item: Json, field: str) -> FieldValue:
        """What a task or an event says of a field."""
        if is_event(item):
            return str(item["start"]["dateTime"][:10])  # whole days or not, in Amsterdam's time
        if field == "status":
            return "NIET" if self.niet in item["appliedCategories"] else progress(item)
        due = item["dueDateTime"]
        return due and datetime.fromisoformat(due).astimezone(AMSTERDAM).date().isoformat()

    def agreed(self, side: str, code: str, field: str) -> FieldValue | type["Unknown"]:
        """What the ledger says the list and this side last agreed on."""
        return self.ties[side].bases.get(code, {}).get(field, Unknown)

    def words_of(self, code: str) -> set[str]:
        """The traceable words that stand on the task and the event of an action."""
        task, event = self.item_of(PLANNER, code), self.item_of(OUTLOOK, code)
        on_task = words_in(task["title"], task["details"]["description"]) if task else set()
        return on_task | (words_in(event["subject"]) if event else set())

    def is_recorded(self, code: str, word: str) -> bool:
        """Whether the list or the history of an action holds this word."""
        action = self.actions[code]
        # Each by itself: a pair of texts shows a line break as two signs, one of them a letter.
        told = [text for line in self.history.get(code, []) for text in (line.old, line.new)]
        return word in words_in(action.note, action.title, *told)

    def peoples_marks(self, item: Json) -> Json:
        """What only people may change on a task or an event."""
        if is_event(item):
            return {"categories": sorted(c for c in item["categories"] if c not in OWNERS)}
        return {
            "guest": self.guest in item["assignments"],
            "label": THEIR_LABEL in item["appliedCategories"],
            "column": item["bucketId"],
            "checklist": {
                key: (entry["title"], entry["isChecked"])
                for key, entry in item["details"]["checklist"].items()
                if not is_question(key)
            },
        }


def is_event(item: Json) -> bool:
    """Whether it stands in Outlook rather than in Planner."""
    return "changeKey" in item


def is_question(key: str) -> bool:
    """Whether an item of a checklist is the bot's: it names its own after what they ask."""
    try:
        return UUID(key).version == NAMED
    except ValueError:
        return False


def progress(task: Json) -> str:
    """The status that the percentage stands for, whatever the label says."""
    percent = task["percentComplete"]
    return "Gereed" if percent == 100 else "Loopt" if percent else "Planning"


class Unknown:
    """Nothing was ever agreed on."""


def made_by_bot(item: Json) -> bool:
    """Whether no person made it: only a program gives an event a transaction id."""
    return "transactionId" in item if is_event(item) else "user" not in item["createdBy"]


def marked_by_bot(item: Json) -> str | None:
    """The code in the marker of an item that the bot made."""
    if not made_by_bot(item):
        return None
    if is_event(item):
        marks = [entry["value"] for entry in item["properties"] if "ActionId" in entry["id"]]
        return marks[0].rsplit("/", 1)[1] if marks else None
    lines = item["details"]["description"].replace("\r", "").split("\n")
    codes = [line.rsplit("/", 1)[1] for line in lines if line.startswith("Kenmerk: driehoekbot/")]
    return codes[-1].strip() if codes else None


def version(item: Json) -> tuple[str, ...]:
    """Its etags: unchanged as long as nobody writes to it."""
    details = item.get("details", {})
    return tuple(part["@odata.etag"] for part in (item, details) if part)


__all__ = ["DIVIDER", "GUEST", "Sight", "Unknown"]
