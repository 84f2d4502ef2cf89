"""Teams: an Adaptive Card to a channel, through the channel's Workflows webhook.

Microsoft lets no unattended app post in a channel, so a Power Automate flow does it. The flow
answers 202 before it posts: "accepted" is the most this module can ever say. A success that speaks
of something else, such as the page of a proxy, is no word of a flow. There is no key against
doubles, so an unsure outcome is `CardUnknown` and only the ledger decides what follows.

The query of a webhook address is its only secret: neither path nor query is ever logged.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple

import requests
from urllib3.exceptions import HTTPError

from connectors.card_places import ANYONE, FlowAddress, check_webhook_url
from connectors.cards import MAX_CARD_BYTES, CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.graph.retry import MAX_WAIT_SECONDS, parse_retry_after
from connectors.graph.session import CONNECT_SECONDS, READ_SECONDS, no_answer
from connectors.log import get_logger
from connectors.wire import JsonObject

_DEFAULT_WAIT_SECONDS = 5.0  # after a 429 that does not say how long
_ANSWER_BYTES = 4096  # as much of an answer as is looked at
_GONE = (
    "De webhook bestaat niet meer of staat uit ({}). Kijk in Power Automate of de flow aan staat, "
    "en kopieer het adres opnieuw uit Workflows."
)

log = get_logger()


def post_card(
    session: requests.Session,
    address: FlowAddress,
    card: JsonObject,
    *,
    sleep: Callable[[float], None],
    now: Callable[[], datetime],
    timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
) -> CardOutcome:
    """Post one card, and once more after a 429. Raises Fenced when the address is not allowed."""
    url = check_webhook_url(address.url, address.allowed_hosts)
    body = json.dumps(_enveloped(card, address.envelope), ensure_ascii=False).encode()
    if len(body) > MAX_CARD_BYTES:
        size = f"{len(body)} bytes, en {MAX_CARD_BYTES} is het maximum"
        return CardRejected(f"De kaart is te groot: {size}.")
    for attempt in (1, 2):
        try:
            answer = _post(session, url, body, timeouts)
        except requests.RequestException as error:
            failure = no_answer("POST webhook", error)  # the text of `error` holds the address
            log.info("webhook", status=None, failure=failure.reason, attempt=attempt)
            if failure.outcome_unknown:
                return CardUnknown("Teams gaf geen antwoord. Misschien staat de kaart er toch.")
            return CardRejected(failure.advice, worth_retry=True)
        log.info("webhook", status=answer.status, attempt=attempt)
        if answer.status != 429:
            return _outcome(answer)
        wait = parse_retry_after(answer.retry_after, now=now()) or _DEFAULT_WAIT_SECONDS
        if attempt == 2 or wait > MAX_WAIT_SECONDS:
            break
        sleep(wait)
    return CardRejected("Teams heeft het te druk. Probeer het later weer.", worth_retry=True)


class _Answer(NamedTuple):
    """What came back. by_flow: whether a flow can have said this."""

    status: int
    retry_after: str | None
    by_flow: bool


def _post(
    session: requests.Session, url: str, body: bytes, timeouts: tuple[float, float]
) -> _Answer:
    """Send the card. Of the answer's body only the beginning is read."""
    with session.post(
        url,
        data=body,
        headers={"Content-Type": "application/json; charset=utf-8"},  # for emoji
        timeout=timeouts,
        allow_redirects=False,
        stream=True,
    ) as response:
        retry_after = response.headers.get("Retry-After")
        return _Answer(response.status_code, retry_after, _is_of_flow(response))


def _is_of_flow(response: requests.Response) -> bool:
    """Whether an answer is empty, as a flow's is, or the object that a Response step gives."""
    try:
        begin = response.raw.read1(_ANSWER_BYTES, decode_content=True).strip()
    except HTTPError:  # cut off, or in a coding that it is not in
        return False
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return not begin or (kind == "application/json" and begin.startswith(b"{"))


def _outcome(answer: _Answer) -> CardOutcome:
    """Judge an answer; a 2xx of a flow is a success also when it carries Retry-After."""
    status = answer.status
    if 200 <= status < 300:
        if answer.by_flow:
            return CardAccepted()
        return CardUnknown(
            f"Het antwoord ({status}) is niet van Workflows. Misschien staat de kaart er niet. "
            "Kijk of het adres klopt en of er een proxy tussen zit."
        )
    if status >= 500 or status == 408:
        return CardUnknown(f"Teams gaf een storing ({status}). Misschien staat de kaart er toch.")
    if status in (401, 403):
        return CardRejected(
            f"Workflows weigert de kaart ({status}): de flow laat niet iedereen toe, of het adres "
            f"is onvolledig. {ANYONE}"
        )
    if status in (404, 410):
        return CardRejected(_GONE.format(status))
    return CardRejected(f"Teams wijst de kaart af ({status}).")


def _enveloped(card: JsonObject, envelope: Literal["wrapped", "bare"]) -> JsonObject:
    if envelope == "bare":
        return card
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}
