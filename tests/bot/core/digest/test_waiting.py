"""What waits for another action stands among the concerns, with its chain."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest.concerns import find_concerns
from bot.core.digest.parts import Concern, Waiting
from bot.core.digest.waiting import chain_words, waiting_concern
from bot.core.waits import wait_words, waits_of
from mappings.canonical import Action, Due, Status


def action(code: str, note: str = "", status: Status = Status.RUNNING) -> Action:
    return Action(
        code=code, title=f"Actie {code}", text="x", status=status, due=Due.parse(""), note=note
    )


def test_a_chain_is_told_to_its_end() -> None:
    listed = [action("1.1"), action("2.4", "Wacht op 1.1"), action("3.1", "Wacht op 2.4")]
    concern = waiting_concern(listed)
    assert concern.sentence == "2 open acties wachten op een andere actie, zegt het bericht."
    assert concern.lines == (
        ("2.4", "Actie 2.4", "Wacht op 1.1."),
        ("3.1", "Actie 3.1", "Wacht op 2.4. 2.4 wacht weer op 1.1."),
    )
    assert concern in find_concerns(listed, Waiting(), {})


def test_a_circle_and_an_unknown_code_are_said() -> None:
    listed = [action("1.1", "Wacht op 2.4"), action("2.4", "Wacht op 1.1 en 9.9")]
    assert [words for _, _, words in waiting_concern(listed).lines] == [
        "Wacht op 2.4 (wachten op elkaar).",
        "Wacht op 1.1 (wachten op elkaar) en 9.9 (staat niet op de lijst).",
    ]


def test_what_is_over_is_not_told() -> None:
    listed = [action("1.1", status=Status.DONE), action("2.4", "Wacht op 1.1")]
    assert waiting_concern(listed).lines == ()
    found: tuple[Concern, ...] = find_concerns(listed, Waiting(), {})
    assert "Wacht op een andere actie" not in [concern.heading for concern in found]


codes = st.sampled_from(["1.1", "1.2", "2.4", "3.1", "9.9"])
statuses = st.sampled_from([Status.RUNNING, Status.DONE, Status.DROPPED])


@given(
    st.lists(st.tuples(codes, statuses, st.lists(codes, max_size=3)), unique_by=lambda row: row[0])
)
def test_the_digest_counts_what_the_list_shows(
    rows: list[tuple[str, Status, list[str]]],
) -> None:
    listed = [
        action(code, f"Wacht op {' en '.join(others)}" if others else "", status)
        for code, status, others in rows
    ]
    waits, concern = waits_of(listed), waiting_concern(listed)
    shown = [one.code for one in listed if wait_words(waits.of(one.code))]
    assert [code for code, _, _ in concern.lines] == shown
    assert all(len(chain_words(waits, code).split(". ")) <= len(listed) for code in shown)
