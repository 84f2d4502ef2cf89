"""Words the figures of a report: pictures of how the list went, each with its table."""

from collections.abc import Iterator, Sequence

from bot.core.annual.parts import CoursePoint, GroupCount, PlateauReport
from bot.core.dutch import one_line, short_date
from bot.documents.paper import Block, PaperColumn, PaperHeading, PaperPlot, PaperTable, PaperText
from bot.documents.plots import Bars, in_statuses

CODE = PaperColumn("Code", 1.3)
TITLE = PaperColumn("Actie", 6)
_STATUSES = ("Gereed", "Loopt", "Planning", "Overig")


def course(points: Sequence[CoursePoint]) -> Iterator[Block]:
    """How the list went through the period, oldest first."""
    first, last = points[0], points[-1]
    days = _days(points)
    words = (
        f"Van {days[0]} tot {days[-1]}: "
        f"gereed {_went(first.count.done, last.count.done)}, "
        f"loopt {_went(first.count.running, last.count.running)} en "
        f"planning {_went(first.count.planned, last.count.planned)}."
    )
    yield PaperHeading("Verloop")
    yield PaperText(words)
    yield PaperPlot(
        Bars(
            words,
            days,
            in_statuses(
                done=[point.count.done for point in points],
                running=[point.count.running for point in points],
                planned=[point.count.planned for point in points],
            ),
        )
    )
    yield PaperTable(
        "De cijfers bij het plaatje. Overig: gaat niet door of geen stand.",
        (
            PaperColumn("Dag", 3),
            *(PaperColumn(name, is_number=True) for name in (*_STATUSES, "Totaal")),
        ),
        tuple(
            (day, *_row(point), str(point.count.total))
            for day, point in zip(days, points, strict=True)
        ),
    )


def _days(points: Sequence[CoursePoint]) -> tuple[str, ...]:
    """Name the points; a day at which the period begins and is counted again stands there twice."""
    days = [short_date(point.day) for point in points]
    if len(days) > 1 and days[0] == days[1]:
        days[:2] = [f"begin {days[0]}", f"eind {days[1]}"]
    return tuple(days)


def _row(point: CoursePoint | GroupCount) -> tuple[str, ...]:
    count = point.count
    return tuple(map(str, (count.done, count.running, count.planned, count.other)))


def groups(heading: str, name: str, groups: Sequence[GroupCount]) -> Iterator[Block]:
    """A plot of groups and its figures; long names stand in the table, a short one in the plot."""
    words = "; ".join(f"{g.name}: {g.count.done} van {g.count.total} gereed" for g in groups)
    yield PaperHeading(heading)
    yield PaperPlot(
        Bars(
            f"{words}.",
            tuple(_short(group.name) for group in groups),
            in_statuses(
                done=[group.count.done for group in groups],
                running=[group.count.running for group in groups],
                planned=[group.count.planned for group in groups],
            ),
        )
    )
    yield PaperTable(
        f"{heading}: hoeveel acties in welke stand",
        (
            PaperColumn(name, 2.8),
            *(
                PaperColumn(title, is_number=True)
                for title in ("Acties", *_STATUSES, "Nu gereed", "Te laat")
            ),
        ),
        tuple(
            (
                group.name,
                str(group.count.total),
                *_row(group),
                str(group.count.done_now),
                str(group.count.late),
            )
            for group in groups
        ),
    )


def _short(name: str) -> str:
    number, dot, _ = name.partition(". ")
    return f"Doel {number}" if dot and number.isdecimal() else one_line(name, 20)


def obligations(report: PlateauReport) -> Iterator[Block]:
    """The obligations of one VNG plateau, each by itself."""
    yield PaperHeading(report.heading)
    yield PaperText(report.sentence)
    yield PaperTable(
        f"Plateau {report.plateau}, per actie",
        (
            CODE,
            TITLE,
            PaperColumn("Was", 2),
            PaperColumn("Nu", 2),
            PaperColumn("Deadline", 2.4),
        ),
        tuple(
            (
                line.action.code,
                line.action.title,
                line.before,
                line.now,
                line.due,
            )
            for line in report.lines
        ),
    )


def _went(was: int, now: int) -> str:
    return f"bleef {now}" if was == now else f"ging van {was} naar {now}"
