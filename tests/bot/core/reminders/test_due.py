"""Who is reminded of what, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.reminders.due import (
    COORDINATOR,
    NO_DAY,
    Driehoek,
    Pauses,
    ReminderKey,
    Situation,
    cards,
    due_reminders,
)
from bot.core.reminders.rehearsal import rehearse
from bot.core.reminders.steps import Rules
from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.tally import Returning, Stretch
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due, Status

PLAIN = Workdays()
FRIDAY = "2026-10-02"
IMPORTED = datetime(2026, 1, 5, 8, tzinfo=UTC)


def action(
    due: str, code: str = "2.4", status: Status | None = Status.RUNNING, *owners: str
) -> Action:
    return Action(
        code=code,
        title=f"Actie {code}",
        text="Tekst",
        status=status,
        due=Due.parse(due),
        owners=owners or ("OOV",),
    )


def situation(*actions: Action, **more: Any) -> Situation:
    return Situation(**{"actions": actions, **more})


def sent(*keys: tuple[str, str, str, str], on: date = date(2026, 9, 1)) -> dict[ReminderKey, date]:
    return {
        ReminderKey(code, step, date.fromisoformat(due), owner): on
        for code, step, due, owner in keys
    }


def steps_on(today: date, now: Situation) -> list[tuple[str, str, str]]:
    return [(r.owner, r.code, r.step) for r in due_reminders(now, today)]


def played(now: Situation, first: date, last: date) -> list[tuple[str, str, str]]:
    """What an always present worker sends: (day, owner, "code step" of every line)."""
    return [
        (f"{day:%d-%m}", card.owner, ", ".join(f"{r.code} {r.step}" for r in card.lines))
        for day, found in rehearse(now, first, last)
        for card in found
    ]


def test_a_step_missed_in_downtime_comes_later() -> None:
    assert steps_on(date(2026, 9, 22), situation(action(FRIDAY))) == [("OOV", "2.4", "14")]


def test_of_several_missed_steps_only_the_nearest_comes() -> None:
    assert steps_on(date(2026, 9, 29), situation(action(FRIDAY))) == [("OOV", "2.4", "7")]


def test_an_overtaken_step_never_comes_back() -> None:
    known = sent(("2.4", "7", FRIDAY, "OOV"))
    assert steps_on(date(2026, 9, 29), situation(action(FRIDAY), sent=known)) == []


def test_from_a_month_before_to_a_month_after_a_deadline_that_nobody_meets() -> None:
    assert played(situation(action(FRIDAY)), date(2026, 9, 1), date(2026, 11, 2)) == [
        ("02-09", "OOV", "2.4 30"),
        ("18-09", "OOV", "2.4 14"),
        ("25-09", "OOV", "2.4 7"),
        ("01-10", "OOV", "2.4 1"),
        ("02-10", "OOV", "2.4 0"),
        ("05-10", "OOV", "2.4 late"),
        ("12-10", "OOV", "2.4 late+5"),
        ("19-10", "OOV", "2.4 late+10"),
        ("19-10", COORDINATOR, "2.4 late+10"),
        ("26-10", "OOV", "2.4 late+15"),
        ("26-10", COORDINATOR, "2.4 late+15"),
        ("02-11", "OOV", "2.4 late+20"),
        ("02-11", COORDINATOR, "2.4 late+20"),
    ]


def test_the_coordinator_hears_once_of_an_action_with_two_owners_or_none() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    orphan = action(FRIDAY, "6.5").model_copy(update={"owners": ()})
    first = sent(("5.2", "late", FRIDAY, "MOz"), on=date(2026, 10, 5))
    assert steps_on(date(2026, 10, 19), situation(shared, orphan, sent=first)) == [
        ("MOz", "5.2", "late+10"),
        (COORDINATOR, "5.2", "late+10"),
        ("CGH", "5.2", "late+10"),
        (COORDINATOR, "6.5", "late+10"),
    ]


def test_rules_differ_per_owner_and_action() -> None:
    def rules(owner: str, code: str) -> Rules:
        return (
            Rules(steps=(), late_every=2, coordinator_after=0)
            if (owner, code) == ("OOV", "2.4")
            else Rules()
        )

    now = situation(action(FRIDAY), action(FRIDAY, "2.5"), rules=rules)
    assert played(now, date(2026, 10, 1), date(2026, 10, 7)) == [
        ("01-10", "OOV", "2.5 1"),
        ("02-10", "OOV", "2.5 0"),
        ("05-10", "OOV", "2.4 late, 2.5 late"),
        ("05-10", COORDINATOR, "2.4 late"),
        ("07-10", "OOV", "2.4 late+2"),
        ("07-10", COORDINATOR, "2.4 late+2"),
    ]


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_done_and_dropped_actions_are_left_in_peace(status: Status) -> None:
    meeting = Driehoek(key="k", series="d", start=datetime(2026, 10, 22, 12, tzinfo=UTC))
    now = situation(
        action(FRIDAY, "2.4", status),
        action("Continue", "3.1", status).model_copy(update={"rhythm": "2 x jaar"}),
        action("NIET", "6.6", None),
        driehoeken=(meeting,),
    )
    assert steps_on(date(2026, 10, 20), now) == []


@pytest.mark.parametrize("status", [Status.RUNNING, Status.PLANNED, None])
def test_an_open_action_is_reminded_whatever_its_status(status: Status | None) -> None:
    now = situation(action(FRIDAY, "2.4", status))
    assert steps_on(date(2026, 10, 5), now) == [("OOV", "2.4", "late")]


@pytest.mark.parametrize("word", ["Continue", "Ad hoc", "NIET", ""])
def test_a_deadline_that_is_no_date_gives_no_reminder(word: str) -> None:
    assert steps_on(date(2026, 12, 31), situation(action(word))) == []


def test_a_moved_deadline_starts_a_new_series() -> None:
    known = sent(("2.4", "7", FRIDAY, "OOV"))
    (reminder,) = due_reminders(
        situation(action("2026-10-06"), sent=known), today=date(2026, 9, 29)
    )
    assert (reminder.step, reminder.due) == ("7", date(2026, 10, 6))


def test_every_owner_is_reminded_and_knows_who_leads() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    reminders = due_reminders(situation(shared), date(2026, 9, 25))
    assert [(r.owner, r.leads) for r in reminders] == [
        ("MOz", ("MOz", "CGH")),
        ("CGH", ("MOz", "CGH")),
    ]


def test_after_a_crash_only_the_owner_who_got_nothing_is_reminded() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    now = situation(shared, sent=sent(("5.2", "7", FRIDAY, "MOz")))
    assert steps_on(date(2026, 9, 25), now) == [("CGH", "5.2", "7")]


def test_a_card_per_owner_shows_late_first_then_the_nearest_deadline() -> None:
    actions = [
        action("2026-10-02", "2.10"),
        action("2026-10-02", "2.9"),
        action("2026-09-30", "3.1"),
        action("2026-09-28", "1.1", None, "MOz", "OOV"),
        action("2026-09-28", "6.5").model_copy(update={"owners": ()}),
    ]
    reminders = due_reminders(situation(*actions), date(2026, 9, 29))
    found = {card.owner: [line.code for line in card.lines] for card in cards(reminders)}
    assert found == {
        "MOz": ["1.1"],
        "OOV": ["1.1", "3.1", "2.9", "2.10"],
        COORDINATOR: ["6.5"],
    }
    assert list(found)[-1] == COORDINATOR


def test_no_reminders_make_no_card() -> None:
    assert cards([]) == ()


# --- before a driehoek ------------------------------------------------------------------------

HELD = Driehoek(key="oct", series="d", start=datetime(2026, 10, 1, 11, tzinfo=UTC))
COMING = Driehoek(key="nov", series="d", start=datetime(2026, 11, 26, 11, tzinfo=UTC))
ASK = date(2026, 11, 17)  # seven working days before


def test_before_a_driehoek_each_owner_gets_one_card_with_what_nobody_touched() -> None:
    now = situation(
        action("Continue", "5.1", None, "MOz"),
        action("", "1.2", None, "MOz", "CGH"),
        action("Ad hoc", "6.4", Status.DONE, "MOz"),
        action("", "1.3").model_copy(update={"owners": ()}),
        driehoeken=(HELD, COMING),
    )
    assert played(now, date(2026, 11, 2), date(2026, 12, 1)) == [
        ("17-11", "CGH", "1.2 driehoek:nov"),
        ("17-11", "MOz", "1.2 driehoek:nov, 5.1 driehoek:nov"),
        ("17-11", COORDINATOR, "1.3 driehoek:nov"),
    ]


def test_the_request_names_the_meeting_and_the_deadline() -> None:
    now = situation(action("Continue"), driehoeken=(HELD, COMING))
    (request,) = due_reminders(now, ASK)
    assert request.section == "Werk dit bij voor de driehoek van 26 november"
    assert request.deadline == "Deadline: Continue."
    assert request.key == ReminderKey("2.4", "driehoek:nov", NO_DAY, "OOV")


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        (datetime(2026, 10, 1, 10, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 1, 11, 1, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 8, tzinfo=UTC), False),
    ],
)
def test_what_was_touched_since_the_previous_driehoek_is_not_asked_for(
    changed: datetime, *, asked: bool
) -> None:
    now = situation(action("Continue"), changed={"2.4": changed}, driehoeken=(HELD, COMING))
    assert bool(steps_on(ASK, now)) is asked


def test_before_the_first_driehoek_any_change_will_do() -> None:
    quiet, touched = action("Continue"), action("Continue", "2.5")
    now = situation(quiet, touched, changed={"2.5": IMPORTED}, driehoeken=(COMING,))
    assert steps_on(ASK, now) == [("OOV", "2.4", "driehoek:nov")]


def test_after_downtime_the_request_comes_until_the_day_before() -> None:
    now = situation(action("Continue"), driehoeken=(HELD, COMING))
    assert steps_on(ASK - timedelta(days=1), now) == []
    assert steps_on(date(2026, 11, 25), now) == [("OOV", "2.4", "driehoek:nov")]
    assert steps_on(date(2026, 11, 26), now) == []


def test_a_meeting_that_moves_is_not_asked_for_twice() -> None:
    now = situation(action("Continue"), driehoeken=(HELD, COMING))
    (request,) = due_reminders(now, ASK)
    moved = COMING.model_copy(update={"start": COMING.start + timedelta(days=7)})
    again = replace(now, driehoeken=(HELD, moved), sent={request.key: ASK})
    assert played(again, ASK, date(2026, 12, 4)) == []


def test_who_was_reminded_of_an_action_in_those_days_is_not_asked_again() -> None:
    """A card shows an action once, and the day after does not bring it back."""
    late = action("2026-11-16")
    now = situation(late, action("Continue", "2.5"), driehoeken=(HELD, COMING))
    assert played(now, ASK, date(2026, 11, 23)) == [("17-11", "OOV", "2.4 late, 2.5 driehoek:nov")]


def test_a_reminder_of_before_those_days_does_not_replace_the_request() -> None:
    known = sent(("2.4", "30", "2026-12-16", "OOV"), on=date(2026, 11, 16))
    now = situation(action("2026-12-16"), sent=known, driehoeken=(HELD, COMING))
    assert steps_on(ASK, now) == [("OOV", "2.4", "driehoek:nov")]


def test_every_series_has_its_own_previous_meeting() -> None:
    other = Driehoek(key="ovl", series="overleg", start=datetime(2026, 11, 20, 9, tzinfo=UTC))
    changed = {"2.4": datetime(2026, 11, 2, 8, tzinfo=UTC)}
    held = Driehoek(key="ov0", series="overleg", start=datetime(2026, 11, 5, 9, tzinfo=UTC))
    now = situation(action("Continue"), changed=changed, driehoeken=(HELD, COMING, held, other))
    assert steps_on(ASK, now) == [("OOV", "2.4", "driehoek:ovl")]


# --- pauses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pauses",
    [Pauses(actions={"2.4": date(2026, 10, 8)}), Pauses(owners={"OOV": date(2026, 10, 8)})],
)
def test_what_a_pause_skips_comes_at_its_end_once(pauses: Pauses) -> None:
    now = situation(action(FRIDAY), pauses=pauses)
    assert played(now, date(2026, 9, 1), date(2026, 10, 12)) == [
        ("08-10", "OOV", "2.4 late"),
    ]


def test_after_a_late_message_at_an_odd_moment_the_next_comes_no_sooner_than_usual() -> None:
    """The pause ends on a Thursday; the Monday after would have been the next day of its own."""
    now = situation(action(FRIDAY), pauses=Pauses(actions={"2.4": date(2026, 10, 8)}))
    assert played(now, date(2026, 10, 5), date(2026, 10, 23)) == [
        ("08-10", "OOV", "2.4 late"),
        ("15-10", "OOV", "2.4 late+5"),
        ("22-10", "OOV", "2.4 late+10"),
        ("22-10", COORDINATOR, "2.4 late+10"),
    ]


def test_who_hears_of_an_old_deadline_for_the_first_time_gets_a_chance_first() -> None:
    """The list came in long after the deadline; the coordinator hears ten working days later."""
    now = situation(action("2025-12-31"))
    assert played(now, date(2026, 9, 28), date(2026, 10, 12)) == [
        ("28-09", "OOV", "2.4 late+185"),
        ("05-10", "OOV", "2.4 late+190"),
        ("12-10", "OOV", "2.4 late+195"),
        ("12-10", COORDINATOR, "2.4 late+195"),
    ]


def test_a_crash_between_owner_and_coordinator_costs_the_coordinator_nothing() -> None:
    told = sent(("2.4", "late", FRIDAY, "OOV"), on=date(2026, 10, 5))
    told |= sent(("2.4", "late+10", FRIDAY, "OOV"), on=date(2026, 10, 19))
    now = situation(action(FRIDAY), sent=told)
    assert steps_on(date(2026, 10, 19), now) == [(COORDINATOR, "2.4", "late+10")]


def test_a_pause_of_one_owner_leaves_the_other_alone() -> None:
    shared = action(FRIDAY, "5.2", None, "MOz", "CGH")
    now = situation(shared, pauses=Pauses(owners={"MOz": date(2027, 1, 1)}))
    assert steps_on(date(2026, 10, 19), now) == [("CGH", "5.2", "late+10")]


def test_a_pause_covers_rhythm_and_requests_too() -> None:
    pauses = Pauses(actions={"3.1": date(2026, 11, 20)})
    quarterly = action("Continue", "3.1").model_copy(update={"rhythm": "1 x kwartaal"})
    returning = Returning(frequency=Frequency(4, 12), stretches=(Stretch(first=date(2026, 1, 5)),))
    now = situation(
        quarterly, driehoeken=(HELD, COMING), pauses=pauses, returning={"3.1": returning}
    )
    assert played(now, date(2026, 10, 1), date(2026, 12, 15)) == [
        ("20-11", "OOV", "3.1 driehoek:nov"),
        ("01-12", "OOV", "3.1 occasion:2026-12-31"),
    ]
