"""Settles what is asked with what the checklists show: ticks taken in, and what is still wanted.

    on the task    known as        so
    ----------------------------------------------------------------------------------------
    ticked         not ticked      a tick, with its moment and its account
    not ticked     ticked          the tick is taken back
    not there      put on          people do not want it: not put on again for this question
    not there      never put on    put on, as soon as the checklist has room
    there, but the question reads otherwise: the item makes room for one that says so, unless it
    was ticked already

A tick on an item that makes room in the same round is taken in first. Whether an action is still
open is asked when the round is planned: on a closed one no item is wanted, and its ticks stand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.checklist.asks import Ask, Asked
from mappings.canonical import Frozen, Tick


class Shown(Frozen):
    """What the checklist of one task shows of ours.

    keys: of our items on it. ticks: those that are ticked, by key. room: how many items of ours fit
    beside those of people.
    """

    keys: tuple[str, ...]
    ticks: Mapping[str, Tick] = {}
    room: int


@dataclass(frozen=True)
class Inquiry:
    """All about one action that is to be settled.

    asks: what is asked now. rows: what the ledger knows of what is asked, or is on the task. shown:
    None as long as there is no task. base: the keys that list and task agreed on. is_open: whether
    the list says so at the start of the round.
    """

    code: str
    asks: tuple[Ask, ...]
    rows: tuple[Asked, ...]
    shown: Shown | None
    base: Collection[str]
    is_open: bool = True

    @property
    def on(self) -> Collection[str]:
        """The keys of our items that are on the task."""
        return self.shown.keys if self.shown else ()


@dataclass
class Settled:
    """What came of it.

    wanted: by code, the keys that belong on the task of an open action; a code that is not there
    has nothing to do with checklists. strays: by code, keys of ours on the task that nobody
    remembers, as after a lost database; these go when another one is put on. rows: what is new or
    changed in the ledger. ticked, taken_back, crowded: those of them with a tick that is new or
    gone, or for which there is no room, which is not told yet.
    """

    wanted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    strays: dict[str, frozenset[str]] = field(default_factory=dict)
    rows: list[Asked] = field(default_factory=list)
    ticked: list[Asked] = field(default_factory=list)
    taken_back: list[Asked] = field(default_factory=list)
    crowded: list[Asked] = field(default_factory=list)

    def take(self, inquiry: Inquiry, after: Sequence[Asked], wanted: Sequence[Asked]) -> None:
        """Take up what became of the rows of one action."""
        known = {row.about: row for row in inquiry.rows}
        for row in after:
            before = known.get(row.about)
            if row != before:
                self.rows.append(row)
            if row.ticked_at and not (before and before.ticked_at):
                self.ticked.append(row)
            if before and before.ticked_at and not row.ticked_at:
                self.taken_back.append(before)
            if row.crowded_at and not (before and before.crowded_at):
                self.crowded.append(row)
        keys = {row.key for row in wanted}
        strays = {*inquiry.on} - keys - {*inquiry.base}
        if strays and keys - {*inquiry.on}:
            self.strays[inquiry.code] = frozenset(strays)
        if wanted or inquiry.on or inquiry.base:
            self.wanted[inquiry.code] = tuple(sorted(row.key for row in wanted))


def settle(inquiries: Sequence[Inquiry], *, agenda: str, now: datetime) -> Settled:
    """Settle all that is asked about all actions. agenda: its key, for the keys of new items."""
    settled = Settled()
    for inquiry in inquiries:
        after = {row.about: _observed(row, inquiry, now) for row in inquiry.rows}
        room = inquiry.shown.room if inquiry.shown else None
        wanted: list[Asked] = []
        for ask in inquiry.asks:
            row = _current(ask, after.get(ask.about), inquiry, agenda, now)
            if row is None:
                continue
            if _is_wanted(row, ask, inquiry):
                is_crowded = room is not None and len(wanted) >= room
                row = _crowded(row, now if is_crowded else None)
                wanted += [] if is_crowded else [row]
            after[row.about] = row
        settled.take(inquiry, tuple(after.values()), wanted)
    return settled


def _observed(row: Asked, inquiry: Inquiry, now: datetime) -> Asked:
    """The row with what its own item shows now."""
    if inquiry.shown is None:
        return row
    tick = inquiry.shown.ticks.get(row.key)
    if row.key not in inquiry.on:
        is_news = inquiry.is_open and row.key in inquiry.base and row.gone_at is None
        return row.model_copy(update={"gone_at": now}) if is_news else row
    changes: dict[str, object] = {"gone_at": None} if row.gone_at else {}
    if tick and not row.ticked_at:
        changes |= {"ticked_at": min(tick.at or now, now), "ticked_by": tick.by}
    elif row.ticked_at and not tick:
        changes |= {"ticked_at": None, "ticked_by": ""}
    return row.model_copy(update=changes) if changes else row


def _current(
    ask: Ask, row: Asked | None, inquiry: Inquiry, agenda: str, now: datetime
) -> Asked | None:
    """The row of this ask as it reads now.

    None for what is not asked: of an action that is closed, or by what fades and was never put on.
    """
    key = ask.key(agenda, inquiry.code)
    if row is None:
        if key not in inquiry.on and (ask.fades or not inquiry.is_open):
            return None
        new = Asked(
            code=inquiry.code,
            kind=ask.kind,
            subject=ask.subject,
            key=key,
            title=ask.title,
            said=ask.said,
            since=now,
        )
        return _observed(new, inquiry, now)
    if row.title == ask.title or row.ticked_at or row.gone_at or ask.fades:
        return row
    return row.model_copy(update={"key": key, "title": ask.title, "said": ask.said})


def _is_wanted(row: Asked, ask: Ask, inquiry: Inquiry) -> bool:
    """Whether it should be there; what was ticked, or fades, only where it is."""
    if ask.fades or row.ticked_at:
        return row.key in inquiry.on
    return row.gone_at is None


def _crowded(row: Asked, at: datetime | None) -> Asked:
    """The row with whether there is room; since when there is none was told once."""
    if at is None or row.crowded_at is not None:
        return row
    return row.model_copy(update={"crowded_at": at})
