"""By what an event is recognised as a meeting of a series, whatever else is true of it."""

import re
import unicodedata
from collections.abc import Sequence

from bot.core.meetings.verdicts import Occurrence, Series, Sign

_PREFIX = re.compile(
    r"((?P<cancelled>geannuleerd|afgezegd|cancell?ed)|fwd?|re|antw|doorgestuurd)\s*:\s*"
)


def normal_subject(subject: str) -> str:
    """A subject as names are compared: one case, one width, single blanks, no mail prefixes."""
    return _peel(subject)[0]


def _peel(subject: str) -> tuple[str, bool]:
    """Take the mail prefixes off, and tell whether one of them says "cancelled"."""
    text = " ".join(unicodedata.normalize("NFKC", subject).casefold().split())
    cancelled = False
    while match := _PREFIX.match(text):
        cancelled = cancelled or match["cancelled"] is not None
        text = text[match.end() :]
    return text, cancelled


def looks_like(event: Occurrence, series: Series) -> bool:
    """Whether anybody would take this event for a meeting of the series."""
    return sign_of(event, series) is not None or _has_name(event, series)


def sign_of(event: Occurrence, series: Series) -> Sign | None:
    """The strongest sign that the event is of the series, None for a mere likeness."""
    if event.series_id is not None and event.series_id in series.pinned:
        return Sign.PINNED
    if series.category and series.category.casefold() in (c.casefold() for c in event.categories):
        return Sign.CATEGORY
    if _has_name(event, series) and _may_call(event.organizer, series.organisers):
        return Sign.NAME
    return None


def _has_name(event: Occurrence, series: Series) -> bool:
    subject = normal_subject(event.subject)
    return bool(subject) and subject in {normal_subject(name) for name in series.names}


def _may_call(organizer: str, allowed: Sequence[str]) -> bool:
    address = organizer.casefold().strip()
    domain = address.rpartition("@")[2]
    return bool(address) and any(
        entry.casefold().lstrip("@") in (address, domain) for entry in allowed
    )


def is_called_off(event: Occurrence) -> bool:
    """Whether the organiser cancelled it."""
    # Some clients leave only the word in the subject when the organiser calls a meeting off.
    return event.is_cancelled or _peel(event.subject)[1]
