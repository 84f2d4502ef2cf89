"""The description of a task: people's note above the dividing line, our card below it.

Phones, the web and copying change what nobody sees: one blank becomes another, quotes are bent,
lines are indented, bulleted or broken elsewhere. So our own text is known by its letters and digits
alone. What stands below the line and is not ours was written by people, and belongs to the note.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from mappings.canonical import normal_text

DIVIDER = "────────── Driehoekbot ──────────"
BELOW = "Hieronder schrijft Driehoekbot. Schrijf uw eigen bericht boven de lijn."

_DIVIDER_LIKE = re.compile(r"^[\W_]*Driehoekbot[\W_]*$")
_DIVIDER_WITHIN = re.compile(r"─{3,}\s*Driehoekbot\s*─{3,}")
_MARKER = re.compile(
    r"^[\W_]*Kenmerk:[^\S\n]*driehoekbot/(?P<agenda>[\w-]+)/(?P<code>\d+\.\d+)[^\w\n]*$",
    re.MULTILINE,
)
_BARE = re.compile(r"[\s>•·*–—|-]*")  # a bullet or a sign of quoting, and nothing behind it
_BEGINNINGS = ("Regie: ", "VNG: ", "Ritme: ", "Kenmerk: driehoekbot/")
_SURE = 3  # so many words in a row are no coincidence


def join_description(note: str, card: str) -> str:
    """The whole task description: people's note, the dividing line, our card if there is one."""
    if not card:
        return note
    return "\n".join([*([note, ""] if note else []), DIVIDER, card])


def split_description(description: str | None, known_cards: tuple[str, ...]) -> tuple[str, str]:
    """Tell people's note from our card: (note, card).

    known_cards: the texts we may have written. Above the line everything is people's. They also
    damage the line, or write below it; so of what stands elsewhere every line that we never wrote
    is theirs as well, and is not lost. A card that only looks different is given as we wrote it.
    """
    lines = normal_text(description).split("\n")
    if not any(_DIVIDER_LIKE.match(line) for line in lines):
        whole = _DIVIDER_WITHIN.sub(f"\n{DIVIDER}\n", "\n".join(lines))
        lines = normal_text(whole).split("\n")
    cut = _cut(lines, known_cards)
    below = ["" if _BARE.fullmatch(line) else line for line in lines[cut:]]
    below = [line for line in below if not _DIVIDER_LIKE.match(line)]
    ours = list(_told_apart(below, known_cards))
    card = [line for line, own in zip(below, ours, strict=True) if own or not line]
    strange = [line for line, own in zip(below, ours, strict=True) if not (own or not line)]
    note = normal_text("\n".join([*lines[:cut], *strange]))
    return note, _as_written(normal_text("\n".join(card)), known_cards)


def marked_code(description: str | None, agenda: str) -> str | None:
    """The action code that a description carries for this agenda, if any: the last one counts."""
    found = [m["code"] for m in _MARKER.finditer(normal_text(description)) if m["agenda"] == agenda]
    return found[-1] if found else None


def _cut(lines: Sequence[str], known_cards: tuple[str, ...]) -> int:
    """Where our part begins: at the line, a damaged line, or the first line we wrote."""
    if DIVIDER in lines:
        return lines.index(DIVIDER)
    damaged = (i for i, line in enumerate(lines) if _DIVIDER_LIKE.match(line))
    written = (i for i, own in enumerate(_told_apart(lines, known_cards)) if own)
    return next(damaged, next(written, len(lines)))


def _told_apart(lines: Sequence[str], known_cards: tuple[str, ...]) -> Iterator[bool]:
    """Say of each line whether we wrote it."""
    whole = {_letters(line) for card in known_cards for line in card.split("\n")} - {""}
    as_written = [_letters(line) in whole for line in lines]
    broken = _broken_elsewhere(lines, as_written, known_cards) if not all(as_written) else set()
    for number, line in enumerate(lines):
        yield as_written[number] or number in broken or _is_card_line(line)


def _broken_elsewhere(
    lines: Sequence[str], as_written: Sequence[bool], known_cards: tuple[str, ...]
) -> set[int]:
    """Which lines hold nothing but a piece of ours, of which the lines were broken elsewhere.

    Only words of ours that stand nowhere else count, so that a word of people's that happens to be
    in our text as well stays theirs.
    """
    found = set[int]()
    there = {_letters(line) for line, own in zip(lines, as_written, strict=True) if own}
    odd = [(number, line) for number, line in enumerate(lines) if not as_written[number]]
    loose = [(number, word) for number, line in odd for word in _words(line)]
    for card in known_cards:
        absent = [line for line in card.split("\n") if _letters(line) not in there]
        words = [word for line in absent for word in _words(line)]
        matcher = SequenceMatcher(None, words, [word for _, word in loose], autojunk=False)
        matched = {
            place
            for block in matcher.get_matching_blocks()
            if block.size >= _SURE
            for place in range(block.b, block.b + block.size)
        }
        foreign = {number for place, (number, _) in enumerate(loose) if place not in matched}
        found |= {number for number, _ in loose} - foreign
    return found


def _as_written(card: str, known_cards: tuple[str, ...]) -> str:
    """The text we wrote, when this one differs from it only in what nobody reads."""
    if card in known_cards:
        return card
    return next((known for known in known_cards if _letters(known) == _letters(card)), card)


def _is_card_line(line: str) -> bool:
    """Whether a line looks like one of ours though its values may be of an older version."""
    plain = " ".join(re.sub(r"^[\W_]+", "", line).split())
    return plain.startswith(_BEGINNINGS) or _letters(line) == _letters(BELOW)


def _letters(text: str) -> str:
    """Only what is read aloud: a line of an emoji alone has none."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _words(line: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", line).casefold())
