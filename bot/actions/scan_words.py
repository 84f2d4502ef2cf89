"""Puts the words of a scan together again, and mends what scanners are known to misread.

A mend is told as a doubt, and made only where nothing else can be meant: a name of the agenda's own
owners, an accent that Dutch does not have there. The rest stays as the scan has it.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from bot.actions.owners import looks
from mappings.text import clean

_WORD = re.compile(r"[\w&-]*\w")
_MISREAD = (
    (re.compile(r"(?<=[aeiou])é(?=[a-z])", re.IGNORECASE), "ë"),
    (re.compile(r"(?<=co)[do]r(?=din)", re.IGNORECASE), "ör"),
    (re.compile(r"\bgei(?=n(?:[vsfdcgk]|te))", re.IGNORECASE), "geï"),
    (re.compile(r"\bgeu(?=p)", re.IGNORECASE), "geü"),
)
"""Accents that a scan loses or mistakes; the Dutch words meant here have no other spelling."""
_IN_CONSULTATION = re.compile(r"\bl\.\s?s\.\s?m\.")
_SLASH = re.compile(r"(?<=\w) ?/ +(?=\w)")
_VERB = "is"
"""Between two words it is what a scan glues most: "planisin" for "plan is in"."""
_LINK_END = re.compile(r"https?://\S*\Z")


def vocabulary(text: str) -> frozenset[str]:
    """All words of a scan without those that are broken at the end of a line, without case."""
    lines = (line.strip() for line in clean(text).split("\n"))
    words = (_WORD.findall(re.sub(r"\w+-\Z", "", line).casefold()) for line in lines)
    return frozenset(word for found in words for word in found)


def join_lines(lines: Iterable[str], words: frozenset[str]) -> str:
    """Join the lines of one text. words: of the document, which say where a hyphen belongs."""
    text = ""
    for line in lines:
        if _LINK_END.search(text) and text.endswith(("-", "/")):
            text += line
        elif text.endswith("-") and text[-2:-1].isalpha():
            text = _rejoined(text, line, words)
        else:
            text = f"{text} {line}" if text else line
    return _SLASH.sub("/", " ".join(clean(text).split()))


def _rejoined(text: str, line: str, words: frozenset[str]) -> str:
    """Leave the hyphen out only where the document has the word without it elsewhere."""
    head = _WORD.findall(text[:-1])[-1]
    tail = (_WORD.match(line) or [""])[0]
    return f"{text[:-1]}{line}" if (head + tail).casefold() in words else f"{text}{line}"


def mend(text: str, owners: Mapping[str, str], words: frozenset[str]) -> tuple[str, str]:
    """Mend a text; gives it back with a Dutch sentence about what was mended, or "".

    words: of the document, see `vocabulary`.
    """
    mended: dict[str, str] = {}

    def note(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
        def told(found: re.Match[str]) -> str:
            new = change(found[0])
            if new != found[0]:
                mended[found[0]] = new
            return new

        return told

    names = {looks(code): code for code in owners if _is_shortened(code)}
    text = _WORD.sub(note(lambda word: _as_name(word, names)), text)
    text = _WORD.sub(note(lambda word: _spelled(word, words)), text)
    text = _IN_CONSULTATION.sub(note(lambda found: f"I{found[1:]}"), text)
    shown = ", ".join(f"'{old}' als '{new}'" for old, new in mended.items())
    return text, f"Gelezen is {shown}; klopt dat?" if shown else ""


def _spelled(word: str, words: frozenset[str]) -> str:
    for pattern, right in _MISREAD:
        word = pattern.sub(right, word)
    once = word.replace("lI", "I")  # one stroke that was read twice
    if once != word and once.casefold() in words:
        return once
    before, verb, after = word.partition(_VERB)
    parts = [part for part in (before, verb, after) if part]
    is_glued = len(before) > 1 and verb and all(part.casefold() in words for part in parts)
    return " ".join(parts) if is_glued else word


def _is_shortened(code: str) -> bool:
    """Whether a code is letters that stand for words; any other may be an ordinary word too."""
    return sum(sign.isupper() for sign in code) > 1


def _as_name(word: str, names: Mapping[str, str]) -> str:
    """The owner's code that a word can only be, else the word.

    A shorter word is never one: a scanner reads a letter twice more easily than it drops one.
    """
    code = names.get(looks(word), word)
    return code if len(word) >= len(code) else word
