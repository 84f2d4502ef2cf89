"""An edit of the coordinator in the list itself: her words read, and saved with their history."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.actions.imports import SIDE as IMPORT
from bot.actions.imports import words as in_words
from bot.core.dutch import sentence
from bot.core.history import Change, Outcome
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import MAX_TITLE, Action, Due, normal_text
from mappings.text import clean_line
from mappings.words import read_owner, read_status

EDITABLE = ("status", "due", "note", "owners", "title", "text", "plateau")
NOTHING = "-"
"""What people type to make a field empty."""

_OF_ONE = ("title", "text")
_PLATEAUS: dict[str, Literal[1, 2] | None] = {"1": 1, "2": 2, NOTHING: None}


@dataclass(frozen=True)
class EditWords:
    """What an action should become, as people write it; None leaves a field as it is.

    `NOTHING` empties any of them but title and text, without which no action can do.
    """

    status: str | None = None
    due: str | None = None
    note: str | None = None
    owners: Sequence[str] | None = None
    title: str | None = None
    text: str | None = None
    plateau: str | None = None


def edit(
    ledger: Ledger,
    codes: Iterable[str],
    words: EditWords,
    agenda: Agenda,
    *,
    at: datetime,
    run: str,
) -> dict[str, list[Change]]:
    """Make the same edit in each of these actions, or in none; gives what changed, by code.

    Raises UnknownCode for the first that is not in the list, and UsageError when nothing is asked,
    a word is wrong, or one title or text is meant for several actions.
    """
    once = tuple(dict.fromkeys(codes))
    if words == EditWords():
        raise UsageError(
            "Geef ten minste een van --status, --due, --note, --owner, --title, --text of --vng."
        )
    if len(once) > 1 and any(getattr(words, field) is not None for field in _OF_ONE):
        raise UsageError("Een titel of tekst hoort bij één actie; noem er één.")
    edited = [read_edit(ledger.actions.get(code), words, agenda) for code in once]
    return {after.code: save_edit(ledger, after, at=at, run=run) for after in edited}


def read_edit(action: Action, words: EditWords, agenda: Agenda) -> Action:
    """The action as these words have it. Raises UsageError with every word that is wrong."""
    problems: list[str] = []
    update: dict[str, object] = {}
    if words.status is not None:
        with collect_problems(problems):
            update["status"] = None if _is_nothing(words.status) else read_status(words.status)
    if words.due is not None:
        with collect_problems(problems):
            due = "" if _is_nothing(words.due) else words.due
            update["due"] = Due.parse(due, agenda.dates)
    if words.note is not None:
        update["note"] = "" if _is_nothing(words.note) else normal_text(words.note)
    if words.owners is not None:
        update["owners"] = _read_owners(words.owners, agenda, problems)
    if words.title is not None:
        with collect_problems(problems):
            update["title"] = _read_title(words.title)
    if words.text is not None:
        with collect_problems(problems):
            update["text"] = _read_text(words.text)
    if words.plateau is not None:
        with collect_problems(problems):
            plateau = _read_plateau(words.plateau)
            update["vng"] = action.vng.model_copy(update={"plateau": plateau})
    if problems:
        raise UsageError("\n".join(problems))
    return action.model_copy(update=update)


def _is_nothing(typed: str) -> bool:
    return typed.strip() == NOTHING


def _read_owners(typed: Sequence[str], agenda: Agenda, problems: list[str]) -> tuple[str, ...]:
    if NOTHING in typed:
        if len(typed) > 1:
            problems.append(f"Geef bij --owner een regiehouder of {NOTHING}, niet allebei.")
        return ()
    codes: list[str] = []
    for owner in typed:
        with collect_problems(problems):
            codes.append(read_owner(owner, agenda.owner_names))
    return tuple(dict.fromkeys(codes))


def _read_title(typed: str) -> str:
    title = clean_line(typed)
    if not 1 <= len(title) <= MAX_TITLE:
        raise ValueError(f"een titel heeft 1 tot {MAX_TITLE} tekens, en deze heeft er {len(title)}")
    return title


def _read_text(typed: str) -> str:
    text = normal_text(typed)
    if not text:
        raise ValueError("een actie kan niet zonder tekst; schrijf wat is afgesproken")
    return text


def _read_plateau(typed: str) -> Literal[1, 2] | None:
    try:
        return _PLATEAUS[typed.strip()]
    except KeyError:
        raise ValueError(f"VNG-plateau '{typed}' bestaat niet; kies 1, 2 of {NOTHING}") from None


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
    old, new = in_words(before), in_words(after)
    changes = [
        Change(
            at=at,
            run=run,
            code=after.code,
            side="list",
            field=field,
            old=old[field],
            new=new[field],
            outcome=Outcome.APPLIED,
        )
        for field in EDITABLE
        if old[field] != new[field]
    ]
    if changes:
        ledger.actions.save(after)
        ledger.history.add_all(changes)
    for change in changes:  # her word is newer than that of any file
        ledger.conflicts.close(IMPORT, after.code, change.field, at)
    return changes
