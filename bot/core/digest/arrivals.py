"""What became of a digest at each of its readers, when Exchange may be asked: only what is wrong.

A mail that was accepted is not yet a mail that arrived. Exchange knows within minutes, and may
change its mind within a day: a quarantined mail can be released.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.core.dutch import counted, enumerated
from mappings.canonical import Frozen

LOOKS = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 240, 1440))
"""How long after a digest was made Exchange is asked about it: four times, and then no more."""

SLOW = timedelta(hours=4)  # a mail that is still under way by then is worth a word

ARRIVED = frozenset({"delivered", "expanded"})
_WRONG: Mapping[str, str] = {
    "failed": "niet bezorgd",
    "quarantined": "in quarantaine gezet",
    "filteredasspam": "als ongewenste mail gezien",
    "recalled": "teruggehaald",
}
_SLOW = "na vier uur nog niet bezorgd"


class Arrival(Frozen):
    """What became of a digest at one address. status: Exchange's word, in small letters.

    place: of the reader in our list, from 1; 0 for somebody a list of Exchange's own leads to.
    """

    place: int
    status: str


def look_is_due(made_at: datetime, looked_at: datetime | None, now: datetime) -> bool:
    """Whether one of the moments of `LOOKS` has come since the last look."""
    passed = [made_at + age for age in LOOKS if made_at + age <= now]
    return bool(passed) and (looked_at is None or looked_at < passed[-1])


def arrivals(readers: Iterable[str], statuses: Iterable[tuple[str, str]]) -> list[Arrival]:
    """Say per reader, and per other address, what became of the mail.

    statuses: pairs of an address and Exchange's word. One good word about an address outweighs
    others: a mail that was released has a line for both. A reader without a line is pending.
    """
    words: dict[str, set[str]] = {reader.casefold(): set() for reader in readers}
    places = {address: place for place, address in enumerate(words, 1)}
    for address, status in statuses:
        words.setdefault(address.casefold(), set()).add(status.casefold())
    return [
        Arrival(place=places.get(address, 0), status=_telling(found))
        for address, found in words.items()
    ]


def what_is_wrong(found: Iterable[Arrival], *, is_slow: bool, setting: str) -> str:
    """Say what did not arrive, and at whom by place in `setting`; "" when nothing is wrong."""
    places: dict[str, list[int]] = {}
    for arrival in found:
        unknown = _SLOW if is_slow and arrival.place and arrival.status not in ARRIVED else ""
        if word := _WRONG.get(arrival.status, unknown):
            places.setdefault(word, []).append(arrival.place)
    return enumerated([_told(word, at, setting) for word, at in places.items()])


def _telling(found: set[str]) -> str:
    if found & ARRIVED or not found:
        return min(found & ARRIVED, default="pending")
    return next((word for word in _WRONG if word in found), "pending")


def _told(word: str, places: list[int], setting: str) -> str:
    known = [str(place) for place in sorted(places) if place]
    where = f" (nummer {enumerated(known)} in {setting})" if known else ""
    return f"bij {counted(len(places), 'lezer', 'lezers')} {word}{where}"
