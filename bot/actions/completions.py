"""Takes a Gereed back that was a mistake: the action is again what it was before.

The list is told; the next round brings it to Planner, and the deadline back into Outlook.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.actions.edits import save_edit
from bot.core.completions import status_before
from bot.core.dutch import enumerated
from bot.core.sync.sides import SIDES
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.canonical import Action, Status


def look_at(ledger: Ledger, codes: Iterable[str]) -> list[Action]:
    """These actions as reopening would make them; changes nothing.

    Raises UnknownCode, StruckCode, and UsageError when one of them is not Gereed.
    """
    found = [ledger.actions.get(code) for code in dict.fromkeys(codes)]
    other = [action.code for action in found if action.status is not Status.DONE]
    if other:
        stand = "Actie {} staat" if len(other) == 1 else "De acties {} staan"
        raise UsageError(
            f"{stand.format(enumerated(other))} niet op {Status.DONE}, dus er is niets terug te "
            f"nemen. Een andere stand geeft u met: driehoek set {other[0]} --status"
        )
    return [
        action.model_copy(update={"status": status_before(action, ledger.history.of(action.code))})
        for action in found
    ]


def reopen(ledger: Ledger, codes: Iterable[str], *, at: datetime, run: str) -> list[Action]:
    """Make these what they were before they were done, all or none. Raises as `look_at`."""
    reopened = look_at(ledger, codes)
    for action in reopened:
        save_edit(ledger, action, at=at, run=run)
        _settle(ledger, action.code, at)
    return reopened


def _settle(ledger: Ledger, code: str, at: datetime) -> None:
    """Close what was open about the status: this is the coordinator's word on it.

    Where nobody knows what was agreed it stays open, as the next round could not go by her word.
    """
    for conflict in ledger.conflicts.open_ones():
        if (conflict.code, conflict.field) != (code, "status") or conflict.side not in SIDES:
            continue
        if "status" in ledger.links.bases(conflict.side).get(code, {}):
            ledger.conflicts.close(conflict.side, code, "status", at)
