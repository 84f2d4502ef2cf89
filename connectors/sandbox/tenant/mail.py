"""A mailbox's messages: drafts, sending, the copy in Sent Items, and what left the building."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from connectors.sandbox.calls import Call, Json, bad_request
from connectors.sandbox.tenant.exchange import (
    JsonObject,
    not_found,
    utc_text,
    with_extended,
)
from connectors.sandbox.tenant.ids_and_etags import Ids
from connectors.sandbox.tenant.mail_rules import RECIPIENTS, attachment_fields, message_fields
from connectors.sandbox.tenant.mime import TEXT, read_mime

DRAFTS, SENT, INBOX = "drafts", "sentitems", "inbox"


@dataclass
class StoredMail:
    """A message.

    immutable: the id that survives a move; mutable: the one that does not. text: the plain-text
    form beside an HTML body, which only MIME can bring.
    """

    immutable: str
    mutable: str
    folder: str
    fields: JsonObject
    properties: list[dict[str, str]]
    attachments: list[JsonObject] = field(default_factory=list)
    version: int = 1
    text: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """Both ids."""
        return self.immutable, self.mutable

    @property
    def etag(self) -> str:
        """The weak etag, which holds the change key."""
        return f'W/"{self.change_key}"'

    @property
    def change_key(self) -> str:
        """Another value after every change."""
        return base64.b64encode(f"{self.immutable[:12]}{self.version:06d}".encode()).decode()


class Messages:
    """The messages of one mailbox. departed: what was sent, once for every time it was sent."""

    def __init__(self, ids: Ids, owner: str) -> None:
        self._ids, self._owner = ids, owner
        self.items: list[StoredMail] = []
        self.departed: list[JsonObject] = []

    def draft(self, body: Json, now: datetime, folder: str = DRAFTS) -> StoredMail:
        """Make a draft. Raises Refusal 400 for a body Outlook refuses."""
        fields, properties, files = message_fields(body)
        sender = {"emailAddress": {"address": self._owner, "name": self._owner}}
        blank: JsonObject = {
            "subject": "", "body": {"contentType": "text", "content": ""}, "toRecipients": [],
            "ccRecipients": [], "bccRecipients": [], "replyTo": [], "importance": "normal",
            "categories": [], "isRead": True, "isDraft": True, "from": sender, "sender": sender,
            "createdDateTime": utc_text(now), "sentDateTime": utc_text(now),
            "internetMessageId": f"<{self._ids.guid()}@sandbox>",
        }  # fmt: skip
        message = StoredMail(
            immutable=self._ids.exchange("AAkALg"),
            mutable=self._ids.exchange("AAMkAD"),
            folder=folder,
            fields={**blank, **fields},
            properties=properties,
            attachments=[self._attached(file) for file in files],
        )
        self.items.append(message)
        return message

    def draft_from_mime(self, raw: bytes, now: datetime, folder: str = DRAFTS) -> StoredMail:
        """Make a draft of MIME in base64. Raises Refusal 400 or 413."""
        fields, text = read_mime(raw)
        message = self.draft(fields, now, folder)
        message.text = text
        return message

    def find(self, key: str) -> StoredMail:
        """Find a message by either id; the mutable one dies with a move. Raises Refusal 404."""
        for message in self.items:
            if key in message.keys:
                return message
        raise not_found()

    def change(self, message: StoredMail, body: Json) -> None:
        """Change a draft. Raises Refusal 400 for a message that is none."""
        fields, properties, _ = message_fields(body)
        if not message.fields["isDraft"] and set(fields) - {"isRead", "categories", "flag"}:
            raise bad_request(
                "The item is no draft and cannot be changed.", "ErrorInvalidOperation"
            )
        message.fields |= fields
        names = {entry["id"] for entry in properties}
        kept = [entry for entry in message.properties if entry["id"] not in names]
        message.properties = kept + properties
        message.version += 1

    def attach(self, message: StoredMail, body: Json) -> JsonObject:
        """Attach a file below 3 MB to a draft. Raises Refusal 400 or 413."""
        attachment = self._attached(attachment_fields(body))
        message.attachments.append(attachment)
        message.version += 1
        return attachment

    def send(self, message: StoredMail, now: datetime, *, keep: bool = True) -> None:
        """Send a draft: it departs and moves to Sent Items, where its mutable id is another.

        Whether the internetMessageId of the draft survives is not documented; here it does not.
        """
        if not message.fields["isDraft"]:
            raise bad_request("The message has been sent already.", "ErrorInvalidOperation")
        if not any(message.fields[name] for name in RECIPIENTS):
            raise bad_request("At least one recipient isn't valid.", "ErrorInvalidRecipients")
        message.folder = SENT
        message.mutable = self._ids.exchange("AAMkAD")
        message.version += 1
        message.fields |= {
            "isDraft": False,
            "sentDateTime": utc_text(now),
            "internetMessageId": f"<{self._ids.guid()}@sandbox>",
        }
        self.departed.append(self.state(message))
        if not keep:
            self.items.remove(message)

    def view(self, message: StoredMail, call: Call) -> JsonObject:
        """Return a message as JSON; `Prefer: IdType="ImmutableId"` decides which id it shows."""
        lasting = call.prefers('IdType="ImmutableId"')
        shown = {
            "@odata.etag": message.etag,
            "id": message.immutable if lasting else message.mutable,
            **message.fields,
            "changeKey": message.change_key,
            "parentFolderId": message.folder,
            "bodyPreview": message.fields["body"].get("content", "")[:255],
            # Pictures within the text do not count (Graph docs, "message").
            "hasAttachments": any(not file["isInline"] for file in message.attachments),
        }
        return with_extended(shown, message.properties, call)

    def state(self, message: StoredMail) -> JsonObject:
        """Return all there is to a message, for a look from outside."""
        return {
            "id": message.immutable,
            "mailbox": self._owner,
            "folder": message.folder,
            **message.fields,
            TEXT: message.text,
            "properties": message.properties,
            "attachments": message.attachments,
        }

    def attachment(self, message: StoredMail, attachment_id: str) -> JsonObject:
        """Find a file of a message. Raises Refusal 404."""
        for attachment in message.attachments:
            if attachment["id"] == attachment_id:
                return attachment
        raise not_found()

    def _attached(self, fields: JsonObject) -> JsonObject:
        return {"id": self._ids.exchange("AAMkAT"), **fields}
