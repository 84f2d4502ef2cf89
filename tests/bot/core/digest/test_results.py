"""What came of what is done: split, counted, and told for the rest of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest.results import results_of
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 11, 24)


def action(code: str, status: Status | None = Status.DONE, note: str = "") -> Action:
    return Action(
        code=code,
        title=f"Actie {code}",
        text="Tekst",
        due=Due.parse("2026"),
        status=status,
        note=note,
    )


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ([""], "1 actie is gereed, maar er staat nog niet bij wat het opleverde."),
        (["Klaar"], "1 actie is gereed, en daarbij staat wat het opleverde."),
        (["", ""], "2 acties zijn gereed, maar er staat nog niet bij wat het opleverde."),
        (["Klaar", "Klaar"], "2 acties zijn gereed, en daarbij staat wat het opleverde."),
        (
            ["Klaar", "", ""],
            "3 acties zijn gereed: bij 1 staat wat het opleverde, bij 2 nog niet.",
        ),
    ],
)
def test_the_sentence_splits_what_is_done(notes: list[str], sentence: str) -> None:
    found = results_of([action(f"1.{n}", note=note) for n, note in enumerate(notes)], {}, TODAY)
    assert found is not None
    assert found.sentence == sentence


def test_nothing_is_said_when_nothing_is_done() -> None:
    assert results_of([action("1.1", Status.RUNNING, "Loopt")], {}, TODAY) is None


def test_what_was_done_this_year_stands_there_the_latest_first() -> None:
    found = results_of(
        [
            action("1.1", note="Al voor de lijst."),
            action("1.2", note="Vorig jaar."),
            action("1.3", note="In maart.\nEn meer."),
            action("1.4", note="In mei."),
            action("1.5"),
            action("1.6", Status.DROPPED, "Gaat niet door."),
        ],
        {
            "1.2": date(2025, 12, 31),
            "1.3": date(2026, 3, 2),
            "1.4": date(2026, 5, 4),
            "1.5": date(2026, 5, 5),
        },
        TODAY,
    )
    assert found is not None
    assert [(line.code, line.outcome, line.day) for line in found.lines] == [
        ("1.4", "In mei.", "Gereed op 4 mei 2026"),
        ("1.3", "In maart. En meer.", "Gereed op 2 maart 2026"),
    ]
    assert (found.caption, found.untold) == ("Gereed in 2026: 2 acties", ("1.5",))


statuses = st.sampled_from([None, *Status])
notes = st.sampled_from(["", "Klaar."])
days = st.integers(0, 700).map(lambda back: TODAY - timedelta(days=back))


@given(st.lists(st.tuples(statuses, notes, st.none() | days), max_size=9))
def test_every_figure_agrees_with_the_list(
    rows: list[tuple[Status | None, str, date | None]],
) -> None:
    actions = [action(f"1.{n}", status, note) for n, (status, note, _) in enumerate(rows, 1)]
    completed = {
        f"1.{n}": day
        for n, (status, _, day) in enumerate(rows, 1)
        if day is not None and status is Status.DONE
    }
    found = results_of(actions, completed, TODAY)
    done = [a for a in actions if a.status is Status.DONE]
    assert (found is None) == (not done)
    if found is None:
        return
    assert found.sentence.startswith(f"{len(done)} acti")
    assert set(found.untold) == {a.code for a in done if not a.note}
    assert {line.code for line in found.lines} == {
        a.code for a in done if a.note and a.code in completed and completed[a.code].year == 2026
    }
