"""An edit of the coordinator in the list itself, with its lines of history."""

from datetime import datetime

from bot.core.history import Change, Outcome
from bot.store.ledger import Ledger
from mappings.canonical import Action, FieldValue, word

EDITABLE = ("status", "due", "note", "owners")


def save_edit(ledger: Ledger, after: Action, *, at: datetime, run: str) -> list[Change]:
    """Save the action as it should be; gives what changed, [] when it was so already.

    Raises UnknownCode when the list has no such action.
    """
    before = ledger.actions.get(after.code)
    changes = [
        Change(
            at=at,
            run=run,
            code=after.code,
            side="list",
            field=field,
            old=_shown(before, field),
            new=_shown(after, field),
            outcome=Outcome.APPLIED,
        )
        for field in EDITABLE
        if getattr(before, field) != getattr(after, field)
    ]
    if changes:
        ledger.actions.save(after)
        ledger.history.add_all(changes)
    return changes


def _shown(action: Action, field: str) -> FieldValue:
    return action.owners if field == "owners" else word(action, field)
