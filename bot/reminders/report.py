"""What became of the cards of a round, and what of that the coordinator hears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.reminders.due import OwnerCard
from bot.reminders.ways import WayName
from connectors.wire import JsonObject

CardFate = Literal["planned", "accepted", "unknown", "rejected", "skipped"]

_TROUBLE: Mapping[CardFate, str] = {
    "accepted": "De herinnering aan {owner} ging per mail.",
    "unknown": "Het is niet zeker of de herinnering aan {owner} is aangekomen.",
    "rejected": "De herinnering aan {owner} is niet aangekomen.",
    "skipped": "De herinnering aan {owner} is niet verstuurd.",
}


@dataclass(frozen=True)
class CardReport:
    """What became of one owner's card.

    steps: by action code. way: what carried it, or would; "" for nothing. reason: Dutch, why not
    all went as it should, or "".
    """

    owner: str
    codes: tuple[str, ...]
    steps: Mapping[str, str]
    outcome: CardFate
    way: WayName | Literal[""]
    reason: str = ""

    def as_json(self) -> JsonObject:
        """The shape of `remind --json`, in which a way is called a transport."""
        return {
            "owner": self.owner,
            "transport": self.way,
            "codes": list(self.codes),
            "steps": dict(self.steps),
            "outcome": self.outcome,
            "reason": self.reason,
        }


def report_on(
    card: OwnerCard, outcome: CardFate, way: WayName | Literal[""] = "", reason: str = ""
) -> CardReport:
    """Say what became of a card."""
    codes = tuple(line.code for line in card.lines)
    steps = {line.code: line.step for line in card.lines}
    return CardReport(card.owner, codes, steps, outcome, way, reason)


def for_coordinator(reports: Iterable[CardReport]) -> list[str]:
    """A sentence for each card that did not go as it should; no texts of actions."""
    return [
        f"{_TROUBLE[report.outcome].format(owner=report.owner)} {report.reason}"
        for report in reports
        if report.reason and report.outcome in _TROUBLE
    ]
