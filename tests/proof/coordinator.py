"""What the coordinator can decide at a moment: what is asked, and what is free to be decided."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from proof.sight import Json, Sight, made_by_bot

from bot import decisions
from bot.store.ledger import Ledger
from bot.store.proposals import Proposal

Choice = Callable[[], object]
SIDE = "planner"


@dataclass(frozen=True)
class Coordinator:
    """Somebody who decides within one unit of work, by what there is to see."""

    ledger: Ledger
    sight: Sight
    at: datetime
    run: str

    def asked(self, chance: Random) -> list[Choice]:
        """What waits for a word: collisions, and tasks of the bot that it does not know again."""
        choices: list[Choice] = []
        for one in self.ledger.conflicts.open_ones():
            take = chance.choice((decisions.LIST, one.side))
            choices.append(self._with_stamp(decisions.resolve, one.code, one.field, take))
        for proposal, task in self._proposals():
            if made_by_bot(task):
                choices.append(self._about_stray(proposal, task["title"].split(" ")[0]))
        return choices

    def free(self) -> list[Choice]:
        """Tasks that people made, and tasks that they deleted."""
        choices: list[Choice] = []
        for proposal, task in self._proposals():
            if not made_by_bot(task):
                choices.append(partial(decisions.reject, self.ledger, proposal.remote_id))
                choices.append(self._with_stamp(decisions.accept, proposal.remote_id, 6, None))
        choices += [
            self._with_stamp(decisions.restore, SIDE, code)
            for code, link in self.sight.links.items()
            if link.state == "gone" and link.remote_id not in self.sight.tasks
        ]
        return choices

    def _proposals(self) -> Iterator[tuple[Proposal, Json]]:
        for proposal in decisions.waiting_proposals(self.ledger):
            task = self.sight.tasks.get(proposal.remote_id)
            if task is not None:
                yield proposal, task

    def _about_stray(self, proposal: Proposal, code: str) -> Choice:
        """Link it to the action that its title names, or leave it when that has a task."""
        link = self.sight.links.get(code)
        if code in self.sight.actions and (link is None or link.state == "gone"):
            return self._with_stamp(decisions.relink, SIDE, code, proposal.remote_id)
        return partial(decisions.reject, self.ledger, proposal.remote_id)

    def _with_stamp(self, decide: Callable[..., object], *what: object) -> Choice:
        return partial(decide, self.ledger, *what, at=self.at, run=self.run)
