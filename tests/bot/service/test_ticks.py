"""A tick that has nothing to do: what it costs, and what ends the calm."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from support.installation import Office
from support.shifts import Shift

from bot.core.workdays import AMSTERDAM
from bot.service.outcomes import ExitCode
from bot.service.status import read_standing
from connectors.errors import GraphError


@pytest.fixture
def shift(office: Office) -> Shift:
    """A worker with some actions and a deadline in Outlook, after the morning's cards."""
    office.load("1", "2.1")
    office.set("1.9", due="2027-01-15")
    working = Shift(office, changes={"OUTLOOK_CALENDAR": "Deadlines"})
    working.tick(minutes=60)
    working.settle()
    assert working.failed == []
    return working


@pytest.fixture
def written(shift: Shift) -> Iterator[list[str]]:
    """The tables that the worker writes to, statement by statement, and "commit"."""
    seen: list[str] = []

    def said(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.extend(re.findall(r"(?i)^(?:insert into|update|delete from)\s+(\w+)", statement))

    engine = shift.house.store._engine
    event.listen(engine, "before_cursor_execute", said)
    event.listen(engine, "commit", lambda _conn: seen.append("commit"))
    yield seen
    event.remove(engine, "before_cursor_execute", said)


def runs(shift: Shift, command: str) -> int:
    """How many runs of a command were booked."""
    with shift.office.ledger as ledger:
        return sum(run.command == command for run in ledger.runs.all(1000))


def test_a_tick_with_nothing_to_do_takes_one_call_and_one_commit(
    shift: Shift, written: list[str]
) -> None:
    shift.office.control.forget()
    assert shift.tick()
    assert shift.office.trips() == 1
    parts = [e["path"].rpartition("/")[2] for e in shift.office.control.journal() if e["inner"]]
    assert {"buckets", "calendarView", "details", "events", "tasks"} < {*parts}
    assert len(parts) == 6, "and the plan itself"
    tables = [table for table in written if table != "commit"]
    assert tables == ["readings", "runs", "ledger_version"]
    assert written[-1] == "commit"


def test_a_listing_of_several_pages_is_one_call_as_well(shift: Shift) -> None:
    shift.office.control.settings(page_size=5)
    shift.settle()
    shift.office.control.forget()
    assert shift.tick()
    pages = [e for e in shift.office.control.journal() if e["path"].endswith("/tasks")]
    assert (shift.office.trips(), len(pages)) == (1, 4)
    shift.office.act("note", max(shift.office.links()), text="Op de laatste bladzijde.")
    assert not shift.tick()


def test_it_books_one_round_and_every_side_as_read(shift: Shift) -> None:
    before = {name: runs(shift, name) for name in ("sync", "remind", "digest")}
    assert shift.tick()
    assert {name: runs(shift, name) for name in before} == {**before, "sync": before["sync"] + 1}
    now = shift.office.clock.now()
    with shift.office.ledger as ledger:
        assert {r.read_at for r in ledger.readings.all().values()} == {now}
        standing = read_standing(ledger, now)
    last = standing.runs[2]
    assert (last.command, last.age, last.ending) == ("sync", timedelta(), "gelukt")
    assert last.run is not None
    assert last.run.summary["planner"]["created"] == 0  # type: ignore[index, call-overload]


def test_an_edit_by_another_process_is_seen_at_the_very_next_tick(shift: Shift) -> None:
    assert shift.tick()
    shift.office.set("1.9", status="Gereed")
    assert not shift.tick()
    assert shift.office.tasks()["1.9"]["percentComplete"] == 100
    shift.settle()


@pytest.mark.parametrize(
    ("field", "act", "words"),
    [("note", "note", {"text": "Besproken."}), ("status", "progress", {"percent": 50})],
)
def test_an_edit_in_planner_is_seen_at_the_very_next_tick(
    shift: Shift, field: str, act: str, words: dict[str, object]
) -> None:
    assert shift.tick()
    shift.office.act(act, "1.9", **words)
    shift.office.control.forget()
    assert not shift.tick()
    assert shift.office.trips() == 1, "what showed the edit is what the round goes by"
    assert shift.office.history("1.9")[-1][:2] == ("planner", field)


def test_a_deadline_that_is_moved_in_outlook_is_seen_at_the_very_next_tick(shift: Shift) -> None:
    assert shift.tick()
    event_id = shift.office.links("outlook")["1.9"]
    shift.office.control.act("move-event", event=event_id, date="2027-02-03")
    assert not shift.tick()
    assert str(shift.office.action("1.9").due.date) == "2027-02-03"


def test_a_meeting_that_is_moved_is_seen_at_the_very_next_tick(shift: Shift) -> None:
    assert shift.tick()
    shift.office.move("2026-11-26", "2026-11-27T10:00:00+01:00")
    assert not shift.tick()
    with shift.office.ledger as ledger:
        states = {meeting.state for meeting in ledger.meetings.all()}
    assert "moved" in states


@pytest.mark.parametrize(
    ("path", "side"),
    [("**/planner/plans/*/tasks", "planner"), ("**/calendars/*/events", "outlook")],
)
def test_a_side_that_fails_is_told_at_once_and_the_other_goes_on(
    shift: Shift, path: str, side: str
) -> None:
    assert shift.tick()
    shift.office.control.fault("status", path=path, status=503, times=50)
    assert not shift.tick()
    now = shift.office.clock.now()
    with shift.office.ledger as ledger:
        read = ledger.readings.all()
    assert [name for name, one in read.items() if one.failing_since] == [side]
    assert all(
        now - one.read_at < timedelta(minutes=5)
        for n, one in read.items()
        if n != side and one.read_at
    )
    assert not shift.tick(), "while it fails every tick is a whole one"
    shift.office.control.mend()
    shift.settle()


def test_a_calendar_that_fails_leaves_the_sides_alone(shift: Shift) -> None:
    assert shift.tick()
    shift.office.control.fault("status", path="**/calendarView", status=403, times=50)
    assert not shift.tick()
    assert [(job, isinstance(error, GraphError)) for job, error in shift.failed] == [
        ("digest", True)
    ]
    with shift.office.ledger as ledger:
        assert [r.failing_since for r in ledger.readings.all().values()] == [None, None]
        last = ledger.runs.latest("digest", shift.office.clock.now())
    assert last is not None
    assert last.outcome == ExitCode.USAGE


def test_a_batch_that_fails_as_a_whole_is_asked_again_by_the_round(shift: Shift) -> None:
    assert shift.tick()
    shift.office.control.fault("status", path="**/$batch", status=500, times=1)
    shift.office.act("progress", "1.9", percent=100)
    assert not shift.tick()
    assert shift.failed == []
    assert shift.office.action("1.9").status == "Gereed"


def test_an_hour_that_begins_ends_the_calm(shift: Shift) -> None:
    """Midnight, the morning's reminders and the moment of a digest begin an hour."""
    shift.office.clock.moment = at("2026-11-02 10:03")
    shift.settle()
    calm = [shift.tick() for _ in range(24)]
    assert calm.count(False) == 2


def test_a_clock_that_is_put_back_ends_the_calm(shift: Shift) -> None:
    """The day before, other things were due; what the books say of then is not to be trusted."""
    assert shift.tick()
    assert not shift.tick(minutes=-60 * 24)


def test_the_minute_of_a_meeting_ends_the_calm(office: Office) -> None:
    """A digest waits until so many hours before it; and when it begins, it is held."""
    office.load("1")
    office.move("2026-11-26", "2026-11-26T14:30:00+01:00")
    shift = Shift(office)
    shift.tick(minutes=60)
    shift.settle()
    office.clock.moment = at("2026-11-26 14:03")
    shift.settle()
    while shift.tick():
        pass
    assert office.clock.now() == at("2026-11-26 14:33")
    with office.ledger as ledger:
        begun = {m.state for m in ledger.meetings.all() if m.start == at("2026-11-26 14:30")}
    assert begun == {"held"}


def test_another_round_between_asking_and_using_makes_the_answers_void(shift: Shift) -> None:
    """What was read before another process wrote would pass for an edit by people."""
    assert shift.tick()
    office = shift.office
    office.act("progress", "1.7", percent=100)  # so that the next tick is a whole one
    ticks = shift._ticks
    sync = ticks.sync

    def after_another_round() -> None:
        office.set("1.9", status="Gereed")
        office.sync(OUTLOOK_CALENDAR="Deadlines")
        sync()

    ticks.sync = after_another_round  # type: ignore[method-assign]
    assert not shift.tick()
    assert office.action("1.9").status == "Gereed"
    assert office.tasks()["1.9"]["percentComplete"] == 100


def test_a_mail_that_is_uncertain_leaves_no_calm(shift: Shift) -> None:
    with shift.office.ledger as ledger:
        ledger.sends.claim("a", "mail", "coordinator", shift.office.clock.now(), "")
    assert [shift.tick() for _ in range(4)] == [False] * 4


def at(text: str) -> datetime:
    """A moment on the clock of Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)
