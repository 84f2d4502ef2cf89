"""Words a report over a past period as a paper: the answer first, then every part with its table.

What is meant for the council and the website says less: no notes, no owners and nothing of money.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.core.annual.parts import CoursePoint, GroupCount, PeriodReport, PlateauReport
from bot.core.digest.concerns import speaks_of_money
from bot.core.digest.lines import MAX_NOTE
from bot.core.dutch import are, counted, enumerated, full_date, go, one_line, run, short_date
from bot.documents.paper import (
    Block,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperList,
    PaperPlot,
    PaperTable,
    PaperText,
)
from bot.documents.plots import Bars, in_statuses
from mappings.canonical import Action, Status

WITHHELD = "Niet openbaar: gaat over geld"
_CODE = PaperColumn("Code", 1.3)
_ACTION = PaperColumn("Actie", 6)


def report_paper(report: PeriodReport, *, is_public: bool) -> Paper:
    """Word a report. is_public: without what is not for everybody."""
    title = f"{report.title}: verslag over {report.span}"
    return Paper(
        title=title,
        subject=f"Wat er in {report.span} is gedaan, per doel en per verplichting.",
        author=report.title,
        day=report.last,
        foot=f"{report.title}, {report.span}",
        blocks=tuple(_blocks(report, is_public=is_public)),
    )


def shown_title(action: Action, *, is_public: bool) -> str:
    """The title of an action, unless it is not for everybody."""
    return WITHHELD if is_public and speaks_of_money(action.title) else action.title


def _blocks(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield from _answer(report)
    yield from _course(report.course)
    yield from _groups("Per doel", "Doel", report.goals)
    if not is_public:
        yield from _groups("Per regiehouder", "Regiehouder", report.owners)
    for plateau in report.plateaus:
        yield from _plateau(plateau, is_public=is_public)
    yield from _done(report, is_public=is_public)
    yield from _moved(report, is_public=is_public)
    yield from _steps(report, is_public=is_public)


def _answer(report: PeriodReport) -> Iterator[Block]:
    count = report.count
    yield PaperText(
        f"Op {short_date(report.last)} {are(count.done)} {count.done} van de "
        f"{counted(count.total, 'actie', 'acties')} gereed. "
        f"{count.running} {run(count.running)}.",
        is_lead=True,
    )
    yield PaperHeading("In het kort")
    yield PaperList(tuple(_in_short(report)))


def _in_short(report: PeriodReport) -> Iterator[str]:
    count, done = report.count, len(report.done)
    if not report.is_over:
        yield f"Dit verslag loopt tot en met {full_date(report.last)}; de periode is nog niet om."
    if report.began_on is not None:
        yield f"De lijst begon op {full_date(report.began_on)}. Van daarvoor zijn er geen cijfers."
    yield f"{counted(done, 'actie is', 'acties zijn')} in deze periode afgerond."
    moved = len(report.moved)
    yield f"Van {counted(moved, 'actie', 'acties')} is de deadline verzet."
    if count.late:
        yield f"{counted(count.late, 'actie is', 'acties zijn')} te laat."
    dropped = sum(action.status is Status.DROPPED for action in report.actions)
    if dropped:
        yield f"{counted(dropped, 'actie', 'acties')} {go(dropped)} niet door."
    if report.meetings:
        days = enumerated([short_date(day) for day in report.meetings])
        yield f"Het overleg kwam {len(report.meetings)} keer bijeen: {days}."


def _course(points: Sequence[CoursePoint]) -> Iterator[Block]:
    first, last = points[0], points[-1]
    words = (
        f"Van {short_date(first.day)} tot {short_date(last.day)}: "
        f"gereed {_went(first.count.done, last.count.done)}, "
        f"loopt {_went(first.count.running, last.count.running)} en "
        f"planning {_went(first.count.planned, last.count.planned)}."
    )
    yield PaperHeading("Verloop")
    yield PaperText(words)
    yield PaperPlot(
        Bars(
            words,
            tuple(short_date(point.day) for point in points),
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
        tuple((short_date(p.day), *_row(p), str(p.count.total)) for p in points),
    )


_STATUSES = ("Gereed", "Loopt", "Planning", "Overig")


def _row(point: CoursePoint | GroupCount) -> tuple[str, ...]:
    count = point.count
    return tuple(map(str, (count.done, count.running, count.planned, count.other)))


def _groups(heading: str, name: str, groups: Sequence[GroupCount]) -> Iterator[Block]:
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


def _plateau(report: PlateauReport, *, is_public: bool) -> Iterator[Block]:
    yield PaperHeading(f"Verplichtingen van VNG-plateau {report.plateau}")
    yield PaperText(report.sentence)
    yield PaperTable(
        f"Plateau {report.plateau}, per verplichting",
        (
            _CODE,
            _ACTION,
            PaperColumn("Was", 2),
            PaperColumn("Nu", 2),
            PaperColumn("Deadline", 2.4),
        ),
        tuple(
            (
                line.action.code,
                shown_title(line.action, is_public=is_public),
                line.before,
                line.now,
                line.due,
            )
            for line in report.lines
        ),
    )


def _done(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield PaperHeading("Afgerond")
    if not report.done:
        yield PaperText("In deze periode is geen actie afgerond.")
        return
    if is_public:
        yield PaperTable(
            "Afgerond in deze periode",
            (_CODE, _ACTION, PaperColumn("Gereed op", 2.4)),
            tuple(
                (line.action.code, shown_title(line.action, is_public=is_public), _day(line.day))
                for line in report.done
            ),
        )
        return
    told = [line for line in report.done if line.outcome]
    silent = [line for line in report.done if not line.outcome]
    yield PaperText(
        f"Van {counted(len(told), 'actie', 'acties')} staat erbij wat het heeft opgeleverd, van "
        f"{counted(len(silent), 'actie', 'acties')} nog niet."
    )
    if told:
        yield PaperTable(
            "Afgerond, met wat het heeft opgeleverd",
            (_CODE, _ACTION, PaperColumn("Gereed op", 2.4), PaperColumn("Opgeleverd", 5)),
            tuple(
                (x.action.code, x.action.title, _day(x.day), one_line(x.outcome, MAX_NOTE))
                for x in told
            ),
        )
    if silent:
        yield PaperTable(
            "Afgerond, zonder verhaal erbij",
            (_CODE, _ACTION, PaperColumn("Gereed op", 2.4)),
            tuple((line.action.code, line.action.title, _day(line.day)) for line in silent),
        )


def _moved(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield PaperHeading("Verzet")
    if not report.moved:
        yield PaperText("In deze periode is geen deadline verzet.")
        return
    columns = [_CODE, PaperColumn("Actie", 5), PaperColumn("Beloofd", 2.4), PaperColumn("Nu", 2.4)]
    columns.append(PaperColumn("Keer verzet", 1.4, is_number=True))
    if not is_public:
        columns.append(PaperColumn("Waarom", 4))
    rows = []
    for line in report.moved:
        row = [
            line.action.code,
            shown_title(line.action, is_public=is_public),
            line.promised,
            line.now,
        ]
        row.append(str(line.times))
        if not is_public:
            row.append(one_line(line.why, MAX_NOTE) or "staat er niet bij")
        rows.append(tuple(row))
    yield PaperTable("Deadlines die zijn verzet", tuple(columns), tuple(rows))


def _steps(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    if report.steps:
        yield PaperHeading("Nieuw, gestart, vervallen")
        yield PaperTable(
            "Wat er verder veranderde",
            (
                _CODE,
                PaperColumn("Actie", 5),
                PaperColumn("Wijziging", 2.4),
                PaperColumn("Was", 2.2),
                PaperColumn("Nu", 2.2),
            ),
            tuple(
                (x.action.code, shown_title(x.action, is_public=is_public), x.kind, x.before, x.now)
                for x in report.steps
            ),
        )


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else "onbekend"


def _went(was: int, now: int) -> str:
    return f"bleef {now}" if was == now else f"ging van {was} naar {now}"
