"""Decides which texts of ours are put back no more for a while: people change them every time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.history import MOST_PUT_BACKS, Change, put_backs_of
from bot.core.sync.effects import Spot
from bot.core.sync.merge import Decision, Unknown
from mappings.canonical import FieldValue


@dataclass
class PutBacks:
    """Those of one round. past: what happened to an action before it, oldest first.

    left: what stays as people have it. tired: of those, what is to be told.
    """

    past: Callable[[str], Sequence[Change]]
    at: datetime
    left: set[Spot] = field(default_factory=set)
    tired: list[Spot] = field(default_factory=list)

    def temper(
        self, spot: Spot, base: FieldValue | Unknown, decision: Decision, theirs: FieldValue
    ) -> tuple[FieldValue | Unknown, Decision]:
        """Leave a text as it is that was changed again after every time it was put back.

        Gives the base and the decision that hold instead. What people make of the text meanwhile
        still goes to the history: in the end it is put back.
        """
        ours = decision.value
        lately = put_backs_of(self.past(spot.code), spot.side, spot.field, ours, self.at)
        left = replace(decision, wanted=theirs, lost=None)
        if lately.is_left:
            self.left.add(spot)
            return base, left
        if lately.times < MOST_PUT_BACKS or not decision.put_back:
            return base, decision  # the last of them may still be on its way
        self.left.add(spot)
        self.tired.append(spot)
        return ours, left  # told as a change of our text, which begins the time it is left
