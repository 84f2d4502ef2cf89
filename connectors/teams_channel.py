"""Teams: an Adaptive Card as a message of a person in a channel, through Graph.

Only for somebody who is signed in: Microsoft keeps the application permission for migrations
(Graph docs, "Send chatMessage in a channel"). In return the message has an id. Graph has no key
against doubles here either, so an unsure outcome is `CardUnknown` and the ledger decides.
"""

import json
from html import escape
from uuid import NAMESPACE_URL, uuid5

from connectors.card_places import Channel
from connectors.cards import MAX_CARD_BYTES, CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import BadReply, GraphError
from connectors.graph.calls import GraphRequest, segment
from connectors.graph.client import GraphClient
from connectors.wire import JsonObject


def post_to_channel(
    client: GraphClient, channel: Channel, key: str, card: JsonObject
) -> CardOutcome:
    """Post one card; repeated only where Graph certainly did not carry it out.

    client: signed in as a person. key: names the card; the attachment's id comes from it. The
    sentence above the card is its own `speak`, for whoever sees a list of messages.
    """
    body = _message(key, card)
    size = len(json.dumps(body))  # as it goes over the wire
    if size > MAX_CARD_BYTES:
        return CardRejected(
            f"De kaart is te groot: {size} bytes, en {MAX_CARD_BYTES} is het maximum."
        )
    path = f"/teams/{segment(channel.team_id)}/channels/{segment(channel.channel_id)}/messages"
    request = GraphRequest("POST", path, body)
    try:
        made = client.send(request).body.get("id")
        if not isinstance(made, str):
            raise BadReply(request.call, reason="no id")
    except GraphError as error:
        if error.outcome_unknown:
            return CardUnknown(f"{error.advice} Misschien staat de kaart er toch.")
        return CardRejected(error.advice, worth_retry=error.worth_retry)
    return CardAccepted(made)


def _message(key: str, card: JsonObject) -> JsonObject:
    """Give a chatMessage with the card: its content is a text (Graph docs, chatMessageAttachment).

    The text of a card is escaped here, as the body is HTML.
    """
    attachment = str(uuid5(NAMESPACE_URL, key))
    spoken = escape(str(card.get("speak", "")), quote=True)
    return {
        "body": {
            "contentType": "html",
            "content": f'<p>{spoken}</p><attachment id="{attachment}"></attachment>',
        },
        "attachments": [
            {
                "id": attachment,
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": json.dumps(card, ensure_ascii=False, separators=(",", ":")),
                "name": None,
                "thumbnailUrl": None,
            }
        ],
    }
