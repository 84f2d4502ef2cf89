"""Whether readers are told that a meeting is off: after a while, before its day, when it is so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.meeting_samples import occurrence

from bot.core.digest.called_off import CalledOff, called_off, called_off_sentence
from bot.core.meetings.verdicts import MeetingState, MeetingVerdict

START = datetime(2026, 11, 26, 9, tzinfo=UTC)
SEEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def verdict(**changed: Any) -> MeetingVerdict:
    values: dict[str, Any] = {
        "occurrence": occurrence(START, key="m"),
        "series": "lokale-driehoek",
        "sign": None,
        "counts": False,
        "reason": "De afspraak is afgezegd.",
        "state": MeetingState.CANCELLED,
    }
    return MeetingVerdict(**(values | changed))


OFF, GONE = verdict(), verdict(is_gone=True)
ELSEWHERE = verdict(counts=True, state=MeetingState.COMING)
OTHER = verdict(occurrence=occurrence(START, key="other"))


@pytest.mark.parametrize(
    ("verdicts", "since", "now", "told"),
    [
        ([OFF], SEEN, SEEN + HOUR, CalledOff(start=START, is_gone=False)),
        ([GONE], SEEN, SEEN + HOUR, CalledOff(start=START, is_gone=True)),
        ([OFF], SEEN, SEEN + HOUR * 0.9, None),
        ([OFF], START - HOUR * 3, START - HOUR * 3, CalledOff(start=START, is_gone=False)),
        ([OFF], SEEN, START, None),
        ([OFF, ELSEWHERE], SEEN, SEEN + HOUR, None),
        ([OTHER], SEEN, SEEN + HOUR, None),
        ([verdict(state=MeetingState.COMING)], SEEN, SEEN + HOUR, None),
        ([], SEEN, SEEN + HOUR, None),
    ],
    ids=[
        "called off an hour ago",
        "gone an hour ago",
        "called off just now: it may be made anew",
        "called off shortly before it would begin",
        "its time has come",
        "made anew",
        "another meeting is off",
        "declined, or renamed",
        "beyond what was looked at",
    ],
)
def test_readers_are_told(
    verdicts: list[MeetingVerdict], since: datetime, now: datetime, told: CalledOff | None
) -> None:
    assert called_off("m", verdicts, START, since, now) == told


def test_the_line_says_what_was_seen() -> None:
    off, gone = (CalledOff(start=START, is_gone=is_gone) for is_gone in (False, True))
    assert called_off_sentence("Lokale driehoek", off) == (
        "Lokale driehoek van donderdag 26 november 2026 om 10:00 uur gaat niet door: de afspraak "
        "is afgezegd."
    )
    assert called_off_sentence("Lokale driehoek", gone).endswith(
        "gaat niet door: de afspraak staat niet meer in de agenda."
    )
