"""What an owner is asked once: what came of it, and why it was put off again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.history import Change, Outcome
from bot.core.reminders.due import COORDINATOR, Pauses, Situation, due_reminders
from bot.core.reminders.questions import ASK_WITHIN, is_moot, questions
from bot.core.reminders.steps import MOVED, OUTCOME
from bot.core.workdays import local_date
from mappings.canonical import Action, Due, FieldValue, Status

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
TODAY = local_date(NOW)
DAY = timedelta(days=1)


def action(
    status: Status = Status.DONE, note: str = "", due: str = "Continue", *owners: str
) -> Action:
    return Action(
        code="2.4",
        title="Titel",
        text="Tekst",
        status=status,
        due=Due.parse(due),
        note=note,
        owners=owners or ("OOV", "MOz"),
    )


def line(
    field: str, old: FieldValue, new: FieldValue, *, ago: timedelta = DAY, side: str = "planner"
) -> Change:
    return Change(
        at=NOW - ago,
        run=f"r{ago}",
        code="2.4",
        side=side,
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )


def ticked(ago: timedelta = DAY, side: str = "planner") -> Change:
    return line("status", "Loopt", "Gereed", ago=ago, side=side)


def moved(*dues: str, last: timedelta = DAY, side: str = "planner") -> list[Change]:
    """A deadline that was each of these in turn, a month apart, the last one so long ago."""
    count = len(dues) - 1
    return [
        line("due", old, new, ago=last + (count - 1 - number) * 30 * DAY, side=side)
        for number, (old, new) in enumerate(pairwise(dues))
    ]


THRICE = ("2024", "2025", "2026", "2027")


def situation(now: Action, *history: Change) -> Situation:
    return Situation(actions=(now,), questions=questions([now], history, TODAY))


def asked_of(now: Situation, today: date = TODAY) -> list[tuple[str, str]]:
    """Who is asked what."""
    return [(r.owner, r.step) for r in due_reminders(now, today) if r.ask]


def test_a_tick_without_a_note_is_asked_about_on_the_card_of_who_leads() -> None:
    (reminder,) = due_reminders(situation(action(), ticked()), TODAY)
    assert (reminder.owner, reminder.step, reminder.due) == ("OOV", OUTCOME, TODAY - DAY)
    assert (reminder.section, reminder.deadline, reminder.is_late) == (
        "Wat heeft het opgeleverd?",
        "Gereed sinds 11 november.",
        False,
    )
    assert "wat het opleverde" in reminder.ask


@pytest.mark.parametrize(
    ("now", "history"),
    [
        pytest.param(action(note="Het convenant ligt er."), [ticked()], id="it is told"),
        pytest.param(action(), [], id="done from the beginning"),
        pytest.param(action(), [ticked(side="import")], id="by a file"),
        pytest.param(action(), [ticked(side="list")], id="by the coordinator"),
        pytest.param(action(), [ticked(ASK_WITHIN + DAY)], id="long ago"),
        pytest.param(action(Status.DROPPED), [line("status", "Loopt", "NIET")], id="dropped"),
        pytest.param(
            action(Status.RUNNING),
            [ticked(2 * DAY), line("status", "Gereed", "Loopt", side="list")],
            id="taken back",
        ),
    ],
)
def test_nobody_is_asked_what_came_of(now: Action, history: list[Change]) -> None:
    assert asked_of(situation(now, *history)) == []


def test_it_is_asked_once_and_again_when_it_was_done_again() -> None:
    now = situation(action(), ticked(5 * DAY))
    (reminder,) = due_reminders(now, TODAY)
    told = replace(now, sent={reminder.key: TODAY})
    assert asked_of(told, TODAY + DAY) == []
    again = situation(
        action(),
        ticked(5 * DAY),
        line("status", "Gereed", "Loopt", ago=3 * DAY, side="list"),
        ticked(),
    )
    assert asked_of(replace(again, sent=told.sent), TODAY + DAY) == [("OOV", OUTCOME)]


def test_a_pause_is_respected_and_asked_after() -> None:
    until = TODAY + 10 * DAY
    for pauses in (Pauses(owners={"OOV": until}), Pauses(actions={"2.4": until})):
        now = replace(situation(action(), ticked()), pauses=pauses)
        assert asked_of(now) == []
        assert asked_of(now, until) == [("OOV", OUTCOME)]


def test_of_what_nobody_leads_the_coordinator_is_asked() -> None:
    orphan = action().model_copy(update={"owners": ()})
    assert asked_of(situation(orphan, ticked())) == [(COORDINATOR, OUTCOME)]


@pytest.mark.parametrize(
    ("dues", "steps"),
    [
        (THRICE[:3], []),
        (THRICE, [f"{MOVED}3"]),
        ((*THRICE, "2028"), [f"{MOVED}4"]),
        ((*THRICE, "2026"), []),
    ],
    ids=["twice", "three times", "four times", "the third was taken back"],
)
def test_from_the_third_time_on_a_reason_is_asked(dues: tuple[str, ...], steps: list[str]) -> None:
    now = situation(action(Status.RUNNING, "Er wordt aan gewerkt.", dues[-1]), *moved(*dues))
    assert [step for _, step in asked_of(now)] == steps


def test_the_question_says_what_was_promised() -> None:
    now = situation(action(Status.RUNNING, "", "2027"), *moved(*THRICE))
    (reminder,) = (r for r in due_reminders(now, TODAY) if r.ask)
    assert reminder.deadline == "Beloofd voor 2024, drie keer verzet; nu 2027."
    assert reminder.section == "Waarom is dit weer verzet?"


def test_a_note_written_around_that_time_is_the_reason() -> None:
    for ago in (DAY / 2, DAY, 2 * DAY):
        history = [*moved(*THRICE), line("note", "", "De partner stopte.", ago=ago)]
        now = situation(action(Status.RUNNING, "De partner stopte.", "2027"), *history)
        assert asked_of(now) == []
    emptied = [*moved(*THRICE, last=2 * DAY), line("note", "Reden", "")]
    assert asked_of(situation(action(Status.RUNNING, "", "2027"), *emptied)) != []


@pytest.mark.parametrize("side", ["list", "import"])
def test_who_did_not_move_it_is_not_asked_why(side: str) -> None:
    *first, last = moved(*THRICE)
    history = [*first, last.model_copy(update={"side": side})]
    assert asked_of(situation(action(Status.RUNNING, "", "2027"), *history)) == []


@pytest.mark.parametrize(
    ("step", "now", "moot"),
    [
        (OUTCOME, action(), False),
        (OUTCOME, action(note="Gelukt."), True),
        (OUTCOME, action(Status.RUNNING), True),
        (OUTCOME, action(Status.DROPPED), True),
        (f"{MOVED}3", action(Status.RUNNING), False),
        (f"{MOVED}3", action(), True),
        ("30", action(Status.RUNNING), False),
        ("late+5", action(), True),
    ],
)
def test_what_a_message_told_may_be_moot_by_now(step: str, now: Action, *, moot: bool) -> None:
    assert is_moot(step, now) is moot


edits = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["Gereed", "Loopt", "Planning"])),
    st.tuples(st.just("due"), st.sampled_from(["2025", "2026", "2027", "2028", "2029"])),
    st.tuples(st.just("note"), st.sampled_from(["", "Nieuws"])),
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(edits, st.sampled_from(["planner", "list"]), st.integers(1, 90)), max_size=8)
)
def test_a_worker_that_is_always_up_asks_each_thing_once(
    past: list[tuple[tuple[str, str], str, int]],
) -> None:
    """And each question is right on the day it is asked, whatever people did."""
    words: dict[str, str] = {"status": "Loopt", "due": "2025", "note": ""}
    at, history, told = NOW, list[Change](), list[tuple[date, str, date]]()
    for (field, new), side, hours in [*past, (("note", "Klaar"), "list", 200)]:
        then = at + timedelta(hours=hours)
        now = action(Status(words["status"]), words["note"], words["due"])
        day = local_date(at)
        while day < local_date(then):
            day += DAY
            asks = questions([now], history, day)
            standing = Situation(actions=(now,), questions=asks)
            for reminder in due_reminders(standing, day):
                if reminder.ask and (reminder.step, reminder.due) not in {t[1:] for t in told}:
                    told.append((day, reminder.step, reminder.due))
                    assert not is_moot(reminder.step, now)
        at = then
        if words[field] != new:
            change = line(field, words[field], new, side=side)
            history.append(change.model_copy(update={"at": at, "run": str(at)}))
            words[field] = new
    ticks = [c for c in history if c.new == "Gereed" and c.side == "planner"]
    assert len([t for t in told if t[1] == OUTCOME]) <= len(ticks)
    moves = [t[1] for t in told if t[1] != OUTCOME]
    assert len(moves) == len(set(moves))
