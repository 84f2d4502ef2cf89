"""Counts how often an action that returns was done in its period, and says what is late.

A period is owed when the action was to be done on at least half of its days: one that came on the
list in December is not late on the first of January. It is late from the day after it as long as
it is not done, until its cycle and the period after it are over. What was done on a day without a
name counts for the period of that day, and when that one is done already, for another of the same
cycle: two meetings in March are "2 x jaar" too.
"""

from collections.abc import Iterable
from datetime import date

from bot.core.dutch import enumerated
from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.periods import Cycle, Period, cycle_after, cycle_before, cycle_of
from mappings.canonical import Frozen


class Deed(Frozen):
    """That it was done. day: on which. name: of the period it was said of, "" for a meeting."""

    day: date
    name: str = ""


class Stretch(Frozen):
    """Days on which an action was to be done. last: None when it still is."""

    first: date
    last: date | None = None

    def days_in(self, period: Period) -> int:
        """How many of its days lie in a period; what is to come counts."""
        first = max(self.first, period.first)
        last = period.last if self.last is None else min(self.last, period.last)
        return max(0, (last - first).days + 1)


class Returning(Frozen):
    """All that decides about an action that returns.

    stretches: when it was to be done, oldest first, without overlap. is_open: whether it is now.
    by_meetings: it is done by a meeting, and nobody ticks. planned: the meetings to come.
    """

    frequency: Frequency
    stretches: tuple[Stretch, ...]
    deeds: tuple[Deed, ...] = ()
    is_open: bool = True
    by_meetings: bool = False
    planned: tuple[date, ...] = ()

    def owes(self, period: Period) -> bool:
        """Whether the action was to be done in this period."""
        days = sum(stretch.days_in(period) for stretch in self.stretches)
        return 2 * days >= period.days


class PeriodState(Frozen):
    """One period and what became of it. done_on: the day it was done, None when it was not."""

    period: Period
    is_owed: bool
    done_on: date | None

    @property
    def is_lacking(self) -> bool:
        """Whether it is owed and not done."""
        return self.is_owed and self.done_on is None


class Tally(Frozen):
    """How an action that returns stands on one day.

    cycle: the name of the months that are counted. states: the periods of the cycle that are owed
    or done. now: the period of the day, also when nobody owes it. passed: those before it that are
    still looked at. late: the ones that passed without it. begins: the name of the first period
    that is owed, when none of this cycle is, else "".
    """

    cycle: str
    states: tuple[PeriodState, ...]
    now: PeriodState
    passed: tuple[PeriodState, ...] = ()
    late: tuple[PeriodState, ...] = ()
    begins: str = ""

    @property
    def done(self) -> int:
        """How often it was done in the cycle."""
        return sum(state.done_on is not None for state in self.states)

    @property
    def of(self) -> int:
        """How often it was to be done in the cycle, what was done beyond that included."""
        return len(self.states)

    @property
    def late_names(self) -> tuple[str, ...]:
        """The periods that passed without it."""
        return tuple(state.period.name for state in self.late)

    @property
    def done_words(self) -> str:
        """Write "1 van 2 gedaan in 2027", or "telt vanaf 1e helft 2027"; "" for neither."""
        if self.states:
            return f"{self.done} van {self.of} gedaan in {self.cycle}"
        return f"telt vanaf {self.begins}" if self.begins else ""

    @property
    def late_words(self) -> str:
        """Write "te laat: 1e helft 2027"; "" when nothing is."""
        return f"te laat: {enumerated(self.late_names)}" if self.late else ""

    @property
    def words(self) -> str:
        """Write "1 van 2 gedaan in 2027, te laat: 1e helft 2027"; "" when there is nothing yet."""
        return ", ".join(filter(None, (self.done_words, self.late_words)))


def tally(returning: Returning, today: date) -> Tally:
    """Count as things stood at the end of a day; what was done later does not count."""
    cycle = cycle_of(returning.frequency, today)
    states = _states(returning, cycle, today)
    now = next(state for state in states if state.period.has(today))
    passed = states[: states.index(now)]
    if not passed:
        passed = _states(returning, cycle_before(returning.frequency, cycle), today)[-1:]
    counted = tuple(state for state in states if state.is_owed or state.done_on)
    return Tally(
        cycle=cycle.name,
        states=counted,
        now=now,
        passed=tuple(passed),
        late=tuple(state for state in passed if state.is_lacking) if returning.is_open else (),
        begins="" if counted or not returning.is_open else _begins(returning, cycle),
    )


def nudged(returning: Returning, today: date) -> Period | None:
    """Give the period that owners are to hear of today: it is in its last month, and not done.

    None as well when a meeting that counts for it is planned before the period is over.
    """
    now = tally(returning, today).now
    if not (returning.is_open and now.is_lacking and now.period.nudge_day <= today):
        return None
    comes = any(today <= day <= now.period.last for day in returning.planned)
    return None if comes else now.period


def _begins(returning: Returning, cycle: Cycle) -> str:
    """The first period that is owed in the two cycles that follow."""
    following = cycle_after(returning.frequency, cycle)
    coming = (*following.periods, *cycle_after(returning.frequency, following).periods)
    return next((period.name for period in coming if returning.owes(period)), "")


def _states(returning: Returning, cycle: Cycle, today: date) -> list[PeriodState]:
    done = _done_in(returning, cycle, today)
    return [
        PeriodState(period=one, is_owed=returning.owes(one), done_on=done.get(one.name))
        for one in cycle.periods
    ]


def _done_in(returning: Returning, cycle: Cycle, today: date) -> dict[str, date]:
    """Say on which day each period of the cycle was done, by its name."""
    deeds = sorted((d for d in returning.deeds if d.day <= today), key=lambda d: (d.day, d.name))
    names = {period.name for period in cycle.periods}
    done: dict[str, date] = {}
    for deed in deeds:
        if deed.name in names and _is_of(returning.frequency, deed):
            done.setdefault(deed.name, deed.day)
    spare = []
    for day in _loose_days(returning.frequency, deeds, cycle):
        own = next(period.name for period in cycle.periods if period.has(day))
        if own in done:
            spare.append(day)
        else:
            done[own] = day
    for day in spare:
        lacking = (o.name for o in cycle.periods if o.name not in done and returning.owes(o))
        if (name := next(lacking, None)) is not None:
            done[name] = day
    return done


def _loose_days(frequency: Frequency, deeds: Iterable[Deed], cycle: Cycle) -> list[date]:
    """The days in the cycle of what was done without a name, or by one of an earlier rhythm."""
    return [d.day for d in deeds if cycle.first <= d.day <= cycle.last and not _is_of(frequency, d)]


def _is_of(frequency: Frequency, deed: Deed) -> bool:
    """Whether a deed names a period of this frequency: people tick in the cycle or in the next."""
    own = cycle_of(frequency, deed.day)
    known = (*own.periods, *cycle_before(frequency, own).periods)
    return any(period.name == deed.name for period in known)
