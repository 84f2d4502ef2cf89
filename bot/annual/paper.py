"""Words a report over a past period as a paper: the answer first, then every part with its table.

What is meant for the council and the website says less: no notes, no owners and nothing of money.
"""

from collections.abc import Iterator
from datetime import date

from bot.annual.figures import CODE, TITLE, course, groups, obligations
from bot.core.annual.parts import PeriodReport
from bot.core.annual.public import for_everybody
from bot.core.digest.lines import MAX_NOTE
from bot.core.digest.words import warning
from bot.core.dutch import are, counted, enumerated, full_date, go, one_line, run, short_date
from bot.documents.paper import (
    Block,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperList,
    PaperTable,
    PaperText,
)
from mappings.canonical import Status

_NOTHING_DONE = "In deze periode is geen actie afgerond."
_NOTHING_MOVED = "In deze periode is geen deadline verzet."


def report_paper(report: PeriodReport, *, is_public: bool) -> Paper:
    """Word a report. is_public: without what is not for everybody."""
    report = for_everybody(report) if is_public else report
    title = f"{report.title}: verslag over {report.span}"
    return Paper(
        title=title,
        subject=f"Wat er in {report.span} is gedaan, per doel en per verplichting.",
        author=report.title,
        day=report.last,
        foot=f"{report.title}, {report.span}",
        blocks=tuple(_blocks(report, is_public=is_public)),
    )


def _blocks(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield from _answer(report)
    yield from course(report.course)
    yield from groups("Per doel", "Doel", report.goals)
    if not is_public:
        yield from groups("Per regiehouder", "Regiehouder", report.owners)
    for plateau in report.plateaus:
        yield from obligations(plateau)
    yield from _done(report, is_public=is_public)
    yield from _moved(report, is_public=is_public)
    yield from _steps(report)
    yield from _returning(report)
    yield from _decided(report, is_public=is_public)


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
    moved = len(report.moved)
    if done:
        yield f"{counted(done, 'actie is', 'acties zijn')} in deze periode afgerond."
    else:
        yield _NOTHING_DONE
    if moved:
        yield f"Van {counted(moved, 'actie', 'acties')} is de deadline verzet."
    else:
        yield _NOTHING_MOVED
    yield warning(count.late, report.late_returning)
    dropped = sum(action.status is Status.DROPPED for action in report.actions)
    if dropped:
        yield f"{counted(dropped, 'actie', 'acties')} {go(dropped)} niet door."
    if report.meetings:
        days = enumerated([short_date(day) for day in report.meetings])
        yield f"Het overleg kwam {len(report.meetings)} keer bijeen: {days}."


def _done(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield PaperHeading("Afgerond")
    if not report.done:
        yield PaperText(_NOTHING_DONE)
        return
    if is_public:
        yield PaperTable(
            "Afgerond in deze periode",
            (CODE, TITLE, PaperColumn("Gereed op", 2.4)),
            tuple((line.action.code, line.action.title, _day(line.day)) for line in report.done),
        )
        return
    told = [line for line in report.done if line.outcome]
    silent = [line for line in report.done if not line.outcome]
    yield PaperText(_outcomes(len(told), len(silent)))
    if told:
        yield PaperTable(
            "Afgerond, met wat het heeft opgeleverd",
            (CODE, TITLE, PaperColumn("Gereed op", 2.4), PaperColumn("Opgeleverd", 5)),
            tuple(
                (x.action.code, x.action.title, _day(x.day), one_line(x.outcome, MAX_NOTE))
                for x in told
            ),
        )
    if silent:
        yield PaperTable(
            "Afgerond, zonder verhaal erbij",
            (CODE, TITLE, PaperColumn("Gereed op", 2.4)),
            tuple((line.action.code, line.action.title, _day(line.day)) for line in silent),
        )


def _outcomes(told: int, silent: int) -> str:
    """Say of how many it stands what came of them."""
    if not silent:
        return "Bij alles wat is afgerond, staat wat het heeft opgeleverd."
    if not told:
        return "Bij niets van wat is afgerond, staat al wat het heeft opgeleverd."
    return (
        f"Van {counted(told, 'actie', 'acties')} staat erbij wat het heeft opgeleverd, van "
        f"{counted(silent, 'actie', 'acties')} nog niet."
    )


def _moved(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    yield PaperHeading("Verzet")
    if not report.moved:
        yield PaperText(_NOTHING_MOVED)
        return
    columns = [CODE, PaperColumn("Actie", 5), PaperColumn("Beloofd", 2.4), PaperColumn("Nu", 2.4)]
    columns.append(PaperColumn("Keer verzet", 1.4, is_number=True))
    if not is_public:
        columns.append(PaperColumn("Waarom", 4))
    rows = []
    for line in report.moved:
        row = [
            line.action.code,
            line.action.title,
            line.promised,
            line.now,
        ]
        row.append(str(line.times))
        if not is_public:
            row.append(one_line(line.why, MAX_NOTE) or "staat er niet bij")
        rows.append(tuple(row))
    yield PaperTable("Deadlines die zijn verzet", tuple(columns), tuple(rows))


def _steps(report: PeriodReport) -> Iterator[Block]:
    if report.steps:
        yield PaperHeading("Nieuw, gestart, vervallen")
        yield PaperTable(
            "Wat er verder veranderde",
            (
                CODE,
                PaperColumn("Actie", 5),
                PaperColumn("Wijziging", 2.4),
                PaperColumn("Was", 2.2),
                PaperColumn("Nu", 2.2),
            ),
            tuple((x.action.code, x.action.title, x.kind, x.before, x.now) for x in report.steps),
        )


def _returning(report: PeriodReport) -> Iterator[Block]:
    if report.returning:
        yield PaperHeading("Wat terugkeert")
        yield PaperTable(
            f"Hoe vaak gedaan, op {short_date(report.last)}",
            (CODE, TITLE, PaperColumn("Gedaan", 5)),
            tuple((x.action.code, x.action.title, x.words) for x in report.returning),
        )


def _decided(report: PeriodReport, *, is_public: bool) -> Iterator[Block]:
    """The decisions; what was said in a meeting is not for everybody, how many were kept is."""
    if not report.decided:
        return
    settled = sum(line.is_settled for line in report.decided)
    yield PaperHeading("Afgesproken in het overleg")
    yield PaperText(
        f"{counted(len(report.decided), 'afspraak', 'afspraken')}, waarvan {settled} afgehandeld."
    )
    if not is_public:
        yield PaperTable(
            "Wat is afgesproken, en wat ervan is geworden",
            (
                PaperColumn("Overleg", 2.4),
                CODE,
                PaperColumn("Afspraak", 5),
                PaperColumn("Wat ervan werd", 5),
            ),
            tuple(
                (short_date(x.meeting), x.code, one_line(x.text, MAX_NOTE), x.became)
                for x in report.decided
            ),
        )


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else "onbekend"
