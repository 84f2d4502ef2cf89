"""Composes a report over a past period out of the list and its history.

It reads as it would have read on the last day: the list of then, not of now. Every count follows
from the same history as the digest's, so that the two never disagree about one moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.annual.parts import (
    CoursePoint,
    DoneLine,
    GroupCount,
    ListCount,
    MovedLine,
    ObligationLine,
    PeriodReport,
    PlateauReport,
    StepLine,
)
from bot.core.annual.span import Span, end_of
from bot.core.annual.standing import Records
from bot.core.completions import completions
from bot.core.digest.figures import is_late, status_label
from bot.core.digest.lines import NO_OWNER, obligations_sentence
from bot.core.digest.progress import ChangeKind, compare
from bot.core.dutch import due_words
from bot.core.history import NOT_LISTED, Change, by_code
from bot.core.promises import promise_of
from bot.core.workdays import local_date
from mappings.canonical import Action, Status, code_order

PLATEAUS = (1, 2)
_TOLD = (
    ChangeKind.NEW,
    ChangeKind.STARTED,
    ChangeKind.RESUMED,
    ChangeKind.DROPPED,
    ChangeKind.SET_BACK,
)
_GONE = "Uit de lijst gehaald"


class NothingToReport(ValueError):
    """The period has yet to begin, or in all of it there was no list. The message is Dutch."""


@dataclass(frozen=True)
class ReportNames:
    """What things are called. title: of the agenda. goals, owners: names by number and by code."""

    title: str
    goals: Mapping[int, str]
    owners: Mapping[str, str]


def compose_report(
    records: Records, span: Span, held: Iterable[datetime], names: ReportNames, now: datetime
) -> PeriodReport:
    """Report on a period as far as it has been. held: when the meetings that count began.

    Raises NothingToReport.
    """
    if span.begins_at > now:
        raise NothingToReport(f"{span.words} moet nog beginnen.")
    been = span.until(now)
    ended = min(now, been.ends_at)
    began = records.begins_at
    if began is None or began > ended:
        raise NothingToReport(f"In {span.words} was er nog geen lijst.")
    opened = max(began, been.begins_at)
    before, after = records.list_at(opened), records.list_at(ended)
    past = tuple(change for change in records.history if change.at <= ended)
    view = _View(before, after, names, been)
    return PeriodReport(
        title=names.title,
        span=span.words,
        last=been.last,
        is_over=span.ends_at <= now,
        began_on=local_date(began) if began > been.begins_at else None,
        meetings=tuple(sorted(day for day in map(local_date, held) if been.has(day))),
        course=(
            CoursePoint(day=local_date(opened), count=view.count(before)),
            *(
                CoursePoint(day=day, count=view.count(records.list_at(min(now, end_of(day)))))
                for day in been.counting_days()
                if day >= local_date(opened)
            ),
        ),
        goals=view.goals(),
        owners=view.owners(),
        plateaus=view.plateaus(),
        done=_done(view, past),
        moved=_moved(view, past),
        steps=_steps(view),
        statuses_before={action.code: status_label(action) for action in before},
        actions=after,
    )


@dataclass(frozen=True)
class _View:
    """The list at the beginning and at the end of a period, to count and compare."""

    before: tuple[Action, ...]
    after: tuple[Action, ...]
    names: ReportNames
    span: Span

    def count(self, actions: Sequence[Action]) -> ListCount:
        done_before = {a.code for a in self.before if a.status is Status.DONE}
        done = [a.code for a in actions if a.status is Status.DONE]
        running = sum(a.status is Status.RUNNING for a in actions)
        planned = sum(a.status is Status.PLANNED for a in actions)
        return ListCount(
            total=len(actions),
            done=len(done),
            done_now=sum(code not in done_before for code in done),
            running=running,
            planned=planned,
            other=len(actions) - len(done) - running - planned,
            late=sum(is_late(action, self.span.last) for action in actions),
        )

    def goals(self) -> tuple[GroupCount, ...]:
        numbers = sorted({action.goal for action in self.after})
        return tuple(
            GroupCount(
                name=f"{number}. {self.names.goals[number]}",
                count=self.count([a for a in self.after if a.goal == number]),
            )
            for number in numbers
        )

    def owners(self) -> tuple[GroupCount, ...]:
        """By name, nobody's work last; an action of two owners counts for both."""
        codes = {owner for action in self.after for owner in action.owners or ("",)}
        groups = (
            GroupCount(
                name=self.names.owners.get(code, code) if code else NO_OWNER,
                count=self.count([a for a in self.after if code in (a.owners or ("",))]),
            )
            for code in codes
        )
        return tuple(sorted(groups, key=lambda g: (g.name == NO_OWNER, g.name.casefold())))

    def plateaus(self) -> tuple[PlateauReport, ...]:
        """Those of which the agenda has obligations."""
        were = {action.code: status_label(action) for action in self.before}
        return tuple(
            PlateauReport(
                plateau=plateau,
                sentence=obligations_sentence(obliged),
                lines=tuple(
                    ObligationLine(
                        action=action,
                        before=were.get(action.code, NOT_LISTED),
                        now=status_label(action),
                        due=due_words(action.due) if action.is_open else "",
                    )
                    for action in obliged
                ),
            )
            for plateau in PLATEAUS
            if (obliged := [a for a in self.after if a.vng.plateau == plateau])
        )


def _done(view: _View, past: Sequence[Change]) -> tuple[DoneLine, ...]:
    """What was not done at the beginning and is at the end, the earliest first."""
    were = {action.code for action in view.before if action.status is Status.DONE}
    done = [a for a in view.after if a.status is Status.DONE and a.code not in were]
    how = completions(done, past)
    lines = [
        DoneLine(
            action=action,
            day=local_date(how[action.code].at) if action.code in how else None,
            outcome=action.note,
        )
        for action in done
    ]
    return tuple(sorted(lines, key=lambda x: (x.day or view.span.first, code_order(x.action.code))))


def _moved(view: _View, past: Sequence[Change]) -> tuple[MovedLine, ...]:
    """What was put off in the period and stayed so, that most often put off first."""
    lines_of = by_code(past)
    lines = [
        MovedLine(
            action=action,
            promised=due_words(promise.first) if promise.first else "",
            now=due_words(action.due),
            times=promise.moves,
            why=_why(action, promise.moved_at, lines_of.get(action.code, ())),
        )
        for action in view.after
        if (promise := promise_of(action, lines_of.get(action.code, ()))).moved_at is not None
        and promise.moved_at >= view.span.begins_at
    ]
    return tuple(sorted(lines, key=lambda line: (-line.times, code_order(line.action.code))))


def _why(action: Action, moved_at: datetime | None, changes: Sequence[Change]) -> str:
    """What its note says, when that was written on the day it was last put off, or since."""
    noted = [change.at for change in changes if change.field == "note"]
    if moved_at is None or not noted or local_date(noted[-1]) < local_date(moved_at):
        return ""
    return action.note


def _steps(view: _View) -> tuple[StepLine, ...]:
    """The other changes that are worth telling, by kind, and what was taken off the list."""
    told = tuple(
        StepLine(
            action=step.after,
            kind=step.kind.value,
            before=NOT_LISTED if step.kind is ChangeKind.NEW else status_label(step.before),
            now=status_label(step.after),
        )
        for step in compare(view.before, view.after)
        if step.kind in _TOLD
    )
    there = {action.code for action in view.after}
    gone = tuple(
        StepLine(action=action, kind=_GONE, before=status_label(action), now=NOT_LISTED)
        for action in view.before
        if action.code not in there
    )
    return (*told, *gone)
