"""A meeting as the calendar has it, for tests that say only what is special about theirs."""

from datetime import datetime, timedelta
from typing import Any

from bot.core.meetings.verdicts import Occurrence


def occurrence(start: datetime, **changes: Any) -> Occurrence:
    """The driehoek, an hour from this moment, in a series whose slot is not told."""
    values: dict[str, Any] = {
        "key": start.isoformat(),
        "series_id": "s",
        "original_start": None,
        "start": start,
        "end": start + timedelta(hours=1),
        "subject": "Lokale driehoek",
        "organizer": "secretariaat@gemeente.example",
    }
    return Occurrence(**(values | changes))
