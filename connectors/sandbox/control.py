"""The way to a running sandbox: its addresses, its environment and a plain control client."""

from dataclasses import dataclass
from typing import Any

import requests

from connectors.sandbox.tenant.directory import (
    BOT_MAILBOX,
    CHANNELS,
    COORDINATOR,
    DOMAIN,
    OWNERS,
    READERS,
    TEAM_ID,
    WORKING_GROUP,
    Directory,
    channel_id,
    owner_upn,
    signature,
    slug,
)

_TIMEOUT = 30


class Control:
    """Calls to /sandbox. Every method raises requests.HTTPError when the tenant refuses."""

    def __init__(self, origin: str) -> None:
        self._root = f"{origin}/sandbox"

    def state(self) -> dict[str, Any]:
        """Return all that the tenant holds."""
        return dict(self._call("GET", "/state"))

    def journal(self) -> list[dict[str, Any]]:
        """Return every exchange and batch part so far, oldest first (see journal.Entry)."""
        return list(self._call("GET", "/journal"))

    def forget(self) -> None:
        """Empty the journal."""
        self._call("DELETE", "/journal")

    def reset(self) -> None:
        """Begin the world anew."""
        self._call("POST", "/reset")

    def fault(
        self,
        kind: str,
        *,
        path: str = "/**",
        method: str = "*",
        inner: bool | None = None,
        times: int = 1,
        **options: Any,
    ) -> None:
        """Order a fault; the kinds and options are listed in connectors/sandbox/faults.py."""
        match = {"method": method, "path": path, "inner": inner}
        self._call("POST", "/faults", {"match": match, "times": times, "kind": kind, **options})

    def mend(self) -> None:
        """Withdraw every fault."""
        self._call("DELETE", "/faults")

    def settings(self, **wishes: Any) -> None:
        """Change switches (see settings.Settings)."""
        self._call("POST", "/settings", wishes)

    def advance(self, seconds: float) -> None:
        """Put the tenant's clock forward; a client's injected sleep can be this method."""
        self._call("POST", "/clock", {"advance": seconds})

    def act(self, act: str, /, **fields: Any) -> dict[str, Any]:
        """Let a person act, e.g. `act("due", task=task_id, date="2026-12-01", stored="todo")`.

        The acts are the functions of the files in `connectors.sandbox.people`, with `-` for `_`.
        """
        return dict(self._call("POST", f"/people/{act}", fields))

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the environment never leads to loopback
            answer = session.request(method, self._root + path, json=body, timeout=_TIMEOUT)
        answer.raise_for_status()
        return answer.json() if answer.content else {}


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox. origin: scheme, host and port."""

    origin: str

    @property
    def base_url(self) -> str:
        """Graph's root with the version, e.g. http://127.0.0.1:8765/v1.0."""
        return f"{self.origin}/v1.0"

    @property
    def control(self) -> Control:
        """The control client."""
        return Control(self.origin)

    def webhook(self, owner: str) -> str:
        """Return the webhook address of an owner's channel."""
        return f"{self.origin}/webhooks/{slug(owner)}?sig={signature(owner)}"

    def channel(self, owner: str) -> str:
        """Return the ids of an owner's channel, as in TEAMS_CHANNEL_...; only people post there."""
        return f"{TEAM_ID}/{channel_id(owner)}"

    def environment(self) -> dict[str, str]:
        """Return the environment that makes the `driehoek` commands run against this sandbox."""
        webhooks = {f"TEAMS_WEBHOOK_{slug(name)}": self.webhook(name) for name in CHANNELS}
        per_owner = {
            name: value
            for owner in OWNERS
            for name, value in (
                (f"OWNER_{slug(owner)}_MEMBERS", owner_upn(owner)),
                (f"OWNER_{slug(owner)}_MAIL", owner_upn(owner)),
            )
        }
        domains = sorted({DOMAIN, *(reader.split("@")[1] for reader in READERS)})
        return {
            "GRAPH_BASE_URL": self.base_url,
            "PLANNER_GROUP_ID": str(Directory().group["id"]),
            "OUTLOOK_MAILBOX": BOT_MAILBOX,
            "OUTLOOK_CALENDAR": "Deadlines mensenhandel",
            "DIGEST_RECIPIENTS": ",".join(READERS),
            "CONCEPT_RECIPIENTS": WORKING_GROUP,
            "ALLOWED_RECIPIENT_DOMAINS": ",".join(domains),
            "COORDINATOR_MAIL": COORDINATOR,
            "TEAMS_WEBHOOK_HOSTS": "127.0.0.1",
            **webhooks,
            **per_owner,
        }
