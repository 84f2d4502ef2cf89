"""What only the coordinator may decide, written into the ledger; the next round carries it out.

Collisions, tasks that people made themselves, deleted tasks and lost links all wait here for a
word. Nothing in this module talks to a side.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.actions.imports import SIDE as IMPORT
from bot.actions.imports import from_words
from bot.actions.imports import words as in_words
from bot.core.dutch import field_word, sentence
from bot.core.history import Outcome, applied
from bot.core.sync.sides import side_name
from bot.store.ledger import Ledger
from bot.store.records.conflicts import OpenConflict
from bot.store.records.links import Link
from bot.store.records.proposals import Proposal, ProposalState
from mappings.agenda import Agenda
from mappings.canonical import (
    MAX_TITLE,
    Action,
    Due,
    FieldValue,
    code_order,
    normal_text,
    revise,
)
from mappings.words import UnknownWord, check_goal_number

LIST = "list"
LIST_WORD = "lijst"
_NAMED = re.compile(r"(?:Deadline )?(\d+\.\d+) ")  # how the bot's own tasks and events are called


class NotDecidable(Exception):
    """There is nothing to decide as asked; its text is a Dutch sentence."""


def resolve(
    ledger: Ledger, code: str, field: str, take: str, *, at: datetime, run: str
) -> tuple[FieldValue, FieldValue]:
    """Settle a collision: the value of the list, or of the side named `take`.

    Gives (old, new). Raises NotDecidable when no such collision is open, UnknownCode.
    """
    open_here = [c for c in ledger.conflicts.open_ones() if (c.code, c.field) == (code, field)]
    if not open_here:
        raise NotDecidable(f"Actie {code} heeft geen open botsing bij {field_word(field)}.")
    chosen = _chosen(open_here, take)
    before = ledger.actions.get(code)
    if take == IMPORT:
        after = from_words(code, {**in_words(before), field: chosen})
    elif take in (LIST, LIST_WORD) and any(conflict.side == IMPORT for conflict in open_here):
        after = before  # an import left the list as it was
    else:
        after = revise(before, field, chosen)
    old, new = in_words(before)[field], in_words(after)[field]
    if after != before:
        ledger.actions.save(after)
        ledger.history.add(applied(code, field, old, new, at=at, run=run))
    for conflict in open_here:
        if conflict.side == IMPORT:
            ledger.conflicts.close(conflict.side, code, field, at)
            continue
        # Without a base nobody knew what was agreed; from now on the side's value is known, so
        # that whatever the list says differently is simply newer.
        if field not in ledger.links.bases(conflict.side).get(code, {}):
            ledger.links.put_base(conflict.side, code, {field: conflict.other})
            if conflict.other != chosen:
                lost = applied(
                    code, field, None, conflict.other, at=at, run=run, side=conflict.side
                )
                ledger.history.add(lost.model_copy(update={"outcome": Outcome.LOST}))
        ledger.conflicts.close(conflict.side, code, field, at)
    return old, new


def _chosen(conflicts: Sequence[OpenConflict], take: str) -> FieldValue:
    if take in (LIST, LIST_WORD):
        return conflicts[-1].list
    found = [conflict.other for conflict in conflicts if conflict.side == take]
    if not found:
        sides = ", ".join([LIST_WORD, *(conflict.side for conflict in conflicts)])
        raise NotDecidable(f"Kies met --take een van: {sides}.")
    return found[0]


def check_goal(agenda: Agenda, goal: int) -> None:
    """Raise NotDecidable when the agenda has no goal of this number."""
    try:
        check_goal_number(goal, (known.number for known in agenda.goals))
    except UnknownWord as error:
        raise NotDecidable(sentence(str(error))) from None


def accept(
    ledger: Ledger, task: str, goal: int, title: str | None, *, at: datetime, run: str
) -> Action:
    """Make an action of a task that somebody made by hand; gives the new action.

    task: the task's id, or the beginning of it. The next round takes the task's date, progress
    and text over. Raises NotDecidable.
    """
    proposal = open_proposal(ledger, task)
    name = normal_text(title or proposal.title)
    if not name or len(name) > MAX_TITLE:
        raise NotDecidable(f"Geef met --title een titel van 1 tot {MAX_TITLE} tekens.")
    code = new_code(ledger, goal)
    action = Action(
        code=code, title=name, text=normal_text(proposal.title) or name, due=Due.parse("")
    )
    ledger.actions.save(action)
    line = applied(code, "item", None, name, at=at, run=run, side=proposal.side)
    ledger.history.add(line)
    _link(ledger, proposal.side, code, proposal.remote_id, at)
    # An empty action was never agreed on, but saying so lets everything on the task count as new.
    ledger.links.put_base(
        proposal.side, code, {"status": "Planning", "due": None, "note": "", "assignees": ()}
    )
    _decide(ledger, proposal, "accepted")
    return action


def new_code(ledger: Ledger, goal: int) -> str:
    """The first code of a goal after all that are or were in use.

    A restored database may have forgotten an action whose task or event is still there, and now
    shows it as a proposal under the name that the bot gave it. Its code names that one for ever.
    """
    named = [_NAMED.match(proposal.title) for proposal in ledger.proposals.all()]
    used = {*ledger.actions.all(), *ledger.actions.struck()}
    used |= {found[1] for found in named if found}
    numbers = [number for of_goal, number in map(code_order, used) if of_goal == goal]
    return f"{goal}.{max(numbers, default=0) + 1}"


def reject(ledger: Ledger, task: str) -> Proposal:
    """Leave a hand-made task to its makers and stop showing it. Raises NotDecidable."""
    proposal = open_proposal(ledger, task)
    _decide(ledger, proposal, "rejected")
    return proposal


def unreject(ledger: Ledger, task: str) -> Proposal:
    """Take a rejection back: the task is a proposal again. Raises NotDecidable."""
    none = f"Er is geen afgewezen taak met id {task}. Zie: driehoek proposals --rejected"
    proposal = _by_id(ledger.proposals.rejected(), task, none=none)
    ledger.proposals.set_state(proposal.side, proposal.remote_id, "new")
    return proposal


def relink(ledger: Ledger, side: str, code: str, task: str, *, at: datetime, run: str) -> Proposal:
    """Say that this task is that action's, after a lost database or a lost marker.

    What differs is put to the coordinator by the next round. Raises NotDecidable, UnknownCode.
    """
    ledger.actions.get(code)
    link = ledger.links.all(side).get(code)
    if link is not None and link.state != "gone":
        raise NotDecidable(f"Actie {code} is al gekoppeld. Verwijder eerst de andere taak.")
    proposal = open_proposal(ledger, task)
    ledger.links.drop_base(side, code)
    _link(ledger, side, code, proposal.remote_id, at)
    _decide(ledger, proposal, "accepted")
    ledger.pairs.forget(side, code)
    ledger.history.add(applied(code, "item", None, "opnieuw gekoppeld", at=at, run=run))
    return proposal


def restore(ledger: Ledger, side: str, code: str, *, at: datetime, run: str) -> None:
    """Let the next round make an item anew that was deleted, or moved away and is let go.

    Raises NotDecidable, UnknownCode.
    """
    ledger.actions.get(code)
    link = ledger.links.all(side).get(code)
    if link is None or link.state == "live":
        raise NotDecidable(
            f"Actie {code} is in {side_name(side)} niet verwijderd, en ook niet verplaatst."
        )
    was = "verwijderd" if link.state == "gone" else "verplaatst"
    ledger.links.forget(side, code)
    ledger.links.drop_base(side, code)
    ledger.history.add(applied(code, "item", was, "wordt teruggezet", at=at, run=run))


def open_proposal(ledger: Ledger, task: str) -> Proposal:
    """The proposal with this id, or whose id begins so. Raises NotDecidable."""
    there = f"Er is geen open voorstel met id {task}. Zie: driehoek proposals"
    return _by_id(ledger.proposals.waiting(), task, none=there)


def _by_id(proposals: Sequence[Proposal], task: str, *, none: str) -> Proposal:
    """The one proposal with this id, or else whose id begins so; `none` tells that there is none.

    Nothing at all is the beginning of every id, and never what somebody meant.
    """
    if not task.strip():
        raise NotDecidable("Geef het id van de taak, of het begin ervan. Zie: driehoek proposals")
    exact = [p for p in proposals if p.remote_id == task]
    found = exact or [p for p in proposals if p.remote_id.startswith(task)]
    if not found:
        raise NotDecidable(none)
    if len(found) > 1:
        raise NotDecidable(f"Meer dan één voorstel begint met {task}. Geef meer tekens van het id.")
    return found[0]


def _decide(ledger: Ledger, proposal: Proposal, state: ProposalState) -> None:
    ledger.proposals.set_state(proposal.side, proposal.remote_id, state)
    ledger.pairs.forget_task(proposal.side, proposal.remote_id)


def _link(ledger: Ledger, side: str, code: str, remote_id: str, at: datetime) -> None:
    ledger.links.put(Link(side=side, code=code, remote_id=remote_id, state="live", linked_at=at))
