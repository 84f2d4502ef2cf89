"""Who ticked that an action is still true is not asked to bring it up to date as well."""

from contextlib import closing
from datetime import UTC, datetime

from support.installation import Office

from bot.core.reminders.due import due_reminders
from bot.core.reminders.steps import DRIEHOEK
from bot.core.workdays import local_date
from bot.reminders.due import read_situation

ITEM = "Klopt nog voor de driehoek van 26 november"


def requested(office: Office) -> set[str]:
    """The actions that an owner is asked to bring up to date for the coming driehoek."""
    with closing(office.house()) as house, office.ledger as ledger:
        today = local_date(office.clock.now())
        situation = read_situation(ledger, house.agenda, house.driehoeken(), today)
    reminders = due_reminders(situation, today)
    return {reminder.code for reminder in reminders if reminder.step.startswith(DRIEHOEK)}


def test_a_tick_ends_the_requests_for_this_meeting_and_taking_it_back_brings_them_back(
    filled: Office,
) -> None:
    filled.clock.moment = datetime(2026, 11, 18, 9, tzinfo=UTC)
    filled.look_at_calendar()
    filled.sync()
    before = requested(filled)
    assert {"1.9", "2.1"} <= before
    filled.act("tick-item", "1.9", title=ITEM)
    filled.sync()
    assert requested(filled) == before - {"1.9"}
    filled.act("untick-item", "1.9", title=ITEM)
    filled.sync()
    assert requested(filled) == before


def test_the_next_meeting_asks_anew(filled: Office) -> None:
    filled.clock.moment = datetime(2026, 11, 18, 9, tzinfo=UTC)
    filled.look_at_calendar()
    filled.sync()
    filled.act("tick-item", "1.9", title=ITEM)
    filled.sync()
    filled.clock.moment = datetime(2027, 1, 18, 9, tzinfo=UTC)
    filled.look_at_calendar()
    assert "1.9" in requested(filled)
