"""What was asked of the tenant and what it answered: one entry per exchange and batch part."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from connectors.sandbox.calls import Call, Reply

CAPACITY = 50_000
"""Entries kept; the oldest are forgotten, so that a long demo does not eat memory."""


@dataclass(frozen=True)
class Entry:
    """One exchange. status: None when the connection was dropped. ms: milliseconds spent.

    exchange: number of the HTTP exchange (shared by the parts of a batch). inner: part of a
    batch. fault: kind of the fault that struck. early_return: a throttled caller came back
    before its Retry-After had passed.
    """

    at: str
    exchange: int
    inner: bool
    method: str
    path: str
    query: dict[str, str]
    status: int | None
    ms: float
    early_return: bool
    fault: str | None
    if_match: str | None
    prefer: str | None
    client_request_id: str | None
    content_type: str | None
    body: Any


class Journal:
    """The entries in order of answering."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=CAPACITY)
        self._weights: dict[int, tuple[int, int]] = {}

    def add(
        self, call: Call, answer: Reply, at: datetime, ms: float, fault: str | None, early: bool
    ) -> None:
        """Write one exchange down."""
        self._entries.append(
            Entry(
                at=at.isoformat(timespec="milliseconds"),
                exchange=call.exchange,
                inner=call.inner,
                method=call.method,
                path=call.path,
                query=dict(call.query),
                status=None if answer.broken == "drop" else answer.status,
                ms=round(ms + answer.delay * 1000, 3),
                early_return=early,
                fault=fault,
                if_match=call.headers.get("if-match"),
                prefer=call.headers.get("prefer"),
                client_request_id=call.headers.get("client-request-id"),
                content_type=call.headers.get("content-type"),
                body=call.body,
            )
        )

    def weigh(self, exchange: int, plain: int, sent: int) -> None:
        """Note how many bytes the body of an exchange's answer had, and had on the wire."""
        self._weights[exchange] = plain, sent
        if len(self._weights) > CAPACITY:
            del self._weights[next(iter(self._weights))]

    def read(self) -> list[dict[str, Any]]:
        """Return all entries as JSON objects, oldest first.

        plain_bytes, sent_bytes: of the answer's body before it was packed and on the wire; 0 for
        a part of a batch, which travels with the whole.
        """
        return [self._shown(entry) for entry in self._entries]

    def _shown(self, entry: Entry) -> dict[str, Any]:
        plain, sent = (0, 0) if entry.inner else self._weights.get(entry.exchange, (0, 0))
        return {**asdict(entry), "plain_bytes": plain, "sent_bytes": sent}

    def reset(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._weights.clear()
