"""What waits for what, as the notes say: understood where it is meant, and nowhere else."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.waits import WaitState, named_in, wait_words, waits_of
from mappings.canonical import Action, Due, Status

CODES = ("1.1", "1.2", "1.10", "2.4", "3.1")


def action(code: str, note: str = "", status: Status | None = Status.RUNNING) -> Action:
    return Action(
        code=code, title=f"Actie {code}", text="x", status=status, due=Due.parse(""), note=note
    )


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("Wacht op 2.4", ["2.4"]),
        ("wacht op 2.4.", ["2.4"]),
        ("WACHTEN OP ACTIE 2.4", ["2.4"]),
        ("Wachten op actie 2.4, daarna verder.", ["2.4"]),
        ("wacht op 2.4 en 3.1", ["2.4", "3.1"]),
        ("Wacht nog op acties 2.4, 3.1 en 4.12", ["2.4", "3.1", "4.12"]),
        ("Wacht op 2.4 (scholing) en op 3.1.", ["2.4", "3.1"]),
        ("Wacht op 2.4,3.1", ["2.4", "3.1"]),
        ("We wachten op 2.4/2.5", ["2.4", "2.5"]),
        ("Deze actie wacht eerst nog op nr. 2.4", ["2.4"]),
        ("In afwachting van 2.4", ["2.4"]),
        ("Klaar in mei. Wacht op 2.4", ["2.4"]),
        ("Het loopt goed\n- wacht op 2.4\nen meer", ["2.4"]),
        ("12 mei: wacht op 2.4", ["2.4"]),
        ("Wacht\u00a0op\u00a02.4", ["2.4"]),
        ("Wacht op 2.4. Wacht op 3.1 en 2.4", ["2.4", "3.1"]),
        ("Wacht op 2.40", ["2.40"]),
        ("Wacht op 2.4 en het OM", ["2.4"]),
        ("Wacht op het OM. Zie 2.4", []),
        ("Niet langer wachten op 2.4", []),
        ("Hoeft niet te wachten op 2.4", []),
        ("De rest wacht niet op 2.4", []),
        ("Wacht niet meer op 2.4", []),
        ("Verwacht op 2.4", []),
        ("Wacht op 2.4.2027", []),
        ("Wacht op 1.5 fte", []),
        ("Wacht op 1.5%", []),
        ("Wacht op 0.4 en 2.0", []),
        ("Wacht", []),
        ("", []),
    ],
)
def test_what_a_note_says_to_wait_for(note: str, codes: list[str]) -> None:
    assert list(named_in(note)) == codes


@pytest.mark.parametrize("sign", [" ", "-", "\n", ".", ": ", "wacht ", "wacht op ", "2.4, "])
def test_a_long_note_is_read_in_its_time(sign: str) -> None:
    """Thirty thousand signs, as much as a task holds: read at once, whatever they are."""
    assert len(named_in(sign * (30_000 // len(sign)))) <= 1


def states(*actions: Action) -> dict[str, list[tuple[str, str]]]:
    """What became of each wait, by code."""
    waits = waits_of(actions)
    return {code: [(w.code, w.state.value) for w in found] for code, found in waits.named.items()}


def test_a_wait_lasts_as_long_as_what_is_waited_for() -> None:
    assert states(
        action("1.1", "Wacht op 2.4, 3.1, 1.2, 1.10, 9.9 en 1.1"),
        action("1.2", status=Status.PLANNED),
        action("1.10", status=None),
        action("2.4", status=Status.DONE),
        action("3.1", status=Status.DROPPED),
    ) == {
        "1.1": [
            ("2.4", "done"),
            ("3.1", "dropped"),
            ("1.2", "open"),
            ("1.10", "open"),
            ("9.9", "unknown"),
            ("1.1", "itself"),
        ]
    }


def test_what_is_closed_waits_for_nothing() -> None:
    assert states(action("1.1", "Wacht op 1.2", Status.DONE), action("1.2")) == {}


def test_a_circle_is_no_wait_and_who_waits_for_it_waits() -> None:
    listed = (
        action("1.1", "Wacht op 1.2"),
        action("1.2", "Wacht op 1.10"),
        action("1.10", "Wacht op 1.1 en 3.1"),
        action("2.4", "Wacht op 1.1"),
        action("3.1"),
    )
    waits = waits_of(listed)
    assert waits.circles() == (("1.1", "1.2", "1.10"),)
    assert [waits.blockers(a.code) for a in listed] == [(), (), ("3.1",), ("1.1",), ()]
    assert wait_words(waits.of("1.10")) == "1.1 (wachten op elkaar) en 3.1"
    broken = waits_of([*listed[:2], action("1.10", "Wacht op 1.1", Status.DONE)])
    assert broken.circles() == ()
    assert broken.blockers("1.1") == ("1.2",)
    assert broken.blockers("1.2") == ()


edges = st.dictionaries(
    st.sampled_from(CODES), st.lists(st.sampled_from([*CODES, "9.9"]), max_size=4), max_size=5
)
closings = st.dictionaries(
    st.sampled_from(CODES), st.sampled_from([Status.DONE, Status.DROPPED]), max_size=4
)


@given(edges, closings)
def test_following_waits_always_ends_at_something_that_waits_for_nothing(
    edges: Mapping[str, Sequence[str]], closed: Mapping[str, Status]
) -> None:
    """So somebody can always be asked, and nobody is left in peace by his own wait."""
    notes = {code: f"Wacht op {' en '.join(others)}" for code, others in edges.items() if others}
    waits = waits_of(
        action(code, notes.get(code, ""), closed.get(code, Status.RUNNING)) for code in CODES
    )
    for code in CODES:
        path, ahead = {code}, list(waits.blockers(code))
        while ahead:
            following = ahead.pop()
            assert following not in closed
            assert following != code
            path.add(following)
            ahead += [b for b in waits.blockers(following) if b not in path]
        assert any(not waits.blockers(end) for end in path)
    pairs = {(a, b) for a in CODES for b in waits.blockers(a)}
    assert pairs == {(a, b) for b in CODES for a in waits.waiters(b)}
    in_circle = {w.code for c in CODES for w in waits.of(c) if w.state is WaitState.CIRCLE}
    assert in_circle == {code for circle in waits.circles() for code in circle}
