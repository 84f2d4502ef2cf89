"""The requests that reached a sandbox, as values taken from its journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.graph.calls import pattern_of


@dataclass(frozen=True)
class Sent:
    """One request. path: without version and query, decoded. inner: it was a part of a batch."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    inner: bool

    @property
    def call(self) -> tuple[str, str]:
        """Method and path pattern: ("PATCH", "/planner/tasks/{id}")."""
        return self.method, pattern_of(self.path)


def sent_in(journal: Sequence[Mapping[str, Any]]) -> list[Sent]:
    """Read the journal of a sandbox."""
    return [
        Sent(
            entry["method"],
            entry["path"],
            entry["query"],
            {
                name: entry[key]
                for name, key in (
                    ("If-Match", "if_match"),
                    ("Prefer", "prefer"),
                    ("Content-Type", "content_type"),
                )
                if entry[key] is not None
            },
            entry["body"],
            entry["inner"],
        )
        for entry in journal
    ]
