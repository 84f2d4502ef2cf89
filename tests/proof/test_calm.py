"""A worker that skips what would do nothing does the same as one that never skips, tick for tick.

Both live through the same days, in the same tenant, while people do the same things at the same
moments. After every tick all that people can see is compared: what was mailed and posted, what
stands in Planner, in Outlook and on the list, and what the coordinator is to hear.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.installation import DRIEHOEKEN, START, Clock, Office
from support.shifts import Shift

from bot.core.workdays import AMSTERDAM
from connectors.graph.client import GraphClient
from connectors.sandbox.server import running
from connectors.sandbox.tenant.world import World

SEED = int(os.environ.get("PROOF_SEED") or 20261126)

# (begin, ticks): the mornings of the cards and of the concept, the group that prepares, the morning
# of the digest, the hour after which a digest waits no longer, and the beginning of the meeting
WINDOWS = (
    ("2026-11-02 08:28", 14),
    ("2026-11-11 08:47", 6),
    ("2026-11-16 13:17", 6),
    ("2026-11-24 08:51", 14),
    ("2026-11-26 07:49", 6),
    ("2026-11-26 09:46", 6),
)

Act = Callable[[Office], object]

ACTS: tuple[Act, ...] = (
    lambda office: office.set("1.7", status="Loopt", note="Gesproken."),
    lambda office: office.set("1.9", due="2026-11-25"),
    lambda office: office.set("1.13", status="NIET"),
    lambda office: office.act("progress", "1.9", percent=100),
    lambda office: office.act("note", "1.1", text="Besproken."),
    lambda office: office.act("due", "1.5", date="2026-11-12", stored="todo"),
    lambda office: office.move("2026-11-26", "2026-11-26T10:30:00+01:00"),
    lambda office: office.control.act("cancel-event", event=office.event("2026-11-26")),
    lambda office: office.control.act(
        "rename-event", event=office.event("2026-11-26"), subject="X"
    ),
    lambda office: office.sync(),
    lambda office: _break(office, "**/planner/plans/**", 503),
    lambda office: _break(office, "**/calendarView", 403),
    lambda office: _break(office, "**/events", 503),
)


def lives(database: str, often: float, *, is_calm: bool) -> tuple[list[Any], Shift]:
    """Let a worker live through it, in a tenant of its own; gives what shows after each tick.

    often: how likely somebody does something after a tick; 0.0 for a first morning without people.
    """
    with running(world=World(start=START, seed="proof", meetings=DRIEHOEKEN)) as sandbox:
        clock = Clock(sandbox.control.advance)
        environ = {**sandbox.environment(), "DATABASE_URL": database}
        shift = Shift(Office(sandbox, environ, clock), is_calm=is_calm)
        return list(_days(shift, often)), shift


def _days(shift: Shift, often: float) -> Iterator[tuple[datetime, dict[str, Any]]]:
    chance, office, clock = random.Random(SEED), shift.office, shift.office.clock
    office.load("1")
    office.set("1.7", due="2026-11-02")
    office.sync()
    for begin, ticks in WINDOWS if often else WINDOWS[:1]:
        _turn_to(clock, datetime.fromisoformat(begin).replace(tzinfo=AMSTERDAM))
        for _ in range(ticks):
            shift.tick()
            yield clock.now(), _shown(office)
            if chance.random() < often:
                _unless_gone(chance.choice(ACTS), office)


def _break(office: Office, path: str, status: int) -> None:
    """Let a part of Graph fail until somebody does something else."""
    office.control.fault("status", path=path, status=status, times=1_000_000)


def _turn_to(clock: Clock, moment: datetime) -> None:
    """Let the days pass in which nobody looks, here and in the tenant."""
    clock.also((moment - clock.now()) / timedelta(seconds=1))
    clock.moment = moment


def _unless_gone(act: Act, office: Office) -> None:
    with suppress(StopIteration):  # the meeting is not there any more
        office.control.mend()
        act(office)


def _shown(office: Office) -> dict[str, Any]:
    state = office.control.state()
    with office.ledger as ledger:
        actions = ledger.actions.all()
        history = [change for code in actions for change in ledger.history.of(code)]
        readings = ledger.readings.all().values()
        meetings = ledger.meetings.all()
        notices = ledger.notices.untold()
    return {
        "mails": [mail["subject"] for mail in state["sent"]],
        "cards": [card["owner"] for card in state["cards"]],
        "tasks": sorted(
            (t["title"], t["percentComplete"], str(t["dueDateTime"]), t["details"]["description"])
            for t in state["tasks"]
        ),
        "events": sorted((str(e["subject"]), e["start"]["dateTime"]) for e in state["events"]),
        "list": list(actions.values()),
        "history": [(c.side, c.code, c.field, c.new, c.outcome) for c in history],
        "unread": [reading.side for reading in readings if reading.failing_since],
        "meetings": [(meeting.start, meeting.state) for meeting in meetings],
        "notices": [notice.sentence for notice in notices],
    }


def test_who_skips_does_the_same_as_who_never_does(
    tmp_path: Path, proof_report: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GraphClient.__init__.__kwdefaults__ or {}, "jitter", lambda: 0.0)
    calm, shift = lives(f"sqlite:///{tmp_path}/calm.db", 0.15, is_calm=True)
    busy, _ = lives(f"sqlite:///{tmp_path}/busy.db", 0.15, is_calm=False)
    for (at, shown), (_, expected) in zip(calm, busy, strict=True):
        assert shown == expected, f"PROOF_SEED={SEED}, {at.astimezone(AMSTERDAM)}"
    skipped = sum(shift.stills)
    assert skipped > 4
    proof_report(f"calm: {skipped} of {len(calm)} ticks skipped, PROOF_SEED={SEED}")


def test_who_does_not_heed_the_hour_would_remind_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is compared above shows a worker that skips too much."""
    never = datetime.max.replace(tzinfo=AMSTERDAM)
    monkeypatch.setattr("bot.service.ticks._next_moments", lambda _ledger, _now: [never])
    calm, _ = lives(f"sqlite:///{tmp_path}/calm.db", 0.0, is_calm=True)
    busy, _ = lives(f"sqlite:///{tmp_path}/busy.db", 0.0, is_calm=False)
    assert (calm[-1][1]["cards"], bool(busy[-1][1]["cards"])) == ([], True)
