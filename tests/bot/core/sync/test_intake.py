"""Which items are an action's own: by marker, by an unsettled create, or by a person's word."""

from dataclasses import replace

import pytest
from support.strategies import action, bond, item, planner_view, side, world

from bot.core.sync.effects import Item, Pending, RoundPlan, SidePlan, SideState, StepKind
from mappings.canonical import Action, Fields, FieldValue


def plan(actions: list[Action], *sides: SideState) -> RoundPlan:
    """One round over this list and these sides."""
    return world(actions, *sides).plan()


def sent(part: SidePlan) -> dict[str, Fields]:
    """What a side is sent, by code."""
    return {push.code: push.fields for push in part.pushes}


def unmarked(of: Action, **edits: FieldValue) -> Item:
    """An item without our marker."""
    return item(of, edits).model_copy(update={"marker": None})


def test_an_item_with_our_marker_is_adopted() -> None:
    """After a lost database: linked by marker, and not made again."""
    current = action()
    found = plan([current], side(items=[item(current)]))
    assert found.sides[0].adopted == {"2.4": "planner-2.4"}
    assert found.sides[0].pushes == ()
    assert found.sides[0].seen == {"2.4": planner_view(current)}
    assert found.steps == ()


def test_an_unsettled_create_recognises_its_item_by_title() -> None:
    """Its details may not have come along: that is no edit of people, so they are sent again."""
    current = action(note="Kort")
    whole = planner_view(current)
    arrived = unmarked(current, note="", card="")
    found = plan([current], side(items=[arrived], pending={"2.4": Pending(fields=whole)}))
    assert found.sides[0].adopted == {"2.4": "planner-2.4"}
    assert sent(found.sides[0]) == {"2.4": {name: whole[name] for name in ("note", "card")}}
    assert (found.actions, found.changes) == ({"2.4": current}, ())


def test_an_edit_on_an_item_of_an_unsettled_create_comes_in() -> None:
    """What was sent is what was agreed on; so a later value is an edit, not a reason to ask."""
    current = action()
    arrived = unmarked(current, status="Loopt")
    found = plan(
        [current], side(items=[arrived], pending={"2.4": Pending(fields=planner_view(current))})
    )
    assert found.actions["2.4"].status == "Loopt"
    assert found.sides[0].collisions == ()


@pytest.mark.parametrize(
    ("own", "pending"),
    [(True, False), (False, True), (False, False)],
    ids=["nothing was being created", "a person made it", "neither"],
)
def test_a_title_alone_identifies_nothing(own: bool, pending: bool) -> None:
    """A card that happens to have our title belongs to whoever made it."""
    current = action()
    namesake = unmarked(current).model_copy(update={"own": own})
    intents = {"2.4": Pending(fields=planner_view(current))} if pending else {}
    found = plan([current], side(items=[namesake], pending=intents))
    assert found.sides[0].adopted == {}
    assert found.sides[0].foreign == (namesake,)


def test_a_copy_of_a_linked_card_is_a_proposal() -> None:
    """Copying a card copies the marker; the link by id holds and the copy is people's own."""
    current = action()
    copy = item(current).model_copy(update={"remote_id": "copy", "own": False})
    both = side(items=[copy, item(current)], bonds={"2.4": bond(current)})
    found = plan([current], both)
    assert found.sides[0].adopted == {}
    assert found.sides[0].foreign == (copy,)
    assert found.sides[0].pushes == ()


def test_a_linked_card_with_another_action_s_marker_stays_with_its_own() -> None:
    """People paste text from card to card; the link by id is what counts."""
    actions = [action("1.2"), action("1.3")]
    pasted = item(actions[0]).model_copy(update={"marker": "1.3"})
    found = plan(actions, side(items=[pasted], bonds={"1.2": bond(actions[0])}))
    assert found.sides[0].adopted == {}
    assert [(push.kind, push.code) for push in found.sides[0].pushes] == [(StepKind.CREATE, "1.3")]


def test_of_a_card_and_its_copy_our_own_is_adopted() -> None:
    """After a lost database both carry the marker; the copy was made by a person."""
    current = action()
    copy = item(current).model_copy(update={"remote_id": "copy", "own": False})
    found = plan([current], side(items=[copy, item(current)]))
    assert found.sides[0].adopted == {"2.4": "planner-2.4"}
    assert found.sides[0].foreign == (copy,)


@pytest.mark.parametrize("own", [True, False])
def test_of_two_cards_with_one_marker_a_person_says_which_it_is(own: bool) -> None:
    """A repeating task that is ticked off is made anew, marker and all; until then all waits."""
    current = action()
    one = item(current, {"status": "Gereed"}).model_copy(update={"own": own})
    twin = item(current).model_copy(update={"remote_id": "twin", "own": own})
    found = plan([current], side(items=[one, twin])).sides[0]
    assert (found.adopted, found.pushes, found.foreign) == ({}, (), (one, twin))
    assert "planner-2.4 (Gereed, 2026-12-31) en twin (Planning, 2026-12-31)" in found.apart["2.4"]
    assert "driehoek relink 2.4 ID --side planner" in found.apart["2.4"]
    rest = replace(side(items=[one, twin]), dismissed=frozenset({"twin"}))
    assert plan([current], rest).sides[0].adopted == {"2.4": "planner-2.4"}


def test_the_only_card_of_an_action_is_its_own_whatever_was_said_of_it() -> None:
    """Rejected while the list was still empty, say; a second one beside it would double it."""
    current = action()
    found = plan(
        [current], replace(side(items=[item(current)]), dismissed=frozenset({"planner-2.4"}))
    )
    assert found.sides[0].adopted == {"2.4": "planner-2.4"}


def test_what_people_took_off_is_not_put_on_again_when_nothing_is_remembered() -> None:
    """Labels and assignees, at the first contact; what the list changes later is sent as ever."""
    current = action(owners=["OOV"], vng={"plateau": 1})
    bare = item(current, {"labels": ("continue",), "assignees": ("collega",)})
    first = plan([current], side(items=[bare])).sides[0]
    assert first.pushes == ()
    later = action(owners=["OOV"], vng={"plateau": 2})
    known = side(items=[bare], bonds={"2.4": bond(current, base=first.seen["2.4"])})
    (push,) = plan([later], known).sides[0].pushes
    assert push.fields["labels"] == ("continue", "plateau-2")
    assert "assignees" not in push.fields


def test_people_s_own_items_are_shown_and_left_alone() -> None:
    """A card that people made, and one whose marker names an action that is not in the list."""
    own, old = unmarked(action("1.2")), item(action("9.9"))
    found = plan([action()], side(items=[own.model_copy(update={"own": False}), old]))
    assert [one.remote_id for one in found.sides[0].foreign] == ["planner-1.2", "planner-9.9"]
    assert [push.kind for push in found.sides[0].pushes] == [StepKind.CREATE]
    assert set(found.actions) == {"2.4"}
