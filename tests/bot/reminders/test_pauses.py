"""Pauses as a caller without a terminal sets, ends and lists them."""

from datetime import date, timedelta

import pytest
from support.installation import Office

from bot.core.reminders.due import COORDINATOR
from bot.core.workdays import local_date
from bot.errors import UsageError
from bot.reminders.pauses import end_pause, pause, read_pauses, running_pauses
from bot.store.errors import UnknownCode
from bot.store.records.snoozes import Snooze, SnoozeKind

UNTIL = date(2026, 11, 16)


def test_a_pause_that_is_set_is_listed_and_counts_until_its_day(office: Office) -> None:
    office.load("1.7")
    agenda, now = office.house().agenda, office.clock.now()
    with office.ledger as ledger:
        pause(ledger, agenda, "action", "1.7", UNTIL, now=now)
        pause(ledger, agenda, "owner", COORDINATOR, UNTIL, now=now)
        assert [(p.kind, p.name) for p in running_pauses(ledger, local_date(now))] == [
            ("action", "1.7"),
            ("owner", COORDINATOR),
        ]
        pauses = read_pauses(ledger)
        assert running_pauses(ledger, UNTIL) == []
    assert pauses.cover("1.7", "OOV", UNTIL - timedelta(days=1))
    assert not pauses.cover("1.7", "OOV", UNTIL)


def test_a_start_date_in_planner_and_a_word_of_the_coordinator_both_count(office: Office) -> None:
    office.load("1.7")
    agenda, now = office.house().agenda, office.clock.now()
    later = UNTIL + timedelta(days=7)
    with office.ledger as ledger:
        ledger.snoozes.put(Snooze(kind="start", name="1.7", until=later, set_at=now))
        pause(ledger, agenda, "action", "1.7", UNTIL, now=now)
        assert read_pauses(ledger).actions == {"1.7": later}


@pytest.mark.parametrize(
    ("typed", "code"), [("h&t", "H&T"), ("oov", "OOV"), ("Coördinator", COORDINATOR)]
)
def test_an_owner_is_paused_by_the_word_that_people_type(
    office: Office, typed: str, code: str
) -> None:
    agenda, now = office.house().agenda, office.clock.now()
    with office.ledger as ledger:
        assert pause(ledger, agenda, "owner", typed, UNTIL, now=now).name == code
        assert end_pause(ledger, agenda, "owner", typed)
        assert running_pauses(ledger, local_date(now)) == []


def test_ending_a_pause_says_whether_there_was_one(office: Office) -> None:
    office.load("1.7")
    agenda = office.house().agenda
    with office.ledger as ledger:
        pause(ledger, agenda, "action", "1.7", UNTIL, now=office.clock.now())
        assert end_pause(ledger, agenda, "action", "1.7")
        assert not end_pause(ledger, agenda, "action", "1.7")


@pytest.mark.parametrize(
    ("kind", "name", "until", "error"),
    [
        ("action", "9.9", UNTIL, UnknownCode),
        ("owner", "XYZ", UNTIL, UsageError),
        ("action", "1.7", date(2026, 11, 2), UsageError),  # today
    ],
)
def test_a_pause_that_cannot_be_leaves_nothing_behind(
    office: Office, kind: SnoozeKind, name: str, until: date, error: type[Exception]
) -> None:
    office.load("1.7")
    with office.ledger as ledger:
        with pytest.raises(error):
            pause(ledger, office.house().agenda, kind, name, until, now=office.clock.now())
        assert ledger.snoozes.all() == []
