"""What owners hear because actions wait for each other, and what they are not chased about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reminders.due import COORDINATOR, Driehoek, Pauses, Situation, due_reminders
from bot.core.reminders.news import wait_news
from bot.core.reminders.questions import ASK_WITHIN
from bot.core.reminders.rehearsal import rehearse
from bot.core.reminders.steps import Rules
from bot.core.waits import waits_of
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 9, 22)  # ten days before the deadline
DEADLINE = "2026-10-02"


def action(
    code: str,
    note: str = "",
    *,
    due: str = "Continue",
    status: Status = Status.RUNNING,
    by: str = "",
) -> Action:
    return Action(
        code=code,
        title=f"Actie {code}",
        text="Tekst",
        status=status,
        due=Due.parse(due),
        note=note,
        owners=(by,) if by else (),
    )


def situation(
    *actions: Action, closed: date | None = TODAY, touched: date | None = None
) -> Situation:
    """These actions. closed: when those that are closed became so; touched: when all were last."""
    listed, waits = {a.code: a for a in actions}, waits_of(actions)
    days = {a.code: closed for a in actions if not a.is_open and closed}
    moments = {
        a.code: datetime(touched.year, touched.month, touched.day, 9, tzinfo=UTC)
        for a in actions
        if touched
    }
    news = tuple(wait_news(listed, waits, days, moments, TODAY))
    return Situation(actions=actions, waits=waits, news=news)


def told(now: Situation, today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(r.owner, r.code, r.step) for r in due_reminders(now, today)]


def after(now: Situation, today: date = TODAY) -> Situation:
    """The same, when what is due has been sent."""
    return replace(now, sent={**now.sent, **{r.key: today for r in due_reminders(now, today)}})


def test_who_waits_is_not_chased_and_who_is_waited_for_hears_it_once() -> None:
    waiting = action("3.1", "Wacht op 2.4", due=DEADLINE, by="MOz")
    now = situation(action("2.4", by="OOV"), waiting)
    assert told(now) == [("OOV", "2.4", "blocks:3.1")]
    assert due_reminders(now, TODAY)[0].deadline == "3.1 Actie 3.1 wacht hierop."
    assert told(after(now)) == []
    alone = situation(action("2.4", by="OOV"), replace_note(waiting, ""))
    assert told(alone) == [("MOz", "3.1", "14")]


def replace_note(one: Action, note: str) -> Action:
    return one.model_copy(update={"note": note})


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 9, 25), None),
        (date(2026, 10, 1), None),
        (date(2026, 10, 2), "0"),
        (date(2026, 10, 5), "late"),
        (date(2026, 11, 20), "late"),
    ],
)
def test_a_deadline_itself_is_told_to_who_waits(day: date, step: str | None) -> None:
    """On the last step, so that it can be moved in time, and once that it has passed."""
    now = after(
        situation(action("2.4", by="OOV"), action("3.1", "Wacht op 2.4", due=DEADLINE, by="MOz"))
    )
    assert told(now, day) == ([("MOz", "3.1", step)] if step else [])
    if step:
        assert due_reminders(now, day)[0].deadline.endswith("Dit wacht op 2.4.")
        assert told(after(now, day), day) == []


def test_a_deadline_that_passed_is_told_once_to_who_waits_and_once_to_the_coordinator() -> None:
    waiting = action("3.1", "Wacht op 2.4", due=DEADLINE, by="MOz")
    now = situation(action("2.4", by="OOV"), waiting)
    heard = [
        (day.isoformat(), *line)
        for day, lines in rehearse(after(now), date(2026, 10, 3), date(2026, 12, 31))
        for card in lines
        for line in [(card.owner, *(one.step for one in card.lines))]
    ]
    assert heard == [("2026-10-05", "MOz", "late"), ("2026-10-19", COORDINATOR, "late")]


def test_who_waits_is_not_asked_for_an_update_before_a_driehoek() -> None:
    meeting = Driehoek(key="m", series="s", start=datetime(2026, 9, 24, 9, tzinfo=UTC))
    now = situation(action("2.4", by="OOV"), action("3.1", "Wacht op 2.4", by="MOz"))
    assert told(replace(after(now), driehoeken=(meeting,))) == [("OOV", "2.4", "driehoek:m")]
    (request,) = due_reminders(replace(after(now), driehoeken=(meeting,)), TODAY)
    assert request.deadline.endswith("Hierop wacht 3.1.")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(Status.DONE, "2.4 is gereed."), (Status.DROPPED, "2.4 gaat niet door.")],
)
def test_who_waited_hears_once_that_it_is_over(status: Status, sentence: str) -> None:
    now = situation(action("2.4", status=status, by="OOV"), action("3.1", "Wacht op 2.4", by="MOz"))
    assert told(now) == [("MOz", "3.1", "freed:2.4")]
    (news,) = due_reminders(now, TODAY)
    assert (news.deadline, news.is_news, news.is_late) == (sentence, True, False)
    assert told(after(now)) == []


def test_who_waits_for_something_else_as_well_hears_that_too() -> None:
    now = situation(
        action("2.4", status=Status.DONE),
        action("2.5"),
        action("3.1", "Wacht op 2.4 en 2.5", by="MOz"),
    )
    sentences = {reminder.step: reminder.deadline for reminder in due_reminders(now, TODAY)}
    assert sentences["freed:2.4"] == "2.4 is gereed. Dit wacht nog op 2.5."


def test_what_was_over_long_ago_is_no_news() -> None:
    long_ago = TODAY - ASK_WITHIN - timedelta(days=1)
    listed = (action("2.4", status=Status.DONE), action("3.1", "Wacht op 2.4", by="MOz"))
    assert told(situation(*listed, closed=long_ago)) == []
    assert told(situation(*listed, closed=None)) == []
    assert told(situation(*listed, closed=long_ago, touched=TODAY)) == [("MOz", "3.1", "freed:2.4")]


def test_nobody_is_told_that_he_waits_for_himself_and_nobodys_action_goes_to_the_coordinator() -> (
    None
):
    assert told(situation(action("2.4", by="OOV"), action("3.1", "Wacht op 2.4", by="OOV"))) == []
    now = situation(action("2.4"), action("3.1", "Wacht op 2.4", by="OOV"))
    assert told(now) == [(COORDINATOR, "2.4", "blocks:3.1")]


def test_a_pause_holds_news_back_until_it_is_over() -> None:
    now = situation(action("2.4", by="OOV"), action("3.1", "Wacht op 2.4", by="MOz"))
    paused = replace(now, pauses=Pauses(owners={"OOV": TODAY + timedelta(days=2)}))
    assert told(paused) == []
    assert told(paused, TODAY + timedelta(days=2)) == [("OOV", "2.4", "blocks:3.1")]


def test_a_circle_is_said_and_everybody_in_it_is_reminded_as_always() -> None:
    now = situation(
        action("2.4", "Wacht op 3.1", due=DEADLINE, by="OOV"),
        action("3.1", "Wacht op 2.4", due=DEADLINE, by="MOz"),
    )
    assert told(now) == [("OOV", "2.4", "14"), ("MOz", "3.1", "14")]
    assert all("2.4 en 3.1 wachten op elkaar." in r.deadline for r in due_reminders(now, TODAY))


def test_an_unknown_code_holds_nothing_back_and_is_said() -> None:
    (reminder,) = due_reminders(situation(action("3.1", "Wacht op 9.9", due=DEADLINE)), TODAY)
    assert reminder.step == "14"
    assert reminder.deadline.endswith("9.9 staat niet op de lijst.")


codes = st.sampled_from(["1.1", "1.2", "2.4", "3.1", "9.9"])
statuses = st.sampled_from([Status.RUNNING, Status.PLANNED, Status.DONE, Status.DROPPED])
listed_actions = st.lists(
    st.tuples(codes, statuses, st.lists(codes, max_size=3)), unique_by=lambda a: a[0]
)


@given(listed_actions)
def test_all_news_is_told_once_and_never_again(
    rows: list[tuple[str, Status, list[str]]],
) -> None:
    """Each news names its pair, whoever waits for whom, and a second day has nothing left."""
    actions = [
        action(code, f"Wacht op {' en '.join(others)}" if others else "", status=status, by=f"O{n}")
        for n, (code, status, others) in enumerate(rows)
    ]
    now = situation(*actions)
    first = [r for r in due_reminders(now, TODAY) if r.is_news]
    assert len({r.key for r in first}) == len(first) == len(now.news)
    open_pairs = {(b, a.code) for a in actions for b in now.waits.blockers(a.code)}
    assert {(r.code, r.step) for r in first if r.step.startswith("blocks:")} == {
        (blocker, f"blocks:{code}") for blocker, code in open_pairs
    }
    for days in range(1, 20):
        later = due_reminders(after(now), TODAY + timedelta(days=days))
        assert [r for r in later if r.is_news] == []


def test_the_last_step_is_the_one_that_is_agreed_on() -> None:
    """Where the last reminder comes a week ahead, who waits hears that one."""
    now = after(
        situation(action("2.4", by="OOV"), action("3.1", "Wacht op 2.4", due=DEADLINE, by="MOz"))
    )
    earlier = replace(now, rules=lambda _owner, _code: Rules(steps=(30, 7)))
    assert told(earlier, date(2026, 9, 25)) == [("MOz", "3.1", "7")]
    assert told(after(earlier, date(2026, 9, 25)), date(2026, 10, 2)) == []
