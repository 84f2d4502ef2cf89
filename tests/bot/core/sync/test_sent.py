"""What was sent and never confirmed is the bot's own value, and no edit of people."""

from dataclasses import replace

import pytest
from support.strategies import action, bond, item, planner_view, side, world

from bot.core.sync.effects import RoundPlan
from mappings.canonical import Action, FieldValue

BEFORE = action(status="Loopt", due="2026-12-01", note="Begonnen.")
SENT = action(status="Gereed", due="2027-03-31", note="Klaar.")


def planned(now: Action, edits: dict[str, FieldValue], *, is_known: bool = True) -> RoundPlan:
    """A round after SENT went out without an answer, and the list became `now`.

    edits: what people did to the task as it was sent.
    """
    fields = {name: planner_view(SENT)[name] for name in ("status", "due", "note")}
    there = item(BEFORE, {**fields, **edits})
    state = side(items=[there], bonds={"2.4": bond(BEFORE)})
    if is_known:
        state = replace(state, sent={"2.4": fields})
    return world([now], state).plan()


@pytest.mark.parametrize("field", ["status", "due", "note"])
def test_the_list_goes_on_from_it(field: str) -> None:
    """It was taken back meanwhile, and what Planner holds does not come back as somebody's edit."""
    now = SENT.model_copy(update={field: getattr(BEFORE, field)})
    plan = planned(now, {})
    (part,) = plan.sides
    assert (plan.changes, part.collisions, plan.actions["2.4"]) == ((), (), now)
    (push,) = part.pushes
    assert push.fields == {field: planner_view(BEFORE)[field]}
    assert part.seen["2.4"][field] == planner_view(SENT)[field]


def test_a_control_without_what_was_sent_takes_it_for_an_edit() -> None:
    """The fault that this mends: the Gereed of the bot itself came back."""
    now = SENT.model_copy(update={"status": BEFORE.status})
    plan = planned(now, {}, is_known=False)
    assert [(c.field, c.new) for c in plan.changes if c.field == "status"] == [("status", "Gereed")]


def test_what_people_changed_after_it_is_theirs() -> None:
    plan = planned(BEFORE, {"note": "Van de eigenaar."})
    assert plan.actions["2.4"].note == "Van de eigenaar."
    (push,) = plan.sides[0].pushes
    assert push.fields == {name: planner_view(BEFORE)[name] for name in ("status", "due")}


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "a control"])
def test_what_the_bot_took_away_is_no_deletion_and_is_made_again(*, is_known: bool) -> None:
    """It left the calendar as done, nobody confirmed that, and it was reopened meanwhile."""
    state = side("outlook", bonds={"2.4": bond(BEFORE, "outlook")}, missing=["outlook-2.4"])
    if is_known:
        state = replace(state, taken=frozenset({"2.4"}))
    plan = world([BEFORE], state).plan()
    (part,) = plan.sides
    told = [(change.field, change.new) for change in plan.changes]
    if is_known:
        assert (part.over, part.gone, told) == (("2.4",), (), [])
    else:
        assert (part.over, part.gone, told) == ((), ("2.4",), [("item", "verwijderd")])
