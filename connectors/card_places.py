"""Where a card may go in Teams: a channel by its ids, or the address of a flow, each judged.

Apart from those who post there, so that reading the settings takes no HTTP client.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, Self
from urllib.parse import parse_qs

from connectors.errors import Fenced
from connectors.graph.fence import is_loopback, split_url

WORKFLOW_HOSTS = ("*.logic.azure.com", "*.environment.api.powerplatform.com")
RETIRED_HOSTS = ("*.webhook.office.com", "outlook.office.com", "outlook.office365.com")
LOGIC_APP_HOSTS = ("*.logic.azure.com",)
"""Where flows lived until 30 November 2025; a Logic App of one's own still does."""

ANYONE = (
    "Zet in Power Automate bij de trigger 'Who can trigger the flow?' op 'Anyone' (iedereen), sla "
    "de flow op en kopieer het hele adres opnieuw: er moet 'sig=' in staan."
)
"""What to do when a flow takes cards of users in the tenant only."""

_PLACE = re.compile(r"([0-9A-Za-z-]+)/(19:[^/?#\s]+)")


@dataclass(frozen=True)
class Channel:
    """A channel of a team, by the ids that Teams shows in "Get link to channel"."""

    team_id: str
    channel_id: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read "team-id/channel-id". Raises ValueError when it is something else."""
        found = _PLACE.fullmatch(text)
        if found is None:
            raise ValueError("not a team id and a channel id")
        return cls(*found.groups())


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
        raise _refusal(f"De flow laat niet iedereen toe: het adres heeft geen 'sig='. {ANYONE}")
    return url


def webhook_doubt(url: str) -> str:
    """Say what makes an allowed address doubtful; "" when nothing does. Raises Fenced for none."""
    if not _is_among(split_url(url).hostname or "", LOGIC_APP_HOSTS):
        return ""
    return (
        "Flows op logic.azure.com zijn op 30 november 2025 gestopt; alleen een eigen Logic App "
        "werkt daar nog. Kopieer het nieuwe adres uit Workflows."
    )


def _is_among(host: str, patterns: Collection[str]) -> bool:
    """Whether a host is listed: exactly, or below a pattern such as "*.example.org"."""
    return any(
        host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
        for pattern in patterns
    )


def _refusal(sentence: str) -> Fenced:
    return Fenced.because("POST webhook", sentence)
