"""Tells where an action and where a state of affairs begins on a page of a scan.

An entry of the state of affairs begins with its status; a line about the plateau may begin one as
well. An action begins where the signs are: after an empty line, with a capital, with a deadline
behind it. Both columns have as many entries, and that number is chosen where the signs are best.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.scan_pages import Line
from mappings.canonical import Due

_STATUS = re.compile(r"(?:Gereed|Loopt|Planning|NIET)\b")
_PLATEAU = re.compile(r"Plateau\s*\d")
_LINKING = re.compile(r"(?:[,(-]|\b(?:en|of|de|het|een|van|in|bij|met|op|voor|aan|door|te))\Z")
_DUE = re.compile(r"(?P<text>.*[^\s~])[\s~]+(?P<due>\d{4}|Continue?|Ad hoc|NIET)\Z")
_SHORT = 0.7  # of the longest line; a shorter one ends a paragraph
_SURE, _AGAINST = 8.0, -8.0
_DOUBTFUL = 1.0  # less than this, and a person has to look where the action begins


@dataclass(frozen=True, slots=True)
class Entries:
    """Where entries begin, as positions in the lines. doubtful: those of which that is not sure.

    Lines before the first one go on where the page before stopped.
    """

    starts: tuple[int, ...]
    doubtful: frozenset[int]


def due_behind(line: str) -> tuple[str, str]:
    """Take the deadline off the end of the first line of an action: (text, deadline or "")."""
    found = _DUE.fullmatch(line)
    return (found["text"], Due.parse(found["due"]).text) if found else (line, "")


def pair_entries(
    texts: Sequence[float], notes: tuple[Sequence[int], dict[int, float]]
) -> tuple[Entries, Entries]:
    """Choose as many actions as states of affairs, so that the signs for both are best.

    texts: from `text_signs`; notes: from `note_signs`.
    """
    sure, possible = notes
    likely = sorted(possible, key=lambda line: -possible[line])

    def agreement(extra: int) -> float:
        """How much speaks for so many entries more than those that are sure."""
        begun = sum(possible[line] for line in likely[:extra])
        return sum(_best(texts, len(sure) + extra)) + begun

    extra = likely[: max(range(len(possible) + 1), key=agreement)]
    starts = tuple(sorted((*sure, *extra)))
    open_ones = [line for line, sign in possible.items() if not sign]
    unsure = {max((start for start in starts if start <= line), default=0) for line in open_ones}
    return _entries(texts, len(starts)), Entries(starts, frozenset(unsure | {*extra}))


def text_entries(texts: Sequence[float]) -> Entries:
    """Choose the actions by their own signs, on a page without states of affairs."""
    return _entries(texts, sum(sign > 0 for sign in texts))


def _best(signs: Sequence[float], count: int) -> list[float]:
    return sorted(signs, reverse=True)[:count]


def _entries(signs: Sequence[float], count: int) -> Entries:
    chosen = sorted(sorted(range(len(signs)), key=lambda line: -signs[line])[:count])
    left = [line for line in range(len(signs)) if line not in chosen and signs[line] > _DOUBTFUL]
    unsure = {line for line in chosen if signs[line] < _DOUBTFUL}
    unsure |= {max((start for start in chosen if start < line), default=line) for line in left}
    return Entries(tuple(chosen), frozenset(unsure & {*chosen}))


def note_signs(lines: Sequence[Line]) -> tuple[Sequence[int], dict[int, float]]:
    """Where a state of affairs begins for sure, and where it may, with how likely that is.

    A plateau belongs to the entry before it when that has none yet, unless an empty line parts
    them: then only the number of actions can tell.
    """
    sure, possible = [], dict[int, float]()
    has_plateau = False
    for place, line in enumerate(lines):
        begins = bool(_STATUS.match(line.text))
        if begins:
            sure.append(place)
            has_plateau = False
        elif _PLATEAU.match(line.text):
            possible[place] = 4.0 if has_plateau else 0.0 if line.gap else -4.0
        has_plateau = has_plateau or "plateau" in line.text.casefold()
    return sure, possible


def text_signs(
    lines: Sequence[Line], *, is_dated: bool, opens_goal: bool, before: str
) -> list[float]:
    """How much speaks for each line as the first of an action.

    is_dated: the page has its deadlines behind the first line of each. opens_goal: a goal's heading
    stands above the page. before: the last text of the page before, "" for none.
    """
    longest = max((len(line.text) for line in lines), default=0)
    signs = []
    for place, line in enumerate(lines):
        above = lines[place - 1].text if place else before
        sign = 3.0 if line.gap or not place else -2.0
        sign += 1.0 if not line.text[:1].islower() else _AGAINST
        if _LINKING.search(above) or above.count("(") > above.count(")"):
            sign -= 6.0
        elif above.endswith((".", ")")):
            sign += 1.0
        if place and len(above) < _SHORT * longest:
            sign += 1.0
        if is_dated:
            sign += _SURE if due_behind(line.text)[1] else _AGAINST
        if not place and opens_goal:
            sign += _SURE
        signs.append(sign)
    return signs
