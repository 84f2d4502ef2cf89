"""Switches one protection off, to prove that the proofs notice.

A proof that cannot fail proves nothing. Nothing outside the tests can do this.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

import bot.sync
from bot.store.intents import Intents
from connectors.errors import GraphError
from connectors.planner import PlannerApi
from connectors.wire import JsonObject, Task


def journal_off(patch: pytest.MonkeyPatch) -> None:
    """What was about to be done is written down, and never looked at again."""
    patch.setattr(Intents, "unsettled", lambda _self, _side: [])


def etags_off(patch: pytest.MonkeyPatch) -> None:
    """The etag is read just before writing, so that it always fits."""
    honest = PlannerApi.patch_tasks

    def careless(
        self: PlannerApi, items: Sequence[tuple[Task, JsonObject]]
    ) -> list[Task | GraphError]:
        now = self.read_tasks([task.id for task, _ in items])
        fresh = [
            (task if isinstance(task, Task) else old, body)
            for task, (old, body) in zip(now, items, strict=True)
        ]
        return honest(self, fresh)

    patch.setattr(PlannerApi, "patch_tasks", careless)


def brake_off(patch: pytest.MonkeyPatch) -> None:
    """No share of missing tasks is too large."""

    def no_brake(*_: Any) -> None:
        return

    patch.setattr(bot.sync, "check_brake", no_brake)


SABOTAGES: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "journal": journal_off,
    "etags": etags_off,
    "brake": brake_off,
}
