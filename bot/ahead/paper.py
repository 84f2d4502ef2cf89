"""Words a look ahead as a paper: what piles up first, then month by month and week by week."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.ahead.make import Ahead
from bot.ahead.report import ahead_rows, pile_sentences
from bot.core.ahead.weeks import AheadWeek, ComingKind
from bot.core.dutch import counted, full_date, month_words, short_date
from bot.documents.colours import CSS
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
from bot.documents.plots import Bars, Part

KINDS = (
    ("Deadlines", ComingKind.DEADLINE, CSS["done"], "#ffffff"),
    ("Bijwerken", ComingKind.REQUEST, CSS["running"], "#ffffff"),
    ("Terugkerend", ComingKind.NUDGE, CSS["planned"], CSS["ink"]),
)
"""What a plot shows of what comes: name, kind, and the colours of its part."""


def ahead_paper(ahead: Ahead) -> Paper:
    """The look ahead as a paper."""
    return Paper(
        title=f"{ahead.title}: vooruitblik",
        subject=f"Wat eraan komt tot en met {short_date(ahead.last)}, per week en regiehouder.",
        author=ahead.title,
        day=ahead.first,
        foot=f"{ahead.title}, vooruitblik van {short_date(ahead.first)}",
        blocks=tuple(_blocks(ahead)),
    )


def ahead_answer(ahead: Ahead) -> str:
    """How much comes, in two sentences."""
    deadlines = _count(ahead.weeks, ComingKind.DEADLINE)
    many = counted(deadlines, "deadline", "deadlines") if deadlines else "geen deadline"
    return (
        f"Tot en met {full_date(ahead.last)} {'komen' if deadlines > 1 else 'komt'} er {many}. "
        "Dit is wat eraan komt als niemand iets wijzigt."
    )


def _blocks(ahead: Ahead) -> Iterator[Block]:
    yield PaperText(ahead_answer(ahead), is_lead=True)
    if ahead.piles:
        yield PaperHeading("Waar het zich ophoopt")
        yield PaperList(tuple(pile_sentences(ahead)))
        yield from _proposals(ahead)
    months = _months(ahead)
    if months:
        yield from _course(months)
    rows = ahead_rows(ahead)
    if rows:
        yield PaperHeading("Per week")
        yield PaperTable(
            "Wat er per week komt",
            (
                PaperColumn("Week van", 2.2),
                PaperColumn("Wie", 3),
                PaperColumn("Wat", 4),
                PaperColumn("Acties", 4),
            ),
            tuple(tuple(row.values()) for row in rows),
        )


def _proposals(ahead: Ahead) -> Iterator[Block]:
    rows = tuple(
        (step.action.code, step.action.title, short_date(pile.day), short_date(step.day))
        for pile in ahead.piles
        for step in pile.proposed
    )
    if rows:
        yield PaperTable(
            "Voorstel om te spreiden. Er gebeurt niets zonder uw ja.",
            (
                PaperColumn("Code", 1.2),
                PaperColumn("Actie", 6),
                PaperColumn("Nu", 2.6),
                PaperColumn("Voorstel", 2.6),
            ),
            rows,
        )


def _months(ahead: Ahead) -> dict[str, Counter[ComingKind]]:
    """How much of each kind comes in each month; an action that two lead counts once."""
    found: dict[str, Counter[ComingKind]] = {}
    for week in ahead.weeks:
        name = month_words(max(week.first, ahead.first))
        counts = found.setdefault(name, Counter())
        for kind in ComingKind:
            codes = {code for one in week.owners for code in one.codes.get(kind, ())}
            counts[kind] += len(codes)
    return {name: counts for name, counts in found.items() if counts.total()}


def _course(months: Mapping[str, Counter[ComingKind]]) -> Iterator[Block]:
    words = "; ".join(
        f"{name}: {counted(counts[ComingKind.DEADLINE], 'deadline', 'deadlines')}"
        for name, counts in months.items()
    )
    parts = tuple(
        Part(name, tuple(counts[kind] for counts in months.values()), fill, ink)
        for name, kind, fill, ink in KINDS
    )
    yield PaperHeading("Per maand")
    yield PaperPlot(Bars(f"{words}.", tuple(months), parts))
    yield PaperTable(
        "De cijfers bij het plaatje: deadlines, vragen om bij te werken voor een overleg, en wat "
        "in zijn periode nog te doen is. Een week telt in de maand waarin zij begint.",
        (
            PaperColumn("Maand", 3),
            *(PaperColumn(name, 2, is_number=True) for name, *_ in KINDS),
        ),
        tuple(
            (name, *(str(counts[kind]) for _, kind, *_ in KINDS)) for name, counts in months.items()
        ),
    )


def _count(weeks: Sequence[AheadWeek], kind: ComingKind) -> int:
    return sum(
        len({code for one in week.owners for code in one.codes.get(kind, ())}) for week in weeks
    )
