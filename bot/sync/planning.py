"""Puts together what a round is planned from, out of the ledger and what was read, and plans it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.actions.pairs import Likely
from bot.core.checklist.settle import Settled
from bot.core.sync.effects import RoundPlan
from bot.core.sync.plan import plan_round
from bot.core.sync.unmoved import terms_of
from bot.store.ledger import Ledger
from bot.sync.checklist import Checklists, with_checklist
from bot.sync.known import known_of, raised_on
from bot.sync.lookalikes import held_by, look_for_pairs, lookalikes
from bot.sync.program import program
from bot.sync.side import Reading
from bot.sync.standing import SideStanding, standing_of, unmoved_codes
from mappings.canonical import Policy, local_day


@dataclass(frozen=True)
class Planned:
    """A planned round. By side: pairs, what is asked of a person; settled, what checklists came to.

    titles: what items in checklists are to say, by key. is_empty: nothing is on the list.
    """

    plan: RoundPlan
    pairs: Mapping[str, Sequence[Likely]]
    settled: Mapping[str, Settled]
    standings: Sequence[SideStanding]
    titles: Mapping[str, str]
    is_empty: bool

    @property
    def at_rest(self) -> set[str]:
        """Of which of the planned actions nothing is left to do, nor was there anything."""
        rows = {row.code for part in self.settled.values() for row in part.rows}
        return self.plan.actions.keys() - self.plan.busy - rows


@dataclass(frozen=True)
class Planning:
    """What a plan goes by: whose word counts, by field, and what owners are asked.

    asking: the sides where they can be asked.
    """

    policies: Mapping[str, Policy]
    checklists: Checklists
    asking: Collection[str]

    def terms(self, at: datetime) -> str:
        """What a plan follows from beside the list, what is remembered of it, and the sides."""
        policies = [f"{name} {policy}" for name, policy in sorted(self.policies.items())]
        return terms_of(program(), local_day(at).isoformat(), *policies)

    def plan(
        self,
        ledger: Ledger,
        readings: Mapping[str, Reading],
        *,
        run: str,
        now: datetime,
        unread: Collection[str],
    ) -> Planned:
        """Plan a round, but for what has not moved. readings: by side; unread: the other sides."""
        codes, struck = ledger.actions.codes(), ledger.actions.struck()
        terms = self.checklists.terms(ledger, now)
        standings = [
            standing_of(ledger, side, seen, terms if side in self.asking else "")
            for side, seen in readings.items()
        ]
        actions = ledger.actions.all(codes - unmoved_codes(ledger, standings))
        asks = self.checklists.asks(ledger, actions, now)
        asked = {code: asks.get(code, ()) for code in (*actions, *struck)}
        states, pairs, settled = [], dict[str, list[Likely]](), dict[str, Settled]()
        for standing in standings:
            side, reading = standing.side, standing.reading
            state = known_of(ledger, standing, codes, asked, now).state(reading)
            if reading.takes_over:
                found = pairs[side] = look_for_pairs(ledger, state, codes)
                raised = raised_on(ledger, side)
                state = replace(state, lookalikes=lookalikes(found), raised=raised)
            if side in self.asking:
                part = self.checklists.settle(ledger, state, actions, asked, now)
                state, settled[side] = with_checklist(state, part), part
            states.append(state)
        plan = plan_round(
            actions,
            states,
            self.policies,
            at=now,
            run=run,
            past=ledger.history.of,
            struck={code: one.action for code, one in struck.items()},
            held=held_by(ledger, unread),
        )
        waiting = {part.name: part.asked for part in plan.sides}
        told = {
            side: [pair for pair in found if pair.code in waiting[side]]
            for side, found in pairs.items()
        }
        titles = self.checklists.titles(asks)
        return Planned(plan, told, settled, standings, titles, is_empty=not codes)
