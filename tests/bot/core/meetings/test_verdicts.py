"""Which calendar events are the driehoek, and when its digest is due."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.meeting_samples import occurrence

from bot.core.meetings.rules import match_meetings
from bot.core.meetings.signs import normal_subject
from bot.core.meetings.verdicts import (
    MeetingState,
    MeetingVerdict,
    Occurrence,
    Series,
    Sign,
    digest_moment,
    next_meeting,
    previous_meeting,
)
from bot.core.workdays import AMSTERDAM, Workdays, local_date

NOW = datetime(2026, 10, 1, 7, tzinfo=UTC)
SERIES = Series(
    key="lokale-driehoek",
    names=("Lokale driehoek", "Lokale driehoek Haarlemmermeer"),
    category="Driehoek",
    organisers=("gemeente.example", "secretaris@politie.example"),
)
PINNED = SERIES.model_copy(update={"pinned": frozenset({"series-1"})})


def event(start: str = "2026-10-15T10:00", **changed: Any) -> Occurrence:
    begin = datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM)
    values = {"key": f"{changed.get('series_id', 'single')}/{start}", "series_id": None}
    return occurrence(begin, **(values | changed))


def judge(*events: Occurrence, series: Series = SERIES) -> tuple[MeetingVerdict, ...]:
    return match_meetings(events, series, now=NOW)


def only(occurrence: Occurrence, series: Series = SERIES) -> MeetingVerdict:
    (verdict,) = judge(occurrence, series=series)
    return verdict


def test_name_and_allowed_organiser_make_a_meeting() -> None:
    verdict = only(event())
    assert (verdict.counts, verdict.sign, verdict.state) == (True, Sign.NAME, MeetingState.COMING)
    assert verdict.reason == "De naam en de organisator kloppen."
    assert verdict.series == "lokale-driehoek"


@pytest.mark.parametrize(
    "subject",
    [
        "lokale  DRIEHOEK",
        " Lokale driehoek ",
        "FW: Lokale driehoek",
        "RE: FW: Lokale driehoek",
        "Ｌｏｋａｌｅ driehoek",
        "Lokale\u00a0driehoek Haarlemmermeer",
    ],
)
def test_a_name_is_recognised_however_it_is_typed(subject: str) -> None:
    assert only(event(subject=subject)).counts


@pytest.mark.parametrize("subject", ["", "Vooroverleg lokale driehoek", "Lunch", "Geannuleerd:"])
def test_an_event_by_another_name_is_not_even_listed(subject: str) -> None:
    assert judge(event(subject=subject)) == ()


def test_a_forged_invitation_is_listed_and_does_not_count() -> None:
    verdict = only(event(organizer="iemand@elders.example"))
    assert not verdict.counts
    assert (
        verdict.reason == "De naam klopt, maar deze organisator mag het overleg niet uitschrijven."
    )


@pytest.mark.parametrize(
    ("organizer", "counts"),
    [
        ("Secretariaat@Gemeente.example", True),
        ("secretaris@politie.example", True),
        ("ander@politie.example", False),  # one address is allowed, not its domain
        ("x@gemeente.example.elders.example", False),
        ("x@neppegemeente.example", False),
        ("gemeente.example@elders.example", False),
        ("", False),
    ],
)
def test_organisers_are_allowed_by_whole_address_or_whole_domain(
    organizer: str, counts: bool
) -> None:
    assert only(event(organizer=organizer)).counts is counts


def test_the_category_counts_whatever_the_name() -> None:
    verdict = only(event(subject="Overleg", categories=("Rood", "driehoek"), organizer=""))
    assert verdict.counts
    assert verdict.reason == "De afspraak heeft de categorie Driehoek."


def test_a_pinned_series_counts_whatever_its_name() -> None:
    verdict = only(event(subject="Overleg", series_id="series-1", organizer=""), PINNED)
    assert (verdict.counts, verdict.sign) == (True, Sign.PINNED)


def test_series_ids_are_compared_sign_by_sign() -> None:
    assert judge(event(subject="Overleg", series_id="SERIES-1"), series=PINNED) == ()


def test_while_the_pinned_series_goes_on_a_look_alike_does_not_count() -> None:
    pinned = event("2026-10-15T10:00", series_id="series-1")
    alike = event("2026-10-29T10:00")
    verdicts = judge(pinned, alike, series=PINNED)
    assert [verdict.counts for verdict in verdicts] == [True, False]
    assert verdicts[1].reason == "De vastgezette reeks heeft in deze tijd al een overleg."


def test_where_the_pinned_series_has_nothing_a_new_series_counts_with_a_warning() -> None:
    old = event("2026-06-18T10:00", series_id="series-1")
    new = event("2026-10-15T10:00", series_id="series-2")
    verdicts = judge(old, new, series=PINNED)
    assert [verdict.counts for verdict in verdicts] == [True, True]
    assert verdicts[1].reason.endswith(
        "De vastgezette reeks heeft hier geen overleg; controleer dit."
    )


def test_a_cancelled_pinned_meeting_makes_room_for_its_replacement() -> None:
    off = event("2026-10-15T10:00", series_id="series-1", is_cancelled=True)
    verdicts = judge(off, event("2026-10-22T10:00"), series=PINNED)
    assert [verdict.counts for verdict in verdicts] == [False, True]


def test_two_candidates_on_one_day_both_do_not_count() -> None:
    verdicts = judge(
        event("2026-10-15T10:00"), event("2026-10-15T14:00"), event("2026-11-12T10:00")
    )
    assert [verdict.counts for verdict in verdicts] == [False, False, True]
    assert verdicts[0].reason == (
        "Er staan twee afspraken op deze dag die het kunnen zijn. Kies er één."
    )


def test_a_cancelled_namesake_on_the_same_day_is_no_second_candidate() -> None:
    verdicts = judge(event("2026-10-15T10:00", is_cancelled=True), event("2026-10-15T14:00"))
    assert [verdict.counts for verdict in verdicts] == [False, True]


def test_one_day_is_a_day_in_amsterdam() -> None:
    late, early = event("2026-10-15T23:30"), event("2026-10-16T00:30")  # one day in UTC
    assert local_date(late.start) != local_date(early.start)
    assert [verdict.counts for verdict in judge(late, early)] == [True, True]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"is_cancelled": True}, "De afspraak is afgezegd."),
        ({"subject": "Geannuleerd: Lokale driehoek"}, "De afspraak is afgezegd."),
        ({"subject": "FW: Canceled: Lokale driehoek"}, "De afspraak is afgezegd."),
        ({"is_all_day": True}, "De afspraak duurt de hele dag en is dus geen vergadering."),
        ({"declined": True}, "De uitnodiging is afgewezen."),
    ],
)
def test_what_will_not_be_held_does_not_count(changed: dict[str, Any], reason: str) -> None:
    verdict = only(event(**changed))
    assert (verdict.counts, verdict.reason) == (False, reason)


def test_states_tell_held_coming_moved_and_cancelled() -> None:
    planned = datetime(2026, 11, 12, 9, tzinfo=UTC)
    verdicts = judge(
        event("2026-06-18T10:00"),
        event("2026-10-15T10:00"),
        event("2026-11-19T10:00", original_start=planned),
        event("2026-12-17T10:00", is_cancelled=True),
    )
    assert [verdict.state for verdict in verdicts] == ["held", "coming", "moved", "cancelled"]
    assert verdicts[2].reason == (
        "De naam en de organisator kloppen. "
        "Verplaatst; gepland was donderdag 12 november 2026 om 10:00 uur."
    )


def test_a_meeting_in_its_planned_slot_is_not_moved_whatever_the_zone_says() -> None:
    on_time = event("2026-10-15T10:00", original_start=datetime(2026, 10, 15, 8, tzinfo=UTC))
    assert only(on_time).state is MeetingState.COMING


def test_next_and_previous_meeting_skip_what_does_not_count() -> None:
    verdicts = judge(
        event("2026-03-19T10:00"),
        event("2026-06-18T10:00"),
        event("2026-09-17T10:00", declined=True),
        event("2026-10-08T10:00", is_cancelled=True),
        event("2026-10-15T10:00"),
        event("2026-12-17T10:00"),
    )
    before, after = previous_meeting(verdicts, NOW), next_meeting(verdicts, NOW)
    assert before is not None
    assert after is not None
    assert (local_date(before.start), local_date(after.start)) == (
        date(2026, 6, 18),
        date(2026, 10, 15),
    )


def test_a_meeting_that_has_begun_is_the_previous_one() -> None:
    verdicts = judge(event("2026-10-01T09:00"))
    assert previous_meeting(verdicts, NOW) is not None
    assert next_meeting(verdicts, NOW) is None


def test_an_empty_calendar_has_no_next_meeting() -> None:
    assert next_meeting(judge(), NOW) is None
    assert previous_meeting(judge(), NOW) is None


@pytest.mark.parametrize(
    ("subject", "normal"),
    [("Canceled:  FW: Overleg A", "overleg a"), ("Retour: X", "retour: x"), ("FW:", "")],
)
def test_only_known_prefixes_are_taken_off(subject: str, normal: str) -> None:
    assert normal_subject(subject) == normal


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-10-15T10:00", "2026-10-13T09:00+02:00"),  # Thursday: on Tuesday
        ("2026-10-19T10:00", "2026-10-15T09:00+02:00"),  # Monday: over the weekend
        ("2026-10-27T10:00", "2026-10-23T09:00+02:00"),  # summer time, the meeting in winter time
        ("2026-03-31T10:00", "2026-03-27T09:00+01:00"),  # winter time, the meeting in summer time
        ("2026-04-07T10:00", "2026-04-02T09:00+02:00"),  # over Easter; Good Friday is worked on
        ("2028-03-02T10:00", "2028-02-29T09:00+01:00"),  # on a leap day
        ("2026-10-15T00:15", "2026-10-13T09:00+02:00"),  # still the 14th in UTC
    ],
)
def test_the_digest_is_due_two_working_days_before_at_nine(start: str, due: str) -> None:
    moment = digest_moment(event(start).start.astimezone(UTC), workdays=Workdays())
    assert moment.isoformat(timespec="minutes") == due


def test_days_and_hour_of_the_digest_can_be_chosen() -> None:
    moment = digest_moment(event().start, workdays=Workdays(), days_before=3, hour=14)
    assert moment.isoformat() == "2026-10-12T14:00:00+02:00"
