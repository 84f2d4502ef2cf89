"""Reads the words that people type for a status, an owner or a goal, as forgiving as is safe.

Capitals, blanks and a full stop make no difference; a word that could mean two things, or nothing,
is refused with the words there are.
"""

import re
from collections.abc import Iterable, Mapping

from mappings.canonical import Status


class UnknownWord(ValueError):
    """A word that the agenda does not know; the sentence is Dutch and has no full stop."""


def read_status(text: str) -> Status:
    """Read "Loopt", "loopt" or " NIET. ". Raises UnknownWord."""
    try:
        return _STATUSES[_plain(text)]
    except KeyError:
        *others, last = Status
        choice = f"{', '.join(others)} of {last}"
        raise UnknownWord(f"stand '{text}' bestaat niet; kies {choice}") from None


def read_owner(text: str, owners: Mapping[str, str]) -> str:
    """Read the code of an owner: "h&t", "H & T" or the full name. owners: code to name.

    Raises UnknownWord for a word that no owner goes by, or two do.
    """
    if text in owners:
        return text
    word = _plain(text)
    found = [code for code in owners if _plain(code) == word] or [
        code for code, name in owners.items() if _plain(name) == word
    ]
    if len(found) != 1:
        raise UnknownWord(no_such_owner(text, owners))
    return found[0]


def check_goal_number(number: int, goals: Iterable[int]) -> None:
    """Raise UnknownWord for the number of no goal. goals: the numbers there are."""
    known = tuple(goals)
    if number not in known:
        raise UnknownWord(f"doel {number} bestaat niet; kies {', '.join(map(str, known))}")


def no_such_owner(word: str, known: Iterable[str]) -> str:
    """Say that there is no such owner, and which ones there are; a Dutch clause."""
    return f"regiehouder '{word}' bestaat niet; kies {', '.join(known)}"


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).rstrip(".").casefold()


_STATUSES = {_plain(status): status for status in Status}
