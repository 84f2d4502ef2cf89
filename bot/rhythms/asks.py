"""Asks owners, by an item per period in the checklist of their task, whether it was done this time.

A tick is a line of `OCCASION` in the history with the period in it, and all counts follow from
those. The items of a cycle stay until it is over, so that a tick can be taken back, and make room
together with the first of the next one. What a meeting does is asked of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.checklist.asks import Ask, Asks
from bot.core.rhythms.record import OCCASION
from bot.core.rhythms.tally import PeriodState, Returning, tally
from bot.core.workdays import local_date
from bot.rhythms.reading import read_returning
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import Action


@dataclass(frozen=True)
class RhythmAsks:
    """What the rhythms of an agenda ask of open actions, as `Checklists` takes it."""

    agenda: Agenda

    def __call__(self, ledger: Ledger, actions: Mapping[str, Action], now: datetime) -> Asks:
        """Say it."""
        opened = [action for action in actions.values() if action.is_open]
        returning = read_returning(ledger, self.agenda, opened)
        asks = {code: _asks(one, local_date(now)) for code, one in returning.items()}
        return {code: some for code, some in asks.items() if some}

    def terms(self, ledger: Ledger, now: datetime) -> str:  # noqa: ARG002 - as of `AskSource`
        """What returns by meetings; all else is of the action, its history and the day."""
        return self.agenda.rhythms.model_dump_json()


def _asks(returning: Returning, today: date) -> tuple[Ask, ...]:
    if returning.by_meetings:
        return ()
    found = tally(returning, today)
    return tuple(_ask(state) for state in (*found.passed, found.now))


def _ask(state: PeriodState) -> Ask:
    """Ask of one period; of one that is done, or that nobody owes, only what is there stays."""
    name = state.period.name
    return Ask(
        kind=OCCASION, subject=name, title=f"Gedaan: {name}", said=name, fades=not state.is_lacking
    )
