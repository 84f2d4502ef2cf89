"""The Teams channels' Workflows webhooks: they take a card, answer 202 and say no more.

A flow that only users of the tenant may trigger, the default of its trigger since October 2023,
answers 401 to an anonymous post. A flow bot cannot post in a private channel: the flow answers 202
all the same, and there is no card (sources: Power Automate blog 2023-10-04, apprise issue 1316).
"""

import re
from typing import Any
from urllib.parse import unquote

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request
from connectors.sandbox.tenant.directory import CHANNELS, signature, slug
from connectors.sandbox.tenant.exchange import JsonObject
from connectors.sandbox.tenant.world import World

LARGEST = 28 * 1024
"""Bytes a channel post may have: text, links and mentions together (Teams limits)."""
_CARD = "application/vnd.microsoft.card.adaptive"
_ALLOWED = {"Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility", "Action.Execute"}


def receive(world: World, call: Call) -> Reply:
    """Take a card for `/webhooks/{owner}?sig=...`. Raises Refusal 400, 401 or 404."""
    owner = unquote(call.path.removeprefix("/webhooks/"))
    known = {slug(code): code for code in CHANNELS}
    if call.method != "POST" or owner not in known:
        raise Refusal(404, "WorkflowNotFound", "The workflow could not be found.")
    state = world.flows.get(known[owner])
    if state == "off":
        raise Refusal(404, "WorkflowNotFound", "The workflow could not be found.")
    if state == "tenant-only" or call.query.get("sig") != signature(owner):
        text = "The authentication credentials are not valid."
        raise Refusal(401, "DirectApiAuthorizationRequired", text)
    _check_content_type(call)
    if len(call.raw) >= LARGEST:
        raise bad_request("Request Entity too large", "RequestEntityTooLarge")
    card = _card(call.body)
    if state != "private":
        row = {"at": world.clock.stamp(), "bytes": len(call.raw), "card": card}
        world.cards.append({"owner": known[owner], **row})
    return Reply(202)


def _check_content_type(call: Call) -> None:
    """Want JSON, and a charset as soon as a sign beyond ASCII travels unescaped."""
    kind, _, charset = call.headers.get("content-type", "").lower().partition(";")
    named = charset.replace(" ", "").replace('"', "")
    if kind.strip() != "application/json" or named not in ("", "charset=utf-8"):
        raise bad_request("The content type must be JSON in UTF-8.", "InvalidContentType")
    if not named and not call.raw.isascii():
        raise bad_request("Signs beyond ASCII need charset=UTF-8.", "InvalidContentType")


def _card(body: Any) -> JsonObject:
    """Take the card out of its envelope. Raises Refusal 400 for what the flow cannot post."""
    message = isinstance(body, dict) and body.get("type") == "message"
    attachments = body.get("attachments") if message else None
    if not isinstance(attachments, list) or len(attachments) != 1:
        raise _bad_card("The message must hold one attachment.")
    attachment = attachments[0]
    if not isinstance(attachment, dict) or attachment.get("contentType") != _CARD:
        raise _bad_card(f"The attachment's contentType must be '{_CARD}'.")
    card = attachment.get("content")
    if attachment.get("contentUrl") is not None or not isinstance(card, dict):
        raise _bad_card("The card must be an object, and contentUrl null.")
    check_card(card)
    return card


def check_card(card: JsonObject) -> None:
    """Raise Refusal 400 for a card that Teams does not show, however it came."""
    if card.get("type") != "AdaptiveCard":
        raise _bad_card("Property 'type' must be 'AdaptiveCard'")
    if not _supported(str(card.get("version", ""))):
        raise _bad_card("Teams shows cards up to version 1.5.")
    _check_actions(card)


def _supported(version: str) -> bool:
    return re.fullmatch(r"1\.[0-5]", version) is not None


def _check_actions(part: Any) -> None:
    """Walk through a card; a webhook card may not submit."""
    if isinstance(part, list):
        for entry in part:
            _check_actions(entry)
    if isinstance(part, dict):
        kind = str(part.get("type", ""))
        if kind.startswith("Action.") and kind not in _ALLOWED:
            raise _bad_card(f"'{kind}' is not supported in this card.")
        for entry in part.values():
            _check_actions(entry)


def _bad_card(text: str) -> Refusal:
    return bad_request(text, "InvalidBotAdaptiveCard")
