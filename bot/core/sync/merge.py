"""The three-way merge of one field: what people meant, given what both sides last agreed on.

Everywhere `base` is what list and side last agreed on, `ours` is what the list says now and
`theirs` is what the side holds now, all three in the words that this side can hold.

    base      ours      theirs    SIDE            LIST            RESTORE         ANNOUNCE (a set)
    ------------------------------------------------------------------------------------------------
    any       x         x         agree           agree           agree           agree
    x         x         y         take y          take y          put back, tell  leave y
    x         y         x         send y          send y          send y          send difference
    x         y         z         take z, keep y  send y, keep z  send y, tell    send difference
    unknown   x         (blank)   send x          send x          send x          send x
    unknown   (blank)   y         take y          take y          put back, tell  leave y
    unknown   x         y         ask             ask             send x, tell    send missing

An action may also leave a side, as a done one leaves the calendar. Then `ours` is what the list
says itself, and whatever is decided, the item goes:

    x         any       x         let go          let go          let go          let go
    any       x         x         let go          let go          let go          let go
    x         y         z         take z, keep y  keep z          tell            let go
    unknown   x         y         keep y          keep y          let go          let go
    (blank)   (blank)   y         take y          take y          tell            let go

The last is for an item that came rather than leaves: an event that was just accepted as an action
brings the day by which it belongs there, and so stays.

"keep" means: the losing value goes to the history and is shown to the coordinator; a value that is
taken over the list's own unchanged one collides with nothing, so there is nothing to keep.
"unknown" is a link without memory, as after a lost database: guessing there could overwrite a
newer edit. Of a set it is unknown only whether it ever arrived; where nothing at all is remembered
of an item, the caller takes what the list says for agreed, as people may have taken it off.
"leave", "ask" and "send difference" are the only outcomes in which list and side have not taken
notice of each other's value at once, so that there is nothing to remember yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.canonical import FieldValue, Frozen, Policy, Status


class Unknown(Frozen):
    """Stands for a base that nobody remembers; None is a real value (no due date)."""


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Decision:
    """What one field should be.

    value: what the list should say. wanted: what the side should hold; equal to `theirs` when
    nothing needs to be sent. agreed: the base to remember now, before anything is sent; UNKNOWN
    for none. lost: the edit that the policy did not choose, if any. ask: nobody may decide this
    but a person; value and wanted then leave everything as it is.
    """

    value: FieldValue
    wanted: FieldValue
    agreed: FieldValue | Unknown
    lost: FieldValue = None
    collided: bool = False
    put_back: bool = False
    ask: bool = False


def policy_for(field: str, ours: FieldValue, policies: Mapping[str, Policy]) -> Policy:
    """Who wins this field. Whatever the agenda says, a dropped action never comes back as done."""
    dropped = field == "status" and ours == Status.DROPPED
    return Policy.LIST if dropped else policies[field]


def merge_field(
    base: FieldValue | Unknown, ours: FieldValue, theirs: FieldValue, policy: Policy
) -> Decision:
    """Decide one field of an item that stays, by the first part of the table above."""
    if ours == theirs:
        return Decision(ours, theirs, agreed=ours)
    if policy is Policy.ANNOUNCE:
        wanted = _announce(base, ours, theirs)
        return Decision(ours, wanted, agreed=ours if wanted == theirs else UNKNOWN)
    if policy is Policy.RESTORE:
        told = _speaks(base, theirs)
        return Decision(ours, ours, agreed=theirs, lost=theirs, put_back=told)
    if isinstance(base, Unknown):
        return _without_memory(ours, theirs)
    if theirs == base:
        return Decision(ours, ours, agreed=theirs)
    if ours == base:
        return Decision(theirs, theirs, agreed=theirs)
    if policy is Policy.SIDE:
        return Decision(theirs, theirs, agreed=theirs, lost=ours, collided=True)
    return Decision(ours, ours, agreed=theirs, lost=theirs, collided=True)


def merge_leaving(
    base: FieldValue | Unknown, ours: FieldValue, theirs: FieldValue, policy: Policy
) -> Decision:
    """Decide one field of an item that will be removed, by the second part of the table above."""
    if policy is Policy.ANNOUNCE:
        return Decision(ours, theirs, agreed=UNKNOWN)
    is_edited = theirs not in (base, ours)
    if policy is Policy.RESTORE or not is_edited:
        told = policy is Policy.RESTORE and is_edited and not isinstance(base, Unknown)
        return Decision(ours, theirs, agreed=theirs, put_back=told)
    said_nothing = base == ours and not ours
    if said_nothing or (policy is Policy.SIDE and not isinstance(base, Unknown)):
        return Decision(theirs, theirs, agreed=theirs, lost=ours, collided=ours != base)
    return Decision(ours, theirs, agreed=theirs, lost=theirs, collided=True)


def _without_memory(ours: FieldValue, theirs: FieldValue) -> Decision:
    if not theirs:
        return Decision(ours, ours, agreed=theirs)
    if not ours:
        return Decision(theirs, theirs, agreed=theirs)
    return Decision(ours, theirs, agreed=UNKNOWN, ask=True)


def _speaks(base: FieldValue | Unknown, theirs: FieldValue) -> bool:
    """Whether somebody on the side wrote this value, rather than it being simply out of date."""
    return bool(theirs) if isinstance(base, Unknown) else theirs != base


def _announce(base: FieldValue | Unknown, ours: FieldValue, theirs: FieldValue) -> tuple[str, ...]:
    known = set() if isinstance(base, Unknown) else _members(base)
    added = _members(ours) - known
    removed = known - _members(ours)
    return tuple(sorted((_members(theirs) | added) - removed))


def _members(value: FieldValue) -> set[str]:
    return set(value) if isinstance(value, tuple) else set()
