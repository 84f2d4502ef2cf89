"""One field of an item that leaves its side: an edit people made there is taken, kept or told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.sync.merge import UNKNOWN, Decision, Unknown, merge_leaving
from mappings.canonical import FieldValue, Policy

law = settings(deadline=None)
SETS = st.sets(st.sampled_from("abcd")).map(lambda members: tuple(sorted(members)))

LET_GO, TAKE, KEEP_MINE, KEEP_THEIRS, TELL = "let go", "take", "keep mine", "keep theirs", "tell"
LEAVING = [
    # base, ours, theirs, then the outcome for SIDE, LIST and RESTORE
    ("x", "y", "x", LET_GO, LET_GO, LET_GO),
    ("z", "x", "x", LET_GO, LET_GO, TELL),
    ("x", "x", "z", TAKE, KEEP_THEIRS, TELL),
    ("x", "y", "z", KEEP_MINE, KEEP_THEIRS, TELL),
    (None, "y", "z", KEEP_MINE, KEEP_THEIRS, TELL),
    ("x", "y", None, KEEP_MINE, KEEP_THEIRS, TELL),
    (None, None, "z", TAKE, TAKE, TELL),
    (UNKNOWN, None, "y", KEEP_THEIRS, KEEP_THEIRS, LET_GO),
    (UNKNOWN, "x", "y", KEEP_THEIRS, KEEP_THEIRS, LET_GO),
    (UNKNOWN, "x", "x", LET_GO, LET_GO, LET_GO),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "side", "list_", "restore"), LEAVING)
def test_the_rows_of_an_item_that_leaves(
    base: FieldValue | Unknown,
    ours: FieldValue,
    theirs: FieldValue,
    side: str,
    list_: str,
    restore: str,
) -> None:
    mine_as_told = (
        ours if isinstance(base, Unknown) else base
    )  # RESTORE compares with what was sent
    cases = [(Policy.SIDE, ours, side), (Policy.LIST, ours, list_)]
    for policy, mine, expected in [*cases, (Policy.RESTORE, mine_as_told, restore)]:
        decision = merge_leaving(base, mine, theirs, policy)
        assert leaving_in_a_word(decision, mine, theirs) == expected
        assert (decision.wanted, decision.agreed, decision.ask) == (theirs, theirs, False)


def leaving_in_a_word(decision: Decision, ours: FieldValue, theirs: FieldValue) -> str:
    """The decision in one word of the table; what is lost is the value that does not hold."""
    if decision.put_back:
        return TELL
    if decision.value == theirs != ours:
        assert decision.lost == ours
        return KEEP_MINE if decision.collided else TAKE
    if decision.collided:
        assert decision.lost == theirs
        return KEEP_THEIRS
    return LET_GO


@law
@given(base=SETS | st.just(UNKNOWN), ours=SETS, theirs=SETS)
def test_a_set_of_an_item_that_leaves_is_let_go(
    base: tuple[str, ...] | Unknown, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    decision = merge_leaving(base, ours, theirs, Policy.ANNOUNCE)
    assert decision == Decision(ours, theirs, agreed=UNKNOWN)
