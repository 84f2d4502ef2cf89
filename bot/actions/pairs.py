"""What a person says of actions and tasks that look alike, written into the ledger.

A task that is taken over is its maker's: what stands on it comes in with the next round. Of note
and deadline nobody knows which is newer, so what differs there is asked. A task that nobody touched
stands at 0 %, which says nothing yet.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.actions.decisions import NotDecidable, open_proposal
from bot.core.actions.pairs import Likely, likely_pairs
from bot.core.dutch import enumerated
from bot.core.history import applied
from bot.core.sync.effects import StepKind
from bot.core.sync.sides import PLANNER
from bot.store.ledger import Ledger
from bot.store.records.links import Link
from bot.store.records.proposals import Proposal
from mappings.canonical import Action, Fields, Status

TAKEN_OVER, LET_GO = "taak overgenomen die er al was", "overnemen teruggenomen"

_UNTOUCHED: Fields = {"status": Status.PLANNED, "assignees": ()}
"""What was agreed on a task that nobody touched. Labels and people of ours are put on it then."""

_MORE = "Actie {code} lijkt op meer dan één taak: {ids}. Kies er een met --task."
_NONE = "Actie {code} lijkt op geen taak die iemand zelf maakte. Zie: driehoek pairs"
_TWICE = "Eén taak kan maar van één actie zijn: {code} en {other} wijzen dezelfde aan."
_LINKED = "Actie {code} heeft al een taak in Planner."
_TOO_LATE = (
    "Van actie {code} is geen taak overgenomen, of een ronde heeft dat al uitgevoerd. Terugnemen "
    "kan alleen daarvoor."
)
_BUSY = "Voor actie {code} wordt net een taak gemaakt. Kijk na de volgende ronde opnieuw."


def chosen(pairs: Sequence[Likely], codes: Iterable[str], task: str | None) -> list[Likely]:
    """The one pair of each code. task: the id of the task, or the beginning of it.

    Raises NotDecidable when there is none, or more than one.
    """
    found: dict[str, Likely] = {}
    for code in dict.fromkeys(codes):
        near = among(pairs, [code], task)
        if len(near) > 1:
            raise NotDecidable(_MORE.format(code=code, ids=enumerated([p.remote_id for p in near])))
        (pair,) = near
        if pair.remote_id in found:
            other = found[pair.remote_id].code
            raise NotDecidable(_TWICE.format(code=other, other=code))
        found[pair.remote_id] = pair
    return list(found.values())


def among(pairs: Sequence[Likely], codes: Iterable[str], task: str | None) -> list[Likely]:
    """All pairs of these codes. Raises NotDecidable when a code has none."""
    found = []
    for code in dict.fromkeys(codes):
        near = [p for p in pairs if p.code == code and p.remote_id.startswith(task or "")]
        if not near:
            raise NotDecidable(_NONE.format(code=code))
        found += near
    return found


def take_over(ledger: Ledger, pairs: Iterable[Likely], *, at: datetime, run: str) -> list[Action]:
    """Make these tasks those of their actions, all or none; gives the actions.

    Raises NotDecidable when an action has a task by now, UnknownCode, StruckCode.
    """
    links = ledger.links.all(PLANNER)
    busy = {i.code for i in ledger.intents.unsettled(PLANNER) if i.kind == StepKind.CREATE}
    taken = []
    for pair in pairs:
        taken.append(ledger.actions.get(pair.code))
        if pair.code in links:
            raise NotDecidable(_LINKED.format(code=pair.code))
        if pair.code in busy:
            raise NotDecidable(_BUSY.format(code=pair.code))
        ledger.proposals.see(PLANNER, pair.remote_id, pair.title, at)
        ledger.proposals.set_state(PLANNER, pair.remote_id, "accepted")
        ledger.links.put(
            Link(
                side=PLANNER,
                code=pair.code,
                remote_id=pair.remote_id,
                state="live",
                linked_at=at,
            )
        )
        ledger.links.drop_base(PLANNER, pair.code)
        ledger.links.put_base(PLANNER, pair.code, _UNTOUCHED)
        ledger.history.add(applied(pair.code, "item", None, TAKEN_OVER, at=at, run=run))
        ledger.pairs.forget(PLANNER, pair.code)
        ledger.pairs.forget_task(PLANNER, pair.remote_id)
    return taken


def let_go(ledger: Ledger, codes: Iterable[str], *, at: datetime, run: str) -> None:
    """Take a taking-over back, all or none; the next round asks again.

    Raises NotDecidable when none was, or when a round has carried it out and the task is marked.
    """
    links, bases = ledger.links.all(PLANNER), ledger.links.bases(PLANNER)
    for code in dict.fromkeys(codes):
        if code not in links or bases.get(code) != _UNTOUCHED:
            raise NotDecidable(_TOO_LATE.format(code=code))
        ledger.links.forget(PLANNER, code)
        ledger.links.drop_base(PLANNER, code)
        ledger.proposals.set_state(PLANNER, links[code].remote_id, "new")
        ledger.history.add(applied(code, "item", TAKEN_OVER, LET_GO, at=at, run=run))


def refuse(ledger: Ledger, pairs: Iterable[Likely], *, at: datetime) -> None:
    """Say that these tasks are not their actions'; the next round makes what is missing."""
    for pair in pairs:
        ledger.pairs.refuse(PLANNER, pair.code, pair.remote_id, at)


def ask_again(ledger: Ledger, codes: Iterable[str]) -> None:
    """Take refusals back. Raises NotDecidable when one of the codes has none."""
    refused = {pair.code for pair in ledger.pairs.refused(PLANNER)}
    for code in codes:
        if code not in refused:
            raise NotDecidable(f"Van actie {code} is geen taak afgewezen.")
        ledger.pairs.forget(PLANNER, code)


def resembling(ledger: Ledger, proposals: Sequence[Proposal]) -> dict[str, list[str]]:
    """The codes of the actions that tasks look like, by task; only of tasks that look like any."""
    titles = {proposal.remote_id: proposal.title for proposal in proposals}
    found: dict[str, list[str]] = {}
    for pair in likely_pairs(ledger.actions.all(), titles):
        found.setdefault(pair.remote_id, []).append(pair.code)
    return found


def told_alike(ledger: Ledger, task: str) -> str:
    """What an action made of this proposal would double, in Dutch; "" when it looks like none.

    Raises NotDecidable when there is no such proposal.
    """
    proposal = open_proposal(ledger, task)
    codes = resembling(ledger, [proposal]).get(proposal.remote_id, [])
    if not codes:
        return ""
    free = [code for code in codes if code not in ledger.links.all(proposal.side)]
    remedy = (
        f"Is het dezelfde, kies dan: driehoek pairs accept {free[0]}"
        if free
        else f"Is het dubbel, wijs de taak dan af met: driehoek reject {proposal.remote_id}"
    )
    return f"De taak '{proposal.title}' lijkt op actie {enumerated(codes)}. {remedy}"
