"""Mailboxes: which there are, which the app may open, and the seeded calendar."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.sandbox.calls import Refusal
from connectors.sandbox.tenant.calendar import CalendarFolder
from connectors.sandbox.tenant.directory import BOT_MAILBOX, DOMAIN, SECRETARIAT, Directory
from connectors.sandbox.tenant.exchange import JsonObject, not_found
from connectors.sandbox.tenant.ids_and_etags import Ids
from connectors.sandbox.tenant.mail import Messages

HOME = ZoneInfo("Europe/Amsterdam")
PRIMARY = "Agenda"
_EVERY = timedelta(weeks=8)
_PAST, _COMING = 3, 4
_AHEAD = timedelta(days=21)
_THURSDAY = 3
_PREPARED = timedelta(days=10)


class Mailbox:
    """The mail and the calendars of one address; `calendar` is the first, where meetings come."""

    def __init__(self, ids: Ids, address: str) -> None:
        self.address = address
        self.messages = Messages(ids, address)
        self._ids, self._transactions = ids, set[str]()
        self.calendar = CalendarFolder(ids, address, PRIMARY, self._transactions)
        self.calendars = {self.calendar.id: self.calendar}

    def add_calendar(self, name: str) -> CalendarFolder:
        """Make another calendar. Raises Refusal 409 for a name that is taken."""
        if name.casefold() in {known.name.casefold() for known in self.calendars.values()}:
            text = "A folder with the specified name already exists."
            raise Refusal(409, "ErrorFolderExists", text)
        made = CalendarFolder(self._ids, self.address, name, self._transactions)
        self.calendars[made.id] = made
        return made

    def calendar_by_id(self, calendar_id: str) -> CalendarFolder:
        """Return one of its calendars. Raises Refusal 404."""
        if calendar_id not in self.calendars:
            raise not_found()
        return self.calendars[calendar_id]

    def calendar_of(self, event_id: str) -> CalendarFolder:
        """Return the calendar that an event stands in. Raises Refusal 404."""
        for calendar in self.calendars.values():
            if event_id in calendar.items:
                return calendar
        raise not_found()


class Mailboxes:
    """All mailboxes; the app's Exchange role covers the allowed ones only."""

    def __init__(self, ids: Ids, directory: Directory) -> None:
        self._directory = directory
        self.allowed = {BOT_MAILBOX}
        self.items = {user.upn: Mailbox(ids, user.upn) for user in directory.users}

    def open(self, key: str) -> Mailbox:
        """Return a user's mailbox. Raises Refusal 404 for nobody's, 403 outside the role."""
        try:
            user = self._directory.user(key)
        except Refusal:
            text = f"The requested user '{key}' is invalid."
            raise Refusal(404, "ErrorInvalidUser", text) from None
        if user.upn not in self.allowed:
            text = "Access is denied. Check credentials and try again."
            raise Refusal(403, "ErrorAccessDenied", text)
        return self.items[user.upn]


def meeting_days(today: date) -> list[date]:
    """Return Thursdays eight weeks apart: three past ones, the next about three weeks ahead."""
    about = today + _AHEAD
    coming = about + timedelta(days=_THURSDAY - about.weekday())
    return [coming + _EVERY * turn for turn in range(-_PAST, _COMING)]


def seed_calendar(calendar: CalendarFolder, now: datetime, days: Iterable[date]) -> None:
    """Fill the bot's calendar: the two series it was invited to, and unrelated events.

    The working group that prepares a driehoek meets ten days before it.
    """
    long = timedelta(minutes=90)
    accepted = {"response": "accepted", "time": "2026-01-05T08:00:00Z"}
    invited = {"organizer": organizer(SECRETARIAT), "responseStatus": accepted}
    driehoek = {"subject": "Lokale driehoek", "categories": ["Driehoek"], **invited}
    starts = [at(day, time(10)) for day in sorted(days)]
    calendar.place_series(driehoek, starts, long, now)
    group = {"subject": "Ambtelijke integrale werkgroep", **invited}
    prepared = [at(day - _PREPARED, time(13, 30)) for day in sorted(days)]
    calendar.place_series(group, prepared, long, now)
    today = now.astimezone(HOME).date()
    team = {"subject": "Teamoverleg veiligheid", "organizer": organizer(f"oov@{DOMAIN}")}
    for week in range(-4, 12):
        start = at(today + timedelta(days=7 * week - today.weekday()), time(9))
        calendar.place(dict(team), start, start + timedelta(hours=1), now)
    nameless = at(today + timedelta(days=9), time(14))
    calendar.place({"organizer": organizer(f"oov@{DOMAIN}")}, nameless, nameless + long, now)
    first = datetime.combine(today + timedelta(days=12), time(), now.tzinfo)
    closed = {"subject": "Collegevrije dag", "showAs": "free", "organizer": organizer(SECRETARIAT)}
    calendar.place(closed, first, first + timedelta(days=1), now, all_day=True)


def at(day: date, clock: time) -> datetime:
    """Return a moment by the clock of the town hall."""
    return datetime.combine(day, clock, HOME)


def organizer(address: str) -> JsonObject:
    """Return an organizer as Outlook writes it."""
    name = address.partition("@")[0].capitalize()
    return {"emailAddress": {"address": address, "name": name}}
