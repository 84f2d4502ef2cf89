"""How many cards may leave on one day, per owner and in all: a brake on a bot gone wild."""

from collections.abc import Mapping, Sequence

from bot.core.dutch import counted
from bot.core.reminders.due import OwnerCard
from mappings.canonical import Frozen


class HeldCard(Frozen):
    """A card that must wait. reason: a Dutch sentence."""

    card: OwnerCard
    reason: str


class Allowance(Frozen):
    """The most cards of one day."""

    per_owner: int = 1
    in_all: int = 30


def share_out(
    cards: Sequence[OwnerCard], allowance: Allowance, gone: Mapping[str, int]
) -> tuple[tuple[OwnerCard, ...], tuple[HeldCard, ...]]:
    """Tell the cards that may go now from those that must wait. gone: cards of today per owner."""
    left = allowance.in_all - sum(gone.values())
    go: list[OwnerCard] = []
    held: list[HeldCard] = []
    for card in cards:
        if gone.get(card.owner, 0) >= allowance.per_owner:
            most = counted(allowance.per_owner, "kaart", "kaarten")
            reason = f"Op één dag gaat hoogstens {most} naar {card.owner}; de rest komt later."
            held.append(HeldCard(card=card, reason=reason))
        elif len(go) >= left:
            reason = (
                f"Vandaag zijn er al {allowance.in_all} kaarten; die naar {card.owner} wacht. "
                "Klopt dit aantal, verhoog dan cards_in_all in agenda.yaml."
            )
            held.append(HeldCard(card=card, reason=reason))
        else:
            go.append(card)
    return tuple(go), tuple(held)
