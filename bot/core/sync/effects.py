"""The values that a round is planned from and that it comes down to.

In: an `Item` per thing found on a side, a `Bond` per action we linked there, together a
`SideState`. Out: `Push` values to send, `Step` lines for the preview, one `SidePlan` per side, and
the `RoundPlan` around them. None of them does anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from bot.core.history import Change
from mappings.canonical import Action, Fields, FieldValue, Frozen, Tick


class Item(Frozen):
    """One thing found on a side: a Planner task, an Outlook event.

    marker: the action code it carries, if any. own: made by the bot rather than by a person.
    doubts: by field, what is wrong with what people filled in, a Dutch clause; such a field is
    not among `fields`. unread: why nothing of it could be read, between brackets; then there are
    no fields. is_raised: whether people want it discussed; None where nothing says so or not.
    ticks: which of our own items in its checklist are ticked, by key. room: how many of those fit
    beside what people have. by: by field, the account that gave it its value, where the side tells.
    """

    remote_id: str
    title: str
    marker: str | None
    own: bool
    fields: Fields
    doubts: Mapping[str, str] = {}
    unread: str = ""
    is_raised: bool | None = None
    ticks: Mapping[str, Tick] = {}
    room: int = 0
    by: Mapping[str, str] = {}


class Bond(NamedTuple):
    """What we remember of one action on one side.

    gone: deleted there, and told. astray: no longer where we put it, and told. fresh: made so
    recently that a listing may not show it yet.
    """

    remote_id: str
    base: Fields = {}
    gone: bool = False
    astray: bool = False
    fresh: bool = False


class Pending(Frozen):
    """A create whose outcome nobody knows yet. may_repeat: it is proven absent, so try again."""

    fields: Fields
    may_repeat: bool = False


@dataclass(frozen=True)
class SideState:
    """A side as read whole at the start of the round.

    view: what this side would hold of an action; None when it does not hold that action.
    missing: remote ids that were linked, are not in the listing, and were confirmed as deleted.
    astray: remote ids of items that are no longer where we put them, and are followed there.
    dismissed: remote ids of which a person said that they are no action's. made: by code, the
    number of the last create on this side that ended, in whatever way. titles: by remote id, what
    people called an item before it became an action. lookalikes: by code, remote ids of items that
    people made and that may be this action's; until somebody says so or not, none is made of it.
    raised: codes of which people wanted, when this side was last read, that they are discussed.
    sent: by code, what updates without an outcome sent; where it stands on the item, it is no edit
    of people. taken: codes of removals without an outcome; that the item is gone is no deletion of
    people either.
    """

    name: str
    items: Mapping[str, Item]
    bonds: Mapping[str, Bond]
    view: Callable[[Action], Fields | None]
    pending: Mapping[str, Pending] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    made: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    lookalikes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raised: frozenset[str] = frozenset()
    sent: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @property
    def back(self) -> tuple[str, ...]:
        """Codes whose item was told to be deleted or moved away, and is where we put it."""
        home, bonds = self.items.keys() - self.astray, self.bonds.items()
        return tuple(c for c, b in bonds if (b.gone or b.astray) and b.remote_id in home)

    def agreed(self, code: str) -> Fields:
        """What list and side agreed on last, also where nobody confirmed that it had arrived.

        Not of sets: what was sent of those held what people had added.
        """
        bond = self.bonds[code]
        sent = self.sent.get(code)
        if sent is None or bond.remote_id not in self.items:
            return bond.base
        there = self.items[bond.remote_id].fields
        arrived = {
            name: value
            for name, value in there.items()
            if not isinstance(value, tuple) and name in sent and sent[name] == value
        }
        return {**bond.base, **arrived}

    @cached_property
    def unlinked(self) -> tuple[Item, ...]:
        """The items that are no action's as far as we remember; the others are not looked into."""
        linked = {bond.remote_id for bond in self.bonds.values()}
        return tuple(self.items[name] for name in self.items if name not in linked)


@dataclass(frozen=True)
class Spot:
    """One field of one action on one side. field: "" for the whole item."""

    side: str
    code: str
    field: str = ""


class StepKind(StrEnum):
    """What a line of the preview announces."""

    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"
    PULL = "pull"
    CONFLICT = "conflict"
    PARK = "park"


class Step(Frozen):
    """One line of the preview, and of the report afterwards. code: None for a foreign item."""

    code: str | None
    side: str
    kind: StepKind
    field: str | None = None
    old: FieldValue = None
    new: FieldValue = None
    reason: str = ""


class Push(Frozen):
    """One thing to send. fields: what the side should hold; base: what to remember afterwards.

    serial: names a create for a side that can tell a repeat from a new one: the number of the last
    create of this action there that ended, 0 for the first.
    """

    kind: StepKind
    code: str
    remote_id: str | None
    fields: Fields
    base: Fields
    serial: int = 0


class Collision(Frozen):
    """Two edits of one field. ask: undecided, so both stay as they are until a person chooses."""

    code: str
    field: str
    ours: FieldValue
    theirs: FieldValue
    ask: bool


@dataclass(frozen=True)
class SidePlan:
    """What one side's part of the round comes down to.

    adopted: items recognised by marker. seen: base values to remember now, because list and side
    have taken notice of them. gone: codes whose item was deleted; astray: whose item was moved
    away; back: whose item is there again, or where we put it; over: whose item was deleted, as it
    would have been: the action had left the side or the list. foreign: items made by people.
    apart: by code, why nothing is done with an action here, a Dutch clause. tired: by code and
    field, texts that came back changed after every put-back, and are left as they are for a while.
    asked: codes of which nothing is made, as something that people made may be theirs.
    """

    name: str
    adopted: Mapping[str, str]
    seen: Mapping[str, Fields]
    collisions: tuple[Collision, ...]
    gone: tuple[str, ...]
    astray: tuple[str, ...]
    back: tuple[str, ...]
    over: tuple[str, ...]
    foreign: tuple[Item, ...]
    pushes: tuple[Push, ...]
    apart: Mapping[str, str]
    tired: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundPlan:
    """The whole round as a value. actions: the list as it will be; changes: lines of history.

    actions are those that were planned, as settled ones are left out. busy: codes about which there
    is anything to do, to tell or to remember.
    """

    actions: Mapping[str, Action]
    changes: tuple[Change, ...]
    sides: tuple[SidePlan, ...]
    steps: tuple[Step, ...]
    busy: frozenset[str] = frozenset()
