"""Tells of every decision what became of it, out of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.decisions.record import MeetingDecision
from bot.core.decisions.states import Aftermath, DecisionStanding, DecisionState, standings
from bot.core.dutch import sentence
from bot.core.sync.sides import PLANNER
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.words import UnknownWord, read_owner


@dataclass(frozen=True)
class DecisionFilter:
    """Which decisions somebody asks to see; all of it has to hold. Empty: everything.

    days: of the meeting. waiting: only of which something is still expected.
    """

    days: tuple[date, ...] = ()
    owners: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    states: tuple[DecisionState, ...] = ()
    waiting: bool = False

    def takes(self, standing: DecisionStanding) -> bool:
        """Whether a decision answers to it."""
        decision = standing.decision
        leads = {*(standing.action.owners if standing.action else ()), decision.owner}
        return (
            (not self.days or local_date(decision.held_at) in self.days)
            and (not self.owners or bool(leads & {*self.owners}))
            and (not self.codes or decision.code in self.codes)
            and (not self.states or standing.state in self.states)
            and not (self.waiting and standing.state.is_settled)
        )


def read_standings(ledger: Ledger) -> tuple[DecisionStanding, ...]:
    """Say of all decisions what became of them, in the order in which they were recorded."""
    decisions = ledger.decisions.all()
    if not decisions:
        return ()
    return standings(decisions, read_aftermath(ledger, decisions))


def read_aftermath(ledger: Ledger, decisions: Iterable[MeetingDecision]) -> Aftermath:
    """Gather what there is to know about what became of decisions."""
    codes = dict.fromkeys(one.code for one in decisions if one.code is not None)
    return Aftermath(
        actions=ledger.actions.all(),
        history=[change for code in codes for change in ledger.history.of(code)],
        seen_at=ledger.readings.of(PLANNER).read_at,
        reported=ledger.decisions.reported(),
    )


def owner_named(typed: str, agenda: Agenda) -> str:
    """The code of an owner as people type it. Raises UsageError."""
    try:
        return read_owner(typed, agenda.owner_names)
    except UnknownWord as error:
        raise UsageError(sentence(str(error))) from None
