"""An edit of the coordinator in the list itself: her words read, and saved with their history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.core.dutch import sentence
from bot.core.history import Change, Outcome
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import Action, Due, FieldValue, normal_text, word
from mappings.words import read_owner, read_status

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
        with collect_problems(problems):
            update["status"] = read_status(words.status)
    if words.due is not None:
        with collect_problems(problems):
            update["due"] = Due.parse(words.due, agenda.dates)
    if words.note is not None:
        update["note"] = normal_text(words.note)
    codes: list[str] = []
    for word_typed in words.owners or ():
        with collect_problems(problems):
            codes.append(read_owner(word_typed, agenda.owner_names))
    if words.owners is not None:
        update["owners"] = tuple(dict.fromkeys(codes))
    if problems:
        raise UsageError("\n".join(problems))
    return action.model_copy(update=update)


@contextmanager
def collect_problems(problems: list[str]) -> Iterator[None]:
    """Turn a word that cannot be read into a sentence, so that all of them are told at once."""
    try:
        yield
    except ValueError as error:
        problems.append(sentence(str(error)))


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
