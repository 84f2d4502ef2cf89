"""What each side would hold of each action, and which actions cannot be read or said there.

A mapping that stumbles over one action, or an item that nobody can read, holds up that action
alone; every other goes on.
"""

from dataclasses import dataclass, field

from bot.core.sync.effects import SideState
from bot.core.sync.reasons import UNFIT
from bot.core.sync.sides import side_name
from mappings.canonical import Action, Fields


@dataclass
class Views:
    """The views of one round. apart: by side and code, why nothing is done, a Dutch clause."""

    apart: dict[str, dict[str, str]] = field(default_factory=dict)
    _known: dict[tuple[str, str], tuple[Action, Fields | None]] = field(default_factory=dict)

    def of(self, side: SideState, action: Action) -> Fields | None:
        """What a side would hold of an action, asked once for each version of it."""
        known, view = self._known.get((side.name, action.code), (None, None))
        if known is not action:
            view = side.view(action)
            self._known[side.name, action.code] = (action, view)
        return view

    def fits(self, side: SideState, action: Action) -> bool:
        """Whether the side's mapping can take this action; if it cannot, that is set apart."""
        try:
            self.of(side, action)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other actions go on
            self.set_apart(side, action.code, UNFIT, type(error).__name__)
        return action.code not in self.apart.get(side.name, {})

    def set_apart(self, side: SideState, code: str, form: str, why: str) -> None:
        """Do nothing with an action on this side; the first reason stays."""
        clause = form.format(why=why, code=code, key=side.name, side=side_name(side.name))
        self.apart.setdefault(side.name, {}).setdefault(code, clause)
