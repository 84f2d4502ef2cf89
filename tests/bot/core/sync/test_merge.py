"""The laws of the merge: for one field, and for a whole round over any list and any sides."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.strategies import (
    POLICIES,
    TWO_WAY,
    VALUES,
    World,
    action,
    actions,
    bond,
    item,
    planner_view,
    side,
    world,
    worlds,
)

from bot.core.history import Outcome
from bot.core.sync.effects import Bond, RoundPlan, SideState, StepKind
from bot.core.sync.merge import UNKNOWN, Decision, Unknown, merge_field
from mappings.canonical import Action, FieldValue, Policy, code_order, revise, word

TWO_WAY_POLICIES = st.sampled_from([Policy.SIDE, Policy.LIST])
TEXTS = st.none() | st.text(max_size=3)
SETS = st.sets(st.sampled_from("abcd")).map(lambda members: tuple(sorted(members)))

law = settings(deadline=None)
thorough = settings(deadline=None, max_examples=150)


# ---- One field


@law
@given(value=TEXTS, base=TEXTS | st.just(UNKNOWN), policy=st.sampled_from(Policy))
def test_equal_values_are_never_touched(
    value: FieldValue, base: FieldValue | Unknown, policy: Policy
) -> None:
    """Whatever was agreed on before, and whoever made them equal."""
    assume(policy is not Policy.ANNOUNCE)
    assert merge_field(base, value, value, policy) == Decision(value, value, agreed=value)


@law
@given(base=TEXTS, edit=TEXTS, policy=TWO_WAY_POLICIES)
def test_the_only_edit_wins(base: FieldValue, edit: FieldValue, policy: Policy) -> None:
    """On whichever side it was made, and also when it empties the field."""
    assert merge_field(base, edit, base, policy) == Decision(edit, edit, agreed=base)
    assert merge_field(base, base, edit, policy) == Decision(edit, edit, agreed=edit)


@law
@given(base=TEXTS, ours=TEXTS, theirs=TEXTS)
def test_two_edits_collide_and_the_policy_names_winner_and_loser(
    base: FieldValue, ours: FieldValue, theirs: FieldValue
) -> None:
    """The two policies mirror each other, so swapping the sides swaps nothing but the names."""
    assume(len({base, ours, theirs}) == 3)
    side_wins = merge_field(base, ours, theirs, Policy.SIDE)
    list_wins = merge_field(base, ours, theirs, Policy.LIST)
    assert side_wins == Decision(theirs, theirs, agreed=theirs, lost=ours, collided=True)
    assert list_wins == Decision(ours, ours, agreed=theirs, lost=theirs, collided=True)
    mirrored = merge_field(base, theirs, ours, Policy.SIDE)
    assert mirrored == replace(list_wins, agreed=ours)


@law
@given(ours=TEXTS.filter(bool), theirs=TEXTS.filter(bool), policy=TWO_WAY_POLICIES)
def test_without_memory_two_values_are_left_alone_and_a_person_is_asked(
    ours: FieldValue, theirs: FieldValue, policy: Policy
) -> None:
    """Neither value may overwrite the other: it could be the newer one."""
    assume(ours != theirs)
    decision = merge_field(UNKNOWN, ours, theirs, policy)
    assert decision == Decision(ours, theirs, agreed=UNKNOWN, ask=True)


@law
@given(value=TEXTS.filter(bool), blank=st.sampled_from([None, ""]), policy=TWO_WAY_POLICIES)
def test_without_memory_a_value_fills_a_blank(
    value: FieldValue, blank: FieldValue, policy: Policy
) -> None:
    """A blank can be overwritten without losing anybody's work."""
    assert merge_field(UNKNOWN, value, blank, policy) == Decision(value, value, agreed=blank)
    assert merge_field(UNKNOWN, blank, value, policy) == Decision(value, value, agreed=value)


@law
@given(base=TEXTS | st.just(UNKNOWN), ours=TEXTS, theirs=TEXTS)
def test_what_the_list_owns_is_never_taken_from_a_side(
    base: FieldValue | Unknown, ours: FieldValue, theirs: FieldValue
) -> None:
    """And nobody is asked about it, nor does it count as a collision."""
    decision = merge_field(base, ours, theirs, Policy.RESTORE)
    assert (decision.value, decision.wanted) == (ours, ours)
    assert not decision.ask
    assert not decision.collided


@law
@given(base=SETS, ours=SETS, theirs=SETS)
def test_a_set_is_sent_exactly_the_difference_that_the_list_made(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    """Every member is treated on its own: the list's change, or else what people have."""
    decision = merge_field(base, ours, theirs, Policy.ANNOUNCE)
    wanted = decision.wanted or ()
    assert decision.value == ours
    assert list(wanted) == sorted(set(wanted))
    for member in "abcd":
        list_changed = (member in base) != (member in ours)
        assert (member in wanted) == (member in (ours if list_changed else theirs))


@law
@given(ours=SETS, theirs=SETS)
def test_without_memory_a_set_only_grows(ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Nobody can tell whether a surplus member is a person's or an old one of ours."""
    decision = merge_field(UNKNOWN, ours, theirs, Policy.ANNOUNCE)
    assert set(decision.wanted or ()) == {*ours, *theirs}


@law
@given(base=SETS | st.just(UNKNOWN), ours=SETS, theirs=SETS)
def test_a_set_is_agreed_on_once_nothing_is_left_to_send(
    base: tuple[str, ...] | Unknown, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    """Before that, what the list changed would be forgotten with the base."""
    decision = merge_field(base, ours, theirs, Policy.ANNOUNCE)
    assert decision.agreed == (ours if decision.wanted == theirs else UNKNOWN)


# ---- A whole round


@law
@given(current=actions())
def test_where_nothing_changed_a_round_does_nothing(current: Action) -> None:
    """Not a call, not a line, not even a base to remember: an idle round is idle."""
    plan = both_sides(current, current).plan()
    assert plan.actions == {current.code: current}
    assert (plan.changes, plan.steps) == ((), ())
    for part in plan.sides:
        assert (part.pushes, part.seen, part.collisions, part.gone) == ((), {}, (), ())


@law
@given(before=actions(), after=actions())
def test_what_only_the_list_changed_reaches_every_side(before: Action, after: Action) -> None:
    """Nothing comes in, and afterwards each side holds what it can hold of the list."""
    past = both_sides(before, after)
    plan = past.plan()
    assert plan.actions == {after.code: after}
    assert plan.changes == ()
    for state in past.after(plan).sides:
        held = [found.fields for found in state.items.values()]
        assert held == [view for view in [state.view(after)] if view is not None]


@law
@given(current=actions(), name=st.sampled_from(TWO_WAY), data=st.data())
def test_what_only_planner_changed_comes_into_the_list(
    current: Action, name: str, data: st.DataObject
) -> None:
    """The list says it, the history tells it, and Planner is not sent its own edit back."""
    edit = data.draw(VALUES[name])
    assume(edit != planner_view(current)[name])
    past = world([current], side(items=[item(current, {name: edit})], bonds=bonds(current)))
    plan = past.plan()
    (after,) = plan.actions.values()
    (change,) = plan.changes
    assert planner_view(after)[name] == edit
    assert after == revise(current, name, edit)
    assert (change.side, change.field, change.outcome) == ("planner", name, Outcome.APPLIED)
    assert (change.old, change.new) == (word(current, name), word(after, name))
    assert not any(name in push.fields for push in plan.sides[0].pushes)


@law
@given(current=actions(), names=st.permutations(TWO_WAY), data=st.data())
def test_edits_of_different_fields_are_both_kept(
    current: Action, names: list[str], data: st.DataObject
) -> None:
    """One field edited in the list, another in Planner: both places end up with both."""
    in_list, in_planner = (data.draw(VALUES[name]) for name in names[:2])
    ours = revise(current, names[0], in_list)
    theirs = item(current, {names[1]: in_planner})
    past = world([ours], side(items=[theirs], bonds=bonds(current)))
    plan = past.plan()
    future = past.after(plan)
    (after,) = future.actions.values()
    (held,) = future.sides[0].items.values()
    for view in (planner_view(after), held.fields):
        assert view[names[0]] == planner_view(ours)[names[0]]
        assert view[names[1]] == in_planner
    assert all(change.outcome is Outcome.APPLIED for change in plan.changes)


@law
@given(current=actions(), name=st.sampled_from(TWO_WAY), data=st.data())
def test_of_two_edits_of_one_field_the_loser_stands_in_the_history(
    current: Action, name: str, data: st.DataObject
) -> None:
    """The policy decides, NIET before all; the other value is told to the coordinator, and kept."""
    in_list, in_planner = data.draw(VALUES[name]), data.draw(VALUES[name])
    ours = revise(current, name, in_list)
    view = planner_view(ours)[name]
    assume(len({planner_view(current)[name], view, in_planner}) == 3)
    theirs = item(current, {name: in_planner})
    plan = world([ours], side(items=[theirs], bonds=bonds(current))).plan()
    (after,) = plan.actions.values()
    (lost,) = (change for change in plan.changes if change.outcome is Outcome.LOST)
    (collision,) = plan.sides[0].collisions
    side_wins = POLICIES[name] is Policy.SIDE and not (name == "status" and view == "NIET")
    assert planner_view(after)[name] == (in_planner if side_wins else view)
    assert (lost.side, lost.new) == (
        ("list", word(ours, name)) if side_wins else ("planner", in_planner)
    )
    assert (collision.ours, collision.theirs, collision.ask) == (view, in_planner, False)


@law
@given(ours=actions(), found=actions())
def test_a_side_found_back_without_memory_overwrites_nothing(ours: Action, found: Action) -> None:
    """After a lost database: equal or blank fields settle, every other one is asked about."""
    past = world([ours], side(items=[item(found)]))
    plan = past.plan()
    (after,) = plan.actions.values()
    (held,) = past.after(plan).sides[0].items.values()
    for name in TWO_WAY:
        mine, theirs = planner_view(ours)[name], planner_view(found)[name]
        asked = name in {c.field for c in plan.sides[0].collisions if c.ask}
        assert asked == bool(mine and theirs and mine != theirs)
        assert planner_view(after)[name] == (mine or theirs)
        assert held.fields[name] == (theirs or mine)


@thorough
@given(past=worlds())
def test_no_edit_on_a_side_disappears(past: World) -> None:
    """The list says it, or said so at the start, or the history tells it, or a person is asked."""
    plan = past.plan()
    told = {(change.code, change.field, change.new) for change in plan.changes}
    for state, part in zip(past.sides, plan.sides, strict=True):
        waiting = {(c.code, c.field) for c in part.collisions if c.ask}
        for code, name, edit in edits_on(state):
            said = [planner_view(list_[code])[name] for list_ in (past.actions, plan.actions)]
            # Overruled by a later side, it stands in the history in the list's own words.
            mine = word(revise(past.actions[code], name, edit), name)
            history = told & {(code, name, edit), (code, name, mine)}
            assert edit in said or history or (code, name) in waiting


@thorough
@given(past=worlds())
def test_a_second_round_plans_nothing(past: World) -> None:
    """Once everything planned was done, list and sides agree, but for what waits for a person."""
    future = past.after(past.plan())
    again = future.plan()
    assert again.actions == future.actions
    assert again.changes == ()
    assert [part.pushes for part in again.sides] == [()] * len(future.sides)
    assert {step.kind for step in again.steps} <= {StepKind.CONFLICT}
    assert all(collision.ask for part in again.sides for collision in part.collisions)


@thorough
@given(past=worlds())
def test_the_preview_announces_exactly_what_is_planned(past: World) -> None:
    """No line without a deed, no deed without a line, and the same values in both."""
    plan = past.plan()
    assert announced(plan) == planned(plan)


@law
@given(past=worlds())
def test_the_order_of_the_list_changes_nothing(past: World) -> None:
    """Every action is planned for by itself."""
    codes = sorted(past.actions, key=code_order)
    orders = [{code: past.actions[code] for code in order} for order in (codes, codes[::-1])]
    one, other = (World(order, past.sides).plan() for order in orders)
    assert one.actions == other.actions
    assert planned(one) == planned(other)


def test_a_field_without_policy_is_an_error() -> None:
    """A field that nobody decided about is never guessed at."""
    current = action()
    with pytest.raises(KeyError, match="title"):
        World(
            {current.code: current}, (side(items=[item(current)], bonds=bonds(current)),), {}
        ).plan()


# ---- Reading a plan


def bonds(of: Action) -> dict[str, Bond]:
    """A memory of one action in Planner."""
    return {of.code: bond(of)}


def edits_on(state: SideState) -> Iterator[tuple[str, str, FieldValue]]:
    """What people changed on a side: code, field, value. Unremembered, any value may be an edit."""
    for found in state.items.values():
        code = str(found.marker)
        base = state.bonds[code].base if code in state.bonds else {}
        for name in found.fields.keys() & set(TWO_WAY):
            value = found.fields[name]
            if value != base.get(name, value if not value else UNKNOWN):
                yield code, name, value


def both_sides(agreed: Action, current: Action) -> World:
    """Planner and a calendar, both as `agreed`; the list now says `current`."""
    states = [
        side(name, [item(agreed, name=name)], {agreed.code: bond(agreed, name)})
        for name in ("planner", "outlook")
        if name == "planner" or agreed.due.date
    ]
    return world([current], *states)


def planned(plan: RoundPlan) -> Counter[tuple[object, ...]]:
    """What the plan will do, one entry per thing: side, kind, code, field, value."""
    deeds: Counter[tuple[object, ...]] = Counter()
    for change in plan.changes:
        if change.outcome is Outcome.APPLIED:
            deeds[change.side, StepKind.PULL, change.code, change.field, change.new] += 1
    for part in plan.sides:
        for push in part.pushes:
            fields = push.fields if push.kind is StepKind.UPDATE else {None: None}
            for name, value in fields.items():
                deeds[part.name, push.kind, push.code, name, value] += 1
        for collision in part.collisions:
            deeds[part.name, StepKind.CONFLICT, collision.code, collision.field, None] += 1
        for code in part.gone:
            deeds[part.name, StepKind.PARK, code, None, None] += 1
    return deeds


def announced(plan: RoundPlan) -> Counter[tuple[object, ...]]:
    """What the preview says, in the same form."""
    valued = (StepKind.PULL, StepKind.UPDATE)
    return Counter(
        (s.side, s.kind, s.code, s.field, s.new if s.kind in valued else None) for s in plan.steps
    )
