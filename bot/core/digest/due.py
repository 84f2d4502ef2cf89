"""Decides which digest a meeting still has to get, from the ones that were mailed for it.

A meeting gets one digest. When it moves to another day after that, it gets one more, which says
so; moving within the day is no reason to write to a mayor again. So it does when it was called off,
its readers were told, and it takes place after all. Each has a key of its own, so
that the mailbox can tell whether it left, also when the ledger cannot.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from pydantic import AwareDatetime

from bot.core.digest.parts import FirstMail
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import local_date
from mappings.canonical import Frozen


class Mailed(Frozen):
    """A digest that left for a meeting. number: 0 for the first, 1 and up for updates.

    start: what it said the meeting was. at: when it was made. taken_back: its readers were told
    afterwards that the meeting is off.
    """

    number: int
    start: AwareDatetime
    at: AwareDatetime
    taken_back: bool = False


class Edition(Frozen):
    """A digest that a meeting should get. first: the one before it, for an update."""

    key: str
    number: int
    first: FirstMail | None = None


def next_edition(meeting: Occurrence, mailed: Sequence[Mailed]) -> Edition | None:
    """Give the digest that is still to go, or None when the readers know the right day."""
    if not mailed:
        return Edition(key=edition_key(meeting.key, 0), number=0)
    last = max(mailed, key=lambda edition: edition.number)
    if local_date(last.start) == local_date(meeting.start) and not last.taken_back:
        return None
    number = last.number + 1
    return Edition(
        key=edition_key(meeting.key, number),
        number=number,
        first=FirstMail(sent_at=last.at, start=last.start, taken_back=last.taken_back),
    )


def edition_key(meeting_key: str, number: int) -> str:
    """Name a digest, in the ledger and on the mail itself. Never change it: sent mail carries it.

    The first one has no number in it, as before there were updates.
    """
    text = f"digest|{meeting_key}" + (f"|{number}" if number else "")
    return hashlib.sha256(text.encode()).hexdigest()


def named_start(meeting: Occurrence, sent_at: datetime, moment: datetime) -> datetime:
    """Say which start a digest named of which only the mail is left, not the ledger's row.

    moment: when the digest of the meeting as it stands is due. None leaves before its moment, so
    one that did was about the slot the meeting was planned in.
    """
    if sent_at < moment and meeting.original_start is not None:
        return meeting.original_start
    return meeting.start
