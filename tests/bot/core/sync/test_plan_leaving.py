"""Actions that leave a side and come back, and how a create is told from its repeat."""

from dataclasses import replace

from support.strategies import action, bond, calendar_view, item, side, world

from bot.core.sync.effects import Pending, StepKind

DAY = action(due="2027-03-31")
NO_DAY = action(due="Continue")


def test_an_action_that_leaves_a_side_is_removed_there_and_forgotten() -> None:
    start = world(
        [NO_DAY], side("outlook", [item(DAY, name="outlook")], {"2.4": bond(DAY, "outlook")})
    )
    plan = start.plan()
    (push,) = plan.sides[0].pushes
    assert (push.kind, push.remote_id) == (StepKind.REMOVE, "outlook-2.4")
    assert start.after(plan).plan().steps == ()


def test_an_item_deleted_by_people_that_had_to_go_anyway_is_no_news() -> None:
    """It is forgotten without a word, so that the action can come back there one day."""
    gone = side("outlook", bonds={"2.4": bond(DAY, "outlook")}, missing=["outlook-2.4"])
    start = world([NO_DAY], gone)
    plan = start.plan()
    assert (plan.sides[0].over, plan.sides[0].gone) == (("2.4",), ())
    assert (plan.steps, plan.changes) == ((), ())
    back = world([DAY], *start.after(plan).sides)
    assert [push.kind for push in back.plan().sides[0].pushes] == [StepKind.CREATE]


def test_the_makings_of_an_item_are_numbered() -> None:
    """A side that remembers what it made can tell a new one from a repeat."""
    (first,) = world([DAY], side("outlook")).plan().sides[0].pushes
    (third,) = world([DAY], replace(side("outlook"), made={"2.4": 2})).plan().sides[0].pushes
    assert (first.serial, third.serial) == (0, 2)


def test_a_making_proven_absent_is_repeated_under_its_own_number() -> None:
    """Two listings can be wrong; a side that remembers what it made then refuses the repeat."""
    absent = Pending(fields=calendar_view(DAY) or {}, may_repeat=True)
    again = replace(side("outlook", pending={"2.4": absent}), made={"2.4": 2})
    (push,) = world([DAY], again).plan().sides[0].pushes
    assert push.serial == 2
