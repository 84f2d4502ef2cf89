"""What a person said about rows that could not be read for certain, and what that makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.actions.cells import (
    is_nothing,
    read_code,
    read_due,
    read_framework,
    read_goal,
    read_plateau,
    read_state,
)
from bot.actions.drafts import AgendaWords, Draft
from bot.actions.explanation import Doubt
from bot.actions.owners import read_owners
from bot.documents.tables import Cell, Place
from mappings.canonical import normal_text, yes_no
from mappings.text import clean_line

ITEM = "item"
"""The field of the question which action a row is."""

AS_READ, NEW, SKIP, EMPTY = "klopt", "nieuw", "overslaan", "leeg"
"""The words of an answer: the value is right; a new action; not this row; no value."""


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """Which question is meant: a row of the file, and one of its fields or `ITEM`."""

    place: Place
    field: str


Answers = Mapping[QuestionKey, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked before a file can be taken over. read: what it says now, "" for nothing.

    code: of the action, "" when nobody knows yet.
    """

    key: QuestionKey
    code: str
    read: str
    sentence: str


def shown(draft: Draft, field: str) -> str:
    """What a draft says in a field, in words that an answer may repeat."""
    match field:
        case "status":
            return draft.status.value if draft.status else ""
        case "due":
            return draft.due.text
        case "owners":
            return ", ".join(draft.owners)
        case "plateau":
            return str(draft.vng.plateau or "")
        case "framework":
            return yes_no(draft.vng.framework)
        case "goal":
            return str(draft.goal or "")
    return str(getattr(draft, field, "") or "")


def answered(draft: Draft, answers: Answers, words: AgendaWords) -> Draft:
    """The draft with what people said about it; a question without an answer stays one."""
    for key, answer in answers.items():
        if key.place == draft.place and key.field != ITEM:
            draft = _with(draft, key.field, answer, words)
    return draft


def _with(draft: Draft, field: str, answer: str, words: AgendaWords) -> Draft:
    others = tuple(doubt for doubt in draft.doubts if doubt.field != field)
    if answer.strip().casefold() == AS_READ:
        return replace(draft, doubts=others)
    text = "" if answer.strip().casefold() == EMPTY else answer
    read, doubts = _READERS[field](draft, Cell(text), words)
    again = tuple(Doubt(field, f"Uw antwoord '{answer}': {doubt.sentence}") for doubt in doubts)
    stated = draft.stated if field in ("code", "goal") else draft.stated | {field}
    return replace(read, doubts=(*others, *again), stated=stated)


_Answer = Callable[[Draft, Cell, AgendaWords], tuple[Draft, tuple[Doubt, ...]]]


def _code(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    code, _doubts = read_code(cell)
    if not code and cell.text:
        return draft, (Doubt("code", "schrijf doel.nummer, zoals 1.10."),)
    goal = int(code.split(".")[0]) if code else draft.goal
    return replace(draft, code=code, goal=goal), ()


def _goal(draft: Draft, cell: Cell, words: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    goal = read_goal(cell.text, words.goals)
    if goal is None:
        return draft, (Doubt("goal", f"kies een doel: {', '.join(map(str, words.goals))}."),)
    return replace(draft, goal=goal), ()


def _title(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    return replace(draft, title=clean_line(cell.text)), ()


def _text(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    return replace(draft, text=normal_text(cell.text)), ()


def _note(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    return replace(draft, note=normal_text(cell.text)), ()


def _rhythm(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    word = clean_line(cell.text)
    return replace(draft, rhythm=None if is_nothing(word) else word), ()


def _status(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    status, doubts = read_state(cell)
    return replace(draft, status=status), doubts


def _due(draft: Draft, cell: Cell, words: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    due, doubts = read_due(cell, words.window)
    return replace(draft, due=due), doubts


def _owners(draft: Draft, cell: Cell, words: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    owners, doubts = read_owners(cell.text, words.owners)
    return replace(draft, owners=owners), doubts


def _plateau(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    plateau, doubts = read_plateau(cell)
    return replace(draft, vng=draft.vng.model_copy(update={"plateau": plateau})), doubts


def _framework(draft: Draft, cell: Cell, _: AgendaWords) -> tuple[Draft, tuple[Doubt, ...]]:
    framework, doubts = read_framework(cell)
    return replace(draft, vng=draft.vng.model_copy(update={"framework": framework})), doubts


_READERS: Mapping[str, _Answer] = {
    "code": _code,
    "goal": _goal,
    "title": _title,
    "text": _text,
    "status": _status,
    "due": _due,
    "rhythm": _rhythm,
    "owners": _owners,
    "plateau": _plateau,
    "framework": _framework,
    "note": _note,
}
