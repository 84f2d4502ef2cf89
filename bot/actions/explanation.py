"""Takes apart what people write in one cell: a status, a plateau, a deadline and a message.

"Loopt. Plateau 1 VNG verplicht. Vacature staat uit." One parser for every format. The status word
stands in front, the sentence about the plateau anywhere, a deadline only behind its own word, and
the rest is the note. What could be read in two ways is told as a doubt.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.core.rhythms.frequency import read_frequency
from mappings.canonical import Due, Status, normal_text
from mappings.dates import DATE_WINDOW, DateWindow

TAKEN = frozenset({"status", "plateau", "due"})
"""What can be taken out of the text, by the names of columns."""

_STATUS = re.compile(r"(gereed|loopt|planning|niet)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*[.:;,–-]+\s*|\s*\n\s*|\s*\Z|(?=\s+(?:vng[- ])?plateau\b)", re.IGNORECASE)
_PLATEAU = re.compile(
    r"\b(?:vng[- ]?)?plateau\s*(?P<number>\d+)(?:\s*,?\s*(?:vng|verplicht|aanvullend))*\s*[.;,]?",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:deadline|wanneer gereed|streefdatum|einddatum)\s*[:=]?\s*"
    r"(?P<word>\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9} \d{4}|\d{4}"
    r"|continue?|ad[ -]hoc)\b\s*[.;,]?",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(
    r"gereed\s+(?:in|op|voor|uiterlijk|eind|begin|medio|per)\b[^.\n]*\d{4}", re.IGNORECASE
)
_RHYTHM = re.compile(
    r"\b\d+\s*(?:x|keer)\s*(?:per|in de|in het)?\s*\d*\s*(?:jaar|kwartaal|maand)\b"
    r"|\b(?:twee|half)?jaarlijkse?\b|\b(?:drie)?maandelijkse?\b|\b(?:elk|ieder) jaar\b"
    r"|\b(?:elk|per) kwartaal\b",
    re.IGNORECASE,
)
_SEVERAL_BLANKS = re.compile(r"[^\S\n]{2,}")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person has to say. field: a name as columns have it; sentence: Dutch."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a cell says. due: None when it states no deadline; note: what is left of the text."""

    status: Status | None = None
    plateau: Literal[1, 2] | None = None
    due: Due | None = None
    note: str = ""
    doubts: tuple[Doubt, ...] = ()


def read_explanation(
    text: str, window: DateWindow = DATE_WINDOW, *, take: frozenset[str] = TAKEN
) -> Explanation:
    """Read the cell of Stand van zaken. take: what to take out, those of `TAKEN` without a column.

    The note begins with a capital where something was taken away before it.
    """
    whole = normal_text(text)
    found = Explanation(note=whole)
    if "status" in take:
        found = _take_status(found)
    if "plateau" in take:
        found = _take_plateau(found)
    if "due" in take:
        found = _take_due(found, window)
    if found.note == whole:
        return found
    note = _tidy(found.note)
    return replace(found, note=note[:1].upper() + note[1:])


def find_rhythm(*texts: str) -> tuple[str | None, tuple[Doubt, ...]]:
    """The rhythm that texts name, in the words that count times when there are such words.

    Two that say something else are a doubt: 2 x jaar beside jaarlijks.
    """
    words = [_rhythm_word(found[0]) for text in texts for found in _RHYTHM.finditer(text)]
    if not words:
        return None, ()
    frequencies = {read_frequency(word) for word in words}
    if len(frequencies) > 1:
        choice = " of ".join(dict.fromkeys(f"'{word}'" for word in words))
        return None, (Doubt("rhythm", f"Welk ritme geldt: {choice}?"),)
    counted = [word for word in words if word[0].isdigit()]
    return (counted or words)[0], ()


def _rhythm_word(found: str) -> str:
    word = " ".join(found.lower().split())
    return word.removesuffix("e") if word.endswith("lijkse") else word


def _take_status(read: Explanation) -> Explanation:
    first = _STATUS.match(read.note)
    if first is None:
        return read
    if _TO_BE_DONE.match(read.note):
        sentence = f"Is de actie klaar, of is dit de deadline: '{_start(read.note)}'?"
        return replace(read, doubts=(*read.doubts, Doubt("status", sentence)))
    word, rest = first[1], read.note[first.end() :]
    end = _CLOSED.match(rest)
    if word.casefold() == "niet" and word != "NIET" and end is None:
        sentence = f"Is de stand NIET, of begint hier een zin: '{_start(read.note)}'?"
        return replace(read, doubts=(*read.doubts, Doubt("status", sentence)))
    status = next(known for known in Status if known.casefold() == word.casefold())
    doubts = read.doubts
    if end is None:
        sentence = f"'{_start(read.note)}' is gelezen als stand {status}, met de rest als bericht."
        doubts += (Doubt("status", sentence),)
    after = rest[end.end() :] if end else rest.lstrip()
    again = _STATUS.match(after)
    if again and _CLOSED.match(after[again.end() :]) and again[1] != "NIET":
        sentence = f"Hier staan twee standen, {status} en {again[1]}; welke geldt?"
        doubts += (Doubt("status", sentence),)
    return replace(read, status=status, note=after, doubts=doubts)


def _take_plateau(read: Explanation) -> Explanation:
    found = list(_PLATEAU.finditer(read.note))
    if not found:
        return read
    numbers = {match["number"] for match in found}
    if numbers not in ({"1"}, {"2"}):
        shown = " en ".join(sorted(numbers))
        doubt = Doubt("plateau", f"VNG-plateau {shown}: kies 1 of 2.")
        return replace(read, doubts=(*read.doubts, doubt))
    return replace(
        read,
        plateau=1 if numbers == {"1"} else 2,
        note=_without(read.note, found),
    )


def _take_due(read: Explanation, window: DateWindow) -> Explanation:
    found = list(_DUE.finditer(read.note))
    if not found:
        return read
    words = list(dict.fromkeys(match["word"] for match in found))
    try:
        dues = {Due.parse(word, window) for word in words}
    except ValueError as error:
        return replace(read, doubts=(*read.doubts, Doubt("due", f"{error}.")))
    if len(dues) > 1:
        doubt = Doubt("due", f"Welke deadline geldt: {' of '.join(words)}?")
        return replace(read, doubts=(*read.doubts, doubt))
    return replace(read, due=dues.pop(), note=_without(read.note, found))


def _without(text: str, found: list[re.Match[str]]) -> str:
    """Leave out what was taken, and the brackets that set the rest apart from it."""
    for match in reversed(found):
        text = f"{text[: match.start()].rstrip(' ')} {text[match.end() :].lstrip(' ')}"
    left = text.strip().replace("()", "").strip()
    inside = left[1:-1]
    is_one_bracket = left.startswith("(") and left.endswith(")") and not set("()") & set(inside)
    return inside if is_one_bracket else left


def _tidy(text: str) -> str:
    lines = (_SEVERAL_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")
