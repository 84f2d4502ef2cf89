"""What a round costs in HTTP exchanges, counted in the tenant's own journal; never by the clock.

The budgets are for the whole agenda of 70 actions. Whether `$expand=details` works on a listing,
and whether a task can be created with its details, Microsoft does not document: so every budget is
held against a tenant that does, one that ignores it, and one that refuses.
"""

from datetime import UTC, datetime
from math import ceil

import pytest
import sqlalchemy as sa
from support.installation import Office
from support.shifts import Shift

from mappings.canonical import Status

AGENDA = 70
PART = 20  # requests in one batch
MOST_IDLE = {
    "accept": 2,
    "ignore": 2 + ceil(AGENDA / PART),
    "refuse": 2 + ceil(AGENDA / PART),
}
MOST_FILL = 7

each_tenant = pytest.mark.parametrize("expand", MOST_IDLE)


def sync(office: Office) -> int:
    """Do one round in a new process; gives the HTTP exchanges it took."""
    office.control.forget()
    office.sync()
    return int(office.trips())


@pytest.fixture
def filled(office: Office, expand: str) -> Office:
    """The whole agenda in Planner, in a tenant of one kind."""
    office.control.settings(expand_details=expand)
    office.load()
    office.sync()
    return office


@each_tenant
def test_the_first_fill_of_the_whole_agenda_keeps_its_budget(office: Office, expand: str) -> None:
    """Plan, columns, labels, people and 70 tasks with their descriptions."""
    office.control.settings(expand_details=expand)
    office.load()
    assert sync(office) <= MOST_FILL
    assert len(office.tasks()) == AGENDA


@pytest.mark.parametrize("post", ["ignore", "refuse"])
def test_where_a_description_cannot_come_along_it_costs_an_exchange_per_twenty(
    office: Office, post: str
) -> None:
    """Beyond the budget, and known: each is looked for, and is then a write of its own."""
    office.control.settings(post_details=post)
    office.load()
    assert sync(office) <= MOST_FILL + 2 * ceil(AGENDA / PART) + 1
    assert all(task["details"]["description"] for task in office.tasks().values())


@each_tenant
def test_a_round_in_which_nothing_happened_keeps_its_budget(filled: Office, expand: str) -> None:
    assert sync(filled) <= MOST_IDLE[expand]


@pytest.mark.parametrize("expand", ["refuse"])
def test_that_details_are_not_expanded_is_found_out_once(filled: Office) -> None:
    """What the first listing found out, no later process asks again: 2 + 70/20 trips at most."""
    assert [sync(filled) for _ in range(3)] == [6, 5, 5]


@pytest.mark.parametrize("expand", ["accept", "ignore"])
@pytest.mark.parametrize("field", ["status", "note"])
def test_changed_actions_keep_their_budget(filled: Office, field: str) -> None:
    """At most 2 and one per twenty changed tasks, beyond a round in which nothing happened."""
    idle = sync(filled)
    codes = sorted(filled.links())
    for changed in (1, 20, 21, 45):
        for code in codes[:changed]:
            done = filled.action(code).status is Status.DONE
            edits = {"status": "Loopt" if done else "Gereed", "note": f"Stand {changed}"}
            filled.set(code, **{field: edits[field]})
        assert sync(filled) <= idle + 2 + ceil(changed / PART)
        assert len(filled.writes()) == changed


@pytest.mark.parametrize("expand", ["accept"])
def test_an_action_with_two_changes_counts_as_two_writes(filled: Office) -> None:
    """A task and its details have versions of their own, so Planner takes them one by one."""
    idle = sync(filled)
    for changed in (1, 20, 21, 45, AGENDA):
        for code in sorted(filled.links())[:changed]:
            filled.set(code, note=f"Stand {changed}", due=f"2027-03-{changed % 28 + 1:02}")
        assert sync(filled) <= idle + 2 + ceil(2 * changed / PART)
        assert len(filled.writes()) == 2 * changed


@pytest.mark.parametrize("expand", ["accept"])
def test_one_action_with_two_changes_takes_one_exchange_beside_the_reading(filled: Office) -> None:
    idle = sync(filled)
    filled.set("1.9", note="Begonnen.", due="2027-03-01")
    assert sync(filled) == idle + 1
    assert [write.rpartition("/")[2] == "details" for write in filled.writes()] == [False, True]
    filled.assert_quiet()


@pytest.mark.parametrize("expand", ["accept"])
def test_what_people_change_in_planner_costs_nothing_more(filled: Office) -> None:
    idle = sync(filled)
    for code in sorted(filled.links())[:45]:
        filled.act("note", code, text="Besproken.")
    assert sync(filled) == idle
    assert filled.action("1.1").note is not None
    assert "Besproken." in filled.action("1.1").note


def test_without_batches_the_budget_would_be_far_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the counts above come from batching, not from counting wrong."""
    monkeypatch.setattr("connectors.graph.client.MAX_PARTS", 1)
    office.load()
    assert sync(office) > 8 * MOST_FILL


def test_deadlines_in_outlook_cost_one_exchange_more_and_one_per_three_events(
    office: Office,
) -> None:
    """Listing the calendars and making ours comes first, once."""
    office.load()
    office.sync()
    office.control.forget()
    office.sync(OUTLOOK_CALENDAR="Deadlines")
    events = sum(e["calendar"] == "Deadlines" for e in office.control.state()["events"])
    assert events == 7
    assert office.trips() <= 1 + 2 + ceil(events / 3)
    office.control.forget()
    office.sync(OUTLOOK_CALENDAR="Deadlines")
    assert office.trips() == 2


def test_a_tick_with_nothing_to_do_costs_one_call_and_one_commit(office: Office) -> None:
    """Planner, the deadlines in Outlook and the meetings: all that a digest and the cards go by."""
    office.load()
    shift = Shift(office, changes={"OUTLOOK_CALENDAR": "Deadlines"})
    shift.tick(minutes=60)
    shift.settle()
    office.control.forget()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert all(shift.tick() for _ in range(3))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert office.trips() == 3
    written = [words for words in statements if not words.startswith(("PRAGMA", "BEGIN", "SELECT"))]
    assert [words.split()[1] for words in written] == ["readings", "INTO", "ledger_version"] * 3
    assert statements.count("BEGIN IMMEDIATE") == 3


def test_a_batch_costs_one_commit_and_a_pushed_action_hardly_a_statement(office: Office) -> None:
    """Intents go before each batch and verdicts after it, in the commit of the next intents."""
    office.load()
    commits, statements = [], []

    def note_commit(_connection: object) -> None:
        commits.append(1)

    def note_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "commit", note_commit)
    sa.event.listen(sa.Engine, "before_cursor_execute", note_statement)
    try:
        sync(office)
    finally:
        sa.event.remove(sa.Engine, "commit", note_commit)
        sa.event.remove(sa.Engine, "before_cursor_execute", note_statement)
    assert len(office.tasks()) == AGENDA
    assert len(commits) <= 8 + ceil(AGENDA / PART)
    asked = [words for words in statements if not words.startswith(("PRAGMA", "BEGIN"))]
    assert len(asked) <= 1.1 * AGENDA


def test_a_full_plan_costs_two_batches_of_writes_and_one_sentence_a_round(office: Office) -> None:
    """One create a round tells whether there is room; what waits is not written down anew."""
    office.load()
    office.control.settings(limits={"MaximumTasksInProject": 20})
    house = office.house()
    house.engine().round("fill")
    office.clock.forward(minutes=11)
    house.graph.start_round()
    office.control.forget()
    commits = []

    def note_write(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("BEGIN IMMEDIATE"):
            commits.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note_write)
    try:
        report = house.engine().round("idle")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note_write)
    assert len(commits) == 2
    assert len([w for w in office.writes() if w == "POST /planner/tasks"]) == 1
    assert len([told for told in report.remarks if "wachten" in told]) == 1
    waiting = AGENDA - 20 - PART - 1  # twenty were refused at first, and are looked for a while
    assert report.sides["planner"].waiting == waiting


@each_tenant
def test_the_question_before_a_meeting_costs_an_exchange_per_twenty_tasks_and_then_nothing(
    filled: Office, expand: str
) -> None:
    """A tick costs nothing either, and after the meeting nothing is written until the next one."""
    filled.assert_quiet()
    filled.clock.moment = datetime(2026, 11, 13, 9, tzinfo=UTC)  # in the days before a meeting
    filled.look_at_calendar()
    asked = [task for task in filled.tasks().values() if task["percentComplete"] < 100]
    assert sync(filled) <= MOST_IDLE[expand] + ceil(AGENDA / PART)
    assert 40 < len(filled.writes()) <= len(asked)
    assert sync(filled) <= MOST_IDLE[expand]
    for code in sorted(filled.links())[:30]:
        items = filled.tasks()[code]["details"]["checklist"].values()
        for item in items:
            filled.act("tick-item", code, title=item["title"])
    assert sync(filled) <= MOST_IDLE[expand]
    assert filled.writes() == []
    filled.clock.moment = datetime(2026, 11, 27, 9, tzinfo=UTC)
    filled.look_at_calendar()
    assert sync(filled) <= MOST_IDLE[expand]
    assert filled.writes() == []


@pytest.mark.parametrize("expand", ["accept"])
def test_the_question_travels_along_with_a_text_that_is_written_anyway(filled: Office) -> None:
    filled.clock.moment = datetime(2026, 11, 13, 9, tzinfo=UTC)
    filled.look_at_calendar()
    for code in sorted(filled.links()):
        filled.set(code, note=f"Stand van {code}")
    sync(filled)
    assert len(filled.writes()) == AGENDA
