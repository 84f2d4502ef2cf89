"""A digest with something in every part, as a meeting with a history gives it; roles only."""

from datetime import date
from typing import Any

from bot.core.digest.figures import Figure, GoalProgress, Share
from bot.core.digest.headings import Heading
from bot.core.digest.parts import (
    ActionLine,
    AgreedLine,
    Agreements,
    ChangeLine,
    Concern,
    ConfirmedBlock,
    Digest,
    GoalList,
    Obligations,
    OwnerAgenda,
    OwnerConfirmed,
    RaisedAction,
    RaisedActions,
    TimelinePoint,
)
from bot.core.digest.results import ResultLine, Results
from bot.core.digest.returning import ReturningBlock, TallyLine


def action_line(code: str, **changes: Any) -> ActionLine:
    """A line of a list; by default an open action with a deadline to come."""
    values: dict[str, Any] = {
        "code": code,
        "title": f"Actie {code} uitvoeren met coördinatie",
        "owners": "Team OOV",
        "status": "Loopt",
        "due": "15 december 2026",
        "left": "nog 15 werkdagen",
        "is_late": False,
    }
    return ActionLine(**(values | changes))


LATE = action_line(
    "6.5",
    owners="H&T",
    due="2 november 2026",
    left="3 weken te laat",
    is_late=True,
    promised="beloofd voor 2025, twee keer verzet",
)
COMING = action_line("4.11", confirmed="bevestigd op 12 november")
QUIET = action_line("1.1", status="Gereed", due="niet ingevuld", left="", owners="MOz")


def timeline(*counts: tuple[int, int, int, int]) -> tuple[TimelinePoint, ...]:
    """Points with done, running, planned and other, a day apart."""
    return tuple(
        TimelinePoint(
            label=f"{number} juni 2026", done=done, running=running, planned=planned, other=other
        )
        for number, (done, running, planned, other) in enumerate(counts, 1)
    )


def full_digest(**changes: Any) -> Digest:
    """A digest in which no part is empty, but for what an ordinary one does not have."""
    values: dict[str, Any] = {
        "subject": "Lokale driehoek 26 november: 1 van 3 acties gereed, 1 te laat",
        "title": "Uitvoeringsagenda mensenhandel",
        "occasion": "Lokale driehoek, donderdag 26 november 2026 om 10:00 uur",
        "answer": "1 van de 3 acties is gereed en 2 lopen.",
        "warning": "1 actie is te laat.",
        "since": "Sinds de vorige keer, op 18 juni 2026: 1 afgerond.",
        "agreed": Agreements(
            sentence="2 afspraken: 1 is gedaan en van 1 is niets gehoord.",
            lines=(
                AgreedLine(
                    number=2,
                    code="",
                    title="Vraag aan Team OOV",
                    text="Is er budget?",
                    held_on=date(2026, 4, 2),
                    earlier="Afgesproken op 2 april",
                    state="Niets gehoord",
                    became="Het antwoord moest er op 1 juni zijn.",
                    is_overdue=True,
                ),
                AgreedLine(
                    number=3,
                    code="6.5",
                    title="Actie 6.5",
                    text="Deadline wordt 2 november 2026.",
                    held_on=date(2026, 6, 18),
                    earlier="",
                    state="Gedaan",
                    became="De deadline is 2 november 2026.",
                    is_overdue=False,
                ),
            ),
            settled=(3,),
        ),
        "raised": RaisedActions(
            sentence="1 actie vraagt om een besluit of een gesprek.",
            lines=(
                RaisedAction(
                    code="6.5",
                    title="Actie 6.5",
                    owners="H&T",
                    question="Wie betaalt de tolken?",
                    since="Gevraagd op 12 november",
                ),
            ),
        ),
        "figures": (
            _figure("Gereed", "klaar", 1, "1 meer dan vorige keer"),
            _figure("Loopt", "mee bezig", 2, "1 minder dan vorige keer"),
            _figure("Te laat", "deadline voorbij", 1, "gelijk gebleven", is_warning=True),
        ),
        "goals": (
            GoalProgress(
                number=1,
                name="Basis op orde",
                size="1 actie",
                shares=(Share(label="Gereed", count=1, percent=100),),
                words="Gereed 1",
            ),
        ),
        "changes": (
            ChangeLine(code="1.1", title="Actie 1.1", kind="Afgerond", old="Loopt", new="Gereed"),
        ),
        "late": (LATE,),
        "coming": (COMING,),
        "horizon": "De deadline is voorbij, of is uiterlijk 7 januari 2027.",
        "owners": (
            OwnerAgenda(name="H&T", late=(LATE,), coming=()),
            OwnerAgenda(name="Team OOV", late=(), coming=(COMING,)),
        ),
        "returning": ReturningBlock(
            sentence="1 actie komt steeds terug. Geen daarvan is te laat.",
            lines=(
                TallyLine(
                    code="3.1", title="Actie 3.1", owners="MOz", done="1 van 2 gedaan", late=""
                ),
            ),
        ),
        "confirmed": ConfirmedBlock(
            sentence="2 van de 3 open acties zijn bevestigd of bijgewerkt.",
            owners=(
                OwnerConfirmed(name="H&T", share="0 van de 1", detail=""),
                OwnerConfirmed(
                    name="Team OOV", share="2 van de 2", detail="1 bevestigd en 1 gewijzigd"
                ),
            ),
            silence="Van 1 open actie is sinds 18 juni niets bevestigd of gewijzigd.",
            silent=(LATE,),
        ),
        "results": Results(
            sentence="3 acties zijn gereed: bij 1 staat wat het opleverde, bij 2 nog niet.",
            caption="Gereed in 2026: 1 actie",
            lines=(
                ResultLine(
                    code="4.12",
                    title="Actie 4.12",
                    outcome="Het convenant is getekend.",
                    day="Gereed op 3 november 2026",
                ),
            ),
            untold=("1.5", "1.6"),
        ),
        "obligations": (
            Obligations(
                heading=Heading.OBLIGATIONS,
                is_obliged=True,
                sentence="1 van de 2 verplichtingen is klaar.",
                shares=(
                    Share(label="Gereed", count=1, percent=50),
                    Share(label="Loopt", count=1, percent=50),
                ),
                open=(COMING,),
            ),
            Obligations(
                heading=Heading.ADDITIONS,
                is_obliged=False,
                sentence="0 van de 3 aanvullende acties zijn gereed en 3 lopen.",
                shares=(Share(label="Loopt", count=3, percent=100),),
                open=(),
            ),
        ),
        "concerns": (
            Concern(
                heading="Gaat niet door (NIET)",
                sentence="1 actie gaat niet door.",
                lines=(("5.7", "Actie 5.7", "Er is geen geld."),),
            ),
            Concern(
                heading="Nog geen regiehouder",
                sentence="2 open acties hebben nog niemand.",
                codes=("2.2", "2.3"),
            ),
        ),
        "timeline": timeline((0, 1, 2, 0), (1, 2, 0, 0)),
        "timeline_words": "Klaar: van 0 naar 1.",
        "lists": (
            GoalList(
                number=1, name="Basis op orde", caption="Doel 1: 3 acties", actions=(QUIET, LATE)
            ),
            GoalList(number=4, name="Samen", caption="Doel 4: 1 actie", actions=(COMING,)),
        ),
        "made_on": "dinsdag 24 november 2026",
        "made_from": "de actielijst en Planner",
    }
    return Digest(**(values | changes))


def _figure(
    label: str, meaning: str, count: int, change: str, *, is_warning: bool = False
) -> Figure:
    return Figure(label=label, meaning=meaning, count=count, change=change, is_warning=is_warning)
