"""A year of work on the agenda's own 70 actions, made up but believable, to make digests of.

The list was filled in March 2026. Since then three driehoeken were held, and owners ticked off,
moved dates and wrote notes. It is the Tuesday before the driehoek of 26 November.
"""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from support.decision_samples import SERIES, decided, followed
from support.meeting_samples import occurrence

from bot.core.annual.compose import compose_report
from bot.core.annual.parts import PeriodReport
from bot.core.annual.span import Span
from bot.core.annual.standing import Records
from bot.core.annual.view import ReportNames
from bot.core.digest.compose import compose_digest
from bot.core.digest.lines import Desk
from bot.core.digest.parts import Digest, FirstMail, Material, Occasion, Waiting
from bot.core.digest.sources import Source
from bot.core.history import Change, Outcome
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import AMSTERDAM, Workdays
from bot.settings import OWN_AGENDA
from mappings.agenda import load_actions, load_agenda
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 11, 24)
BEGAN = date(2026, 3, 2)
PLANNER = Source(name="Planner", read_at=datetime(2026, 11, 24, 9, 0, tzinfo=AMSTERDAM))

# (day, code, field, the new value)
EDITS = (
    (date(2026, 4, 9), "1.9", "status", "Loopt"),
    (date(2026, 4, 21), "2.2", "status", "Loopt"),
    (date(2026, 5, 6), "2.2", "due", "2026-09-30"),
    (date(2026, 5, 12), "3.4", "status", "Loopt"),
    (date(2026, 5, 28), "2.12", "status", "Gereed"),
    (date(2026, 6, 3), "3.3", "due", "2026-12-15"),
    (date(2026, 6, 30), "1.10", "due", "2026-10-31"),
    (date(2026, 7, 7), "4.8", "status", "Gereed"),
    (date(2026, 7, 14), "3.9", "status", "Loopt"),
    (date(2026, 8, 25), "4.6", "due", "2026-12-31"),
    (date(2026, 9, 1), "2.4", "status", "Loopt"),
    (date(2026, 9, 8), "2.6", "status", "Loopt"),
    # since the previous driehoek, on 24 September
    (date(2026, 9, 29), "1.9", "status", "Gereed"),
    (date(2026, 10, 1), "2.3", "status", "Gereed"),
    (date(2026, 10, 1), "2.3", "note", "De meldprocedure staat op intranet."),
    (date(2026, 10, 6), "3.8", "status", "Loopt"),
    (date(2026, 10, 6), "4.3", "status", "Loopt"),
    (date(2026, 10, 8), "3.13", "status", "Loopt"),
    (date(2026, 10, 13), "2.2", "due", "2027-01-31"),
    (date(2026, 10, 13), "4.12", "due", "2027"),
    (date(2026, 10, 20), "3.3", "due", "2026-12-08"),
    (date(2026, 10, 22), "2.6", "status", "Planning"),
    (
        date(2026, 10, 22),
        "2.6",
        "note",
        "De training is uitgesteld. Het basisteam heeft tot februari geen ruimte in het rooster.",
    ),
    (date(2026, 10, 27), "3.12", "status", "NIET"),
    (date(2026, 10, 27), "3.12", "note", "Meerwaarde heeft hier geen mensen voor."),
    (
        date(2026, 11, 3),
        "1.10",
        "note",
        "De FG heeft het proces goedgekeurd. De regio leest mee; het college besluit in december.",
    ),
    (date(2026, 11, 10), "3.15", "note", "Het RIEC levert de scan in januari 2027."),
    (date(2026, 11, 12), "4.1", "note", "Het onderzoek op Schiphol is gestart."),
    (date(2026, 11, 12), "4.1", "status", "Loopt"),
    (date(2026, 11, 16), "6.1", "note", "In november zijn 14 adressen gecontroleerd."),
    (date(2026, 11, 17), "5.4", "note", "Vier casussen lopen bij het Zorg- en Veiligheidshuis."),
    (date(2026, 11, 18), "2.11", "note", "Drie scholen doen in januari mee."),
    (date(2026, 11, 19), "4.10", "note", "Buurtvaders in Hoofddorp zijn begonnen. Budget volgt."),
    (date(2026, 11, 20), "2.9", "note", "De Arbeidsinspectie wil meedoen aan de pilot."),
)
ASKED = {
    "2.2": datetime(2026, 9, 15, 11, tzinfo=AMSTERDAM),
    "2.6": datetime(2026, 10, 22, 16, tzinfo=AMSTERDAM),
}
OWNERS = {
    "1.10": ("OOV",),
    "2.2": ("OOV",),
    "2.11": ("OOV", "G&R"),
    "3.3": ("H&T",),
    "4.6": ("MOz", "CGH"),
}
WAITING = Waiting(
    conflicts=("2.2", "4.10"),
    proposals=("Flyer meldpunt in het Pools en Bulgaars", "Overleg met Veilig Thuis"),
    deleted=("3.7",),
)


def meeting(day: date, subject: str = "Lokale driehoek", hour: int = 10) -> Occurrence:
    """A meeting of an hour and a half."""
    start = datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)
    return occurrence(
        start,
        key=f"{subject}-{day}",
        end=start + timedelta(minutes=90),
        subject=subject,
    )


HELD = tuple(meeting(day) for day in (date(2026, 4, 2), date(2026, 6, 18), date(2026, 9, 24)))
DECIDED = (
    decided(
        1, date(2026, 6, 18), "2.6", "De training komt voor de zomer.", note="De training komt."
    ),
    decided(2, date(2026, 9, 24), "2.2", "Deadline wordt 31 januari 2027.", due="2027-01-31"),
    decided(
        3,
        date(2026, 9, 24),
        "4.10",
        "Is er geld voor de buurtvaders?",
        kind="question",
        owner="OOV",
        by=date(2026, 11, 20),
    ),
    decided(
        4, date(2026, 9, 24), "3.14", "Nieuwe actie: Signalen van hotels bundelen.", kind="new"
    ),
    decided(
        5,
        date(2026, 9, 24),
        None,
        "Hoeveel controles zijn er nodig in 2027?",
        kind="question",
        owner="H&T",
        by=date(2026, 11, 2),
    ),
)
ORDINARY = Occasion(
    series=SERIES,
    meeting=meeting(date(2026, 11, 26)),
    previous=HELD[-1],
    upcoming=meeting(date(2027, 1, 21)),
    held=tuple(occurrence.start for occurrence in HELD),
    told_at=datetime(2026, 9, 22, 9, tzinfo=AMSTERDAM),
)
CONCEPT = ORDINARY.model_copy(
    update={
        "prepared_by": meeting(date(2026, 11, 25), "Ambtelijke integrale werkgroep", hour=13),
        "rehearsal": True,
    }
)
UPDATE = ORDINARY.model_copy(
    update={
        "meeting": meeting(date(2026, 11, 26), hour=14),
        "first": FirstMail(
            sent_at=datetime(2026, 11, 17, 9, tzinfo=AMSTERDAM),
            start=meeting(date(2026, 11, 19)).start,
        ),
    }
)


def autumn_digest(occasion: Occasion = ORDINARY, waiting: Waiting = WAITING) -> Digest:
    """Compose the digest of that Tuesday."""
    agenda = load_agenda(OWN_AGENDA)
    actions, history = autumn_list()
    listed = {action.code: action for action in actions}
    became = followed(DECIDED, listed, history, datetime(2026, 11, 24, 8, tzinfo=AMSTERDAM))
    return compose_digest(
        Material(
            actions=actions,
            history=history,
            waiting=waiting,
            sources=(PLANNER,),
            decided=became,
            asked=ASKED,
        ),
        occasion,
        title=agenda.name,
        goals={goal.number: goal.name for goal in agenda.goals},
        desk=Desk({owner.code: owner.name for owner in agenda.owners}, TODAY, Workdays()),
    )


def autumn_report() -> PeriodReport:
    """Report on that year until that Tuesday."""
    agenda = load_agenda(OWN_AGENDA)
    actions, history = autumn_list()
    return compose_report(
        Records(actions, (), history),
        Span.of_year(TODAY.year),
        [meeting.start for meeting in HELD],
        ReportNames(agenda.name, {g.number: g.name for g in agenda.goals}, agenda.owner_names),
        datetime(2026, 11, 24, 12, tzinfo=AMSTERDAM),
    )


@cache
def autumn_list() -> tuple[tuple[Action, ...], tuple[Change, ...]]:
    """Give the list as it stands that Tuesday, and its whole history."""
    agenda = load_agenda(OWN_AGENDA)
    loaded = load_actions(OWN_AGENDA / "actions.yaml", agenda)
    now = {
        action.code: action.model_copy(update={"owners": OWNERS.get(action.code, action.owners)})
        for action in loaded
    }
    history = [_change(BEGAN, action.code, "item", None, action.title) for action in loaded]
    for day, code, field, new in EDITS:
        old = _word(now[code], field)
        history.append(_change(day, code, field, old, new))
        now[code] = now[code].model_copy(update={field: _value(field, new)})
    return tuple(now.values()), tuple(history)


def _change(day: date, code: str, field: str, old: str | None, new: str) -> Change:
    return Change(
        at=datetime(day.year, day.month, day.day, 11, tzinfo=AMSTERDAM),
        run="r1",
        code=code,
        side="planner" if field != "item" else "import",
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )


def _word(action: Action, field: str) -> str | None:
    match field:
        case "status":
            return action.status.value if action.status else None
        case "due":
            return action.due.text
        case _:
            return action.note


def _value(field: str, text: str) -> Any:
    match field:
        case "status":
            return Status(text)
        case "due":
            return Due.parse(text)
        case _:
            return text
