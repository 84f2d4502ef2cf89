"""Decides whether the readers of a digest are told that its meeting is off.

They are told once per digest, in one line. Not at once: whoever makes a meeting anew calls the old
one off first, and then the update of the digest says it all. Nor when the day has come that they
were told of, for then they know.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from bot.core.dutch import moment
from bot.core.meetings.verdicts import MeetingState, MeetingVerdict
from mappings.canonical import Frozen

PATIENCE = timedelta(hours=1)
"""So long the calendar has to show it, before anybody is told."""

LAST_HOURS = timedelta(hours=4)
"""So shortly before the meeting they are told at once."""


class CalledOff(Frozen):
    """A meeting that is off. start: what the readers were told; is_gone: off the calendar, too."""

    start: AwareDatetime
    is_gone: bool


def called_off(
    key: str, verdicts: Sequence[MeetingVerdict], told: datetime, since: datetime, now: datetime
) -> CalledOff | None:
    """Say that the meeting with this key is off, and that its readers are to hear so now.

    told: when it is, by the last digest. since: the first look that showed it as called off.
    """
    own = [verdict for verdict in verdicts if verdict.occurrence.key == key]
    off = [verdict for verdict in own if verdict.state is MeetingState.CANCELLED]
    if not off or any(verdict.counts for verdict in own) or now >= told:
        return None
    if now < min(since + PATIENCE, told - LAST_HOURS):
        return None
    return CalledOff(start=told, is_gone=all(verdict.is_gone for verdict in off))


def called_off_key(digest_key: str) -> str:
    """Name the mail that takes a digest back. Never change it: sent mail carries it."""
    return hashlib.sha256(f"called-off|{digest_key}".encode()).hexdigest()


def called_off_sentence(name: str, off: CalledOff) -> str:
    """Write the one line. name: of the series of meetings."""
    why = "de afspraak staat niet meer in de agenda" if off.is_gone else "de afspraak is afgezegd"
    return f"{name} van {moment(off.start)} gaat niet door: {why}."
