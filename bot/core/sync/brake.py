"""Stops a round when so much is missing on a side that a fault is likelier than an intention."""

from collections.abc import Mapping

from bot.core.sync.effects import Bond, Item
from bot.core.sync.sides import side_name

BRAKE_SHARE = 0.2  # of the linked items; more gone at once is a fault, not a clean-up


class BrakePulled(Exception):
    """So much is missing on a side that a fault is likelier than an intention; nothing was done."""

    def __init__(self, side: str, sentence: str) -> None:
        super().__init__(sentence)
        self.side = side


def check_brake(side: str, items: Mapping[str, Item], bonds: Mapping[str, Bond]) -> None:
    """Raise BrakePulled when a side is suddenly empty or more than 20 % of it is gone.

    One item is never too many: in a calendar of four events that would be every deletion.
    """
    live = [bond for bond in bonds.values() if not bond.gone and not bond.fresh]
    lost = [bond for bond in live if bond.may_be_missed(items)]
    if live and not items:
        raise BrakePulled(
            side, f"{side_name(side)} is leeg, terwijl er {len(live)} acties in stonden"
        )
    if len(lost) > max(1, BRAKE_SHARE * len(live)):
        sentence = f"{len(lost)} van de {len(live)} acties zijn ineens weg uit {side_name(side)}"
        raise BrakePulled(side, sentence)
