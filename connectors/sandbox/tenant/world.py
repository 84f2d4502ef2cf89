"""The whole tenant as one value: people, plans, mailboxes, webhooks, faults and the journal."""

import secrets
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from connectors.sandbox.faults import Faults
from connectors.sandbox.journal import Journal
from connectors.sandbox.tenant.directory import APP_ID, BOT_MAILBOX, Directory
from connectors.sandbox.tenant.ids_and_etags import Ids
from connectors.sandbox.tenant.mailbox import HOME, Mailboxes, meeting_days, seed_calendar
from connectors.sandbox.tenant.planner import Actor, PlannerStore
from connectors.sandbox.tenant.settings import TenantSettings
from connectors.sandbox.tenant.unseen import Unseen

APP: Actor = {"application": {"displayName": None, "id": APP_ID}}
"""Who an app-only call is attributed to; display names are null nearly always."""

FlowState = Literal["tenant-only", "private", "off"]
"""tenant-only: it takes no anonymous post. private: it posts nothing, as its channel is private."""


class Clock:
    """The tenant's own time: it runs, and can be put forward instead of waited for."""

    def __init__(self, start: datetime | None = None) -> None:
        self._shift = start - datetime.now(UTC) if start else timedelta()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC) + self._shift

    def stamp(self) -> str:
        """Return the present moment as Graph writes it."""
        return self.now().isoformat(timespec="microseconds").replace("+00:00", "Z")

    def advance(self, seconds: float) -> None:
        """Put the clock forward."""
        self._shift += timedelta(seconds=seconds)


class World:
    """State of one tenant. Whoever touches it holds `lock`.

    start: what the tenant's clock shows at the beginning (default: the real time). seed: makes
    all ids repeatable; without it every world has its own. meetings: days on which the
    "Lokale driehoek" meets; by default every eight weeks, the next one three weeks ahead.
    inflight: calls under way per mailbox. cards, invitations: what reached people besides mail.
    fates: what becomes of mail to an address, where that is not to be delivered. flows: what is
    wrong with the flow of an owner's channel; one that is not there works.
    """

    def __init__(
        self,
        *,
        start: datetime | None = None,
        seed: str | None = None,
        meetings: list[date] | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.clock = Clock(start)
        self.faults, self.journal = Faults(), Journal()
        self._seed, self._meetings = seed, meetings
        self.inflight: Counter[str] = Counter()
        self._exchanges = 0
        self.reset()

    def reset(self) -> None:
        """Begin anew: an empty group, the seeded calendar, no faults, an empty journal."""
        self.settings = TenantSettings()
        self.ids = Ids(self._seed or secrets.token_hex(8))
        self.directory = Directory()
        self.planner = PlannerStore(self.ids, self.settings, self.directory)
        self.unseen = Unseen()
        self.cards: list[dict[str, Any]] = []
        self.flows: dict[str, FlowState] = {}
        self.invitations: list[dict[str, Any]] = []
        self.fates: dict[str, str] = {}
        self.mailboxes = Mailboxes(self.ids, self.directory)
        days = self._meetings or meeting_days(self.clock.now().astimezone(HOME).date())
        seed_calendar(self.mailboxes.items[BOT_MAILBOX].calendar, self.clock.now(), days)
        self.faults.clear()
        self.journal.reset()

    def next_exchange(self) -> int:
        """Number the HTTP exchanges."""
        self._exchanges += 1
        return self._exchanges
