"""Decides how far ahead the calendar is read: far enough for the rhythm of the meetings."""

from collections.abc import Iterable
from datetime import timedelta

from bot.core.meetings.replacements import usual_gap
from bot.core.meetings.verdicts import KnownMeeting

LOOK_AHEAD = timedelta(days=120)
"""At least: what comes after the next meeting is shown, too."""

FARTHEST = timedelta(days=400)
"""At most, and as long as the rhythm is not known: a meeting that returns every year is in it."""

_MARGIN = 1.5  # of the rhythm: a meeting may be planned some time later than usual


def look_ahead(known: Iterable[KnownMeeting]) -> timedelta:
    """Say how far ahead the next meeting of a series can be. known: those of that series."""
    gap = usual_gap(known)
    if gap is None:
        return FARTHEST
    return min(max(LOOK_AHEAD, timedelta(days=round(_MARGIN * gap))), FARTHEST)
