"""What the history says of confirmations: a tick counts until it is taken back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.confirmations.asks import CONFIRMED
from bot.core.confirmations.record import confirmations_of, last_confirmed, touches_of
from bot.core.history import Change, Outcome

AT = datetime(2026, 11, 12, 9, tzinfo=UTC)


def line(code: str, days: int = 0, **fields: object) -> Change:
    values: dict[str, object] = {
        "at": AT + timedelta(days=days),
        "run": "sync-1",
        "code": code,
        "side": "planner",
        "field": CONFIRMED,
        "old": None,
        "new": "driehoek van 26 november",
        "outcome": Outcome.APPLIED,
        "by": "oov-1",
    }
    return Change.model_validate(values | fields)


def back(code: str, days: int, said: str = "driehoek van 26 november") -> Change:
    return line(code, days, old=said, new=None, by="")


def test_a_tick_says_who_and_when() -> None:
    (found,) = confirmations_of([line("1.1")])["1.1"]
    assert (found.at, found.by, found.said) == (AT, "oov-1", "driehoek van 26 november")


def test_a_tick_that_is_taken_back_never_was() -> None:
    assert confirmations_of([line("1.1"), back("1.1", 1)]) == {}


def test_taking_one_back_leaves_the_others() -> None:
    earlier = line("1.1", -60, new="driehoek van 1 oktober")
    assert last_confirmed([earlier, line("1.1"), back("1.1", 1)]) == {"1.1": earlier.at}


def test_a_tick_of_long_ago_that_was_seen_late_is_no_newer() -> None:
    """A worker that stood still sees two ticks in the order in which it reads them."""
    assert last_confirmed([line("1.1", 3), line("1.1", 1, new="x")]) == {
        "1.1": AT + timedelta(days=3)
    }


def test_a_change_counts_as_well_and_the_coordinators_date_does_not() -> None:
    note = line("1.1", 1, field="note", new="Begonnen.", by="")
    date = line("1.2", 1, field="due", new="2027", side="list", by="")
    moved = line("1.3", 1, field="due", new="2027-02-01", side="outlook", by="")
    labels = line("1.4", 1, field="title", by="")
    assert touches_of([note, date, moved, labels]) == {"1.1": note.at, "1.3": moved.at}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from("xy"))))
def test_what_stands_is_what_was_ticked_and_not_taken_back(
    acts: list[tuple[str, bool, str]],
) -> None:
    """Of every question the last act counts, as people can only tick and untick."""
    lines, standing = [], set[tuple[str, str]]()
    for number, (code, ticks, said) in enumerate(acts):
        if ticks == ((code, said) in standing):
            continue  # a box that is ticked cannot be ticked
        standing ^= {(code, said)}
        lines.append(
            line(f"1.{ord(code)}", number, new=said)
            if ticks
            else back(f"1.{ord(code)}", number, said)
        )
    found = {(code, one.said) for code, some in confirmations_of(lines).items() for one in some}
    assert found == {(f"1.{ord(code)}", said) for code, said in standing}
