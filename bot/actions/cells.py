"""Reads one cell into one field of an action. What cannot be read for certain becomes a doubt."""

import re
from collections.abc import Mapping
from typing import Literal

from bot.actions.explanation import Doubt
from bot.documents.tables import Cell
from mappings.canonical import Due, DueKind, Status, yes_no
from mappings.dates import DateWindow
from mappings.words import UnknownWord, read_status

_NOTHING = frozenset(
    {"", "-", "–", "?", "n.v.t.", "nvt", "onbekend", "niet ingevuld", "geen stand", "niet genoemd"}
)
_CODE = re.compile(r"(?:actie\s*)?(\d+)\s*([.,])\s*(\d+)\.?", re.IGNORECASE)
_GOAL = re.compile(r"(?:beleids)?(?:doel)?\s*(\d+)\s*[.:)]?\s*(?=\D|\Z)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?:beleids)?doel\s*(\d+)\s*[.:)–-]?|(\d+)\s*[.:)])\s*(?=[^\W\d])", re.IGNORECASE
)
_PLATEAU = re.compile(r"(?:vng[- ]?)?(?:plateau)?\s*([12])(?:\D.*)?", re.IGNORECASE | re.DOTALL)
_ANSWERS = {"ja": True, "j": True, "nee": False, "n": False}


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that there is nothing."""
    return " ".join(text.split()).casefold() in _NOTHING


def read_code(cell: Cell) -> tuple[str, tuple[Doubt, ...]]:
    """Read "1.10" as "1.10"; a mere number of a row is no code. A comma is told as a doubt."""
    found = _CODE.fullmatch(cell.text.strip())
    if found is None:
        return "", ()
    code = f"{int(found[1])}.{int(found[3])}"
    if found[2] == ",":
        return code, (Doubt("code", f"'{cell.text}' is gelezen als code {code}."),)
    return code, ()


def read_goal(text: str, goals: Mapping[int, str]) -> int | None:
    """Find the goal that a heading or a cell names, by its name or else by its number alone."""
    plain = _plain(text)
    named = [number for number, name in goals.items() if _plain(name) and _plain(name) == plain]
    if named:
        return named[0]
    found = _GOAL.match(text.strip())
    if found is None:
        return None
    rest = _plain(text.strip()[found.end() :])
    number = int(found[1])
    if number in goals and (not rest or rest == _plain(goals[number])):
        return number
    return number if not goals and rest else None


def read_goal_number(text: str, goals: Mapping[int, str]) -> int | None:
    """Find the goal by its number in a heading that names it otherwise: "2. Signaleren"."""
    found = _NUMBERED.match(text.strip())
    number = int(found[1] or found[2]) if found else 0
    return number if number in goals else None


def read_state(cell: Cell) -> tuple[Status | None, tuple[Doubt, ...]]:
    """Read a cell that holds a status and nothing else."""
    if is_nothing(cell.text):
        return None, ()
    try:
        return read_status(cell.text), ()
    except UnknownWord as error:
        return None, (Doubt("status", f"{_capital(str(error))}."),)


def read_due(cell: Cell, window: DateWindow) -> tuple[Due, tuple[Doubt, ...]]:
    """Read a deadline: a date cell is a day, unless it shows no more than its year."""
    text = " ".join(cell.text.split())
    if is_nothing(text):
        return Due.parse(""), ()
    is_year = re.fullmatch(r"\d{4}", text) is not None
    word = cell.day.isoformat() if cell.day and not is_year else text
    try:
        return Due.parse(word.rstrip("."), window), ()
    except ValueError as error:
        return Due.parse(""), (Doubt("due", f"{_capital(str(error))}."),)


def choose_due(
    words: Due, day: Due, *, words_kept: bool, day_kept: bool
) -> tuple[Due, tuple[Doubt, ...]]:
    """Choose between the columns Afspraak and Deadline, of which people often change only one.

    words_kept, day_kept: whether the one or the other says what it said before.
    """
    if words.date == day.date:
        return words, ()
    if words_kept or (words.kind is DueKind.UNKNOWN and not day_kept):
        return day, ()
    if day_kept:
        return words, ()
    shown = day.text or "leeg"
    sentence = f"Afspraak zegt {words.text} en Deadline zegt {shown}; welke geldt?"
    return words, (Doubt("due", sentence),)


def read_plateau(cell: Cell) -> tuple[Literal[1, 2] | None, tuple[Doubt, ...]]:
    """Read 1 or 2, also with the words around it."""
    if is_nothing(cell.text):
        return None, ()
    found = _PLATEAU.fullmatch(cell.text.strip())
    if found is None:
        return None, (Doubt("plateau", f"'{cell.text}' is geen VNG-plateau; kies 1 of 2."),)
    return (1 if found[1] == "1" else 2), ()


def read_framework(cell: Cell) -> tuple[bool | None, tuple[Doubt, ...]]:
    """Read ja or nee."""
    word = cell.text.strip().rstrip(".").casefold()
    if is_nothing(word):
        return None, ()
    if word not in _ANSWERS:
        choice = f"kies {yes_no(True)} of {yes_no(False)}, of laat de cel leeg"
        return None, (Doubt("framework", f"'{cell.text}' bij VNG-kader: {choice}."),)
    return _ANSWERS[word], ()


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _capital(clause: str) -> str:
    return clause[:1].upper() + clause[1:]
