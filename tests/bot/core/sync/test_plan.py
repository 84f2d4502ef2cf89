"""What a round decides: first fill, links, deletions, two sides, peace with people."""

import pytest
from support.strategies import AT, action, bond, item, planner_view, side, world

from bot.core.history import Change, Outcome
from bot.core.sync.effects import Pending, RoundPlan, SidePlan, SideState, StepKind
from mappings.canonical import Action, Fields, FieldValue


def plan(actions: list[Action], *sides: SideState) -> RoundPlan:
    """One round over this list and these sides."""
    return world(actions, *sides).plan()


def linked(of: Action, edits: Fields | None = None, name: str = "planner") -> SideState:
    """A side that holds one action as agreed, apart from what people edited there."""
    return side(name, [item(of, edits, name)], {of.code: bond(of, name)})


def sent(part: SidePlan) -> dict[str, Fields]:
    """What a side is sent, by code."""
    return {push.code: push.fields for push in part.pushes}


def history(of: RoundPlan) -> list[tuple[str, str, FieldValue, FieldValue, Outcome]]:
    """The lines of history: side, field, old, new, outcome."""
    return [(c.side, c.field, c.old, c.new, c.outcome) for c in of.changes]


# ---- First fill, and creates of which the outcome is unknown


def test_a_first_round_creates_everything_in_full() -> None:
    """In the order of the list, each with all its fields, which are also what to remember."""
    actions = [action("1.2"), action("1.10", due="Continue"), action("2.4", status="NIET")]
    made = plan(actions, side())
    assert [push.code for push in made.sides[0].pushes] == ["1.2", "1.10", "2.4"]
    for push, current in zip(made.sides[0].pushes, actions, strict=True):
        assert (push.kind, push.remote_id) == (StepKind.CREATE, None)
        assert push.fields == push.base == planner_view(current)
    assert [(s.kind, s.code, s.new) for s in made.steps] == [
        (StepKind.CREATE, current.code, current.heading) for current in actions
    ]
    assert made.changes == ()


def test_a_side_is_only_given_what_it_can_hold() -> None:
    """An action without a day has no place in a calendar."""
    made = plan([action("1.2", due="2026"), action("1.3", due="Ad hoc")], side("outlook"))
    assert sent(made.sides[0]) == {"1.2": {"due": "2026-12-31"}}


def test_a_create_of_unknown_outcome_waits() -> None:
    """Creating again could make a double; the preview tells why nothing happens."""
    current = action()
    waiting = side(pending={"2.4": Pending(fields=planner_view(current))})
    parked = plan([current], waiting)
    assert parked.sides[0].pushes == ()
    (step,) = parked.steps
    assert (step.kind, step.code) == (StepKind.PARK, "2.4")
    assert step.reason


def test_a_create_proven_absent_is_done_again() -> None:
    current = action()
    intent = Pending(fields=planner_view(current), may_repeat=True)
    again = plan([current], side(pending={"2.4": intent}))
    assert sent(again.sides[0]) == {"2.4": planner_view(current)}


# ---- Deleted items


def test_a_deleted_item_is_told_once_and_never_made_again() -> None:
    """The action stays in the list, whatever is edited there later."""
    current = action(status="Loopt")
    start = world([current], side(bonds={"2.4": bond(current)}, missing=["planner-2.4"]))
    first = start.plan()
    assert first.actions == {"2.4": current}
    assert first.sides[0].gone == ("2.4",)
    assert first.sides[0].pushes == ()
    assert [(s.kind, s.code) for s in first.steps] == [(StepKind.PARK, "2.4")]
    assert history(first) == [
        ("planner", "item", "aanwezig", "verwijderd", Outcome.REPORTED),
    ]
    later = start.after(first)
    edited = world([current.model_copy(update={"note": "nieuw"})], *later.sides)
    for again in (later.plan(), edited.plan()):
        assert (again.changes, again.steps) == ((), ())
        assert (again.sides[0].gone, again.sides[0].pushes) == ((), ())


def test_an_item_that_is_merely_not_listed_is_left_alone() -> None:
    """Not confirmed as deleted: nothing is told, nothing made, and the link stays."""
    current = action()
    unsure = plan([current], side(bonds={"2.4": bond(current, fresh=True)}))
    assert (unsure.sides[0].gone, unsure.sides[0].pushes, unsure.steps) == ((), (), ())


def test_an_item_that_came_back_is_followed_again() -> None:
    """A task moved out of the plan and back: the list's edits reach it like before."""
    before, after = action(), action(note="nieuw")
    back = side(items=[item(before)], bonds={"2.4": bond(before, gone=True)})
    found = plan([after], back)
    assert found.sides[0].back == ("2.4",)
    assert sent(found.sides[0]) == {"2.4": {"note": "nieuw"}}


# ---- Two sides


def test_an_edit_on_one_side_reaches_the_list_and_the_other_side_in_one_round() -> None:
    """Moving the event moves the deadline, in the list and in Planner."""
    current = action(due="2026")
    moved = plan([current], linked(current), linked(current, {"due": "2026-11-05"}, "outlook"))
    assert moved.actions["2.4"].due.text == "2026-11-05"
    assert [sent(part) for part in moved.sides] == [{"2.4": {"due": "2026-11-05"}}, {}]
    assert history(moved) == [("outlook", "due", "2026", "2026-11-05", Outcome.APPLIED)]


def test_two_sides_that_make_the_same_edit_agree() -> None:
    current = action(due="2026")
    edit = {"due": "2026-11-05"}
    agreed = plan([current], linked(current, edit), linked(current, edit, "outlook"))
    assert agreed.actions["2.4"].due.text == "2026-11-05"
    assert [sent(part) for part in agreed.sides] == [{}, {}]
    assert len(agreed.changes) == 1


def test_two_sides_that_collide_leave_one_value_everywhere_and_the_other_in_the_history() -> None:
    """The first side's date is in the list by then, and of the deadline the list wins."""
    current = action(due="2026")
    start = world(
        [current],
        linked(current, {"due": "2026-10-01"}),
        linked(current, {"due": "2026-11-05"}, "outlook"),
    )
    clash = start.plan()
    assert clash.actions["2.4"].due.text == "2026-10-01"
    assert [sent(part) for part in clash.sides] == [{}, {"2.4": {"due": "2026-10-01"}}]
    assert history(clash) == [
        ("planner", "due", "2026", "2026-10-01", Outcome.APPLIED),
        ("outlook", "due", "2026-12-31", "2026-11-05", Outcome.LOST),
    ]
    (collision,) = clash.sides[1].collisions
    assert (collision.ours, collision.theirs) == ("2026-10-01", "2026-11-05")
    assert start.after(clash).plan().steps == ()


def test_an_action_that_lost_its_day_leaves_the_calendar() -> None:
    """Its event is removed; its task stays, without a date."""
    before, after = action(due="2026"), action(due="Continue")
    left = plan([after], linked(before), linked(before, name="outlook"))
    (removal,) = left.sides[1].pushes
    assert (removal.kind, removal.remote_id) == (StepKind.REMOVE, "outlook-2.4")
    assert sent(left.sides[0])["2.4"] == {"due": None, "labels": ("continue",)}


def test_an_event_moved_while_the_list_dropped_its_date_is_not_lost_silently() -> None:
    """The list wins, so the event goes; the date somebody chose there stands in the history."""
    before, after = action(due="2026"), action(due="Continue")
    left = plan([after], linked(before, {"due": "2026-11-05"}, "outlook"))
    assert left.actions["2.4"].due.text == "Continue"
    assert [push.kind for push in left.sides[0].pushes] == [StepKind.REMOVE]
    assert history(left) == [("outlook", "due", "2026-12-31", "2026-11-05", Outcome.LOST)]
    assert [(c.field, c.theirs) for c in left.sides[0].collisions] == [("due", "2026-11-05")]


def test_one_side_that_asks_does_not_hold_up_the_other() -> None:
    """Planner's memory of the date is gone; the calendar is brought up to date all the same."""
    before, after = action(due="2026"), action(due="2027")
    memory = bond(before)
    forgetful = memory._replace(base={n: v for n, v in memory.base.items() if n != "due"})
    asked = plan(
        [after],
        side(items=[item(before)], bonds={"2.4": forgetful}),
        linked(before, name="outlook"),
    )
    assert [c.ask for c in asked.sides[0].collisions] == [True]
    assert [sent(part) for part in asked.sides] == [{}, {"2.4": {"due": "2027-12-31"}}]
    assert asked.actions == {"2.4": after}


# ---- Peace with people


def test_a_retitle_is_put_back_and_told_once() -> None:
    current = action()
    start = world([current], linked(current, {"title": "Iets anders"}))
    first = start.plan()
    assert sent(first.sides[0]) == {"2.4": {"title": current.heading}}
    assert history(first) == [
        ("planner", "title", current.heading, "Iets anders", Outcome.REPORTED),
    ]
    assert start.after(first).plan().changes == ()


def test_a_retitle_that_could_not_be_put_back_yet_is_not_told_again() -> None:
    """It was seen: what is remembered is the title that was told."""
    current = action()
    state = linked(current, {"title": "Iets anders"})
    seen = plan([current], state).sides[0].seen["2.4"]
    memory = bond(current, base={**bond(current).base, **seen})
    again = plan([current], side(items=state.items.values(), bonds={"2.4": memory}))
    assert sent(again.sides[0]) == {"2.4": {"title": current.heading}}
    assert again.changes == ()


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("assignees", ("collega", "oov-1")),  # a colleague joined
        ("assignees", ()),  # the owner took himself off
        ("labels", ("owner:OOV", "plateau-1", "plateau-2")),
        ("labels", ()),
    ],
)
def test_people_s_own_assignees_and_labels_stand(name: str, theirs: tuple[str, ...]) -> None:
    """Neither put back, nor taken into the list, nor told."""
    current = action(owners=["OOV"], vng={"plateau": 1})
    start = world([current], linked(current, {name: theirs}))
    first = start.plan()
    assert first.actions == {"2.4": current}
    assert (first.sides[0].pushes, first.steps, first.changes) == ((), (), ())


def test_a_new_owner_s_people_join_the_colleague_that_people_added() -> None:
    """Only our own are remembered as ours, so that the colleague is never taken off later."""
    before, after = action(owners=["OOV"]), action(owners=["MOz"])
    (push,) = plan([after], linked(before, {"assignees": ("collega", "oov-1")})).sides[0].pushes
    assert push.fields["assignees"] == ("collega", "moz-1", "moz-2")
    assert push.base["assignees"] == ("moz-1", "moz-2")


def test_a_task_whose_details_were_not_read_keeps_its_note_and_card() -> None:
    """A field that was not read is neither empty nor edited."""
    before, after = action(note="oud"), action(note="nieuw", status="Loopt")
    whole = item(before)
    part = {name: v for name, v in whole.fields.items() if name not in ("note", "card")}
    unread = side(items=[whole.model_copy(update={"fields": part})], bonds={"2.4": bond(before)})
    found = plan([after], unread)
    assert found.actions == {"2.4": after}
    assert sent(found.sides[0]) == {"2.4": {"status": "Loopt"}}


def test_a_label_made_obsolete_by_an_edit_goes_in_the_same_round() -> None:
    """A continuous action that people give a date is not continuous any more, adopted or not."""
    current = action(due="Continue")
    for state in (
        linked(current, {"due": "2026-11-05"}),
        side(items=[item(current, {"due": "2026-11-05"})]),
    ):
        start = world([current], state)
        first = start.plan()
        assert sent(first.sides[0]) == {"2.4": {"labels": ()}}
        assert start.after(first).plan().steps == ()


# ---- The steps


def test_history_carries_the_round_and_speaks_the_agenda_s_words() -> None:
    """2026, not 2026-12-31: the word that people wrote."""
    current = action(due="2026")
    (change,) = plan([current], linked(current, {"due": "2027-02-01"})).changes
    assert change == Change(
        at=AT,
        run="run-1",
        code="2.4",
        side="planner",
        field="due",
        old="2026",
        new="2027-02-01",
        outcome=Outcome.APPLIED,
    )


def test_what_planner_lost_and_won_is_told_in_the_preview() -> None:
    """A clash that the side wins is a conflict line and a pull; one that the list wins a push."""
    before, after = action(due="2026", note="oud"), action(due="2027", note="nieuw")
    clash = plan([after], linked(before, {"due": "2026-05-01", "note": "anders"}))
    assert {(s.kind, s.field, s.old, s.new) for s in clash.steps} == {
        (StepKind.CONFLICT, "due", "2026-05-01", "2027"),
        (StepKind.UPDATE, "due", "2026-05-01", "2027-12-31"),
        (StepKind.CONFLICT, "note", "nieuw", "anders"),
        (StepKind.PULL, "note", "nieuw", "anders"),
    }
