"""What becomes of a card on its way to a Teams channel, whichever way it goes."""

from dataclasses import dataclass

MAX_CARD_BYTES = 28_000  # the whole message, as the Teams connector reference states


@dataclass(frozen=True)
class CardAccepted:
    """The flow took the card. Whether it appears, nobody tells us."""

    message_id: str | None = None


@dataclass(frozen=True)
class CardRejected:
    """The card was certainly not posted. reason: Dutch; worth_retry: later it may pass."""

    reason: str
    worth_retry: bool = False


@dataclass(frozen=True)
class CardUnknown:
    """The card may have been posted. reason: Dutch."""

    reason: str


CardOutcome = CardAccepted | CardRejected | CardUnknown
