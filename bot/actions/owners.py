"""Reads who has the lead out of one cell: several names, and letters that a scan misread.

"Moz/ Centrum gemeente Haarlem" is two owners, "OO0V" most likely OOV. Whatever was read by likeness
is told as a doubt, and a name that the agenda does not have is never left out in silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.actions.explanation import Doubt
from bot.core.dutch import enumerated
from mappings.words import UnknownWord, read_owner

_NOBODY = frozenset({"", "-", "–", "niet", "geen", "n.v.t.", "nvt", "onbekend"})
_APART = re.compile(r"\s*[/,;\n]\s*|\s+en\s+|\s+\+\s+")
_ALIKE = str.maketrans({"0": "o", "l": "i", "1": "i", "|": "i", "y": "v"})
"""Letters that scans take for each other."""


def read_owners(
    text: str, names: Mapping[str, str], *, scanned: bool = False
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """Read the codes, lead first. names: owner's name by code.

    scanned: letters come from a scan, so that even a capital that differs is a doubt.
    """
    codes: list[str] = []
    doubts: list[Doubt] = []
    for word in _names_in(text, names):
        code = _known(word, names)
        if code is None:
            choice = enumerated([*names]) or "nog niemand"
            doubts.append(
                Doubt("owners", f"Regiehouder '{word}' staat niet in agenda.yaml; daar: {choice}.")
            )
            continue
        exact = word in (code, names[code])
        if not exact and (scanned or not _by_word(word, names)):
            doubts.append(Doubt("owners", f"Regiehouder '{word}' is gelezen als {code}."))
        codes.append(code)
    return tuple(dict.fromkeys(codes)), tuple(doubts)


def _names_in(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """The names in a cell. A name that the agenda has is never cut, whatever signs are in it."""
    whole = " ".join(text.split())
    if whole.casefold() in _NOBODY:
        return
    if _known(whole, names) is not None:
        yield whole
        return
    cuts = [found.span() for found in _APART.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    first = 0
    while first < len(starts):
        for last in range(len(ends) - 1, first - 1, -1):
            word = " ".join(text[starts[first] : ends[last]].split())
            if last == first or _known(word, names) is not None:
                if word.casefold() not in _NOBODY:
                    yield word
                first = last + 1
                break


def _known(word: str, names: Mapping[str, str]) -> str | None:
    return _by_word(word, names) or _by_likeness(word, names)


def _by_word(word: str, names: Mapping[str, str]) -> str | None:
    try:
        return read_owner(word, names)
    except UnknownWord:
        return None


def _by_likeness(word: str, names: Mapping[str, str]) -> str | None:
    """The one owner whose code or name looks the same to a scanner."""
    seen = looks(word)
    found = [code for code, name in names.items() if seen in (looks(code), looks(name))]
    return found[0] if len(found) == 1 else None


def looks(word: str) -> str:
    """How a word looks when letters are taken for each other, and one is read twice."""
    plain = re.sub(r"\s", "", word).rstrip(".").casefold().translate(_ALIKE)
    return re.sub(r"(.)\1+", r"\1", plain)


def owners_per_row(lines: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Cut a column of a scan, in which a name runs over lines, into a text for each row.

    A row goes on after a slash or comma, and as long as its last name is the beginning of one.
    """
    rows: list[str] = []
    for line in lines:
        last = _APART.split(rows[-1])[-1] if rows else ""
        goes_on = bool(rows) and (not last or _begins_name(f"{last} {line}", names))
        if goes_on:
            rows[-1] = f"{rows[-1]} {line}"
        else:
            rows.append(line)
    return rows


def _begins_name(text: str, names: Mapping[str, str]) -> bool:
    known = (looks(word) for code, name in names.items() for word in (code, name))
    return any(word.startswith(looks(text)) for word in known)
