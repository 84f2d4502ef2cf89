"""Brings what owners are asked by their task's checklist into a round, and their ticks out of it.

The engine plans the field `checklist` as any other; here it learns which keys of ours the list
wants on each task now. Ticks cost nothing: a reading brings the checklists along.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.core.checklist.asks import CHECKLIST, Ask, Asked, Asks, titles_of
from bot.core.checklist.settle import Inquiry, Settled, Shown, settle
from bot.core.history import Change, Outcome
from bot.core.sync.effects import Bond, Item, SideState
from bot.core.sync.unmoved import terms_of
from bot.store.ledger import Ledger
from mappings.canonical import Action, Fields, code_order


class AskSource(Protocol):
    """Says what is asked of actions. Only open actions are asked anything.

    What that follows from beside the action, its history and the day, is its terms: as long as
    nothing of all that moved, an action is not looked at.
    """

    def __call__(self, ledger: Ledger, actions: Mapping[str, Action], now: datetime) -> Asks:
        """What is asked of each of these actions now."""
        ...

    def terms(self, ledger: Ledger, now: datetime) -> str:
        """As said above; any text that is another one when they are."""
        ...


@dataclass(frozen=True)
class Checklists:
    """All that is asked of owners. agenda: its key. sources: who asks something."""

    agenda: str = ""
    sources: Sequence[AskSource] = ()

    def asks(self, ledger: Ledger, actions: Mapping[str, Action], now: datetime) -> Asks:
        """What is asked now, by action code, in the order of the sources."""
        asked: dict[str, tuple[Ask, ...]] = {}
        for source in self.sources:
            for code, some in source(ledger, actions, now).items():
                asked[code] = (*asked.get(code, ()), *some)
        return asked

    def terms(self, ledger: Ledger, now: datetime) -> str:
        """A fingerprint of the terms of all sources."""
        return terms_of(*(source.terms(ledger, now) for source in self.sources))

    def titles(self, asks: Asks) -> dict[str, str]:
        """What the items say of all that is asked, by their key."""
        return titles_of(asks, self.agenda)

    def settle(
        self,
        ledger: Ledger,
        state: SideState,
        actions: Mapping[str, Action],
        asks: Asks,
        now: datetime,
    ) -> Settled:
        """Settle what is asked with what was read of a side; see `bot.core.checklist.settle`.

        actions, asks: of what is planned; of nothing else anything is settled.
        """
        bases = {code: _keys(bond.base) for code, bond in state.bonds.items()}
        # Of these alone: to look into an item that did not move takes reads of its own.
        bonds = {code: bond for code in asks if (bond := state.bonds.get(code))}
        items = {code: state.items.get(bond.remote_id) for code, bond in bonds.items()}
        on = [_keys(item.fields) for item in items.values() if item is not None]
        rows = defaultdict[str, list[Asked]](list)
        for row in ledger.asks.of(
            keys={key for keys in (*bases.values(), *on) for key in keys},
            subjects={ask.subject for some in asks.values() for ask in some},
        ):
            rows[row.code].append(row)
        inquiries = []
        for code in sorted(asks, key=code_order):
            item = items.get(code)
            if code in bonds and (item is None or CHECKLIST not in item.fields):
                continue  # nothing can be said of what is not there, or could not be read
            inquiries.append(
                Inquiry(
                    code=code,
                    asks=asks.get(code, ()),
                    rows=tuple(rows[code]),
                    shown=None if item is None else _shown(item),
                    base=bases.get(code, ()),
                    is_open=code in actions and actions[code].is_open,
                )
            )
        return settle(inquiries, agenda=self.agenda, now=now)


def with_checklist(state: SideState, settled: Settled) -> SideState:
    """The side as it would also hold our items: on the tasks of open actions."""

    def view(action: Action) -> Fields | None:
        fields = state.view(action)
        if fields is None or action.code not in settled.wanted:
            return fields
        keys = settled.wanted[action.code] if action.is_open else ()
        return {**fields, CHECKLIST: keys}

    bonds = {
        code: bond._replace(base={**bond.base, CHECKLIST: _put_on(bond, strays)})
        for code, strays in settled.strays.items()
        for bond in [state.bonds[code]]
    }
    return replace(state, view=view, bonds={**state.bonds, **bonds})


def tick_lines(settled: Settled, side: str, *, run: str, at: datetime) -> list[Change]:
    """The lines of history about ticks that were set and taken back, with who did so."""

    def line(row: Asked, old: str | None, new: str | None) -> Change:
        return Change(
            at=row.ticked_at or at if new else at,
            run=run,
            code=row.code,
            side=side,
            field=row.kind,
            old=old,
            new=new,
            outcome=Outcome.APPLIED,
            by=row.ticked_by if new else "",
        )

    return [
        *(line(row, None, row.said) for row in settled.ticked),
        *(line(row, row.said, None) for row in settled.taken_back),
    ]


def full_sentence(row: Asked) -> str:
    """Say that the checklist has no room."""
    return (
        f"Actie {row.code}: de controlelijst in Planner is vol. Daarom staat '{row.title}' er niet "
        "op."
    )


def _put_on(bond: Bond, strays: Collection[str]) -> tuple[str, ...]:
    """The keys that must have been put on: those that were agreed on, and those nobody knows."""
    return tuple(sorted({*_keys(bond.base), *strays}))


def _shown(item: Item) -> Shown:
    return Shown(keys=_keys(item.fields), ticks=item.ticks, room=item.room)


def _keys(fields: Fields) -> tuple[str, ...]:
    value = fields.get(CHECKLIST)
    return value if isinstance(value, tuple) else ()
