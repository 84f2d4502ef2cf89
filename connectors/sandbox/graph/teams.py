"""Messages in the channels of a team: only people may post, and they get an id back.

Source: Graph docs, "Send chatMessage in a channel" (permissions, example 3), chatMessageAttachment.
"""

import re
import uuid
from typing import Any

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request, read_json
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.graph.webhooks import LARGEST, check_card
from connectors.sandbox.tenant.directory import CHANNELS, TEAM_ID, channel_id
from connectors.sandbox.tenant.exchange import JsonObject
from connectors.sandbox.tenant.world import World

PERSON_TOKEN = "sandbox-person"  # noqa: S105 - well-known, as is the app's
"""How a token that the service account got begins; every other one is the app's."""

_ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def add_teams(routes: Routes) -> None:
    """Put the operations of Teams into the table."""
    routes.add("POST", "/teams/{}/channels/{}/messages", _post)


def _post(world: World, call: Call, team: str, channel: str) -> Reply:
    """Post a card. Raises Refusal 403 for an app, 404 for a channel that is not there."""
    token = call.headers.get("authorization", "").partition(" ")[2]
    if not token.startswith(PERSON_TOKEN):
        text = "Application permission is only supported for migration: Teamwork.Migrate.All."
        raise Refusal(403, "Forbidden", text)
    by_id = {channel_id(owner): owner for owner in CHANNELS}
    if team != TEAM_ID or channel not in by_id:
        raise Refusal(404, "NotFound", "No thread was found for this team and channel.")
    if len(call.raw) >= LARGEST:
        raise Refusal(413, "RequestEntityTooLarge", "Request Entity too large")
    card = _card_in(call.body)
    check_card(card)
    at = world.clock.stamp()
    # Teams names a message after its moment; the number keeps two in one millisecond apart.
    made = str(int(world.clock.now().timestamp() * 1000) + len(world.cards))
    row = {"owner": by_id[channel], "at": at, "bytes": len(call.raw), "card": card, "id": made}
    world.cards.append(row)
    return Reply(201, {"id": made, "etag": made, "messageType": "message", "createdDateTime": at})


def _card_in(body: Any) -> JsonObject:
    """Take the card out of a chatMessage. Raises Refusal 400 for what Teams does not take."""
    text = body.get("body") if isinstance(body, dict) else None
    attachments = body.get("attachments") if isinstance(body, dict) else None
    if not isinstance(text, dict) or text.get("contentType") != "html":
        raise bad_request("The body of a message with a card must be html.")
    if not isinstance(attachments, list) or len(attachments) != 1:
        raise bad_request("The message must hold one attachment.")
    attachment = attachments[0]
    named = re.findall(r'<attachment id="([^"]*)"></attachment>', str(text.get("content")))
    if not isinstance(attachment, dict) or named != [attachment.get("id")]:
        raise bad_request("Body and attachments must name the same attachment id.")
    _check_guid(named[0])
    content = attachment.get("content")
    if attachment.get("contentType") != _ADAPTIVE or not isinstance(content, str):
        raise bad_request("The attachment must be a card, its content a string.")
    try:
        card = read_json(content)
    except ValueError:
        card = None
    if not isinstance(card, dict):
        raise bad_request("The content of the attachment is no card.")
    return card


def _check_guid(text: str) -> None:
    try:
        uuid.UUID(text)
    except ValueError:
        raise bad_request("The attachment id must be a GUID.") from None
