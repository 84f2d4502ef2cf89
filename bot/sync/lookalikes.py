"""Looks for what people made on a side before the list came to it, so that it is not doubled.

Only of what was never made, or was made and let go, there can be a lookalike: an action that is
linked has its own, and what resembles that is a proposal like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.core.actions.pairs import Likely, likely_pairs
from bot.core.sync.effects import SideState
from bot.store.ledger import Ledger


def look_for_pairs(ledger: Ledger, state: SideState, codes: frozenset[str]) -> list[Likely]:
    """What people made on a side and may be an action of which nothing stands there.

    codes: those of the whole list.
    """
    if codes <= state.bonds.keys():
        return []
    tasks = {
        item.remote_id: item.title
        for item in state.unlinked
        if not (item.own or item.unread or item.marker or item.remote_id in state.dismissed)
    }
    refused = {(pair.code, pair.remote_id) for pair in ledger.pairs.refused(state.name)}
    pairs = likely_pairs(ledger.actions.all(), tasks, refused)
    return [one for one in pairs if one.code not in state.bonds]


def lookalikes(pairs: Iterable[Likely]) -> Mapping[str, tuple[str, ...]]:
    """The remote ids by code."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for one in pairs:
        found[one.code] += (one.remote_id,)
    return dict(found)


def held_by(ledger: Ledger, unread: Iterable[str]) -> frozenset[str]:
    """Codes that still wait for an answer about sides that this round does without."""
    return frozenset(pair.code for side in unread for pair in ledger.pairs.asked(side))
