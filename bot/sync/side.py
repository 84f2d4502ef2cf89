"""What the engine asks of a side, and what a side answers.

A side is a connector and a mapping behind one contract: read everything or raise, which opens it,
and send what the plan says, telling of each push what became of it. Planner is one, the Outlook
calendar another. The engine knows nothing else about them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.core.sync.effects import Item, Push
from bot.store.records.marks import Mark
from connectors.errors import GraphError
from mappings.canonical import Action, Fields, Frozen


class Confirmed(Frozen):
    """The side holds these fields now. done: nothing more of this push is to come.

    apart: why a part of it was left out, a Dutch sentence; "" when nothing was.
    """

    code: str
    remote_id: str
    fields: tuple[str, ...]
    done: bool = True
    apart: str = ""


class ChangedMeanwhile(Frozen):
    """Somebody changed the item after we read it; nothing was written. Read and decide again."""

    code: str


class Parked(Frozen):
    """The side refused this one thing; a person has to look. reason: a Dutch sentence.

    may_have_happened: refusing it did not rule out that it was done, as with Planner's limits.
    """

    code: str
    reason: str
    may_have_happened: bool = False


class OutcomeUnknown(Frozen):
    """Nobody knows whether the side did it: no answer came, or a broken one."""

    code: str
    reason: str


class Postponed(Frozen):
    """Not tried, or refused for now; the next round tries again. reason: a Dutch sentence."""

    code: str
    reason: str


Verdict = Confirmed | ChangedMeanwhile | Parked | OutcomeUnknown | Postponed


@dataclass(frozen=True)
class Memory:
    """What a side may want to remember when it reads.

    places: those of an earlier reading. capabilities: by the side's own name, what it turned out to
    be able to do. linked: the remote ids that should be there. cards: gives of some items, by id,
    the text we last wrote there. actions: gives of some codes, or of all, what the list says, to
    recognise our own text where the memory of it was lost. marks: by remote id, how an item was
    when nothing was left to do about it. terms: what that depends on beside the item and the side.
    """

    places: Mapping[str, str]
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    linked: frozenset[str] = frozenset()
    cards: Callable[[Collection[str]], Mapping[str, str]] = lambda _ids: {}
    actions: Callable[[Collection[str] | None], Mapping[str, Action]] = lambda _codes: {}
    marks: Mapping[str, Mark] = field(default_factory=dict)
    terms: str = ""


@dataclass(frozen=True)
class Reading:
    """A side as it was, whole.

    places: where our things stand (plan, buckets, label slots), to be remembered. missing: which
    of the linked items are really deleted, each asked for by itself after it was not listed; a
    listing alone does not prove that. unlisted, astray: items that were not listed but found by
    id, so that they are in `items` all the same; unlisted ones are where we put them, and show
    that the listing is not whole, astray ones were moved away by people. exists: False
    when the side is yet to be set up, so that nothing there can be missed. remarks: Dutch
    sentences for the coordinator; once: by key, those that are told a single time. starts: by
    remote id the day before which people want no reminders; None when the side knows no such thing.
    capabilities: to be remembered, too. takes_over: whether what people make here themselves may be
    an action of the list. prints: by remote id, the fingerprint of an item where one was taken.
    terms: of all that a plan for this side follows from beside them; "" when it takes none.
    """

    items: Mapping[str, Item]
    view: Callable[[Action], Fields | None]
    places: Mapping[str, str]
    missing: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()
    exists: bool = True
    remarks: tuple[str, ...] = ()
    once: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, date] | None = None
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    takes_over: bool = False
    terms: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)


class SideUnavailable(Exception):
    """A side cannot be read or written now. Its sentence says whose fault it is and what to do."""

    def __init__(self, side: str, sentence: str) -> None:
        super().__init__(sentence)
        self.side = side

    @property
    def may_mend_itself(self) -> bool:
        """Whether the side may answer when it is asked again a moment later."""
        return isinstance(self.__cause__, GraphError) and self.__cause__.worth_retry


class SideMisset(Exception):
    """The settings point a side at what we may not touch. Its sentence says which, and why."""


class OpenSide(Protocol):
    """A side that was read, and may now be written to; good for one pass of a round."""

    @property
    def reading(self) -> Reading:
        """What was read."""
        ...

    @property
    def no_room(self) -> str:
        """Why what is not admitted waits, a Dutch sentence."""
        ...

    def admit(self, pushes: Sequence[Push]) -> Sequence[Push]:
        """Which of these to try now; all of them, as long as the side has room. Asks nobody."""
        ...

    def ask(self, titles: Mapping[str, str]) -> None:
        """Learn what items in checklists are to say, by key, before any is sent."""
        ...

    def send(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        """Send a few pushes; yield what became of each, as soon as it is known.

        Each push ends with exactly one verdict that is not a Confirmed with `done=False`. Raises
        SideUnavailable.
        """
        ...


class Side(Protocol):
    """One place where people work, kept equal to the list."""

    @property
    def name(self) -> str:
        """As the ledger names it."""
        ...

    @property
    def has_checklists(self) -> bool:
        """Whether its items hold one, so that owners can be asked something there."""
        ...

    def read(self, memory: Memory, *, prepare: bool) -> OpenSide:
        """Read everything. Raises SideUnavailable, SideMisset; never returns half.

        prepare: create what is missing to work in (a plan, its columns and labels); without it
        nothing is written.
        """
        ...
