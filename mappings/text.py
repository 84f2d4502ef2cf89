"""Cleans people's text at the door, so that every store, terminal, file and mail can hold it.

What goes is what nobody sees or nobody can keep: control signs (an ESC steers a terminal, a NUL no
PostgreSQL takes), halves of a surrogate pair, signs that turn the reading direction, and signs
without width. What stays is all that can be read, with the joiners that hold an emoji or a script
together. Source of the kinds: Unicode Standard, chapters 23.1, 23.2 and 23.8.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f)"  # as Scotland has: these stay
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f]"  # controls; tab and the ends of lines are no part of this
    "|[\u00ad\u180e\u200b\u2060-\u2064\ufeff]"  # without width, and no joiner
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]"  # turn the reading direction
    "|[\ufff9-\ufffb\U000e0000-\U000e007f]"  # annotations and tags
    "|[\ufdd0-\ufdef]|[\ufffe\uffff]"  # no characters at all
)
_HALF = re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"  # stands where something was that is no character


def clean(text: str) -> str:
    """The text as everything here can hold it: one kind of line end, and only signs that are seen.

    Cleaning what is clean changes nothing. Blanks, tabs and empty lines stay as they are.
    """
    lines = _LINE_ENDS.sub("\n", _HALF.sub(_UNKNOWN, text))
    return _UNSEEN.sub(lambda found: found["flag"] or "", lines)


def clean_line(text: str) -> str:
    """The text on one line, cleaned: for titles, subjects and names."""
    return " ".join(unicodedata.normalize("NFC", clean(text)).split())
