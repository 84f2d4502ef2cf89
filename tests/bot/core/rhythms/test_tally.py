"""What is owed, what is done and what is late of an action that returns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.periods import cycle_of
from bot.core.rhythms.tally import Deed, Returning, Stretch, nudged, tally

TWICE, YEARLY, TWO_YEARS = Frequency(2, 12), Frequency(1, 12), Frequency(1, 24)
LONG_AGO = Stretch(first=date(2020, 1, 1))


def returning(frequency: Frequency = TWICE, *deeds: Deed, since: Stretch = LONG_AGO) -> Returning:
    return Returning(frequency=frequency, stretches=(since,), deeds=deeds)


def ticked(name: str, day: str) -> Deed:
    return Deed(day=date.fromisoformat(day), name=name)


def held(day: str) -> Deed:
    return Deed(day=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("frequency", "deeds", "today", "words"),
    [
        (TWICE, [], "2027-06-30", "0 van 2 gedaan in 2027, te laat: 2e helft 2026"),
        (TWICE, [], "2027-07-01", "0 van 2 gedaan in 2027, te laat: 1e helft 2027"),
        (TWICE, [ticked("1e helft 2027", "2027-02-03")], "2027-07-01", "1 van 2 gedaan in 2027"),
        (
            TWICE,
            [ticked("2e helft 2027", "2027-08-03")],
            "2027-12-31",
            "1 van 2 gedaan in 2027, te laat: 1e helft 2027",
        ),
        # ticked after the period, but in time to be no longer late
        (TWICE, [ticked("1e helft 2027", "2027-09-03")], "2027-10-01", "1 van 2 gedaan in 2027"),
        (TWICE, [ticked("2e helft 2026", "2027-01-08")], "2027-02-01", "0 van 2 gedaan in 2027"),
        (TWO_YEARS, [], "2028-12-31", "0 van 1 gedaan in 2027-2028, te laat: 2025-2026"),
        (TWO_YEARS, [], "2029-01-01", "0 van 1 gedaan in 2029-2030, te laat: 2027-2028"),
        (
            TWO_YEARS,
            [ticked("2027-2028", "2028-02-29")],
            "2028-02-29",
            "1 van 1 gedaan in 2027-2028, te laat: 2025-2026",
        ),
        # meetings: those of one half count for the year that asks for two
        (TWICE, [held("2027-03-01")], "2027-12-31", "1 van 2 gedaan in 2027"),
        (TWICE, [held("2027-03-01"), held("2027-05-20")], "2027-06-01", "2 van 2 gedaan in 2027"),
        (TWICE, [held("2027-08-01"), held("2027-11-20")], "2027-12-01", "2 van 2 gedaan in 2027"),
        (
            TWICE,
            [held("2027-01-01"), held("2027-05-20"), held("2027-11-20")],
            "2027-12-01",
            "2 van 2 gedaan in 2027",
        ),
    ],
)
def test_a_year_reads_as_people_would_count_it(
    frequency: Frequency, deeds: list[Deed], today: str, words: str
) -> None:
    quiet = [ticked("2e helft 2026", "2026-12-01")] if frequency == TWICE and deeds else []
    found = tally(returning(frequency, *quiet, *deeds), date.fromisoformat(today))
    assert found.words == words


@pytest.mark.parametrize(
    ("frequency", "since", "today", "words"),
    [
        # on the list for more than half of the period, or for less
        (TWICE, "2026-03-01", "2026-07-01", "0 van 2 gedaan in 2026, te laat: 1e helft 2026"),
        (TWICE, "2026-05-01", "2026-07-01", "0 van 1 gedaan in 2026"),
        (TWICE, "2026-11-30", "2026-12-01", "telt vanaf 1e helft 2027"),
        (TWICE, "2026-11-30", "2027-01-01", "0 van 2 gedaan in 2027"),
        (TWO_YEARS, "2026-11-30", "2026-12-17", "telt vanaf 2027-2028"),
        (TWO_YEARS, "2028-01-01", "2028-02-01", "0 van 1 gedaan in 2027-2028"),  # half is left
        (TWO_YEARS, "2028-02-01", "2028-02-01", "telt vanaf 2029-2030"),
    ],
)
def test_who_came_in_the_middle_of_a_period_owes_it_when_half_of_it_was_left(
    frequency: Frequency, since: str, today: str, words: str
) -> None:
    own = returning(frequency, since=Stretch(first=date.fromisoformat(since)))
    assert tally(own, date.fromisoformat(today)).words == words


def test_what_is_done_counts_also_when_nobody_asked_for_it() -> None:
    own = returning(TWICE, held("2026-12-17"), since=Stretch(first=date(2026, 11, 30)))
    assert tally(own, date(2026, 12, 18)).words == "1 van 1 gedaan in 2026"


def test_what_was_dropped_is_not_late_and_what_was_closed_for_long_owes_nothing_of_it() -> None:
    closed = (Stretch(first=date(2026, 1, 1), last=date(2027, 2, 1)),)
    own = Returning(frequency=TWICE, stretches=closed, is_open=False)
    assert tally(own, date(2027, 7, 1)).words == ""
    reopened = Returning(frequency=TWICE, stretches=(*closed, Stretch(first=date(2027, 8, 1))))
    assert tally(reopened, date(2027, 8, 1)).words == "0 van 1 gedaan in 2027"


def test_who_was_closed_by_mistake_for_a_day_owes_all_the_same() -> None:
    twice = (
        Stretch(first=date(2026, 1, 1), last=date(2027, 6, 1)),
        Stretch(first=date(2027, 6, 3)),
    )
    found = tally(Returning(frequency=TWICE, stretches=twice), date(2027, 7, 1))
    assert found.late_names == ("1e helft 2027",)


def test_what_was_ticked_under_another_rhythm_counts_by_its_day() -> None:
    own = returning(Frequency(4, 12), ticked("1e helft 2027", "2027-05-10"))
    found = tally(own, date(2027, 6, 1))
    assert found.words == "1 van 4 gedaan in 2027, te laat: 1e kwartaal 2027"
    assert found.now.done_on == date(2027, 5, 10)


def test_a_cycle_that_is_over_is_late_for_one_period_and_then_left() -> None:
    assert tally(returning(), date(2027, 6, 30)).late_names == ("2e helft 2026",)
    done = returning(TWICE, ticked("1e helft 2027", "2027-03-01"))
    assert tally(done, date(2027, 7, 1)).late_names == ()


@pytest.mark.parametrize(
    ("today", "name"),
    [("2027-05-31", None), ("2027-06-01", "1e helft 2027"), ("2027-07-01", None)],
)
def test_a_nudge_is_due_in_the_last_month_only(today: str, name: str | None) -> None:
    found = nudged(returning(), date.fromisoformat(today))
    assert (found.name if found else None) == name


def test_no_nudge_for_what_a_planned_meeting_will_do() -> None:
    own = returning().model_copy(update={"by_meetings": True, "planned": (date(2027, 6, 30),)})
    assert nudged(own, date(2027, 6, 1)) is None
    too_late = own.model_copy(update={"planned": (date(2027, 7, 1),)})
    assert nudged(too_late, date(2027, 6, 1)) is not None


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
FREQUENCIES = st.sampled_from(
    [TWICE, YEARLY, TWO_YEARS, Frequency(4, 12), Frequency(12, 12), Frequency(5, 12)]
)


@st.composite
def years(draw: st.DrawFn) -> tuple[Returning, date]:
    """An action that returns, with ticks in the period or after it, and meetings on any day."""
    frequency, today = draw(FREQUENCIES), draw(DAYS)
    deeds = [Deed(day=day) for day in draw(st.lists(DAYS, max_size=6))]
    for day in draw(st.lists(DAYS, max_size=6)):
        name = next(o.name for o in cycle_of(frequency, day).periods if o.has(day))
        deeds.append(Deed(day=day, name=name))
    since = Stretch(first=draw(DAYS))
    is_open = draw(st.booleans())
    stretches = (since if is_open else Stretch(first=since.first, last=draw(DAYS)),)
    return Returning(
        frequency=frequency, stretches=stretches, deeds=tuple(deeds), is_open=is_open
    ), today


@given(years())
def test_the_figures_of_any_year_add_up(case: tuple[Returning, date]) -> None:
    own, today = case
    found = tally(own, today)
    cycle = cycle_of(own.frequency, today)
    in_cycle = [d for d in own.deeds if cycle.first <= d.day <= min(today, cycle.last)]
    assert found.done <= min(len(in_cycle), own.frequency.times)
    assert found.done <= found.of <= own.frequency.times
    assert all(state.is_owed and state.period.last < today for state in found.late)
    assert not found.late or own.is_open
    assert bool(found.done) == bool(in_cycle)
    later = nudged(own, today)
    assert later is None or (later.has(today) and found.now.is_lacking and own.is_open)


@given(years(), DAYS)
def test_one_time_more_never_makes_it_worse(case: tuple[Returning, date], day: date) -> None:
    own, today = case
    more = own.model_copy(update={"deeds": (*own.deeds, Deed(day=day))})
    before, after = tally(own, today), tally(more, today)
    assert before.done <= after.done <= before.done + 1
    assert set(after.late_names) <= set(before.late_names)
