"""Outlook calendars of one shared mailbox, and the events in them that are ours.

An event of ours carries an extended property, the mark; events without it are people's, and never
leave this module. Every change and deletion names the version that was read (If-Match).

Calls on many events give one outcome per event, in the order asked. They go three at a time:
Exchange allows four at once per app, whatever the number of mailboxes (Graph docs, "Outlook service
limits"), and Graph itself works a batch off four at a time.
"""

from collections.abc import Sequence
from urllib.parse import quote

from connectors.errors import GraphError
from connectors.forms import OUTLOOK_ZONE
from connectors.graph.batch import Verdict
from connectors.graph.calls import (
    GraphRequest,
    Unreadable,
    each_understood,
    segment,
    understood,
)
from connectors.graph.client import GraphClient
from connectors.graph.retry import Kind
from connectors.wire import Calendar, Deadline, JsonObject

AT_ONCE = 3

# Names the property by which we know our own events. Never change it: events in use carry it.
MARK = "String {8f0b7a52-3c1d-4e6a-b9d4-61f2c85e7a03} Name ActionId"

DUPLICATE = "ErrorDuplicateTransactionId"
"""Graph's code when an event was made under this transaction id before; seen with 400 and 409."""

# No body and no attendees: what we need is when it is, what it is called and whose it is.
_FIELDS = "id,subject,start,end,isAllDay,type,categories,changeKey,transactionId"
_MARKS = "singleValueExtendedProperties"  # only ours are asked for
_MARK_QUOTED = quote(MARK, safe="")
_QUERY = (
    f"$select={_FIELDS}&$expand=singleValueExtendedProperties($filter=id%20eq%20'{_MARK_QUOTED}')"
)
_HEADERS = {"Prefer": f'IdType="ImmutableId", outlook.timezone="{OUTLOOK_ZONE}"'}
_PER_PAGE = "100"


class CalendarApi:
    """The calendars of one mailbox as seen through a Graph client."""

    def __init__(self, client: GraphClient, mailbox: str) -> None:
        self._client = client
        self._root = f"/users/{segment(mailbox)}"

    def calendars(self) -> list[Calendar]:
        """List the mailbox's calendars. Raises GraphError."""
        path = f"{self._root}/calendars?$top={_PER_PAGE}"
        call = GraphRequest("GET", path).call
        return [understood(Calendar, item, call) for item in self._client.pages(path, _HEADERS)]

    def create_calendar(self, name: str) -> Calendar:
        """Make a calendar. Raises GraphError, Stale for a name that is taken."""
        request = GraphRequest("POST", f"{self._root}/calendars", {"name": name}, _HEADERS)
        return understood(Calendar, self._client.send(request).body, request.call)

    def events(self, calendar_id: str) -> tuple[list[Deadline], list[Unreadable]]:
        """List the events of ours in a calendar: whole, or it raises GraphError.

        Gives apart those that came with a mark, but in a form we do not know.
        """
        path = f"{self._root}/calendars/{segment(calendar_id)}/events?$top={_PER_PAGE}&{_QUERY}"
        call = GraphRequest("GET", path).call
        events, apart = each_understood(Deadline, self._client.pages(path, _HEADERS), call)
        ours = [event for event in events if event.mark(MARK) is not None]
        return ours, [thing for thing in apart if thing.body.get(_MARKS)]

    def read(self, event_ids: Sequence[str]) -> list[Deadline | GraphError]:
        """Read events by id."""
        paths = [f"{self._event_path(event_id)}?{_QUERY}" for event_id in event_ids]
        return self._each([GraphRequest("GET", path, headers=_HEADERS) for path in paths])

    def create(self, calendar_id: str, bodies: Sequence[JsonObject]) -> list[Deadline | GraphError]:
        """Make events. Each body has a transactionId, so that a repeated call makes no second one.

        A refusal with code `DUPLICATE` means that one was made under that id before.
        """
        path = f"{self._root}/calendars/{segment(calendar_id)}/events"
        return self._each(
            [GraphRequest("POST", path, body, _HEADERS, Kind.IDEMPOTENT_POST) for body in bodies]
        )

    def patch(self, items: Sequence[tuple[Deadline, JsonObject]]) -> list[Deadline | GraphError]:
        """Change events, only the fields in each body; Stale where somebody was quicker."""
        return self._each(
            [
                GraphRequest("PATCH", self._event_path(event.id), body, _versioned(event))
                for event, body in items
            ]
        )

    def delete(self, events: Sequence[Deadline]) -> list[Verdict]:
        """Delete events that nobody changed since they were read."""
        return self._few_at_a_time(
            [
                GraphRequest("DELETE", self._event_path(event.id), headers=_versioned(event))
                for event in events
            ]
        )

    def _event_path(self, event_id: str) -> str:
        return f"{self._root}/events/{segment(event_id)}"

    def _each(self, requests: Sequence[GraphRequest]) -> list[Deadline | GraphError]:
        outcomes: list[Deadline | GraphError] = []
        for request, verdict in zip(requests, self._few_at_a_time(requests), strict=True):
            try:
                if isinstance(verdict, GraphError):
                    raise verdict
                outcomes.append(understood(Deadline, verdict.body, request.call))
            except GraphError as error:
                outcomes.append(error)
        return outcomes

    def _few_at_a_time(self, requests: Sequence[GraphRequest]) -> list[Verdict]:
        starts = range(0, len(requests), AT_ONCE)
        return [
            v for start in starts for v in self._client.batch(requests[start : start + AT_ONCE])
        ]


def _versioned(event: Deadline) -> dict[str, str]:
    return {**_HEADERS, "If-Match": event.etag}
