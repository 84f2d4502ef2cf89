"""Finds a meeting series among the events of a calendar, and says for each one why it counts.

An event belongs to the series when its series is pinned, else when it carries the category, else
when its name is one of the known names and an allowed organiser sent it: anybody outside could
send an invitation by the same name (facts, section 5).

A pinned series that goes on makes the weaker signs superfluous; where it has nothing, they stand
in, so that a series that was set up anew is still found.

What the ledger knows counts too. A meeting that was held stays held when the calendar forgets it;
one that was to come and is gone counts as called off. And in another mailbox, or in a series that
replaced the old one, a meeting is the same meeting still (`bot.core.meetings.replacements`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.dutch import full_date, moment
from bot.core.meetings.replacements import recognise
from bot.core.meetings.signs import is_called_off, looks_like, sign_of
from bot.core.meetings.verdicts import (
    KnownMeeting,
    MeetingState,
    MeetingVerdict,
    Occurrence,
    Series,
    Sign,
    planned_slot,
)
from bot.core.workdays import local_date, local_time
from mappings.canonical import Frozen

PINNED_REACH = timedelta(days=45)
"""Within this distance of a pinned meeting, no other event is taken for one."""

_TWO = "Er staan twee afspraken op deze dag die het kunnen zijn. Kies er één."
_TWIN = "Deze afspraak staat er dubbel in; de andere telt mee."
_ELSEWHERE = "De vastgezette reeks heeft in deze tijd al een overleg."
_GONE = "De afspraak staat niet meer in de agenda."
_UNLIKE = "De afspraak staat er nog, maar is niet meer te herkennen als dit overleg."
_PAST = "Dit overleg is gehouden; de bot heeft het onthouden."


class _Look(Frozen):
    """An event under judgement. refusal: why it does not count, "" as long as it does.

    doubtful, asks: as of `MeetingVerdict`.
    """

    event: Occurrence
    sign: Sign | None
    refusal: str
    doubtful: bool = False
    asks: KnownMeeting | None = None

    def refused(self, sentence: str, *, doubtful: bool = False) -> "_Look":
        """The same event, which does not count for this reason."""
        return self.model_copy(update={"refusal": sentence, "doubtful": doubtful})


def match_meetings(
    events: Iterable[Occurrence],
    series: Series,
    *,
    now: datetime,
    known: Iterable[KnownMeeting] = (),
) -> tuple[MeetingVerdict, ...]:
    """Judge the events that look like this series, earliest first; others are left out.

    known: the meetings of this series that the ledger has.
    """
    remembered = {meeting.key: meeting for meeting in known}
    held = {key for key, m in remembered.items() if m.state is MeetingState.HELD}
    events = list(events)
    looks = [_first_look(event, series) for event in events if looks_like(event, series)]
    looks = _without_twins(looks)
    looks = _pinned_first(looks, held)
    looks = _recognised(looks, list(remembered.values()), now)
    looks = _one_a_day(looks, held)
    verdicts = [_verdict(look, series, now) for look in looks]
    seen = {verdict.occurrence.key for verdict in verdicts}
    there = {event.key for event in events}
    verdicts += [
        _from_memory(meeting, series, is_there=(meeting.seen_as or key) in there)
        for key, meeting in remembered.items()
        if key not in seen and (key in held or meeting.start > now)
    ]
    return tuple(sorted(verdicts, key=lambda v: (v.occurrence.start, v.occurrence.key, v.counts)))


def _first_look(event: Occurrence, series: Series) -> _Look:
    sign = sign_of(event, series)
    if sign is None:
        refusal = "De naam klopt, maar deze organisator mag het overleg niet uitschrijven."
    else:
        refusal = _objection(event)
    if not event.subject.strip() and series.names:
        event = event.model_copy(update={"subject": series.names[0]})  # the mail needs a name
    return _Look(event=event, sign=sign, refusal=refusal)


def _objection(event: Occurrence) -> str:
    """Say what keeps an event from being held at all, or "" when nothing does.

    All-day events are no meetings; our own deadlines in the calendar are all of that kind.
    """
    if is_called_off(event):
        return "De afspraak is afgezegd."
    if event.is_all_day:
        return "De afspraak duurt de hele dag en is dus geen vergadering."
    if event.declined:
        return "De uitnodiging is afgewezen."
    return ""


def _without_twins(looks: Sequence[_Look]) -> list[_Look]:
    """Let one of two copies of the same meeting count: the accepted one, else one in a series.

    The start is compared as well, in case a series gives all its meetings one uid.
    """
    best: dict[tuple[str, datetime], _Look] = {}
    for look in looks:
        event, twins = look.event, (look.event.uid, look.event.start)
        if event.uid and not look.refusal:
            best[twins] = min(look, best.get(twins, look), key=_as_copy)
    return [
        look.refused(_TWIN)
        if not look.refusal and best.get((look.event.uid, look.event.start), look) is not look
        else look
        for look in looks
    ]


def _as_copy(look: _Look) -> tuple[bool, bool, str]:
    return not look.event.accepted, look.event.series_id is None, look.event.key


def _recognised(
    looks: Sequence[_Look], known: Sequence[KnownMeeting], now: datetime
) -> list[_Look]:
    """Give every event the key of the meeting it is, and say which may be one that is gone."""
    told = recognise([look.event for look in looks if not look.refusal], known, now)
    under = {meeting.seen_as: meeting for meeting in known if meeting.seen_as}
    found = []
    for look in looks:
        native = look.event.key
        old = (under if look.refusal else told.known).get(native)
        asks = None if look.refusal else told.asked.get(native)
        event = look.event if old is None or old.key == native else _as_known(look.event, old)
        found.append(look.model_copy(update={"event": event, "asks": asks}))
    return found


def _as_known(event: Occurrence, old: KnownMeeting) -> Occurrence:
    """The event as the meeting it stands in for, which was planned where that one was."""
    slot = planned_slot(old.key)
    if slot is None or local_date(slot) == local_date(event.start):
        slot = event.original_start
    return event.model_copy(update={"key": old.key, "seen_as": event.key, "original_start": slot})


def _pinned_first(looks: Sequence[_Look], held: set[str]) -> list[_Look]:
    """Refuse look-alikes near a pinned meeting; a meeting that was held before stays held."""
    pinned = [look.event.start for look in looks if look.sign is Sign.PINNED and not look.refusal]

    def is_superfluous(look: _Look) -> bool:
        near = any(abs(look.event.start - start) <= PINNED_REACH for start in pinned)
        return near and look.sign is not Sign.PINNED and look.event.key not in held

    return [
        look.refused(_ELSEWHERE) if not look.refusal and is_superfluous(look) else look
        for look in looks
    ]


def _one_a_day(looks: Sequence[_Look], held: set[str]) -> list[_Look]:
    """Refuse all candidates of a day that has more than one, but for the one that was held."""
    per_day = Counter(local_date(look.event.start) for look in looks if not look.refusal)
    return [
        look.refused(_TWO, doubtful=True)
        if not look.refusal
        and per_day[local_date(look.event.start)] > 1
        and look.event.key not in held
        else look
        for look in looks
    ]


def _verdict(look: _Look, series: Series, now: datetime) -> MeetingVerdict:
    state = _state(look.event, now)
    return MeetingVerdict(
        occurrence=look.event,
        series=series.key,
        sign=look.sign,
        counts=not look.refusal,
        reason=look.refusal or _ground(look, series, state),
        state=state,
        doubtful=look.doubtful,
        asks=None if look.refusal else look.asks,
    )


def _from_memory(meeting: KnownMeeting, series: Series, *, is_there: bool) -> MeetingVerdict:
    """Judge a meeting that the calendar does not show: held before, or gone from it.

    is_there: its event is, under another name, say; so nobody called it off.
    """
    is_held = meeting.state is MeetingState.HELD
    gone = MeetingState.COMING if is_there else MeetingState.CANCELLED
    return MeetingVerdict(
        occurrence=Occurrence(
            key=meeting.key,
            seen_as=meeting.seen_as,
            series_id=None,
            original_start=planned_slot(meeting.key),
            start=local_time(meeting.start),
            end=local_time(meeting.end),
            subject=meeting.subject,
            organizer="",
        ),
        series=series.key,
        sign=None,
        counts=is_held,
        reason=_PAST if is_held else _UNLIKE if is_there else _GONE,
        state=MeetingState.HELD if is_held else gone,
        is_gone=not is_there,
    )


def _ground(look: _Look, series: Series, state: MeetingState) -> str:
    event, sign = look.event, look.sign
    grounds = {
        Sign.PINNED: "De afspraak hoort bij de vastgezette reeks.",
        Sign.CATEGORY: f"De afspraak heeft de categorie {series.category}.",
        Sign.NAME: "De naam en de organisator kloppen.",
    }
    sentences = [grounds[sign]] if sign else []
    if series.pinned and sign is not Sign.PINNED and state is not MeetingState.HELD:
        sentences.append("De vastgezette reeks heeft hier geen overleg; controleer dit.")
    if _is_moved(event) and event.original_start is not None:
        sentences.append(f"Verplaatst; gepland was {moment(event.original_start)}.")
    if look.asks is not None:
        day = full_date(local_date(look.asks.start))
        sentences.append(f"Misschien vervangt dit het overleg van {day}.")
    return " ".join(sentences)


def _state(event: Occurrence, now: datetime) -> MeetingState:
    if is_called_off(event):
        return MeetingState.CANCELLED
    if event.start <= now:
        return MeetingState.HELD
    return MeetingState.MOVED if _is_moved(event) else MeetingState.COMING


def _is_moved(event: Occurrence) -> bool:
    return event.original_start is not None and event.original_start != event.start
