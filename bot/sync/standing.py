"""How a side stands when a round is planned, and of which actions a plan can therefore do without.

What a mark says, and when it no longer holds: `bot.store.records.marks`, `bot.core.sync.unmoved`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.store.ledger import Ledger
from bot.store.records.links import Link
from bot.store.records.marks import Mark
from bot.sync.side import Reading


@dataclass(frozen=True)
class SideStanding:
    """One side at the moment of planning. links, marks: by code, as the ledger has them.

    reading: what was just read. asked: as of `Mark`.
    """

    side: str
    links: Mapping[str, Link]
    marks: Mapping[str, Mark]
    reading: Reading
    asked: str

    def now(self, code: str) -> Mark | None:
        """How everything is with an action; None where that cannot be told."""
        link = self.links.get(code)
        contents = self.reading.prints.get(link.remote_id) if link else ""
        if contents is None or not self.reading.terms:
            return None
        return Mark(self.reading.terms, contents, self.asked)

    def unmoved(self) -> set[str]:
        """Codes of which nothing was left to do here, and everything is as it was then."""
        return {code for code, mark in self.marks.items() if mark == self.now(code)}

    def news(self, codes: Iterable[str]) -> dict[str, Mark]:
        """The marks of actions of which nothing is left to do now, as far as they are new."""
        found = {code: mark for code in codes if (mark := self.now(code))}
        return {code: mark for code, mark in found.items() if self.marks.get(code) != mark}


def standing_of(ledger: Ledger, side: str, reading: Reading, asked: str) -> SideStanding:
    """Read how a side stands. asked: as of `Mark`."""
    return SideStanding(side, ledger.links.all(side), ledger.marks.all(side), reading, asked)


def unmoved_codes(ledger: Ledger, standings: Sequence[SideStanding]) -> frozenset[str]:
    """Codes that have not moved on any of these sides, so that a plan does without them.

    What somebody named by a marker without a link, and what may have been made just now, is none.
    """
    if not standings:
        return frozenset()
    codes = set.intersection(*(standing.unmoved() for standing in standings))
    for standing in standings:
        linked = {link.remote_id for link in standing.links.values()}
        items = standing.reading.items
        codes -= {items[name].marker or "" for name in items if name not in linked}
        codes -= {intent.code for intent in ledger.intents.unsettled(standing.side)}
    return frozenset(codes)
