"""What became of the cards of a round, and what of that the coordinator hears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.dutch import enumerated
from bot.core.reminders.steps import step_words
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
class Told:
    """What a card tells of one action. why: Dutch, in a few words.

    code: "" for what a meeting asked that is about no action. number: of the decision by which it
    asked something, 0 for anything else.
    """

    code: str
    step: str
    why: str
    number: int = 0


@dataclass(frozen=True)
class CardReport:
    """What became of one owner's card.

    lines: what it tells. way: what carried it, or would; "" for nothing. reason: Dutch, why not all
    went as it should, or "".
    """

    owner: str
    lines: tuple[Told, ...]
    outcome: CardFate
    way: WayName | Literal[""] = ""
    reason: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The actions on the card."""
        return tuple(dict.fromkeys(line.code for line in self.lines if line.code))

    @property
    def steps(self) -> dict[str, str]:
        """The step of each action."""
        return {line.code: line.step for line in self.lines if line.code}

    @property
    def _grounds(self) -> dict[str, str]:
        """Why each action is on the card; all there is to say of one that is there twice."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            if line.code:
                found.setdefault(line.code, []).append(line.why)
        return {code: enumerated(why) for code, why in found.items()}

    def as_json(self) -> JsonObject:
        """The shape of `remind --json`, in which a way is called a transport."""
        return {
            "owner": self.owner,
            "transport": self.way,
            "codes": list(self.codes),
            "steps": self.steps,
            "why": self._grounds,
            "questions": [line.number for line in self.lines if line.number],
            "outcome": self.outcome,
            "reason": self.reason,
        }


def told(code: str, step: str, due: date, today: date, number: int = 0) -> Told:
    """Say why a card of today tells of an action. number: as of `Told`."""
    return Told(code, step, step_words(step, due=due, day=today), number)


def for_coordinator(reports: Iterable[CardReport]) -> list[str]:
    """A sentence for each card that did not go as it should; no texts of actions."""
    return [
        f"{_TROUBLE[report.outcome].format(owner=report.owner)} {report.reason}"
        for report in reports
        if report.reason and report.outcome in _TROUBLE
    ]
