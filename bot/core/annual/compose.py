"""Composes a report over a past period out of the list and its history.

It reads as it would have read on the last day: the list of then, not of now. Every count follows
from the same history as the digest's, so that the two never disagree about one moment.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.core.annual.lines import (
    decided_lines,
    done_lines,
    moved_lines,
    returning_lines,
    step_lines,
)
from bot.core.annual.parts import CoursePoint, PeriodReport
from bot.core.annual.span import Span, end_of
from bot.core.annual.standing import Records
from bot.core.annual.view import PeriodView, ReportNames
from bot.core.digest.figures import is_late, status_label
from bot.core.workdays import local_date


class NothingToReport(ValueError):
    """The period has yet to begin, or in all of it there was no list. The message is Dutch."""


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
    view = PeriodView(before, after, names, been)
    returning = returning_lines(view, records.returning)
    return PeriodReport(
        title=names.title,
        span=span.words,
        last=been.last,
        is_over=span.ends_at <= now,
        began_on=local_date(began) if began > been.begins_at else None,
        meetings=tuple(sorted(day for day in map(local_date, held) if been.has(day))),
        course=(
            CoursePoint(day=local_date(opened), count=view.count(before, local_date(opened))),
            *(
                CoursePoint(day=day, count=view.count(records.list_at(min(now, end_of(day))), day))
                for day in been.counting_days()
                if day >= local_date(opened)
            ),
        ),
        goals=view.goals(),
        owners=view.owners(),
        plateaus=view.plateaus(),
        done=done_lines(view, past),
        moved=moved_lines(view, past),
        steps=step_lines(view),
        decided=decided_lines(view, records.decisions, local_date(now)),
        returning=returning,
        statuses_before={action.code: status_label(action) for action in before},
        actions=after,
        owner_names=dict(names.owners),
        late_returning=sum(
            line.is_late and not is_late(line.action, been.last) for line in returning
        ),
    )
