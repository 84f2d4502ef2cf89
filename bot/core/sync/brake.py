"""Keeps a round off a side where so much is missing that a fault is likelier than an intention."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.sync.effects import Bond, Item
from bot.core.sync.sides import side_name

BRAKE_WORD = "Noodrem"
"""How a reason begins that a side is let alone by the brake."""
BRAKE_SHARE = 0.2  # of the linked items; more gone at once is a fault, not a clean-up


@dataclass(frozen=True)
class Sighting:
    """What a reading saw of a side. All but `items` by remote id; see `bot.sync.side.Reading`."""

    items: Mapping[str, Item]
    missing: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()

    @cached_property
    def listed(self) -> frozenset[str]:
        """What the listing itself showed."""
        return frozenset(self.items.keys() - self.unlisted)

    def is_too_new(self, bond: Bond) -> bool:
        """Whether an item was made so recently that a listing may not show it yet."""
        return (
            bond.fresh and bond.remote_id not in self.listed and bond.remote_id not in self.missing
        )


class BrakePulled(Exception):
    """So much is missing on a side that a fault is likelier than an intention; it is let alone."""

    def __init__(self, side: str, sentence: str) -> None:
        super().__init__(sentence)
        self.side = side


def check_brake(side: str, seen: Sighting, bonds: Mapping[str, Bond]) -> None:
    """Raise BrakePulled when a side is suddenly empty or more than 20 % of it is gone.

    What was proven deleted is gone, however short ago it was made; what is not listed where it
    should be may just as well be, unless it is too new to be listed. One item is never too many:
    in a calendar of four events that would be every deletion.
    """
    live = [bond for bond in bonds.values() if not (bond.gone or seen.is_too_new(bond))]
    away = seen.missing | seen.unlisted
    lost = [bond for bond in live if bond.remote_id in away]
    if live and not seen.listed:
        raise BrakePulled(
            side, f"{side_name(side)} is leeg, terwijl er {len(live)} acties in stonden"
        )
    if len(lost) > max(1, BRAKE_SHARE * len(live)):
        sentence = f"{len(lost)} van de {len(live)} acties zijn ineens weg uit {side_name(side)}"
        raise BrakePulled(side, sentence)


def check_removal(side: str, going: int, listed: int) -> None:
    """Raise BrakePulled when more than 20 % of the list is to leave a side at once.

    going: the items on that side of actions that were struck off the list. listed: the actions that
    are still on it.
    """
    if going > max(1, BRAKE_SHARE * (listed + going)):
        raise BrakePulled(
            side,
            f"er zijn {going} van de {listed + going} acties tegelijk uit de lijst gehaald; "
            f"wat daarvan in {side_name(side)} staat, blijft staan",
        )
