"""Outlook: one shared mailbox, its calendar and the mail that leaves from it.

Mail goes out effectively once: look for the key, make a draft that carries it, send the draft, and
after an unknown outcome look at the draft again. Never `sendMail`: it leaves nothing to look for.

Every call asks for immutable ids, so that a message keeps its id when Exchange moves it from
Drafts to Sent Items (Graph docs, "Get immutable identifiers"). Exchange allows four calls at once
per app; the Graph client makes one at a time.
"""

from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlencode

from connectors.errors import GraphError, Stale
from connectors.forms import OUTLOOK_ZONE
from connectors.graph.calls import GraphRequest, segment, understood
from connectors.graph.client import GraphClient
from connectors.graph.retry import Kind
from connectors.mime import OutgoingMail, mime_request
from connectors.wire import Event, MailFile, Message, SentMail

# Names the property by which we find our own mail again. Never change it: sent mail carries it.
KEY_PROPERTY = "String {5d2f6c1e-8a43-4b0b-9d57-3e1c0f7a94b6} Name DigestKey"

# No body: the worker has no business with what people write to each other.
_EVENT_FIELDS = (
    "id,subject,start,end,isAllDay,isCancelled,type,seriesMasterId,originalStart,iCalUId,"
    "organizer,categories,changeKey,responseStatus,showAs"
)
_MESSAGE_FIELDS = "id,isDraft,parentFolderId,sentDateTime,subject,internetMessageId"
_INCOMING_FIELDS = "id,isDraft,subject,from,receivedDateTime"
_HEADERS = {"Prefer": f'IdType="ImmutableId", outlook.timezone="{OUTLOOK_ZONE}"'}
_PER_PAGE = "100"


class OutlookApi:
    """One mailbox as seen through a Graph client. Every method raises GraphError."""

    def __init__(self, client: GraphClient, mailbox: str) -> None:
        self._client = client
        self._root = f"/users/{segment(mailbox)}"

    def calendar_view(self, start: datetime, end: datetime) -> list[Event]:
        """List every event and occurrence that touches the period; start and end are aware.

        Not filtered by subject: one event without a subject makes Graph fail on such a filter
        (microsoft-graph-docs-contrib#454).
        """
        query = {
            "startDateTime": _stated(start),
            "endDateTime": _stated(end),
            "$select": _EVENT_FIELDS,
            "$top": _PER_PAGE,
        }
        path = f"{self._root}/calendarView?{_encoded(query)}"
        call = GraphRequest("GET", path).call
        return [understood(Event, item, call) for item in self._client.pages(path, _HEADERS)]

    def event(self, event_id: str) -> Event:
        """Read one event or occurrence."""
        path = f"{self._root}/events/{segment(event_id)}?{_encoded({'$select': _EVENT_FIELDS})}"
        request = GraphRequest("GET", path, headers=_HEADERS)
        return understood(Event, self._client.send(request).body, request.call)

    def find_by_key(self, key: str) -> list[Message]:
        """Find the mail that carries this key, in any folder: drafts and sent mail alike."""
        value = key.replace("'", "''")
        condition = f"ep/id eq '{KEY_PROPERTY}' and ep/value eq '{value}'"
        query = {
            "$filter": f"singleValueExtendedProperties/Any(ep: {condition})",
            "$select": _MESSAGE_FIELDS,
        }
        path = f"{self._root}/messages?{_encoded(query)}"
        call = GraphRequest("GET", path).call
        return [understood(Message, item, call) for item in self._client.pages(path, _HEADERS)]

    def inbox_since(self, moment: datetime) -> list[Message]:
        """List what came into the Inbox from this moment on: who from and the subject, no body.

        A mail that could not be delivered comes back there (Graph docs, "Things to know about
        sending mail").
        """
        query = {
            "$filter": f"receivedDateTime ge {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "$select": _INCOMING_FIELDS,
            "$top": _PER_PAGE,
        }
        path = f"{self._root}/mailFolders/inbox/messages?{_encoded(query)}"
        call = GraphRequest("GET", path).call
        return [understood(Message, item, call) for item in self._client.pages(path, _HEADERS)]

    def create_draft(self, mail: OutgoingMail, key: str) -> Message:
        """Make a draft that carries the key. Raises TooLarge before anything is sent.

        Two calls, for MIME cannot hold our property: the draft, then the key on it. A kill or a
        lost answer in between leaves a draft without a key. That is harmless: only what carries a
        key is ever found again and sent, so it stays in Drafts until a person clears it away.
        Both calls are repeated when in doubt: a spare draft is harmless too.
        """
        path = f"{self._root}/messages"
        text = mime_request(mail, key, GraphRequest("POST", path).call)
        request = GraphRequest("POST", path, text, _HEADERS, Kind.IDEMPOTENT_POST)
        made = understood(Message, self._client.send(request).body, request.call)
        try:
            return self.mark_draft(made.id, key)
        except GraphError as error:
            if not error.outcome_unknown:  # else Drafts would fill up, one draft a round
                with suppress(GraphError):
                    self.delete_draft(made.id)
            raise

    def mark_draft(self, message_id: str, key: str) -> Message:
        """Put the key on a draft, by which `find_by_key` finds it from then on."""
        body = {"singleValueExtendedProperties": [{"id": KEY_PROPERTY, "value": key}]}
        path = self._message_path(message_id)
        # Repeated when in doubt, as a POST that does no harm: the same key once more is no change.
        request = GraphRequest("PATCH", path, body, _HEADERS, Kind.IDEMPOTENT_POST)
        return understood(Message, self._client.send(request).body, request.call)

    def send_draft(self, message_id: str) -> None:
        """Hand a draft to the post. Accepted is not delivered.

        Never repeated when in doubt: where `outcome_unknown` holds, look with `message` whether
        it is still a draft.
        """
        path = f"{self._message_path(message_id)}/send"
        self._client.send(GraphRequest("POST", path, headers=_HEADERS))

    def message(self, message_id: str) -> Message:
        """Read a message; with an immutable id, the sent copy answers to the draft's id."""
        path = f"{self._message_path(message_id)}?{_encoded({'$select': _MESSAGE_FIELDS})}"
        request = GraphRequest("GET", path, headers=_HEADERS)
        return understood(Message, self._client.send(request).body, request.call)

    def recipients(self, message_id: str) -> tuple[str, ...]:
        """The addresses that a message goes or went to."""
        path = f"{self._message_path(message_id)}?{_encoded({'$select': 'id,toRecipients'})}"
        request = GraphRequest("GET", path, headers=_HEADERS)
        return understood(SentMail, self._client.send(request).body, request.call).addresses

    def sent_mail(self, message_id: str) -> SentMail:
        """Read a mail as it went, with its body."""
        fields = "id,subject,body,sentDateTime,toRecipients"
        path = f"{self._message_path(message_id)}?{_encoded({'$select': fields})}"
        request = GraphRequest("GET", path, headers=_HEADERS)
        return understood(SentMail, self._client.send(request).body, request.call)

    def files_of(self, message_id: str) -> list[MailFile]:
        """Read the files that are enclosed in a mail."""
        path = f"{self._message_path(message_id)}/attachments"
        call = GraphRequest("GET", path).call
        return [understood(MailFile, item, call) for item in self._client.pages(path, _HEADERS)]

    def delete_draft(self, message_id: str) -> None:
        """Delete a draft. Raises Stale when it has been sent: the same id is the sent copy now."""
        request = GraphRequest("DELETE", self._message_path(message_id), headers=_HEADERS)
        if not self.message(message_id).is_draft:
            raise Stale(request.call, reason="no draft any more")
        self._client.send(request)

    def _message_path(self, message_id: str) -> str:
        return f"{self._root}/messages/{segment(message_id)}"


def _stated(moment: datetime) -> str:
    """Write a moment with its offset; without one, Graph would read it as UTC."""
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return moment.isoformat()


def _encoded(query: dict[str, str]) -> str:
    return urlencode(query, safe="$,:/()'")
