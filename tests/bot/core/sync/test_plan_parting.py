"""What people did to an item of an action that leaves its side: told, and never taken for newer."""

from dataclasses import replace

from support.strategies import AT, action, calendar_view, item, side, world

from bot.core.history import Outcome
from bot.core.sync.effects import Bond, RoundPlan, StepKind
from mappings.canonical import Action, Fields

DONE = action(due="2027-05-05", status="Gereed")


def parting(seen: Fields, remembered: Fields) -> RoundPlan:
    """A round in which a done action leaves a calendar that shows open actions only."""
    event = item(DONE, seen, "outlook")
    calendar = side("outlook", [event], {"2.4": Bond(remote_id=event.remote_id, base=remembered)})

    def view(of: Action) -> Fields | None:
        return calendar_view(of) if of.is_open else None

    plan = world([DONE], replace(calendar, view=view)).plan()
    assert [push.kind for push in plan.sides[0].pushes] == [StepKind.REMOVE]
    assert plan.actions == {"2.4": DONE}
    return plan


def lines(plan: RoundPlan) -> list[tuple[object, ...]]:
    assert {change.at for change in plan.changes} <= {AT}
    return [(c.field, c.old, c.new, c.outcome) for c in plan.changes]


def test_an_item_that_nobody_touched_leaves_without_a_word() -> None:
    agreed: Fields = {"due": "2027-05-05", "title": "Deadline"}
    plan = parting(agreed, agreed)
    assert (plan.changes, plan.sides[0].collisions) == ((), ())


def test_a_rename_is_told_although_it_is_not_put_back() -> None:
    agreed: Fields = {"due": "2027-05-05", "title": "Deadline"}
    plan = parting({**agreed, "title": "Deadline, zie mail"}, agreed)
    assert lines(plan) == [("title", "Deadline", "Deadline, zie mail", Outcome.REPORTED)]


def test_a_collision_shows_what_the_list_says_and_not_what_the_side_can_hold() -> None:
    """Else `resolve --take list` would take the deadline away."""
    plan = parting({"due": "2027-06-06"}, {"due": "2027-05-05"})
    assert lines(plan) == [("due", "2027-05-05", "2027-06-06", Outcome.LOST)]
    (collision,) = plan.sides[0].collisions
    assert (collision.ours, collision.theirs) == ("2027-05-05", "2027-06-06")


def test_where_nothing_is_remembered_the_list_keeps_its_day() -> None:
    """After a lost database the event may be older than the list; its day is kept as lost."""
    plan = parting({"due": "2026-12-31"}, {})
    assert lines(plan) == [("due", None, "2026-12-31", Outcome.LOST)]
    (collision,) = plan.sides[0].collisions
    assert (collision.ours, collision.theirs, collision.ask) == ("2027-05-05", "2026-12-31", False)


def test_where_nothing_is_remembered_and_both_say_the_same_there_is_nothing_to_tell() -> None:
    plan = parting({"due": "2027-05-05"}, {})
    assert (plan.changes, plan.sides[0].collisions) == ((), ())
