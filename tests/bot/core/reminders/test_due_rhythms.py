"""The nudge for an action that returns: in the last month of its period, once, and never after."""

from datetime import UTC, date, datetime

from bot.core.reminders.due import Driehoek, Pauses, Reminder, Situation, due_reminders
from bot.core.reminders.rehearsal import rehearse
from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.tally import Deed, Returning, Stretch
from mappings.canonical import Action, Due, Status

TWICE = Returning(frequency=Frequency(2, 12), stretches=(Stretch(first=date(2026, 1, 5)),))


def action(due: str = "Continue") -> Action:
    return Action(
        code="3.1",
        title="Agenderen",
        text="Tekst",
        status=Status.RUNNING,
        due=Due.parse(due),
        rhythm="2 x jaar",
        owners=("OOV",),
    )


def situation(returning: Returning, due: str = "Continue", **more: object) -> Situation:
    values = {"actions": (action(due),), "returning": {"3.1": returning}, **more}
    return Situation(**values)  # type: ignore[arg-type]


def played(now: Situation, first: date, last: date) -> list[tuple[str, str]]:
    return [
        (f"{day}", line.step)
        for day, cards in rehearse(now, first, last)
        for card in cards
        for line in card.lines
    ]


def only(now: Situation, day: date) -> Reminder:
    (reminder,) = due_reminders(now, day)
    return reminder


def test_each_period_gets_one_nudge_in_its_last_month() -> None:
    assert played(situation(TWICE), date(2026, 1, 5), date(2027, 7, 31)) == [
        ("2026-06-01", "occasion:2026-06-30"),
        ("2026-12-01", "occasion:2026-12-31"),
        ("2027-06-01", "occasion:2027-06-30"),
    ]


def test_who_did_it_hears_nothing_of_that_period() -> None:
    done = TWICE.model_copy(update={"deeds": (Deed(day=date(2026, 3, 2), name="1e helft 2026"),)})
    assert played(situation(done), date(2026, 6, 1), date(2026, 12, 31)) == [
        ("2026-12-01", "occasion:2026-12-31")
    ]


def test_a_month_that_was_missed_is_not_made_up_for_in_the_next_period() -> None:
    assert played(situation(TWICE), date(2026, 7, 1), date(2026, 11, 30)) == []


def test_the_nudge_comes_later_in_the_month_when_the_worker_was_down() -> None:
    assert played(situation(TWICE), date(2026, 6, 22), date(2026, 7, 31)) == [
        ("2026-06-22", "occasion:2026-06-30")
    ]


def test_the_nudge_says_which_period_it_is_and_how_often_it_was_done() -> None:
    nudge = only(situation(TWICE), date(2026, 6, 1))
    assert nudge.section == "Nog te doen in deze periode"
    assert nudge.deadline == (
        "1e helft 2026: nog tot en met 30 juni. 0 van 2 gedaan in 2026. "
        "Is het gedaan? Vink het af in de controlelijst van de taak."
    )
    assert nudge.due == date(2026, 6, 30)
    assert not nudge.is_late


def test_who_has_a_meeting_to_do_it_is_told_to_plan_none_that_is_planned() -> None:
    counted = TWICE.model_copy(update={"by_meetings": True})
    assert only(situation(counted), date(2026, 6, 1)).deadline.endswith(
        "Dit telt vanzelf zodra het overleg er was."
    )
    planned = counted.model_copy(update={"planned": (date(2026, 6, 18),)})
    assert due_reminders(situation(planned), date(2026, 6, 1)) == ()


def test_a_deadline_that_has_something_to_say_goes_before_the_rhythm() -> None:
    assert only(situation(TWICE, "2026-06-20"), date(2026, 6, 1)).step == "30"
    assert only(situation(TWICE, "2027"), date(2026, 6, 1)).step == "occasion:2026-06-30"


def test_a_pause_keeps_the_nudge_till_its_last_day_and_never_past_the_period() -> None:
    short = Pauses(actions={"3.1": date(2026, 6, 15)})
    assert played(situation(TWICE, pauses=short), date(2026, 6, 1), date(2026, 6, 30)) == [
        ("2026-06-15", "occasion:2026-06-30")
    ]
    long = Pauses(actions={"3.1": date(2026, 8, 1)})
    assert played(situation(TWICE, pauses=long), date(2026, 6, 1), date(2026, 8, 31)) == []


def test_who_was_nudged_is_not_asked_for_the_same_before_a_driehoek_as_well() -> None:
    meeting = Driehoek(key="june", series="d", start=datetime(2026, 6, 10, 12, tzinfo=UTC))
    now = situation(TWICE, driehoeken=(meeting,))
    assert played(now, date(2026, 6, 1), date(2026, 6, 30)) == [
        ("2026-06-01", "occasion:2026-06-30")
    ]
