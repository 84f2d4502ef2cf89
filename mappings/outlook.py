"""Translates between an action and the event in Outlook that stands for its deadline.

An event holds little of an action, so this is a lens, as `mappings.planner` is one for tasks: what
an event cannot say (that a deadline is "2026" rather than 31 December, for one) is kept from the
action. An action stands in the calendar while it is open and its deadline is a day.

    field   on the event            note
    title   subject                 "Deadline", code and short title
    due     start                   whole days; a day in Europe/Amsterdam
    labels  categories              the owners' codes; other categories are people's own
"""

import datetime as dt
from hashlib import sha256

from connectors.forms import OUTLOOK_ZONE, read_instant
from connectors.wire import Deadline, JsonObject
from mappings.canonical import (
    Action,
    Fields,
    FieldValue,
    Frozen,
    held,
    local_day,
    normal_text,
    revise,
)
from mappings.dates import DATE_WINDOW, DateWindow

_EXPLANATION = (
    "Dit is de deadline van een actie uit de actielijst. Verplaatst u deze afspraak naar een "
    "andere dag, dan verschuift de deadline mee, ook in Planner. De naam houdt Driehoekbot bij."
)
_OURS = "d71e40eb-0701-8a11-"
"""How every transaction id of ours begins. Outlook's own programs write some there as well; an
event that people made or copied has none of ours."""


class Diary(Frozen):
    """What must be known to translate: the agenda's key, the codes of its owners, its years."""

    agenda: str
    owners: tuple[str, ...] = ()
    window: DateWindow = DATE_WINDOW


def view_action(action: Action, diary: Diary) -> Fields | None:
    """What the calendar would hold of this action; None when it does not belong there."""
    day = action.due.date
    if not action.is_open or day is None or not diary.window.holds(day):
        return None
    return {
        "title": normal_text(f"Deadline {action.heading}"),
        "due": held(action, "due"),
        "labels": tuple(sorted(_key(code) for code in action.owners if code in diary.owners)),
    }


def view_event(event: Deadline, diary: Diary) -> Fields:
    """What this event says, a day that nobody can have meant left out: see `doubts_about`.

    Raises BadReply for a start that is no moment.
    """
    day = _first_day(event)
    return {
        "title": normal_text(event.subject),
        **({"due": day.isoformat()} if diary.window.holds(day) else {}),
        "labels": tuple(sorted(_key(name) for name in event.categories if name in diary.owners)),
    }


def doubts_about(event: Deadline, diary: Diary) -> dict[str, str]:
    """By field, what is wrong with what people filled in: a Dutch clause behind its name."""
    day = _first_day(event)
    return {} if diary.window.holds(day) else {"due": diary.window.doubt(day)}


def parse(event: Deadline, *, onto: Action, diary: Diary) -> Action:
    """The action as this event would have it; what an event cannot say is kept from `onto`."""
    fields = view_event(event, diary)
    return revise(onto, "due", fields["due"]) if "due" in fields else onto


def render(fields: Fields, diary: Diary, *, onto: Deadline) -> JsonObject:
    """The PATCH body that makes `onto` hold these fields; {} for no change.

    A body of categories replaces them all, so people's own are sent along as they are.
    """
    now = view_event(onto, diary)
    fields = {name: value for name, value in fields.items() if now.get(name) != value}
    body: JsonObject = {}
    if "title" in fields:
        body["subject"] = fields["title"]
    if "due" in fields:
        body |= _whole_day(_text(fields["due"]))
    if "labels" in fields:
        theirs = [name for name in onto.categories if name not in diary.owners]
        body["categories"] = theirs + _categories(fields["labels"])
    return body


def new_event(action: Action, diary: Diary, serial: int) -> JsonObject:
    """The POST body of a new event: all day, free, without attendees or reminder.

    serial: differs from that of every event made for this action before, see
    `bot.core.sync.effects.Push`. Raises ValueError for an action that does not belong in the
    calendar.
    """
    fields = view_action(action, diary)
    if fields is None:
        raise ValueError(f"{action.code} has no day in the calendar")
    return {
        "subject": fields["title"],
        **_whole_day(_text(fields["due"])),
        "categories": _categories(fields["labels"]),
        "body": {"contentType": "text", "content": _EXPLANATION},
        "showAs": "free",
        "isReminderOn": False,
        "responseRequested": False,
        "transactionId": _transaction_id(f"{diary.agenda}/{action.code}/{serial}"),
    }


def mark_of(action: Action, diary: Diary) -> str:
    """The mark by which the event of an action is found again."""
    return f"{diary.agenda}/{action.code}"


def marker_of(mark: str | None, diary: Diary) -> str | None:
    """The action code in a mark of our agenda, if it is one."""
    agenda, _, code = (mark or "").rpartition("/")
    return code if agenda == diary.agenda else None


def glimpse(body: JsonObject, name: str, diary: Diary) -> tuple[str | None, bool]:
    """What shows of an event in a form we do not know: the code it carries, and whether it is ours.

    name: of the extended property that is our mark.
    """
    own = str(body.get("transactionId") or "").lower().startswith(_OURS)
    entries = body.get("singleValueExtendedProperties")
    values = [
        entry.get("value")
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and str(entry.get("id")).lower() == name.lower()
    ]
    mark = next((value for value in values if isinstance(value, str)), None)
    return (marker_of(mark, diary) if own else None), own


def is_own(event: Deadline) -> bool:
    """Whether the bot made this event, rather than somebody who copied one of ours."""
    return (event.transaction_id or "").lower().startswith(_OURS)


def _first_day(event: Deadline) -> dt.date:
    """The day it begins. Whole days have no hour, so no zone may move them (facts, 4.3)."""
    start = read_instant(event.start)
    return start.date() if event.is_all_day else local_day(start)


def _whole_day(day: str) -> JsonObject:
    """Midnight to midnight in one zone; any other form gives an error or two days (facts, 4.3)."""
    first = dt.date.fromisoformat(day)
    days = (first, first + dt.timedelta(days=1))
    start, end = ({"dateTime": f"{d}T00:00:00", "timeZone": OUTLOOK_ZONE} for d in days)
    return {"isAllDay": True, "start": start, "end": end}


def _transaction_id(name: str) -> str:
    """A GUID of our own kind (RFC 9562, version 8): the same name gives the same one."""
    digits = sha256(name.encode()).hexdigest()
    return f"{_OURS}a{digits[:3]}-{digits[3:15]}"


def _key(owner: str) -> str:
    return f"owner:{owner}"


def _categories(labels: FieldValue) -> list[str]:
    return [label.removeprefix("owner:") for label in labels or ()]


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""
