"""Decides of which actions nothing is left to do, and whether that still holds.

A round compares every field of every item with the list. Most of that it did before, with the same
outcome: the item is as it was, and so are the list, what was agreed, and the terms. Terms are all
else that an outcome follows from: the program, who wins a field, how a side translates. The day is
among them, so that everything is looked at once a day whatever was remembered.

Whatever else a plan may come to depend on must be in the terms, or take the mark of its action away
when it is written.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

from bot.core.history import Change
from bot.core.sync.effects import SidePlan, Spot, Step


def terms_of(*said: str) -> str:
    """A fingerprint of everything that is said."""
    return blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


def busy_codes(
    sides: Sequence[SidePlan],
    steps: Iterable[Step],
    changes: Iterable[Change],
    left: Iterable[Spot],
) -> frozenset[str]:
    """Actions about which a round decides, tells, remembers or leaves anything, on any side.

    left: what stays on a side though the list says otherwise.
    """
    codes = chain(
        (step.code for step in steps if step.code),
        (change.code for change in changes),
        (spot.code for spot in left),
        *(_touched(part) for part in sides),
    )
    return frozenset(codes)


def _touched(part: SidePlan) -> Iterable[str]:
    return chain(
        part.adopted,
        part.seen,
        (collision.code for collision in part.collisions),
        part.gone,
        part.astray,
        part.back,
        part.over,
        (push.code for push in part.pushes),
        part.apart,
        (code for code, _ in part.tired),
        part.asked,
    )
