"""Brings one side into a round: its items recognised, and what list and side took notice of."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.dutch import enumerated
from bot.core.sync.effects import Bond, Collision, Item, Pending, SideState
from bot.core.sync.merge import UNKNOWN, Unknown
from mappings.canonical import Action, Fields, FieldValue

DOUBLE = (
    "in {side} dragen {why} haar kenmerk, zoals na een herhaalde taak; kies welke de hare is met: "
    "driehoek relink {code} ID --side {key}, en wijs de andere af met: driehoek reject ID"
)
"""Why nothing is done with an action of which there are doubles."""


@dataclass(frozen=True)
class Intake:
    """One side as it comes into the round.

    adopted: items recognised now, by code. doubles: items that all name one action, by code; only a
    person can tell which is its own. seen: base values to remember. collisions: what both edited.
    """

    side: SideState
    adopted: Mapping[str, str]
    doubles: Mapping[str, tuple[Item, ...]]
    seen: dict[str, dict[str, FieldValue]]
    collisions: tuple[Collision, ...]

    def base_of(self, code: str, field: str) -> FieldValue | Unknown:
        """What list and side agree on about a field, the edits that just came in included."""
        known = self.side.bonds[code].base.get(field, UNKNOWN)
        return self.seen[code].get(field, known)

    def news(self) -> dict[str, Fields]:
        """The seen values that differ from what was remembered, so that an idle round is idle."""
        news: dict[str, Fields] = {}
        for code, fields in self.seen.items():
            known = {} if code in self.adopted else self.side.bonds[code].base
            if changed := {n: v for n, v in fields.items() if known.get(n, ...) != v}:
                news[code] = changed
        return news

    @cached_property
    def has_orphans(self) -> bool:
        """Whether an item of ours lost both its link and its marker; it may be any action's.

        That takes a lost database and people's hands; making an item anew would double it.
        """
        return any(
            item.own and item.marker is None and item.remote_id not in self.side.dismissed
            for item in self.side.unlinked
        )


def recognise(
    side: SideState, actions: Mapping[str, Action], struck: Collection[str] = ()
) -> Intake:
    """Link items that carry a marker, or that are exactly what an unsettled create would make.

    struck: codes that were taken off the list; their marker brings nothing back, and of them only
    what such a create has made is linked, to be taken away.
    """
    known = actions.keys() | (side.pending.keys() & set(struck))
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in side.unlinked:
        code = _code_of(item, side.pending)
        if code in known and code not in side.bonds:
            found[code].append(item)
    bonds, adopted, doubles = dict(side.bonds), {}, {}
    for code, items in found.items():
        candidates = _candidates(items, side.dismissed)
        if len(candidates) > 1:
            doubles[code] = tuple(candidates)
            continue
        (item,) = candidates
        bonds[code] = Bond(remote_id=item.remote_id, base=_arrived(item, side.pending.get(code)))
        adopted[code] = item.remote_id
    return Intake(replace(side, bonds=bonds), adopted, doubles, {}, ())


def _candidates(items: Sequence[Item], dismissed: Collection[str]) -> Sequence[Item]:
    """Which of the items that name one action may be its own.

    People copy cards, marker and all, so what the bot made itself comes first. It may have made
    more than one as well: Planner makes a repeating task anew when it is ticked off. What a person
    rejected is none, as long as something else is left.
    """
    own = [item for item in items if item.own] or items
    return own if len(own) == 1 else [i for i in own if i.remote_id not in dismissed] or own


def told_doubles(items: Sequence[Item]) -> str:
    """Name each by its id, with what tells it from the others."""
    facts = [[item.fields.get("status"), item.fields.get("due")] for item in items]
    return enumerated(
        [
            f"{item.remote_id} ({', '.join(str(fact) for fact in known if fact) or 'zonder datum'})"
            for item, known in zip(items, facts, strict=True)
        ]
    )


def _arrived(item: Item, pending: Pending | None) -> Fields:
    """What a create certainly delivered. A blank field may not have come along, so is not known."""
    sent = pending.fields if pending else {}
    return {name: value for name, value in sent.items() if item.fields.get(name)}


def _code_of(item: Item, pending: Mapping[str, Pending]) -> str | None:
    if item.marker or not item.own:
        return item.marker
    sent = (code for code, intent in pending.items() if intent.fields.get("title") == item.title)
    return next(sent, None)
