"""Outlook as a side: the deadlines of the list as events in a calendar of the shared mailbox.

The calendar is known by its id, so people may rename it. Events that people put in it are not
ours and are never looked at. Each push is one call, so each has one verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.sync.effects import Item, Push, StepKind
from bot.core.sync.sides import OUTLOOK
from bot.sync.side import (
    Confirmed,
    Memory,
    OutcomeUnknown,
    Postponed,
    Reading,
    SideMisset,
    SideUnavailable,
    Verdict,
)
from bot.sync.sides.failures import failed
from connectors import errors
from connectors.outlook_calendar import DUPLICATE, MARK, CalendarApi
from connectors.wire import Calendar, Deadline, JsonObject
from mappings import outlook as lens
from mappings.canonical import Action
from mappings.text import clean_line

_CALENDAR = "calendar"

_MADE_BEFORE = "Outlook kent deze afspraak al, maar laat haar nog niet zien"

_MAIN = (
    "OUTLOOK_CALENDAR noemt de hoofdagenda van de postbus, waar ook de uitnodigingen staan. Kies "
    "een andere naam; de bot maakt dan een agenda voor de deadlines alleen."
)


class WrongCalendar(SideMisset):
    """The configured calendar is the main one of the mailbox, where people's meetings stand."""


@dataclass(frozen=True)
class OutlookSide:
    """One calendar. title: what it is called when we make it."""

    api: CalendarApi
    diary: lens.Diary
    title: str
    name: str = OUTLOOK

    def read(self, memory: Memory, *, prepare: bool) -> "OpenCalendar":
        """Read our events whole; see `bot.sync.side.Side.read`.

        A calendar that people deleted is made anew with the next event, not here: all that was in
        it is missing now, and that is for the brake.
        """
        known = memory.places.get(_CALENDAR, "")
        try:
            calendar, events = self._find(known)
            if prepare and not (calendar or known):
                calendar = self.api.create_calendar(self.title).id
            by_id = {event.id: event for event in events}
            astray, missing = self._look_for(sorted(memory.linked - by_id.keys()))
        except errors.GraphError as error:
            raise _unavailable(error) from error
        by_id |= astray
        reading = Reading(
            items={event_id: self._item(event) for event_id, event in by_id.items()},
            view=lambda action: lens.view_action(action, self.diary),
            places={_CALENDAR: calendar} if calendar else {},
            missing=missing,
            astray=frozenset(astray),
            exists=bool(calendar or known),
        )
        return OpenCalendar(self, calendar, by_id, reading)

    def _look_for(self, remote_ids: Sequence[str]) -> tuple[dict[str, Deadline], frozenset[str]]:
        """Ask for events by id: those that stand elsewhere, and the ids that are nowhere any more.

        Elsewhere is another calendar of this mailbox, or ours, but without the mark by which a
        listing is sifted. That a listing is not whole does no harm here: what it may hide is either
        linked, and found by id, or made under a transaction id, which Exchange takes only once.
        """
        astray: dict[str, Deadline] = {}
        gone = set()
        answers = self.api.read(remote_ids) if remote_ids else []
        for remote_id, answer in zip(remote_ids, answers, strict=True):
            match answer:
                case errors.Missing():
                    gone.add(remote_id)
                case errors.GraphError():
                    raise answer
                case Deadline():
                    astray[remote_id] = answer
        return astray, frozenset(gone)

    def _find(self, known: str) -> tuple[str, list[Deadline]]:
        """Our calendar and what is in it; "" when there is none (any more)."""
        if known:
            try:
                return known, self.api.events(known)
            except errors.Missing:
                pass  # deleted, or made anew under the same name
        calendars = self.api.calendars()
        if names_main(self.title, calendars):
            raise WrongCalendar(_MAIN)
        found = next((c.id for c in calendars if c.name == self.title), "")
        return found, self.api.events(found) if found else []

    def _item(self, event: Deadline) -> Item:
        """A copy that people made carries our mark as well, but it is theirs, and names no action.

        Else it would be taken for ours, and taken away, once ours has gone.
        """
        own = lens.is_own(event)
        return Item(
            remote_id=event.id,
            title=clean_line(event.subject or ""),
            marker=lens.marker_of(event.mark(MARK), self.diary) if own else None,
            own=own,
            fields=lens.view_event(event, self.diary),
            doubts=lens.doubts_about(event, self.diary),
        )


@dataclass
class OpenCalendar:
    """A calendar that was just read whole. calendar: its id, "" until the first event is made."""

    side: OutlookSide
    calendar: str
    events: Mapping[str, Deadline]
    reading: Reading

    def send(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        """Send creates, changes and removals; see `bot.sync.side.OpenSide.send`."""
        try:
            yield from self._create([p for p in pushes if p.kind is StepKind.CREATE], actions)
            yield from self._update([p for p in pushes if p.kind is StepKind.UPDATE])
            yield from self._remove([p for p in pushes if p.kind is StepKind.REMOVE])
        except errors.GraphError as error:
            raise _unavailable(error) from error

    def _create(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        if not pushes:
            return
        try:
            self.calendar = self.calendar or self.side.api.create_calendar(self.side.title).id
        except errors.GraphError as error:
            yield from (Postponed(code=push.code, reason=error.advice) for push in pushes)
            return
        bodies = [self._body(push, actions[push.code]) for push in pushes]
        for push, answer in zip(pushes, self.side.api.create(self.calendar, bodies), strict=True):
            yield self._verdict(push, answer, creating=True)

    def _body(self, push: Push, action: Action) -> JsonObject:
        mark = {"id": MARK, "value": lens.mark_of(action, self.side.diary)}
        body = lens.new_event(action, self.side.diary, push.serial)
        return {**body, "singleValueExtendedProperties": [mark]}

    def _update(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        events = [self.events[push.remote_id or ""] for push in pushes]
        changes = [
            (event, lens.render(push.fields, self.side.diary, onto=event))
            for push, event in zip(pushes, events, strict=True)
        ]
        for push, answer in zip(pushes, self.side.api.patch(changes), strict=True):
            yield self._verdict(push, answer)

    def _remove(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        events = [self.events[push.remote_id or ""] for push in pushes]
        for push, event, answer in zip(pushes, events, self.side.api.delete(events), strict=True):
            if isinstance(answer, errors.GraphError) and not isinstance(answer, errors.Missing):
                yield failed(push.code, answer)
            else:
                yield Confirmed(code=push.code, remote_id=event.id, fields=())

    def _verdict(
        self, push: Push, answer: Deadline | errors.GraphError, *, creating: bool = False
    ) -> Verdict:
        if isinstance(answer, Deadline):
            return Confirmed(code=push.code, remote_id=answer.id, fields=tuple(push.fields))
        if creating and answer.code == DUPLICATE:
            return OutcomeUnknown(code=push.code, reason=_MADE_BEFORE)
        return failed(push.code, answer, creating=creating)


def _unavailable(error: errors.GraphError) -> SideUnavailable:
    sentence = f"De agenda in Outlook is nu niet te gebruiken. {error.advice}"
    return SideUnavailable(OUTLOOK, sentence)


def names_main(title: str, calendars: Sequence[Calendar]) -> bool:
    """Whether this is the name of the mailbox's main calendar; Exchange's names know no case."""
    mains = [c.name or "" for c in calendars if c.is_default_calendar]
    return title.casefold() in (name.casefold() for name in mains)
