"""Outlook as a side: the deadlines of the list as events in a calendar of the shared mailbox.

The calendar is known by its id, so people may rename it. Events that people put in it are not
ours and are never looked at. Each push is one call, so each has one verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.sync.effects import Item, Push, StepKind
from bot.core.sync.sides import OUTLOOK
from bot.core.sync.unmoved import terms_of
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
from bot.sync.sides.failures import failed, rendered, set_apart, told_apart, unread
from connectors import errors
from connectors.graph.calls import Unreadable
from connectors.graph.folded import print_of
from connectors.outlook_calendar import DUPLICATE, MARK, CalendarApi
from connectors.wire import Calendar, Deadline, JsonObject
from mappings import outlook as lens
from mappings.canonical import Action
from mappings.text import clean_line

_CALENDAR = "calendar"
_TITLE = "title"  # what OUTLOOK_CALENDAR said when that calendar was chosen

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
    has_checklists: bool = False

    def read(self, memory: Memory, *, prepare: bool) -> "OpenCalendar":
        """Read our events whole; see `bot.sync.side.Side.read`.

        A calendar that people deleted is made anew with the next event, not here: all that was in
        it is missing now, and that is for the brake. Where the setting names another one now, that
        one is ours; what stands in the old one is found by its id, as if people had moved it.
        """
        is_other = memory.places.get(_TITLE, self.title) != self.title
        known = "" if is_other else memory.places.get(_CALENDAR, "")
        try:
            calendar, events, apart = self._find(known)
            if prepare and not (calendar or known):
                calendar = self.api.create_calendar(self.title).id
            by_id = {event.id: event for event in events}
            listed = by_id.keys() | {thing.id for thing in apart}
            answers = self._ask_for(sorted(memory.linked - listed))
            unreadable, answers = set_apart(answers)
        except errors.GraphError as error:
            raise _unavailable(error) from error
        astray, missing = _sorted_out(answers)
        prints = {name: print_of(event.model_dump_json().encode()) for name, event in by_id.items()}
        by_id |= astray
        unreadable |= {thing.id: self._glimpsed(thing) for thing in apart}
        items = {event_id: self._item(event) for event_id, event in by_id.items()} | unreadable
        told = told_apart(OUTLOOK, items.values(), memory.linked)
        reading = Reading(
            items=items,
            view=lambda action: lens.view_action(action, self.diary),
            places={_CALENDAR: calendar, _TITLE: self.title} if calendar else {},
            missing=missing,
            astray=frozenset(astray),
            exists=bool(calendar or known),
            terms=terms_of(memory.terms, self.diary.model_dump_json()),
            prints=prints,
            remarks=(told,) if told else (),
        )
        return OpenCalendar(self, calendar, by_id, reading)

    def _ask_for(self, remote_ids: Sequence[str]) -> dict[str, Deadline | errors.GraphError]:
        """Ask for events by id that were not listed.

        That a listing is not whole does no harm here: what it may hide is either linked, and found
        by id, or made under a transaction id, which Exchange takes only once.
        """
        answers = self.api.read(remote_ids) if remote_ids else []
        return dict(zip(remote_ids, answers, strict=True))

    def _find(self, known: str) -> tuple[str, list[Deadline], list[Unreadable]]:
        """Our calendar and what is in it; "" when there is none (any more)."""
        if known:
            try:
                return known, *self.api.events(known)
            except errors.Missing:
                pass  # deleted, or made anew under the same name
        calendars = self.api.calendars()
        if names_main(self.title, calendars):
            raise WrongCalendar(_MAIN)
        found = next((c.id for c in calendars if c.name == self.title), "")
        return (found, *self.api.events(found)) if found else (found, [], [])

    def _item(self, event: Deadline) -> Item:
        """A copy that people made carries our mark as well, but it is theirs, and names no action.

        Else it would be taken for ours, and taken away, once ours has gone.
        """
        own = lens.is_own(event)
        item = Item(
            remote_id=event.id,
            title=clean_line(event.subject or ""),
            marker=lens.marker_of(event.mark(MARK), self.diary) if own else None,
            own=own,
            fields={},
        )
        try:
            fields = lens.view_event(event, self.diary)
        except errors.BadReply as error:  # a start that is no moment
            return item.model_copy(update={"unread": f"({error.reason})"})
        doubts = lens.doubts_about(event, self.diary)
        return item.model_copy(update={"fields": fields, "doubts": doubts})

    def _glimpsed(self, thing: Unreadable) -> Item:
        """What shows of an event that cannot be read: perhaps whose it is."""
        marker, own = lens.glimpse(thing.body, MARK, self.diary)
        seen = {"marker": marker, "own": own}
        return unread(thing.id, thing.error).model_copy(update=seen)


@dataclass
class OpenCalendar:
    """A calendar that was just read whole. calendar: its id, "" until the first event is made."""

    side: OutlookSide
    calendar: str
    events: Mapping[str, Deadline]
    reading: Reading
    no_room: str = ""

    def admit(self, pushes: Sequence[Push]) -> Sequence[Push]:
        """All: a calendar is never full; see `bot.sync.side.OpenSide.admit`."""
        return pushes

    def ask(self, titles: Mapping[str, str]) -> None:
        """Nothing: an event has no checklist; see `bot.sync.side.OpenSide.ask`."""

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
        fit, apart = rendered(OUTLOOK, pushes, lambda push: self._body(push, actions[push.code]))
        yield from apart
        answers = self.side.api.create(self.calendar, [body for _, body in fit])
        for (push, _), answer in zip(fit, answers, strict=True):
            yield self._verdict(push, answer, creating=True)

    def _body(self, push: Push, action: Action) -> JsonObject:
        mark = {"id": MARK, "value": lens.mark_of(action, self.side.diary)}
        body = lens.new_event(action, self.side.diary, push.serial)
        return {**body, "singleValueExtendedProperties": [mark]}

    def _update(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        fit, apart = rendered(OUTLOOK, pushes, self._change)
        yield from apart
        answers = self.side.api.patch([change for _, change in fit])
        for (push, _), answer in zip(fit, answers, strict=True):
            yield self._verdict(push, answer)

    def _change(self, push: Push) -> tuple[Deadline, JsonObject]:
        event = self.events[push.remote_id or ""]
        return event, lens.render(push.fields, self.side.diary, onto=event)

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


def _sorted_out(
    answers: Mapping[str, Deadline | errors.GraphError],
) -> tuple[dict[str, Deadline], frozenset[str]]:
    """Tell the events that stand elsewhere from the ids that are nowhere any more.

    Elsewhere is another calendar of this mailbox, or ours, but without the mark by which a listing
    is sifted.
    """
    astray: dict[str, Deadline] = {}
    gone = set()
    for remote_id, answer in answers.items():
        match answer:
            case errors.Missing():
                gone.add(remote_id)
            case errors.GraphError():
                raise _unavailable(answer) from answer
            case Deadline():
                astray[remote_id] = answer
    return astray, frozenset(gone)


def _unavailable(error: errors.GraphError) -> SideUnavailable:
    sentence = f"De agenda in Outlook is nu niet te gebruiken. {error.advice}"
    return SideUnavailable(OUTLOOK, sentence)


def names_main(title: str, calendars: Sequence[Calendar]) -> bool:
    """Whether this is the name of the mailbox's main calendar; Exchange's names know no case."""
    mains = [c.name or "" for c in calendars if c.is_default_calendar]
    return title.casefold() in (name.casefold() for name in mains)
