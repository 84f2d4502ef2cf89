"""All that the list knows of one action, read at one moment."""

from dataclasses import dataclass

from bot.core.history import Change
from bot.core.sync.sides import SIDES
from bot.store.ledger import Ledger
from bot.store.records.conflicts import OpenConflict
from bot.store.records.links import Link
from bot.store.records.sends import SentReminder
from mappings.canonical import Action


@dataclass(frozen=True)
class ActionOverview:
    """One action with what belongs to it.

    links: by side. plan: Planner's id of the plan, "" before the first round. reminders, history:
    oldest first.
    """

    action: Action
    links: dict[str, Link]
    plan: str
    conflicts: tuple[OpenConflict, ...]
    reminders: tuple[SentReminder, ...]
    history: tuple[Change, ...]


def read_overview(ledger: Ledger, code: str) -> ActionOverview:
    """Read one action with all that belongs to it. Raises UnknownCode."""
    action = ledger.actions.get(code)
    links = {side: ledger.links.all(side).get(code) for side in SIDES}
    return ActionOverview(
        action=action,
        links={side: link for side, link in links.items() if link is not None},
        plan=ledger.places.all("planner").get("plan", ""),
        conflicts=tuple(c for c in ledger.conflicts.open_ones() if c.code == code),
        reminders=tuple(row for row in ledger.reminders.log() if row.code == code),
        history=tuple(ledger.history.of(code)),
    )
