"""The values of a report over a past period: what it says, before it is a paper or a table."""

from datetime import date

from mappings.canonical import Action, Frozen


class ListCount(Frozen):
    """How many actions of a group stand where. other: dropped, or without a status.

    total: all of them. done_now: of those done, the ones that were not at the beginning.
    """

    total: int
    done: int
    done_now: int
    running: int
    planned: int
    other: int
    late: int


class CoursePoint(Frozen):
    """The list at the end of a day."""

    day: date
    count: ListCount


class GroupCount(Frozen):
    """The count of one goal or owner. name: as people read it."""

    name: str
    count: ListCount


class ObligationLine(Frozen):
    """One action of a plateau. before: its status at the beginning, "" when it was not there.

    due: its deadline in words, "" where none matters any more.
    """

    action: Action
    before: str
    now: str
    due: str


class PlateauReport(Frozen):
    """How the actions of one VNG plateau stand, each by itself."""

    plateau: int
    heading: str
    sentence: str
    lines: tuple[ObligationLine, ...]


class DoneLine(Frozen):
    """An action that was done in the period. day: when; None where only that it was is known."""

    action: Action
    day: date | None
    outcome: str


class MovedLine(Frozen):
    """An action whose deadline was put off in the period. promised: the first one, in words.

    now: the deadline at the end. times: how often it was put off in all, until then. why: what its
    note said after it.
    """

    action: Action
    promised: str
    now: str
    times: int
    why: str


class StepLine(Frozen):
    """Another change in the period: new, started, dropped, taken off the list and so on."""

    action: Action
    kind: str
    before: str
    now: str


class DecidedLine(Frozen):
    """A decision of a meeting in the period. became: what came of it until now, in words."""

    meeting: date
    code: str
    text: str
    became: str
    is_settled: bool


class ReturningLine(Frozen):
    """How often an action that returns was done, at the end of the period; in words.

    is_late: whether a period passed without it.
    """

    action: Action
    words: str
    is_late: bool


class PeriodReport(Frozen):
    """All that a report says, at the end of its period.

    title: of the agenda. span: the period in words. is_over: whether all of it has been. began_on:
    when the list began, where that is within it. meetings: the days of those that were held.
    course: the list at the beginning, through the period and at its end. statuses_before: by code,
    of what was on the list at the beginning. actions: the list at the end. owner_names: of all
    owners by code. late_returning: how many that return are late, beside those whose own deadline
    passed.
    """

    title: str
    span: str
    last: date
    is_over: bool
    began_on: date | None
    meetings: tuple[date, ...]
    course: tuple[CoursePoint, ...]
    goals: tuple[GroupCount, ...]
    owners: tuple[GroupCount, ...]
    plateaus: tuple[PlateauReport, ...]
    done: tuple[DoneLine, ...]
    moved: tuple[MovedLine, ...]
    steps: tuple[StepLine, ...]
    decided: tuple[DecidedLine, ...]
    returning: tuple[ReturningLine, ...]
    statuses_before: dict[str, str]
    actions: tuple[Action, ...]
    owner_names: dict[str, str]
    late_returning: int

    @property
    def count(self) -> ListCount:
        """The whole list at the end."""
        return self.course[-1].count
