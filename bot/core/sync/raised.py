"""Decides which actions people newly want to discuss, and which no more.

That is the owners' own word: it is taken notice of, and nothing is ever sent because of it.
"""

from collections.abc import Collection, Iterator

from bot.core.sync.effects import SideState
from mappings.canonical import code_order


def newly_raised(side: SideState, codes: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Say of each action of the list whose state differs from what it was, what it is now.

    Where an item cannot be read nothing is known, so nothing differs; one that was deleted says no
    more that its action is to be discussed.
    """
    for code in sorted(side.bonds.keys() & set(codes), key=code_order):
        remote_id = side.bonds[code].remote_id
        item = side.items.get(remote_id)
        is_raised = item.is_raised if item else False if remote_id in side.missing else None
        if is_raised is not None and is_raised is not (code in side.raised):
            yield code, is_raised
