"""Brings one side into a round: its items recognised, and what list and side took notice of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.sync.effects import Bond, Collision, Item, Pending, SideState
from bot.core.sync.merge import UNKNOWN, Unknown
from mappings.canonical import Action, Fields, FieldValue


@dataclass(frozen=True)
class Intake:
    """One side as it comes into the round.

    adopted: items recognised now, by code. seen: base values to remember. collisions: what both
    edited.
    """

    side: SideState
    adopted: Mapping[str, str]
    seen: dict[str, dict[str, FieldValue]]
    collisions: tuple[Collision, ...]

    def base_of(self, code: str, field: str) -> FieldValue | Unknown:
        """What list and side agree on about a field, the edits that just came in included."""
        known = self.side.bonds[code].base.get(field, UNKNOWN)
        return self.seen[code].get(field, known)

    def news(self) -> dict[str, Fields]:
        """The seen values that differ from what was remembered, so that an idle round is idle."""
        remembered = {
            code: bond.base for code, bond in self.side.bonds.items() if code not in self.adopted
        }
        news = {
            code: {n: v for n, v in fields.items() if remembered.get(code, {}).get(n, ...) != v}
            for code, fields in self.seen.items()
        }
        return {code: fields for code, fields in news.items() if fields}

    @cached_property
    def has_orphans(self) -> bool:
        """Whether an item of ours lost both its link and its marker; it may be any action's.

        That takes a lost database and people's hands; making an item anew would double it.
        """
        linked = {bond.remote_id for bond in self.side.bonds.values()} | self.side.dismissed
        return any(
            item.own and item.marker is None and item.remote_id not in linked
            for item in self.side.items.values()
        )


def adopt(
    side: SideState, actions: Mapping[str, Action], struck: Collection[str] = ()
) -> tuple[SideState, Mapping[str, str]]:
    """Link items that carry a marker, or that are exactly what an unsettled create would make.

    struck: codes that were taken off the list; their marker brings nothing back, and of them only
    what such a create has made is linked, to be taken away.
    """
    known = actions.keys() | (side.pending.keys() & set(struck))
    linked = {bond.remote_id for bond in side.bonds.values()}
    bonds = dict(side.bonds)
    adopted = {}
    # People copy cards, marker and all: what the bot made itself comes first.
    for item in sorted(side.items.values(), key=lambda item: not item.own):
        code = _code_of(item, side.pending)
        if item.remote_id in linked or code is None or code in bonds or code not in known:
            continue
        bonds[code] = Bond(remote_id=item.remote_id, base=_arrived(item, side.pending.get(code)))
        adopted[code] = item.remote_id
    return replace(side, bonds=bonds), adopted


def _arrived(item: Item, pending: Pending | None) -> Fields:
    """What a create certainly delivered. A blank field may not have come along, so is not known."""
    sent = pending.fields if pending else {}
    return {name: value for name, value in sent.items() if item.fields.get(name)}


def _code_of(item: Item, pending: Mapping[str, Pending]) -> str | None:
    if item.marker or not item.own:
        return item.marker
    sent = (code for code, intent in pending.items() if intent.fields.get("title") == item.title)
    return next(sent, None)
