"""Reads how often an action returns: "2 x jaar" is twice in twelve months."""

import re
from typing import NamedTuple

_TIMES = re.compile(r"(\d+)\s*(?:x|keer)\s*(?:per|in de|in het)?\s*(\d*)\s*(jaar|kwartaal|maand)")
_UNITS = {"jaar": 12, "kwartaal": 3, "maand": 1}  # months
_LONGEST = 120  # months; who plans further ahead than ten years means something else


class Frequency(NamedTuple):
    """How often something returns: so many times in so many months, a year or more of them."""

    times: int
    months: int


_YEARLY = Frequency(1, 12)
_ADVERBS = {
    "tweejaarlijks": Frequency(1, 24),
    "halfjaarlijks": Frequency(2, 12),
    "driemaandelijks": Frequency(4, 12),
    "jaarlijks": _YEARLY,
    "maandelijks": Frequency(12, 12),
    "elk jaar": _YEARLY,
    "ieder jaar": _YEARLY,
    "elk kwartaal": Frequency(4, 12),
    "per kwartaal": Frequency(4, 12),
}


def read_frequency(rhythm: str | None) -> Frequency | None:
    """Read a rhythm; None for one that says no such thing, as Continue, Ad hoc or "af en toe".

    Knows "2 x jaar", "1 x 2 jaar", "4 keer per jaar", "jaarlijkse", "per kwartaal" and the like.
    More often than every month is none either: nobody keeps such a list.
    """
    words = " ".join((rhythm or "").lower().split())
    if found := _TIMES.search(words):
        return _in_years(int(found[1]), int(found[2] or 1) * _UNITS[found[3]])
    return next((frequency for word, frequency in _ADVERBS.items() if word in words), None)


def _in_years(times: int, months: int) -> Frequency | None:
    """A frequency that is counted per year where it can be: once a quarter is four times a year."""
    if 0 < months < 12 and 12 % months == 0:
        times, months = times * 12 // months, 12
    return Frequency(times, months) if 0 < times <= months <= _LONGEST else None
