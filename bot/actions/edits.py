"""An edit of the coordinator in the list itself: her words read, and saved with their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.dutch import sentence
from bot.core.history import Change, Outcome
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.agenda import Agenda, no_such_owner
from mappings.canonical import Action, Due, FieldValue, Status, normal_text, word

EDITABLE = ("status", "due", "note", "owners")


@dataclass(frozen=True)
class EditWords:
    """What an action should become, as people write it; None leaves a field as it is."""

    status: str | None = None
    due: str | None = None
    note: str | None = None
    owners: Sequence[str] | None = None


def read_edit(action: Action, words: EditWords, agenda: Agenda) -> Action:
    """The action as these words have it. Raises UsageError with every word that is wrong."""
    problems: list[str] = []
    update: dict[str, object] = {}
    if words.status is not None:
        if words.status in list(Status):
            update["status"] = Status(words.status)
        else:
            problems.append(f"Status '{words.status}' bestaat niet; kies {', '.join(Status)}.")
    if words.due is not None:
        try:
            update["due"] = Due.parse(words.due)
        except ValueError as error:
            problems.append(f"{error}.")
    if words.note is not None:
        update["note"] = normal_text(words.note)
    if words.owners is not None:
        known = [owner.code for owner in agenda.owners]
        strange = [owner for owner in words.owners if owner not in known]
        problems += [sentence(no_such_owner(owner, known)) for owner in strange]
        update["owners"] = tuple(dict.fromkeys(words.owners))
    if problems:
        raise UsageError("\n".join(problems))
    return action.model_copy(update=update)


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
