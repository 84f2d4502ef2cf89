"""Takes actions that should not be there off the list, and puts them back.

The ledger is told; what stands on the sides goes with the next round, under its brake. The history
keeps all of it, and a struck code is never given out again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.actions.decisions import NotDecidable
from bot.core.history import BACK, OFF, applied
from bot.core.sync.sides import SIDES
from bot.store.ledger import Ledger
from mappings.canonical import Action


@dataclass(frozen=True)
class Departure:
    """An action that leaves the list. sides: where an item of it stands that the bot follows."""

    action: Action
    sides: tuple[str, ...]


def look_at(ledger: Ledger, codes: Iterable[str]) -> list[Departure]:
    """What striking these would mean; changes nothing. Raises UnknownCode, StruckCode."""
    links = {side: ledger.links.all(side) for side in SIDES}
    return [
        Departure(
            action=ledger.actions.get(code),
            sides=tuple(s for s in SIDES if code in links[s] and links[s][code].state != "gone"),
        )
        for code in dict.fromkeys(codes)
    ]


def strike(ledger: Ledger, codes: Iterable[str], *, at: datetime, run: str) -> list[Departure]:
    """Take these off the list, all or none, with what waits about them. Raises as `look_at`."""
    leaving = look_at(ledger, codes)
    conflicts = ledger.conflicts.open_ones()
    for code in (one.action.code for one in leaving):
        for conflict in conflicts:
            if conflict.code == code:
                ledger.conflicts.close(conflict.side, code, conflict.field, at)
        for side in SIDES:
            link = ledger.links.all(side).get(code)
            if link is not None and link.state == "gone":
                ledger.links.forget(side, code)
                ledger.links.drop_base(side, code)
        ledger.actions.strike(code, at)
        ledger.history.add(applied(code, "item", None, OFF, at=at, run=run))
    return leaving


def struck_among(ledger: Ledger, codes: Iterable[str]) -> list[Action]:
    """These actions, each struck off the list. Raises NotDecidable, UnknownCode."""
    once, struck = tuple(dict.fromkeys(codes)), ledger.actions.struck()
    for code in once:
        if code not in struck:
            ledger.actions.get(code)
            raise NotDecidable(f"Actie {code} staat gewoon in de lijst.")
    return [struck[code].action for code in once]


def unstrike(ledger: Ledger, codes: Iterable[str], *, at: datetime, run: str) -> list[Action]:
    """Put these back on the list as they were, all or none. Raises as `struck_among`.

    What the rounds since took away, the next one makes anew.
    """
    actions = struck_among(ledger, codes)
    for action in actions:
        ledger.actions.unstrike(action.code)
        ledger.history.add(applied(action.code, "item", OFF, BACK, at=at, run=run))
    return actions
