"""Decides whether something new may be made of an action on a side now, or has to wait."""

from collections.abc import Collection, Iterable

from bot.core.dutch import enumerated
from bot.core.sync.effects import Push, SideState, StepKind
from bot.core.sync.intake import Intake, told_doubles
from bot.core.sync.reasons import LOOKALIKE, LOOKALIKE_ELSEWHERE, ORPHANS, OUTCOME_UNKNOWN
from bot.core.sync.sides import side_name
from mappings.canonical import Fields, code_order


def in_doubt(intakes: Iterable[Intake]) -> tuple[str, ...]:
    """Codes of actions that may be what people made themselves, and are linked to nothing there."""
    found = {
        code
        for intake in intakes
        for code in intake.side.lookalikes
        if code not in intake.side.bonds
    }
    return tuple(sorted(found, key=code_order))


def why_not(intake: Intake, code: str, doubted: Collection[str]) -> str:
    """Why nothing is made of an action now, a Dutch sentence; "" when it may be.

    doubted: codes that have to wait on every side, as one of them may hold it already.
    """
    side = intake.side
    if intake.has_orphans:
        return ORPHANS
    if code in side.lookalikes:
        items = [side.items[remote_id] for remote_id in side.lookalikes[code]]
        told = enumerated([f"'{item.title}' {told_doubles([item])}" for item in items])
        return LOOKALIKE.format(side=side_name(side.name), told=told)
    if code in doubted:
        return LOOKALIKE_ELSEWHERE
    pending = side.pending.get(code)
    if pending is not None and not pending.may_repeat:
        return OUTCOME_UNKNOWN
    return ""


def creation(side: SideState, code: str, fields: Fields) -> Push:
    """What to send to make it."""
    return Push(
        kind=StepKind.CREATE,
        code=code,
        remote_id=None,
        fields=fields,
        base=fields,
        # A create proven absent is repeated under its own number: should it have happened all the
        # same, a side that remembers makes no second one.
        serial=side.made.get(code, 0),
    )
