"""When so much is missing that a fault is likelier than an intention."""

from collections.abc import KeysView, Mapping

import pytest
from support.strategies import action, bond, item

from bot.core.sync.brake import BrakePulled, Sighting, check_brake, check_removal
from bot.core.sync.effects import Bond, Item


def bonds(count: int, goal: int = 1, *, gone: bool = False, fresh: bool = False) -> dict[str, Bond]:
    """The memory of this many linked actions of one goal."""
    codes = [f"{goal}.{number}" for number in range(1, count + 1)]
    return {code: bond(action(code), gone=gone, fresh=fresh) for code in codes}


def listing(count: int) -> dict[str, Item]:
    """A listing that shows the first so many of them."""
    found = [item(action(f"1.{number}")) for number in range(1, count + 1)]
    return {one.remote_id: one for one in found}


def seen(items: Mapping[str, Item], memory: Mapping[str, Bond]) -> Sighting:
    """A reading in which all that is not listed is proven deleted, but for what is too new."""
    lost = {b.remote_id for b in memory.values() if not b.fresh} - items.keys()
    return Sighting(items, missing=frozenset(lost))


def is_pulled(items: Mapping[str, Item], memory: Mapping[str, Bond]) -> bool:
    """Whether the brake stops a round that starts like this."""
    try:
        check_brake("planner", seen(items, memory), memory)
    except BrakePulled:
        return True
    return False


@pytest.mark.parametrize(
    ("linked", "found", "pulled"),
    [
        (70, 70, False),
        (70, 56, False),  # exactly 20 %
        (70, 55, True),
        (10, 8, False),
        (10, 7, True),
        (5, 4, False),
        (4, 3, False),  # a quarter, but one deletion is a person's
        (4, 2, True),
        (1, 0, True),
    ],
)
def test_more_than_a_fifth_gone_at_once_stops_the_round(
    linked: int, found: int, pulled: bool
) -> None:
    """Of the items linked, not of the items found."""
    assert is_pulled(listing(found), bonds(linked)) is pulled


def test_an_empty_listing_stops_the_round() -> None:
    """An empty plan is a wrong plan, a lost right or an accident; the sentence tells how many."""
    with pytest.raises(BrakePulled, match="Planner is leeg, terwijl er 3 acties in stonden") as it:
        check_brake("planner", seen({}, bonds(3)), bonds(3))
    assert it.value.side == "planner"


def test_the_sentence_counts_what_is_gone() -> None:
    with pytest.raises(BrakePulled, match="3 van de 10 acties zijn ineens weg uit Planner"):
        check_brake("planner", seen(listing(7), bonds(10)), bonds(10))


def test_people_s_own_items_do_not_hide_a_loss() -> None:
    """Forty cards of people beside three lost ones of ours change nothing."""
    own = {f"own-{n}": item(action()).model_copy(update={"marker": None}) for n in range(40)}
    assert is_pulled({**listing(7), **own}, bonds(10))


def test_an_empty_plan_of_an_empty_list_is_fine() -> None:
    """The first round starts like this."""
    assert not is_pulled({}, {})


def test_what_was_made_a_moment_ago_is_not_missed() -> None:
    """A listing may not show it yet; so it counts neither as there nor as gone."""
    assert not is_pulled({}, bonds(70, fresh=True))
    both = {**bonds(10), **bonds(10, goal=2, fresh=True)}
    assert not is_pulled(listing(8), both)
    assert is_pulled(listing(7), both)


def test_what_was_made_a_moment_ago_and_is_proven_deleted_is_missed_all_the_same() -> None:
    """A plan that is emptied minutes after it was filled is emptied, not slow."""
    new = bonds(10, fresh=True)
    emptied = Sighting({}, missing=frozenset(b.remote_id for b in new.values()))
    with pytest.raises(BrakePulled, match="Planner is leeg, terwijl er 10 acties in stonden"):
        check_brake("planner", emptied, new)


def test_a_listing_that_lacks_too_much_of_what_is_there_is_not_believed() -> None:
    """By id they are all found, but what else such a listing lacks nobody knows."""
    whole, known = listing(10), bonds(10)
    for lacks, pulled in ((2, False), (3, True), (10, True)):
        unlisted = frozenset(list(whole)[:lacks])
        try:
            check_brake("planner", Sighting(whole, unlisted=unlisted), known)
        except BrakePulled:
            assert pulled
        else:
            assert not pulled


def test_what_was_told_as_deleted_is_not_missed_again() -> None:
    """People may throw cards away one after another, each told once, without ever a full stop."""
    told = bonds(10, goal=2, gone=True)
    assert not is_pulled(listing(8), {**bonds(10), **told})
    assert not is_pulled({}, told)


@pytest.mark.parametrize(("going", "listed"), [(1, 0), (1, 3), (2, 8)])
def test_an_action_or_two_leave_a_side_when_they_are_struck_off_the_list(
    going: int, listed: int
) -> None:
    check_removal("planner", going, listed)


def test_a_large_part_of_the_list_does_not_leave_a_side_at_once() -> None:
    with pytest.raises(BrakePulled, match="3 van de 11 acties tegelijk uit de lijst") as it:
        check_removal("planner", 3, 8)
    assert it.value.side == "planner"


def test_a_listing_is_gone_through_once_however_much_was_just_made() -> None:
    """Once for each item that is new made a round of 9,000 as long again."""
    walks = []

    class Watched(dict[str, Item]):
        def keys(self) -> KeysView[str]:  # type: ignore[override] # dict has a class of its own
            walks.append(1)
            return KeysView(self)

    memory = bonds(50, fresh=True)
    check_brake("planner", Sighting(Watched(listing(50))), memory)
    assert len(walks) == 1
