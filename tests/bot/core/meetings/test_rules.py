"""Meetings that the ledger knows, copies of one meeting, and days with more than one candidate."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.meeting_samples import occurrence as sample

from bot.core.meetings.rules import match_meetings
from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    MeetingVerdict,
    Occurrence,
    Series,
    held_starts,
    last_before,
    occurrence_key,
    planned_slot,
    verdicts_on,
)
from bot.core.workdays import AMSTERDAM, local_date

NOW = datetime(2026, 10, 1, 7, tzinfo=UTC)
SERIES = Series(
    key="lokale-driehoek",
    names=("Lokale driehoek",),
    category="Driehoek",
    organisers=("gemeente.example",),
)
PINNED = SERIES.model_copy(update={"pinned": frozenset({"new"})})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def occurrence(start: str, series: str = "old", planned: str = "", **changed: Any) -> Occurrence:
    """One of a series; planned: its slot when it was moved."""
    slot = at(planned or start).astimezone(UTC)
    values = {"key": occurrence_key(series, slot), "series_id": series, "original_start": slot}
    return sample(at(start), **(values | changed))


def single(start: str, key: str = "single", **changed: Any) -> Occurrence:
    return occurrence(start, key=key, series_id=None, original_start=None, **changed)


def known(occurrence: Occurrence, state: str = "coming") -> KnownMeeting:
    return KnownMeeting(
        key=occurrence.key,
        subject=occurrence.subject,
        start=occurrence.start,
        end=occurrence.end,
        state=MeetingState(state),
    )


def judge(
    *events: Occurrence, series: Series = SERIES, ledger: tuple[KnownMeeting, ...] = ()
) -> list[MeetingVerdict]:
    return list(match_meetings(events, series, now=NOW, known=ledger))


OLD = occurrence("2026-10-15T10:00")


def test_a_key_holds_the_series_and_the_planned_slot() -> None:
    slot = datetime(2026, 10, 15, 8, tzinfo=UTC)
    assert planned_slot(occurrence_key("s", slot)) == slot
    assert planned_slot("AAMkAD-single") is None


def test_a_coming_meeting_that_left_the_calendar_is_shown_as_called_off() -> None:
    (verdict,) = judge(ledger=(known(OLD),))
    assert (verdict.counts, verdict.state) == (False, MeetingState.CANCELLED)
    assert verdict.reason == "De afspraak staat niet meer in de agenda."


def test_a_held_meeting_that_left_the_calendar_still_counts() -> None:
    held = occurrence("2026-08-06T10:00")
    (verdict,) = judge(ledger=(known(held, "held"),))
    assert (verdict.counts, verdict.state) == (True, MeetingState.HELD)


def test_of_a_meeting_nobody_saw_pass_nothing_is_said() -> None:
    """It was to come when last seen, and its time has gone by: held or not, nobody knows."""
    assert judge(ledger=(known(occurrence("2026-09-17T10:00")),)) == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        occurrence("2026-10-15T10:00", "other-mailbox"),
        occurrence("2026-10-15T14:00", "new-series"),
        single("2026-10-15T10:00"),
    ],
    ids=["another mailbox", "a new series", "a single event in its place"],
)
def test_a_meeting_on_the_same_day_is_the_one_the_ledger_knew(elsewhere: Occurrence) -> None:
    (verdict,) = judge(elsewhere, ledger=(known(OLD),))
    assert (verdict.occurrence.key, verdict.counts) == (OLD.key, True)


def test_a_moved_meeting_is_recognised_by_its_planned_day_in_another_mailbox() -> None:
    moved = occurrence("2026-10-22T10:00", "other-mailbox", planned="2026-10-15T10:00")
    (verdict,) = judge(moved, ledger=(known(OLD),))
    assert verdict.occurrence.key == OLD.key


def test_a_cancelled_meeting_gives_its_key_to_the_one_in_its_place() -> None:
    off = OLD.model_copy(update={"is_cancelled": True})
    verdicts = judge(off, occurrence("2026-10-15T10:00", "new"), ledger=(known(OLD),))
    assert [(v.occurrence.key, v.counts) for v in verdicts] == [(OLD.key, False), (OLD.key, True)]


def test_the_series_that_is_pinned_takes_over_the_meeting_of_that_day() -> None:
    """Both stand in the calendar; a digest that was mailed for the one is not mailed again."""
    pinned = occurrence("2026-10-15T14:00", "new")
    verdicts = judge(OLD, pinned, series=PINNED, ledger=(known(OLD),))
    assert [(v.occurrence.key, v.counts) for v in verdicts] == [(OLD.key, False), (OLD.key, True)]


def test_a_meeting_that_is_alive_keeps_its_key_to_itself() -> None:
    """Moved to the 22nd; what is planned on the 15th now is another meeting."""
    moved = occurrence("2026-10-22T10:00", planned="2026-10-15T10:00")
    verdicts = judge(moved, single("2026-10-15T10:00"), ledger=(known(OLD),))
    assert {v.occurrence.key for v in verdicts if v.counts} == {OLD.key, "single"}


def test_a_forged_invitation_takes_no_key() -> None:
    forged = single("2026-10-15T10:00", organizer="iemand@elders.example")
    verdicts = judge(forged, ledger=(known(OLD),))
    assert {v.occurrence.key: v.counts for v in verdicts} == {"single": False, OLD.key: False}


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_copies_of_one_meeting_the_accepted_one_counts(order: int) -> None:
    asked = OLD.model_copy(update={"uid": "U1"})
    accepted = single("2026-10-15T10:00", uid="U1", accepted=True)
    verdicts = judge(*[asked, accepted][::order])
    assert {v.occurrence.key: v.counts for v in verdicts} == {OLD.key: False, "single": True}
    assert "dubbel" in next(v.reason for v in verdicts if not v.counts)


def test_a_copy_that_takes_over_is_still_the_meeting_the_ledger_knew() -> None:
    asked = OLD.model_copy(update={"uid": "U1"})
    accepted = single("2026-10-15T10:00", uid="U1", accepted=True)
    verdicts = judge(asked, accepted, ledger=(known(OLD),))
    assert [v.occurrence.key for v in verdicts if v.counts] == [OLD.key]


def test_meetings_at_other_times_are_no_copies_even_with_one_uid() -> None:
    """Some calendars give a whole series one uid."""
    two = [occurrence(day, uid="U1") for day in ("2026-10-15T10:00", "2026-12-10T10:00")]
    assert [v.counts for v in judge(*two)] == [True, True]


def test_our_own_deadlines_never_count() -> None:
    """They are whole days, whatever their name and categories."""
    deadline = single("2026-10-15T00:00", is_all_day=True, categories=("Driehoek", "H&T"))
    assert [v.counts for v in judge(deadline)] == [False]
    assert [v.counts for v in judge(deadline, OLD)] == [False, True]


def test_two_candidates_are_marked_as_doubtful() -> None:
    verdicts = judge(OLD, single("2026-10-15T14:00"))
    assert [(v.counts, v.doubtful) for v in verdicts] == [(False, True)] * 2


def test_what_was_held_stays_held_whatever_is_put_beside_it_later() -> None:
    held = occurrence("2026-08-06T10:00")
    beside = single("2026-08-06T14:00")
    verdicts = judge(held, beside, ledger=(known(held, "held"),))
    assert [v.counts for v in verdicts] == [True, False]


def test_what_was_held_stays_held_when_another_series_is_pinned() -> None:
    held, coming = occurrence("2026-09-17T10:00"), occurrence("2026-10-15T10:00", "new")
    verdicts = judge(held, coming, series=PINNED, ledger=(known(held, "held"),))
    assert [v.counts for v in verdicts] == [True, True]
    assert [v.counts for v in judge(held, coming, series=PINNED)] == [False, True]


def test_an_event_without_a_subject_is_called_by_the_name_of_its_series() -> None:
    (verdict,) = judge(occurrence("2026-10-15T10:00", subject=" ", categories=("Driehoek",)))
    assert (verdict.counts, verdict.occurrence.subject) == (True, "Lokale driehoek")


def test_before_a_meeting_come_those_that_were_held_before_it() -> None:
    days = ["2026-06-18T10:00", "2026-08-06T10:00", "2026-10-15T10:00", "2026-12-10T10:00"]
    verdicts = judge(*(occurrence(day) for day in days))
    august, december = (verdicts[index].occurrence for index in (1, 3))
    before = last_before(verdicts, december, NOW)
    assert before is not None
    assert local_date(before.start) == date(2026, 8, 6)
    assert held_starts(verdicts, december, NOW) == (at(days[0]), at(days[1]))
    assert held_starts(verdicts, august, NOW) == (at(days[0]),)


def test_on_a_day_counting_ones_come_first() -> None:
    forged = single("2026-10-15T08:00", organizer="iemand@elders.example")
    verdicts = judge(forged, OLD)
    assert [v.counts for v in verdicts_on(verdicts, date(2026, 10, 15))] == [True, False]
    assert verdicts_on(verdicts, date(2026, 10, 16)) == []
