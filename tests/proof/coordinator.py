"""What the coordinator can decide at a moment: what is asked, and what is free to be decided."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from proof.sight import SIDES, Json, Sight, is_event, made_by_bot, marked_by_bot

from bot.actions import decisions
from bot.actions.pairs import refuse, take_over
from bot.core.actions.pairs import Likely
from bot.core.sync.sides import PLANNER
from bot.store.ledger import Ledger
from bot.store.records.pairs import Pair
from bot.store.records.proposals import Proposal

Choice = Callable[[], object]
TITLE = "Overgenomen afspraak"


@dataclass(frozen=True)
class Coordinator:
    """Somebody who decides within one unit of work, by what there is to see."""

    ledger: Ledger
    sight: Sight
    at: datetime
    run: str

    def asked(self, chance: Random) -> list[Choice]:
        """What waits for a word: collisions, pairs, and items of the bot that it does not know."""
        choices: list[Choice] = []
        for one in self.ledger.conflicts.open_ones():
            take = chance.choice((decisions.LIST, one.side))
            choices.append(self._with_stamp(decisions.resolve, one.code, one.field, take))
        choices += [
            self._about_stray(p, item) for p, item in self._proposals() if made_by_bot(item)
        ]
        choices += [
            self._about_pair(pair, chance)
            for pair in self.ledger.pairs.asked(PLANNER)
            if pair.remote_id in self.sight.items[PLANNER] and pair.code in self.sight.actions
        ]
        return choices

    def free(self) -> list[Choice]:
        """Tasks and events that people made, and those that they deleted."""
        choices: list[Choice] = []
        for proposal, item in self._proposals():
            if not made_by_bot(item):
                title = TITLE if is_event(item) else None
                choices.append(partial(decisions.reject, self.ledger, proposal.remote_id))
                choices.append(self._with_stamp(decisions.accept, proposal.remote_id, 6, title))
        choices += [
            self._with_stamp(decisions.restore, side, code)
            for side in SIDES
            for code, link in self.sight.ties[side].links.items()
            if link.state == "gone" and link.remote_id not in self.sight.items[side]
        ]
        return choices

    def _proposals(self) -> Iterator[tuple[Proposal, Json]]:
        for proposal in self.ledger.proposals.waiting():
            item = self.sight.items[proposal.side].get(proposal.remote_id)
            if item is not None:
                yield proposal, item

    def _about_stray(self, proposal: Proposal, item: Json) -> Choice:
        """Link it to the action that it names, or leave it when that has one."""
        code = marked_by_bot(item) if is_event(item) else item["title"].split(" ")[0]
        link = self.sight.ties[proposal.side].links.get(code or "")
        if code in self.sight.actions and (link is None or link.state == "gone"):
            return self._with_stamp(decisions.relink, proposal.side, code, proposal.remote_id)
        return partial(decisions.reject, self.ledger, proposal.remote_id)

    def _about_pair(self, asked: Pair, chance: Random) -> Choice:
        """Take it over, unless its action has a task by now; or say that they are two."""
        ties = self.sight.ties[PLANNER]
        title = self.sight.items[PLANNER][asked.remote_id]["title"]
        pairs = [Likely(asked.code, asked.remote_id, title, 100.0, sure=True)]
        linked = {link.remote_id for link in ties.links.values()}
        is_free = asked.code not in ties.links and asked.remote_id not in linked
        if is_free and asked.code not in ties.making and chance.random() < 0.5:
            return partial(take_over, self.ledger, pairs, at=self.at, run=self.run)
        return partial(refuse, self.ledger, pairs, at=self.at)

    def _with_stamp(self, decide: Callable[..., object], *what: object) -> Choice:
        return partial(decide, self.ledger, *what, at=self.at, run=self.run)
