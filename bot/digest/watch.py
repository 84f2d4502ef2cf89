"""Watches over what was mailed: a digest that came back, or that did not arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digest.bounces import note_bounces
from bot.digest.traces import note_traces
from bot.settings import Readers
from bot.store.database import Store
from connectors.message_trace import MessageTraceApi
from connectors.outlook import OutlookApi


@dataclass(frozen=True)
class DigestWatch:
    """Where to look. traces: None where the installation does not ask Exchange."""

    store: Store
    outlook: OutlookApi
    traces: MessageTraceApi | None
    readers: Readers
    now: Callable[[], datetime]

    def look(self) -> None:
        """Note, once each, what the coordinator should know. Raises GraphError, StoreError."""
        note_bounces(self.store, self.outlook, self.now())
        if self.traces is not None:
            note_traces(self.store, self.outlook, self.traces, self.readers, self.now())
