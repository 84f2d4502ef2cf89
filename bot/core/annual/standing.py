"""The list as it stood at an earlier moment, with the actions that were taken off it since.

The digest compares the list of now with the one of the previous meeting; a report looks back from a
moment that is itself past. An action that was dropped from the list since then was on it at that
moment, and one that came back is on it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.decisions.states import DecisionStanding
from bot.core.digest.progress import rewind
from bot.core.history import BACK, OFF, Change
from bot.core.rhythms.tally import Returning
from mappings.canonical import Action, code_order


@dataclass(frozen=True)
class Records:
    """All there is to look back on.

    actions: as the list has them now. struck: those taken off it, as they were then. history:
    whole, oldest first. decisions: what became of each until now. returning: what decides about
    the actions that return, by code.
    """

    actions: tuple[Action, ...]
    struck: tuple[Action, ...]
    history: tuple[Change, ...]
    decisions: tuple[DecisionStanding, ...] = ()
    returning: Mapping[str, Returning] = field(default_factory=dict)

    @property
    def begins_at(self) -> datetime | None:
        """When the list began; None for one without a history."""
        return min((change.at for change in self.history), default=None)

    def list_at(self, moment: datetime) -> tuple[Action, ...]:
        """The list as it stood then, by code; empty before it began."""
        began = self.begins_at
        if began is not None and moment < began:
            return ()
        gone = self._off_at(moment)
        stood = rewind((*self.actions, *self.struck), self.history, moment)
        there = (action for action in stood if action.code not in gone)
        return tuple(sorted(there, key=lambda action: code_order(action.code)))

    def _off_at(self, moment: datetime) -> set[str]:
        """The codes that were off the list at a moment, by the last word about each until then."""
        off: set[str] = set()
        for change in self.history:
            if change.at <= moment and change.field == "item" and change.new in (OFF, BACK):
                (off.add if change.new == OFF else off.discard)(change.code)
        return off
