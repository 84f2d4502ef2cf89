"""What waits for a person for weeks leaves the worker as quiet as before: it is written once."""

from collections.abc import Callable

import pytest
from support.installation import Office
from support.shifts import Shift

Act = Callable[[Office], object]


def _plan(office: Office) -> str:
    return str(office.control.state()["plans"][0]["id"])


def _collide(office: Office) -> None:
    office.set("1.9", status="Gereed")
    office.act("progress", "1.9", percent=0)


LASTING: dict[str, Act] = {
    "a task that somebody made": lambda o: o.control.act("create", plan=_plan(o), title="Bellen"),
    "a task like an action": lambda o: o.control.act(
        "create", plan=_plan(o), title=o.action("1.9").title
    ),
    "a task that was deleted": lambda o: o.act("delete", "1.7"),
    "a day on which work starts": lambda o: o.act("start", "1.7", date="2026-12-01", stored="todo"),
    "a deadline on both sides": lambda o: (
        o.set("1.9", due="2027-01-16"),
        o.act("due", "1.9", date="2027-01-17", stored="todo"),
    ),
    "a status on both sides": _collide,
    "a status that Planner has no word for": lambda o: o.act("progress", "1.9", percent=30),
    "a title of somebody's own": lambda o: o.act("retitle", "1.7", title="Anders"),
    "an event that lost its mark": lambda o: o.control.act(
        "unmark-event", event=o.links("outlook")["1.9"]
    ),
    "an event that was deleted": lambda o: o.control.act(
        "delete-event", event=o.links("outlook")["1.10"]
    ),
    "an event that was copied": lambda o: o.control.act(
        "copy-event", event=o.links("outlook")["1.9"]
    ),
    "a day out of bounds": lambda o: o.control.act(
        "move-event", event=o.links("outlook")["1.9"], date="2150-01-01"
    ),
    "a driehoek that is near": lambda o: o.clock.forward(days=17),
    "a year that is over": lambda o: o.clock.forward(days=70),
    "a label of the bot": lambda o: o.act("label", "1.7", label="Bespreken"),
    "a meeting that was called off": lambda o: o.control.act(
        "cancel-event", event=o.event("2026-11-26")
    ),
    "a meeting that was moved": lambda o: o.move("2026-11-26", "2026-11-27T10:00:00+01:00"),
    "an action that was dropped": lambda o: o.set("1.7", status="NIET"),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_written_once(office: Office, name: str) -> None:
    office.load("1")
    for code in ("1.9", "1.10", "1.11"):
        office.set(code, due="2027-01-15")
    shift = Shift(office, changes={"OUTLOOK_CALENDAR": "Deadlines"})
    shift.tick(minutes=60)
    shift.settle()
    LASTING[name](office)
    assert not shift.tick()
    shift.settle()
    assert shift.failed == []
