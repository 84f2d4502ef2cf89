"""The list as it was, and what changed since."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest.progress import ChangeKind, compare, rewind
from bot.core.history import Change, Outcome
from mappings.canonical import Action, Due, FieldValue, Status, word

MEETING = datetime(2026, 6, 18, 8, tzinfo=UTC)


def action(
    code: str = "1.1", status: Status | None = None, due: str = "", note: str = ""
) -> Action:
    return Action(
        code=code, title=f"Actie {code}", text="Tekst", status=status, due=Due.parse(due), note=note
    )


def change(
    field: str,
    old: FieldValue,
    new: FieldValue,
    *,
    days: float = 1,
    outcome: Outcome = Outcome.APPLIED,
    side: str = "planner",
) -> Change:
    return Change(
        at=MEETING + timedelta(days=days),
        run="r1",
        code="1.1",
        side=side,
        field=field,
        old=old,
        new=new,
        outcome=outcome,
    )


def kinds(before: Action, after: Action) -> list[str]:
    return [step.kind.value for step in compare([before], [after])]


def test_rewinding_undoes_status_deadline_and_note() -> None:
    now = action(status=Status.DONE, due="2027-03-31", note="Klaar")
    history = [
        change("status", "Loopt", "Gereed"),
        change("due", "2026", "2027-03-31"),
        change("note", "", "Klaar"),
    ]
    then = action(status=Status.RUNNING, due="2026")
    assert rewind([now], history, MEETING) == (then,)


def test_rewinding_leaves_older_edits_alone() -> None:
    now = action(status=Status.DONE)
    assert rewind([now], [change("status", "Loopt", "Gereed", days=-1)], MEETING) == (now,)


def test_several_edits_of_one_field_go_back_to_the_first() -> None:
    now = action(status=Status.DONE)
    history = [
        change("status", "Loopt", "Gereed", days=3),
        change("status", None, "Planning", days=1),
        change("status", "Planning", "Loopt", days=2),
    ]
    assert rewind([now], history, MEETING) == (action(),)


def test_edits_of_the_same_instant_go_back_in_the_order_of_the_history() -> None:
    history = [change("status", "Planning", "Loopt"), change("status", "Loopt", "Gereed")]
    (then,) = rewind([action(status=Status.DONE)], history, MEETING)
    assert then.status is Status.PLANNED


@pytest.mark.parametrize("outcome", [Outcome.LOST, Outcome.REPORTED])
def test_an_edit_that_never_held_is_not_undone(outcome: Outcome) -> None:
    now = action(note="Tekst van de lijst")
    assert rewind([now], [change("note", "", "Verloren", outcome=outcome)], MEETING) == (now,)


def test_an_action_that_came_on_the_list_later_was_not_there_and_is_new() -> None:
    began = change("item", None, "Actie 1.2", side="import", days=-9).model_copy(
        update={"code": "1.2"}
    )
    arrival = change("item", None, "Actie 1.1", side="planner")
    edit = change("status", "Planning", "Gereed", days=2)
    now = (action(status=Status.DONE), action("1.2"))
    then = rewind(now, [began, arrival, edit], MEETING)
    assert then == (action("1.2"),)
    assert [(step.kind, step.after.code) for step in compare(then, now)] == [("Nieuw", "1.1")]


def test_before_the_list_began_it_was_as_it_began() -> None:
    """A meeting before the first import cannot be compared with: nobody makes figures up."""
    arrival = change("item", None, "Actie 1.1", side="import")
    edit = change("status", "Planning", "Gereed", days=2)
    (then,) = rewind([action(status=Status.DONE)], [arrival, edit], MEETING)
    assert then.status is Status.PLANNED


def test_a_task_that_is_linked_again_is_no_arrival() -> None:
    began = change("item", None, "Actie 1.2", side="import", days=-9).model_copy(
        update={"code": "1.2"}
    )
    again = change("item", None, "opnieuw gekoppeld", side="list")
    now = (action(), action("1.2"))
    assert compare(rewind(now, [began, again], MEETING), now) == ()


def test_an_import_that_changes_a_field_is_an_edit_like_any_other() -> None:
    again = change("status", None, "Loopt", side="import")
    (then,) = rewind([action(status=Status.RUNNING)], [again], MEETING)
    assert then.status is None


def test_edits_of_other_fields_and_unknown_actions_are_passed_over() -> None:
    history = [
        change("title", "Oud", "Nieuw"),
        change("owners", ("OOV",), ("MOz",)),
        change("status", "Loopt", "Gereed").model_copy(update={"code": "9.9"}),
    ]
    now = action()
    assert rewind([now], history, MEETING) == (now,)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Status.RUNNING, Status.DONE, "Afgerond"),
        (None, Status.DONE, "Afgerond"),
        (Status.PLANNED, Status.RUNNING, "Gestart"),
        (None, Status.RUNNING, "Gestart"),
        (None, Status.PLANNED, "Gepland"),
        (Status.PLANNED, Status.DROPPED, "Vervallen"),
        (Status.DONE, Status.DROPPED, "Vervallen"),
        (Status.DROPPED, Status.PLANNED, "Hervat"),
        (Status.DROPPED, Status.DONE, "Afgerond"),
        (Status.DONE, Status.RUNNING, "Teruggezet"),
        (Status.DONE, Status.PLANNED, "Teruggezet"),
        (Status.RUNNING, Status.PLANNED, "Teruggezet"),
        (Status.RUNNING, None, "Teruggezet"),
    ],
)
def test_a_status_change_has_one_name(
    before: Status | None, after: Status | None, kind: str
) -> None:
    assert kinds(action(status=before), action(status=after)) == [kind]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("2026-10-01", "2026-11-01", "Verschoven"),
        ("2026", "2027", "Verschoven"),
        ("2026", "2026-10-20", "Vervroegd"),
        ("", "2026-10-20", "Andere deadline"),
        ("2026", "Continue", "Andere deadline"),
        ("2026", "2026-12-31", "Andere deadline"),
    ],
)
def test_a_deadline_change_has_one_name(before: str, after: str, kind: str) -> None:
    assert kinds(action(due=before), action(due=after)) == [kind]


def test_a_new_note_is_a_new_message_and_an_emptied_one_is_not() -> None:
    assert kinds(action(), action(note="Nieuws")) == ["Nieuw bericht"]
    assert kinds(action(note="Oud"), action()) == []


def test_an_edit_that_was_taken_back_is_no_news() -> None:
    now = action(status=Status.RUNNING)
    history = [
        change("status", "Loopt", "Gereed", days=1),
        change("status", "Gereed", "Loopt", days=2),
    ]
    assert compare(rewind([now], history, MEETING), [now]) == ()


def test_changes_are_told_by_kind_and_then_by_code() -> None:
    before = [action(code, Status.PLANNED) for code in ("1.10", "1.2", "2.1")]
    after = [
        action("1.10", Status.RUNNING),
        action("1.2", Status.RUNNING, note="Nieuws"),
        action("2.1", Status.DONE),
    ]
    told = [(step.kind, step.after.code) for step in compare(before, after)]
    assert told == [
        (ChangeKind.DONE, "2.1"),
        (ChangeKind.STARTED, "1.2"),
        (ChangeKind.STARTED, "1.10"),
        (ChangeKind.NOTE, "1.2"),
    ]


_EDITS = st.one_of(
    st.tuples(st.just("status"), st.sampled_from([status.value for status in Status])),
    st.tuples(st.just("due"), st.sampled_from(["2026", "2027-03-31", "Continue", "Ad hoc"])),
    st.tuples(st.just("note"), st.text(max_size=10)),
)


def edited(before: Action, field: str, new: str) -> Action:
    match field:
        case "status":
            return before.model_copy(update={"status": Status(new)})
        case "due":
            return before.model_copy(update={"due": Due.parse(new)})
        case _:
            return before.model_copy(update={"note": new})


@given(st.lists(_EDITS, max_size=12))
def test_rewinding_any_history_gives_the_list_it_began_with(edits: list[tuple[str, str]]) -> None:
    begin = now = action(status=Status.PLANNED, due="2026", note="Begin")
    history = []
    for number, (field, new) in enumerate(edits, start=1):
        history.append(change(field, word(now, field), new, days=number))
        now = edited(now, field, new)
    assert rewind([now], history, MEETING) == (begin,)
