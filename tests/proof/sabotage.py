"""Switches one protection off, to prove that the proofs notice.

A proof that cannot fail proves nothing. Nothing outside the tests can do this.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

import bot.sync.engine
import bot.sync.sides.planner
import mappings.outlook
from bot.core.sync.effects import Spot
from bot.core.sync.merge import Decision, Unknown
from bot.core.sync.put_backs import PutBacks
from bot.store.records.intents import Intents
from connectors.errors import GraphError
from connectors.graph.batch import Verdict
from connectors.outlook_calendar import CalendarApi
from connectors.planner import PlannerApi
from connectors.wire import Deadline, JsonObject, Task
from mappings.canonical import FieldValue


def journal_off(patch: pytest.MonkeyPatch) -> None:
    """What was about to be done is written down, and never looked at again."""
    patch.setattr(Intents, "unsettled", lambda _self, _side: [])


def names_off(patch: pytest.MonkeyPatch) -> None:
    """Every event that is made has another transaction id, so Outlook recognises no repeat."""
    numbers = count()
    patch.setattr(
        mappings.outlook,
        "_transaction_id",
        lambda _name: f"{mappings.outlook._OURS}{next(numbers)}",
    )


def lines_about_left_texts_off(patch: pytest.MonkeyPatch) -> None:
    """What people make of a text that is put back no more goes unsaid."""
    honest = PutBacks.temper

    def silent(
        self: PutBacks, spot: Spot, base: FieldValue | Unknown, decision: Decision, now: FieldValue
    ) -> tuple[FieldValue | Unknown, Decision]:
        base, tempered = honest(self, spot, base, decision, now)
        is_left = spot in self.left and spot not in self.tired
        return base, replace(tempered, put_back=False) if is_left else tempered

    patch.setattr(PutBacks, "temper", silent)


def ticks_off(patch: pytest.MonkeyPatch) -> None:
    """What people tick in a checklist is not looked at."""
    patch.setattr(bot.sync.sides.planner, "ticks_on", lambda _task, _agenda: {})


def etags_off(patch: pytest.MonkeyPatch) -> None:
    """The etag is read just before writing, so that it always fits."""
    _etags_of_tasks_off(patch)
    _etags_of_events_off(patch)


def _etags_of_tasks_off(patch: pytest.MonkeyPatch) -> None:
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


def _etags_of_events_off(patch: pytest.MonkeyPatch) -> None:
    honest_patch, honest_delete = CalendarApi.patch, CalendarApi.delete

    def fresh(api: CalendarApi, events: Sequence[Deadline]) -> list[Deadline]:
        now = api.read([event.id for event in events])
        return [
            event.model_copy(update={"etag": new.etag}) if isinstance(new, Deadline) else event
            for event, new in zip(events, now, strict=True)
        ]

    def careless_patch(
        self: CalendarApi, items: Sequence[tuple[Deadline, JsonObject]]
    ) -> list[Deadline | GraphError]:
        events = fresh(self, [event for event, _ in items])
        bodies = [body for _, body in items]
        return honest_patch(self, list(zip(events, bodies, strict=True)))

    def careless_delete(self: CalendarApi, events: Sequence[Deadline]) -> list[Verdict]:
        return honest_delete(self, fresh(self, events))

    patch.setattr(CalendarApi, "patch", careless_patch)
    patch.setattr(CalendarApi, "delete", careless_delete)


def brake_off(patch: pytest.MonkeyPatch) -> None:
    """No share of missing tasks is too large."""

    def no_brake(*_: Any) -> None:
        return

    patch.setattr(bot.sync.engine, "check_brake", no_brake)


SABOTAGES: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "journal": journal_off,
    "names": names_off,
    "etags": etags_off,
    "brake": brake_off,
}
