"""An action as a Planner task and back: nothing is lost on the way, and nothing is made up."""

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import BOARD, TWO_WAY, action, actions, patched, task, tasks

from connectors.wire import Task
from mappings.canonical import Action, Fields
from mappings.description import join_description
from mappings.planner import (
    Board,
    card_text,
    marker_of,
    new_task,
    parse,
    render,
    view_action,
    view_task,
)

law = settings(deadline=None)
NO_LABELS = BOARD.model_copy(update={"labels": {}})


def view(of: Task, known: Action | None = None) -> Fields:
    """What the task says of an action, to somebody who knows the text we wrote for this one."""
    fields = view_task(of, BOARD, known_cards=(card_text(known or action(), BOARD),))
    return {name: value for name, value in fields.items() if name != "checklist"}


def sent(fields: Fields, onto: Task) -> tuple[dict[str, Any], dict[str, Any]]:
    """The PATCH bodies that bring these fields to the task."""
    return render(fields, BOARD, onto=onto, now=view(onto))


# ---- The lens


@law
@given(current=actions(), data=st.data())
def test_parse_after_render_gives_the_action_back(current: Action, data: st.DataObject) -> None:
    """Whatever people had made of the task: afterwards it says what the action says."""
    before = data.draw(tasks(current))
    fields = view_action(current, BOARD)
    after = patched(before, *render(fields, BOARD, onto=before, now=view(before, current)))
    assert view(after, current) == fields
    assert parse(after, onto=current, board=BOARD) == current


@law
@given(current=actions(), data=st.data())
def test_render_after_parse_gives_the_task_back(current: Action, data: st.DataObject) -> None:
    """Once the list took over what people did, there is nothing to write: both bodies are empty."""
    found = data.draw(tasks(current))
    taken = parse(found, onto=current, board=BOARD)
    fields = {name: view_action(taken, BOARD)[name] for name in TWO_WAY}
    now = view(found, current)
    assert fields == {name: now[name] for name in TWO_WAY}
    assert render(fields, BOARD, onto=found, now=now) == ({}, {})


@law
@given(current=actions(), found=tasks(action()))
def test_a_patch_names_nothing_but_our_own_fields(current: Action, found: Task) -> None:
    """Checklist, links, bucket, priority and whatever Graph adds later are never written."""
    body, details = sent(view_action(current, BOARD), found)
    assert body.keys() <= {
        *("title", "percentComplete", "startDateTime", "dueDateTime"),
        *("appliedCategories", "assignments"),
    }
    assert details.keys() <= {"description"}
    ours = set(BOARD.labels.values())
    assert body.get("appliedCategories", {}).keys() <= ours


@law
@given(current=actions())
def test_a_new_task_says_what_the_action_says(current: Action) -> None:
    """The POST body, read back as a task: every field at once, and the marker to find it by."""
    body = new_task(current, BOARD, "plan-1")
    tags = {"id": "task-1", "@odata.etag": 'W/"1"'}
    read = Task.read({**tags, **body, "details": {**tags, **body["details"]}})
    assert view(read, current) == view_action(current, BOARD)
    assert marker_of(read, BOARD) == current.code
    assert (read.plan_id, read.bucket_id) == ("plan-1", f"bucket-{current.goal}")


def test_unknown_fields_survive_the_wire_model() -> None:
    """Graph grows; what we have no name for is kept as it came."""
    raw = task("notitie").model_dump(by_alias=True, mode="json") | {
        "recurrence": {"nextInSeriesTaskId": "x"},
        "goalIds": ["doel"],
    }
    kept = Task.read(raw).model_dump(by_alias=True, mode="json")
    assert kept == raw


def test_a_new_task_holds_no_empty_fields() -> None:
    """Planner's own defaults stand; a bucket that is not known is left out."""
    plain = action("9.1", due="Continue", status="Planning")
    body = new_task(plain, NO_LABELS, "plan-1")
    assert body.keys() == {"planId", "title", "details"}
    full = new_task(action(status="NIET", owners=["OOV"]), BOARD, "plan-1")
    assert full["appliedCategories"] == {
        BOARD.labels["niet"]: True,
        BOARD.labels["owner:OOV"]: True,
    }
    assert full["assignments"].keys() == {"oov-1"}
    assert full["dueDateTime"] == "2026-12-31T10:00:00Z"


# ---- Days


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2027-01-15T00:00:00Z", "2027-01-15"),
        ("2027-01-15T10:00:00Z", "2027-01-15"),
        ("2027-01-15T22:00:00Z", "2027-01-15"),
        ("2027-01-15T23:00:00Z", "2027-01-16"),  # winter: an hour before midnight in London
        ("2027-07-15T00:00:00Z", "2027-07-15"),
        ("2027-07-15T10:00:00Z", "2027-07-15"),
        ("2027-07-15T21:59:59Z", "2027-07-15"),
        ("2027-07-15T22:00:00Z", "2027-07-16"),  # summer: two hours before midnight
        ("2027-07-15T23:00:00Z", "2027-07-16"),
        ("2027-03-27T23:00:00Z", "2027-03-28"),  # the night the clock goes forward
        ("2027-03-28T22:00:00Z", "2027-03-29"),
        ("2027-10-30T22:00:00Z", "2027-10-31"),  # the night it goes back
        ("2027-10-31T22:30:00Z", "2027-10-31"),
        ("2026-12-31T23:00:00Z", "2027-01-01"),
        ("2027-01-15T08:00:00.1234567Z", "2027-01-15"),  # Graph sends seven decimals
    ],
)
def test_a_due_date_is_the_day_in_amsterdam(instant: str, day: str) -> None:
    assert view(task(dueDateTime=instant))["due"] == day


@law
@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_written_is_the_day_read(day: dt.date) -> None:
    """Before, in and after summer time, of any year."""
    left = patched(task(), *sent({"due": day.isoformat()}, task()))
    assert view(left)["due"] == day.isoformat()


@pytest.mark.parametrize("instant", ["2026-12-30T23:00:00Z", "2026-12-31T00:00:00Z"])
def test_a_year_survives_a_task_due_on_its_last_day(instant: str) -> None:
    found = task(dueDateTime=instant)
    assert parse(found, onto=action(due="2026"), board=BOARD).due.text == "2026"
    assert sent({"due": "2026-12-31"}, found) == ({}, {})


@pytest.mark.parametrize(
    ("start", "due", "moves"),
    [
        ("2027-05-02T10:00:00Z", "2027-05-01", True),
        ("2027-05-01T16:00:00Z", "2027-05-01", True),  # later the same day
        ("2027-05-01T10:00:00Z", "2027-05-01", False),
        ("2027-04-30T22:00:00Z", "2027-05-01", False),
    ],
)
def test_a_start_never_lies_after_the_due_date(start: str, due: str, moves: bool) -> None:
    """Planner refuses that with 400, so then the start travels along."""
    body, _ = sent({"due": due}, task(startDateTime=start))
    wanted = {"dueDateTime": f"{due}T10:00:00Z"}
    assert body == (wanted | {"startDateTime": wanted["dueDateTime"]} if moves else wanted)


def test_clearing_the_due_date_leaves_the_start_alone() -> None:
    found = task(startDateTime="2027-05-02T10:00:00Z", dueDateTime="2027-06-02T10:00:00Z")
    assert sent({"due": None}, found) == ({"dueDateTime": None}, {})


# ---- Status


@pytest.mark.parametrize(
    ("percent", "status", "body"),
    [
        (30, "Loopt", {}),  # 30 % stays 30 %
        (1, "Loopt", {}),
        (99, "Loopt", {}),
        (0, "Loopt", {"percentComplete": 50}),
        (100, "Loopt", {"percentComplete": 50}),
        (30, "Gereed", {"percentComplete": 100}),
        (30, "Planning", {"percentComplete": 0}),
        (100, "Gereed", {}),
        (30, "NIET", {"percentComplete": 30, "appliedCategories": {"category3": True}}),
        (100, "NIET", {"percentComplete": 100, "appliedCategories": {"category3": True}}),
    ],
)
def test_a_percentage_is_written_only_when_the_word_changes(
    percent: int, status: str, body: dict[str, Any]
) -> None:
    assert sent({"status": status}, task(percentComplete=percent)) == (body, {})


def test_the_label_niet_wins_over_any_percentage() -> None:
    for percent in (0, 50, 100):
        dropped = task(percentComplete=percent, appliedCategories={"category3": True})
        assert view(dropped)["status"] == "NIET"
    switched_off = task(percentComplete=100, appliedCategories={"category3": False})
    assert view(switched_off)["status"] == "Gereed"


def test_without_room_for_the_label_niet_planner_says_nothing_of_a_dropped_action() -> None:
    """People fill all 25 labels; it must not come back as anything else."""
    dropped = action(status="NIET")
    assert "status" not in view_action(dropped, NO_LABELS)
    for percent in (0, 50, 100):
        after = parse(task(percentComplete=percent), onto=dropped, board=NO_LABELS)
        assert after.status == "NIET"


# ---- Labels and assignees: only what was added or taken away


def test_only_changed_labels_travel() -> None:
    """People's own label stays, and so does NIET, which belongs to the status."""
    slots = BOARD.labels
    ours = (slots["niet"], slots["plateau-1"], slots["continue"])
    found = task(appliedCategories=dict.fromkeys((*ours, "category20"), True))
    body, _ = sent({"labels": ("continue", "plateau-2")}, found)
    assert body == {"appliedCategories": {slots["plateau-1"]: False, slots["plateau-2"]: True}}


def test_a_label_that_found_no_free_slot_is_left_out() -> None:
    board = Board(agenda="haarlemmermeer", labels={"plateau-1": "category1"})
    one = action(owners=["OOV"], vng={"plateau": 1}, due="Continue")
    assert view_action(one, board)["labels"] == ("plateau-1",)


def test_only_changed_assignees_travel_each_with_its_type() -> None:
    """Graph answers 400 to an entry of an open type without @odata.type; null is nobody."""
    on = {"orderHint": "8585"}
    found = task(assignments={"moz-1": on, "collega": on, "moz-2": None})
    assert view(found)["assignees"] == ("collega", "moz-1")
    body, _ = sent({"assignees": ("collega", "oov-1")}, found)
    added = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
    assert body == {"assignments": {"moz-1": None, "oov-1": added}}


# ---- Titles


@pytest.mark.parametrize(
    "shown",
    [unicodedata.normalize("NFD", "2.4 Café openen"), "2.4 Café openen ", " 2.4 Café openen"],
)
def test_a_title_that_looks_the_same_is_the_same(shown: str) -> None:
    """A phone splits accents, people leave blanks: neither is a retitle."""
    assert (
        view(task(title=shown))["title"] == view_action(action(title="Café openen"), BOARD)["title"]
    )


# ---- The description: people's note above the line, our card below


CARD = card_text(action(), BOARD)


def test_details_that_were_not_read_say_nothing_about_note_and_card() -> None:
    unread = task().model_copy(update={"details": None})
    assert view(unread).keys() & {"note", "card"} == set()
    current = action(note="Kort")
    assert parse(unread, onto=current, board=BOARD).note == "Kort"


def test_a_new_note_leaves_the_card_as_it_is_and_the_other_way_round() -> None:
    found = task(join_description("oud", CARD))
    assert sent({"note": "nieuw"}, found) == ({}, {"description": join_description("nieuw", CARD)})
    other = card_text(action(text="Nieuwe tekst"), BOARD)
    assert sent({"card": other}, found) == ({}, {"description": join_description("oud", other)})


def test_the_card_tells_what_the_agenda_says() -> None:
    """Text, owners by name, VNG and rhythm, and the marker as its last line."""
    one = action(owners=["OOV", "MOz"], vng={"plateau": 2, "framework": False}, rhythm="2 x jaar")
    lines = card_text(one, BOARD).split("\n")
    assert lines[2:] == [
        "Inzetten in 2026",
        "",
        "Regie: Team OOV, Team MOz",
        "VNG: plateau 2, aanvullend; in het VNG-kader: nee",
        "Ritme: 2 x jaar",
        "Kenmerk: driehoekbot/haarlemmermeer/2.4",
    ]
    assert "nog niemand" in CARD


@pytest.mark.parametrize("untidy", ["2 x jaar ", unicodedata.normalize("NFD", "één keer")])
def test_a_card_reads_back_as_it_was_written(untidy: str) -> None:
    """However untidy the agenda's words: a card that never reads back equal is sent for ever."""
    one = action(rhythm=untidy, owners=["OOV"], text="Tekst \r\nvan één")
    found = task(join_description("", card_text(one, BOARD)))
    assert view(found, one)["card"] == view_action(one, BOARD)["card"]


def test_a_task_without_details_has_no_marker() -> None:
    assert marker_of(task().model_copy(update={"details": None}), BOARD) is None
