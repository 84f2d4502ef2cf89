"""Teams: an Adaptive Card to a channel, through the channel's Workflows webhook.

Microsoft lets no unattended app post in a channel, so a Power Automate flow does it. The flow
answers 202 before it posts: "accepted" is the most this module can ever say. There is no key
against doubles, so an unsure outcome is `CardUnknown` and only the ledger decides what follows.

The query of a webhook address is its only secret: neither path nor query is ever logged.
"""

import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Literal

import requests
import structlog

from connectors.cards import MAX_CARD_BYTES, CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import Fenced
from connectors.graph.fence import is_loopback, split_url
from connectors.graph.retry import MAX_WAIT_SECONDS, parse_retry_after
from connectors.graph.session import CONNECT_SECONDS, READ_SECONDS, no_answer
from connectors.wire import JsonObject

WORKFLOW_HOSTS = ("*.logic.azure.com", "*.environment.api.powerplatform.com")
RETIRED_HOSTS = ("*.webhook.office.com", "outlook.office.com", "outlook.office365.com")

_DEFAULT_WAIT_SECONDS = 5.0  # after a 429 that does not say how long

log = structlog.get_logger()


def check_webhook_url(url: str, allowed_hosts: Collection[str] = ()) -> str:
    """Give the address back. Raises Fenced when it is not allowed.

    Allowed: https to the hosts of Workflows and to `allowed_hosts` (exact, or "*.example.org");
    http to this machine only, when it is in `allowed_hosts`.
    """
    parts = split_url(url)
    host = parts.hostname or ""
    if _is_among(host, RETIRED_HOSTS):
        raise _refusal(
            "Microsoft heeft deze Office 365-connector in mei 2026 uitgezet. "
            "Maak in Teams een Workflows-webhook en gebruik dat adres."
        )
    if not _is_among(host, (*WORKFLOW_HOSTS, *allowed_hosts)):
        raise _refusal(
            "Dit adres is geen Workflows-webhook. "
            "Zet de host in TEAMS_WEBHOOK_HOSTS als hij toch klopt."
        )
    if parts.scheme != "https" and not is_loopback(host):
        raise _refusal("Een webhook moet met https beginnen.")
    return url


def post_card(
    session: requests.Session,
    url: str,
    card: JsonObject,
    *,
    allowed_hosts: Collection[str] = (),
    sleep: Callable[[float], None],
    now: Callable[[], datetime],
    envelope: Literal["wrapped", "bare"] = "wrapped",
    timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
) -> CardOutcome:
    """Post one card, and once more after a 429. Raises Fenced when the address is not allowed.

    envelope: most flow templates want the card wrapped in a message, some want it bare.
    """
    check_webhook_url(url, allowed_hosts)
    body = json.dumps(_enveloped(card, envelope), ensure_ascii=False).encode()
    if len(body) > MAX_CARD_BYTES:
        size = f"{len(body)} bytes, en {MAX_CARD_BYTES} is het maximum"
        return CardRejected(f"De kaart is te groot: {size}.")
    for attempt in (1, 2):
        try:
            status, retry_after = _post(session, url, body, timeouts)
        except requests.RequestException as error:
            failure = no_answer("POST webhook", error)  # the text of `error` holds the address
            log.info("webhook", status=None, failure=failure.reason, attempt=attempt)
            if failure.outcome_unknown:
                return CardUnknown("Teams gaf geen antwoord. Misschien staat de kaart er toch.")
            return CardRejected(failure.advice, worth_retry=True)
        log.info("webhook", status=status, attempt=attempt)
        if status != 429:
            return _outcome(status)
        wait = parse_retry_after(retry_after, now=now()) or _DEFAULT_WAIT_SECONDS
        if attempt == 2 or wait > MAX_WAIT_SECONDS:
            break
        sleep(wait)
    return CardRejected("Teams heeft het te druk. Probeer het later weer.", worth_retry=True)


def _post(
    session: requests.Session, url: str, body: bytes, timeouts: tuple[float, float]
) -> tuple[int, str | None]:
    """Send the card; gives the status and the Retry-After header. The answer's body is not read."""
    with session.post(
        url,
        data=body,
        headers={"Content-Type": "application/json; charset=utf-8"},  # for emoji
        timeout=timeouts,
        allow_redirects=False,
        stream=True,
    ) as response:
        return response.status_code, response.headers.get("Retry-After")


def _outcome(status: int) -> CardOutcome:
    """Judge by status; a 2xx is a success also when it carries Retry-After."""
    if 200 <= status < 300:
        return CardAccepted()
    if status >= 500 or status == 408:
        return CardUnknown(f"Teams gaf een storing ({status}). Misschien staat de kaart er toch.")
    if status in (401, 403, 404, 410):
        return CardRejected(
            f"De webhook bestaat niet meer of het adres is onvolledig ({status}). "
            "Kopieer het adres opnieuw uit Workflows."
        )
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


def _is_among(host: str, patterns: Collection[str]) -> bool:
    """Whether a host is listed: exactly, or below a pattern such as "*.example.org"."""
    return any(
        host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
        for pattern in patterns
    )


def _refusal(sentence: str) -> Fenced:
    return Fenced.because("POST webhook", sentence)
