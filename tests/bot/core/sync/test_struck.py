"""What becomes of the items of actions that were struck off the list: ours go, people's stay."""

from support.strategies import AT, BOARD, POLICIES, action, bond, item, side

from bot.core.history import Outcome
from bot.core.sync.effects import Bond, Item, Pending, RoundPlan, SideState, StepKind
from bot.core.sync.plan import plan_round
from mappings.canonical import Fields
from mappings.planner import view_action

LEFT = action(owners=["OOV"], vng={"plateau": 1})


def plan(*sides: SideState) -> RoundPlan:
    """A round over an empty list, off which one action was struck."""
    return plan_round({}, sides, POLICIES, at=AT, run="r", struck={LEFT.code: LEFT})


def test_what_the_bot_made_is_taken_away_and_the_preview_says_why() -> None:
    planned = plan(side("planner", [item(LEFT)], {LEFT.code: bond(LEFT)}))
    (push,) = planned.sides[0].pushes
    assert (push.kind, push.code, push.remote_id) == (StepKind.REMOVE, "2.4", "planner-2.4")
    (step,) = planned.steps
    assert (step.old, step.reason) == (LEFT.heading, "de actie is uit de lijst gehaald")
    assert (planned.changes, planned.actions) == ((), {})


def test_what_people_wrote_last_is_kept_before_it_goes() -> None:
    """And noted down once: a removal that has to be tried again tells nothing twice."""
    edited = item(LEFT, {"note": "Laatste woord", "title": "Anders"})
    first = plan(side("planner", [edited], {LEFT.code: bond(LEFT)}))
    lines = [(c.side, c.field, c.old, c.new, c.outcome) for c in first.changes]
    assert lines == [
        ("planner", "title", f"2.4 {LEFT.title}", "Anders", Outcome.LOST),
        ("planner", "note", "", "Laatste woord", Outcome.LOST),
    ]
    base = {**bond(LEFT).base, **first.sides[0].seen["2.4"]}
    again = plan(side("planner", [edited], {LEFT.code: bond(LEFT, base=base)}))
    assert (again.changes, len(again.sides[0].pushes)) == ((), 1)


def test_what_a_person_made_stays_without_what_the_bot_put_on_it() -> None:
    held = dict(view_action(LEFT, BOARD))
    theirs: Fields = {
        **held,
        "note": "Mijn tekst",
        "labels": ("niet-van-ons", *map(str, held["labels"] or ())),
        "assignees": ("collega", *map(str, held["assignees"] or ())),
    }
    task = Item(remote_id="t", title=LEFT.heading, marker="2.4", own=False, fields=theirs)
    bonds = {"2.4": Bond(remote_id="t", base=held)}
    state = SideState(
        "planner", {"t": task}, bonds, lambda _: {}, titles={"t": "Leeromgeving, zei Jan"}
    )
    planned = plan(state)
    (push,) = planned.sides[0].pushes
    assert (push.kind, push.fields) == (
        StepKind.UPDATE,
        {
            "title": "Leeromgeving, zei Jan",
            "card": "",
            "labels": ("niet-van-ons",),
            "assignees": ("collega",),
        },
    )
    assert planned.changes == ()
    bare = task.model_copy(update={"fields": {**theirs, **push.fields}})
    bonds = {"2.4": Bond(remote_id="t", base={**held, **push.base})}
    rest = plan(SideState("planner", {"t": bare}, bonds, lambda _: {}, titles=state.titles))
    assert (rest.steps, rest.sides[0].pushes) == ((), ())


def test_a_marker_brings_nothing_back() -> None:
    planned = plan(side("planner", [item(LEFT)]))
    assert (planned.sides[0].adopted, planned.sides[0].pushes, planned.actions) == ({}, (), {})


def test_what_a_create_of_unknown_outcome_made_after_all_goes_too() -> None:
    pending = {"2.4": Pending(fields=view_action(LEFT, BOARD))}
    planned = plan(side("planner", [item(LEFT)], pending=pending))
    assert dict(planned.sides[0].adopted) == {"2.4": "planner-2.4"}
    assert [push.kind for push in planned.sides[0].pushes] == [StepKind.REMOVE]


def test_an_item_that_people_took_away_themselves_is_only_forgotten() -> None:
    planned = plan(side("planner", [], {"2.4": bond(LEFT)}, missing=["planner-2.4"]))
    part = planned.sides[0]
    assert (part.over, part.gone, planned.changes, planned.steps) == (("2.4",), (), (), ())


def test_an_item_that_cannot_be_read_waits_and_is_told() -> None:
    odd = Item(remote_id="planner-2.4", title="", marker=None, own=True, fields={}, unread="(400)")
    planned = plan(side("planner", [odd], {"2.4": bond(LEFT)}))
    assert planned.sides[0].pushes == ()
    assert "niet te lezen (400)" in planned.sides[0].apart["2.4"]
