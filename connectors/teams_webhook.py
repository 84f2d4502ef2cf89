"""Teams: an Adaptive Card to a channel, through the channel's Workflows webhook.

Microsoft lets no unattended app post in a channel, so a Power Automate flow does it. The flow
answers 202 before it posts: "accepted" is the most this module can ever say. A success that speaks
of something else, such as the page of a proxy, is no word of a flow. There is no key against
doubles, so an unsure outcome is `CardUnknown` and only the ledger decides what follows.

The query of a webhook address is its only secret: neither path nor query is ever logged.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import parse_qs

import requests
import structlog
from urllib3.exceptions import HTTPError

from connectors.cards import MAX_CARD_BYTES, CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import Fenced
from connectors.graph.fence import is_loopback, split_url
from connectors.graph.retry import MAX_WAIT_SECONDS, parse_retry_after
from connectors.graph.session import CONNECT_SECONDS, READ_SECONDS, no_answer
from connectors.wire import JsonObject

WORKFLOW_HOSTS = ("*.logic.azure.com", "*.environment.api.powerplatform.com")
RETIRED_HOSTS = ("*.webhook.office.com", "outlook.office.com", "outlook.office365.com")
LOGIC_APP_HOSTS = ("*.logic.azure.com",)
"""Where flows lived until 30 November 2025; a Logic App of one's own still does."""

_DEFAULT_WAIT_SECONDS = 5.0  # after a 429 that does not say how long
_ANSWER_BYTES = 4096  # as much of an answer as is looked at
_ANYONE = (
    "Zet in Power Automate bij de trigger 'Who can trigger the flow?' op 'Anyone' (iedereen), sla "
    "de flow op en kopieer het hele adres opnieuw: er moet 'sig=' in staan."
)
_GONE = (
    "De webhook bestaat niet meer of staat uit ({}). Kijk in Power Automate of de flow aan staat, "
    "en kopieer het adres opnieuw uit Workflows."
)

log = structlog.get_logger()


@dataclass(frozen=True)
class FlowAddress:
    """Where a flow takes cards, and how. url: its query is a secret.

    allowed_hosts: where it may lie beside the hosts of Workflows. envelope: most flow templates
    want the card wrapped in a message, some want it bare.
    """

    url: str = field(repr=False)
    allowed_hosts: tuple[str, ...] = ()
    envelope: Literal["wrapped", "bare"] = "wrapped"


def check_webhook_url(url: str, allowed_hosts: Collection[str] = ()) -> str:
    """Give the address back. Raises Fenced when it is not allowed.

    Allowed: https to the hosts of Workflows and to `allowed_hosts` (exact, or "*.example.org");
    http to this machine only, when it is in `allowed_hosts`. An address of Workflows without a
    signature is of a flow that only lets users of the tenant in, and refuses every card (Power
    Automate blog of 2023-10-04).
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
    if _is_among(host, WORKFLOW_HOSTS) and "sig" not in parse_qs(parts.query):
        raise _refusal(f"De flow laat niet iedereen toe: het adres heeft geen 'sig='. {_ANYONE}")
    return url


def webhook_doubt(url: str) -> str:
    """Say what makes an allowed address doubtful; "" when nothing does. Raises Fenced for none."""
    if not _is_among(split_url(url).hostname or "", LOGIC_APP_HOSTS):
        return ""
    return (
        "Flows op logic.azure.com zijn op 30 november 2025 gestopt; alleen een eigen Logic App "
        "werkt daar nog. Kopieer het nieuwe adres uit Workflows."
    )


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
            f"is onvolledig. {_ANYONE}"
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


def _is_among(host: str, patterns: Collection[str]) -> bool:
    """Whether a host is listed: exactly, or below a pattern such as "*.example.org"."""
    return any(
        host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
        for pattern in patterns
    )


def _refusal(sentence: str) -> Fenced:
    return Fenced.because("POST webhook", sentence)
