"""Reminders in Teams: one card per owner, each reminder once, whatever happens on the way."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import requests
from support.installation import Office

from bot.settings import OWN_AGENDA
from bot.store.records.snoozes import Snooze, SnoozeKind
from connectors.errors import GraphError

MORNING = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)  # two weeks before the end of the year
LATE = {"H&T": ("6.5",), "coordinator": ("2.10",)}
COMING = {"G&R": ("4.10",), "NHV": ("4.12",), "OOV": ("4.11",)}


@pytest.fixture
def december(office: Office) -> Office:
    """The morning on which the actions of 2026 are due in two weeks, and those of 2025 are late."""
    office.load("1.7", "2.10", "4.10", "4.11", "4.12", "6.5")
    office.clock.moment = MORNING
    office.note_reading()
    return office


def remind(office: Office, **changes: str) -> dict[str, str]:
    """Send what is due by a new process; gives the outcome per owner."""
    office.note_reading()
    reports = office.house(**changes).reminders.remind(office.run("remind"))
    return {report.owner: report.outcome for report in reports}


def received(office: Office) -> Counter[str]:
    """How many cards each channel got."""
    return Counter(card["owner"] for card in office.control.state()["cards"])


def once(*owners: str) -> Counter[str]:
    return Counter(owners)


def test_each_owner_gets_one_card_with_all_that_is_due(december: Office) -> None:
    reports = december.house().reminders.remind("remind-1")
    assert {report.owner: report.codes for report in reports} == {**LATE, **COMING}
    assert {report.outcome for report in reports} == {"accepted"}
    assert received(december) == once(*LATE, *COMING)


def test_a_second_call_sends_nothing(december: Office) -> None:
    remind(december)
    assert remind(december) == {}
    december.clock.forward(hours=5)
    assert remind(december) == {}
    assert received(december) == once(*LATE, *COMING)


def test_the_next_step_comes_on_its_own_day_and_late_after_five_working_days(
    december: Office,
) -> None:
    remind(december)
    december.clock.forward(days=1)
    assert remind(december) == {}
    december.clock.forward(days=6)
    assert remind(december).keys() == {*LATE, *COMING}
    december.clock.forward(days=7)  # two of these days were Christmas
    assert remind(december).keys() == COMING.keys()


def test_a_moved_deadline_starts_its_reminders_anew(december: Office) -> None:
    remind(december)
    december.set("4.10", due="2026-12-29")
    december.clock.forward(days=1)
    assert remind(december) == {"G&R": "accepted"}


def test_a_second_card_on_one_day_waits_until_the_next(december: Office) -> None:
    remind(december)
    december.set("4.10", due="2026-12-29")
    (held,) = december.house().reminders.remind("remind-2")
    assert (held.owner, held.outcome, held.codes) == ("G&R", "skipped", ("4.10",))
    assert held.reason == "Op één dag gaat hoogstens 1 kaart naar G&R; de rest komt later."
    assert received(december)["G&R"] == 1
    december.clock.forward(hours=14, minutes=59)  # 23:59 in Amsterdam, 22:59 UTC
    assert remind(december) == {"G&R": "skipped"}
    december.clock.forward(minutes=1)  # 24:00: another day there, and not yet in UTC
    assert remind(december) == {"G&R": "accepted"}


def test_above_the_most_cards_of_a_day_the_bot_stops(december: Office, tmp_path: Path) -> None:
    shutil.copytree(OWN_AGENDA, tmp_path / "agenda")
    file = tmp_path / "agenda" / "agenda.yaml"
    file.write_text(file.read_text().replace("cards_in_all: 30", "cards_in_all: 2"))
    outcomes = remind(december, AGENDA_DIR=str(tmp_path / "agenda"))
    assert Counter(outcomes.values()) == {"accepted": 2, "skipped": 3}
    again = remind(december, AGENDA_DIR=str(tmp_path / "agenda"))
    assert Counter(again.values()) == {"skipped": 3}
    assert received(december).total() == 2


def test_before_a_driehoek_owners_are_asked_for_what_nobody_touched(office: Office) -> None:
    """On the seventh working day before that of 26 November, and once."""
    office.load("1.7", "5.1", "5.4", "5.6", "6.1")
    office.sync()
    office.act("note", "5.1", text="Er is iets gebeurd.")
    office.sync()
    office.clock.moment = datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert remind(office) == {}
    office.clock.forward(days=1)
    assert remind(office).keys() == {"OOV", "HVO-Q", "H&T", "coordinator"}
    card = next(c for c in office.control.state()["cards"] if c["owner"] == "OOV")
    assert "Werk dit bij voor de driehoek van 26 november" in str(card["card"])
    office.clock.forward(days=1)
    assert remind(office) == {}


def test_who_moved_the_date_has_brought_the_action_up_to_date(office: Office) -> None:
    """The owner did so in Planner; of the coordinator's own hand the owner knows nothing."""
    office.load("4.10", "4.11")
    office.sync()
    office.act("due", "4.10", date="2027-06-30")
    office.sync()
    office.set("4.11", due="2027-06-30")
    office.clock.moment = datetime(2026, 11, 17, 9, tzinfo=UTC)
    assert remind(office) == {"OOV": "accepted"}


def test_without_a_mailbox_there_is_no_driehoek_to_ask_for(office: Office) -> None:
    office.load("5.4")
    office.clock.moment = datetime(2026, 11, 17, 9, tzinfo=UTC)
    assert remind(office, OUTLOOK_MAILBOX="") == {}
    assert remind(office) == {"OOV": "accepted"}


def test_a_calendar_that_cannot_be_read_reminds_nobody(december: Office) -> None:
    december.control.fault("status", method="GET", path="**/calendarView", status=403)
    with pytest.raises(GraphError):
        remind(december)
    assert received(december) == Counter()


def test_a_task_that_starts_later_in_planner_is_left_in_peace_until_then(december: Office) -> None:
    december.sync()
    december.act("start", "4.10", date="2026-12-22", stored="todo")  # kept as 21 December, 23:00Z
    december.sync()
    assert remind(december).keys() == {*LATE, *COMING} - {"G&R"}
    december.clock.moment = datetime(2026, 12, 21, 8, tzinfo=UTC)
    assert remind(december) == {}
    december.clock.forward(days=1)
    assert remind(december) == {"G&R": "accepted"}


def test_a_start_date_that_is_taken_away_ends_the_pause(december: Office) -> None:
    december.sync()
    december.act("start", "4.10", date="2026-12-22")
    december.sync()
    december.act("start", "4.10", date=None)
    december.sync()
    assert remind(december).keys() == {*LATE, *COMING}


def test_a_pause_of_the_coordinator_ends_with_what_was_skipped_once(december: Office) -> None:
    now, until = december.clock.now(), date(2026, 12, 21)
    pauses: list[tuple[SnoozeKind, str]] = [("action", "4.10"), ("owner", "OOV")]
    with december.ledger as ledger:
        for kind, name in pauses:
            ledger.snoozes.put(Snooze(kind=kind, name=name, until=until, set_at=now))
    assert remind(december).keys() == {*LATE, "NHV"}
    december.clock.forward(days=4)
    assert remind(december).keys() == {"G&R", "OOV"}
    december.clock.forward(days=1)
    assert remind(december) == {}


def test_what_is_done_or_dropped_reminds_nobody(december: Office) -> None:
    december.set("4.10", status="Gereed")
    december.set("4.11", status="NIET")
    assert remind(december).keys() == {*LATE, "NHV"}


def test_the_card_leads_to_the_task_and_holds_no_note(december: Office) -> None:
    december.sync()
    remind(december)
    card = next(c for c in december.control.state()["cards"] if c["owner"] == "G&R")
    text, action = str(card["card"]), december.action("4.10")
    assert action.title in text
    assert december.links()["4.10"] in text
    assert action.note not in text


def test_a_deleted_task_is_not_linked_to(december: Office) -> None:
    december.sync()
    december.act("delete", "4.10")
    december.sync()
    remind(december)
    card = next(c for c in december.control.state()["cards"] if c["owner"] == "G&R")
    assert "/task/" not in str(card["card"])
    assert "Er is geen taak in Planner." in str(card["card"])


def test_the_coordinator_hears_why_and_who_leads(december: Office) -> None:
    remind(december)
    december.clock.forward(days=19)  # ten working days after the first message about 6.5
    remind(december)
    card = next(c for c in december.control.state()["cards"][5:] if c["owner"] == "coordinator")
    text = str(card["card"])
    assert "U krijgt wat nog geen regiehouder heeft" in text
    assert "Regie: nog niemand." in text
    assert "Regie: Handhaving en Toezicht." in text or "Regie: H&T." in text
    owners = next(c for c in december.control.state()["cards"][5:] if c["owner"] == "H&T")
    assert "Regie:" not in str(owners["card"])


def test_an_action_without_a_task_reminds_without_a_link_to_it(december: Office) -> None:
    remind(december)
    cards = december.control.state()["cards"]
    assert [card for card in cards if "/task/" in str(card["card"])] == []


def test_a_preview_says_who_would_hear_what_and_claims_nothing(december: Office) -> None:
    reports = december.house().reminders.preview()
    assert {report.owner: report.outcome for report in reports} == dict.fromkeys(
        [*LATE, *COMING], "planned"
    )
    assert received(december) == Counter()
    assert remind(december).keys() == {*LATE, *COMING}


@pytest.mark.parametrize("kind", ["lost_request", "lost_response", "status"])
def test_a_card_whose_fate_is_unknown_is_never_sent_again(december: Office, kind: str) -> None:
    """There is no key against doubles: one card too few is better than one too many."""
    december.control.fault(kind, method="POST", path="/webhooks/G_R")
    assert remind(december, OWNER_G_R_MAIL="")["G&R"] == "unknown"
    december.clock.forward(hours=1)
    assert remind(december, OWNER_G_R_MAIL="") == {}
    assert received(december)["G&R"] == (1 if kind == "lost_response" else 0)
    with december.ledger as ledger:
        assert [(s.recipient, s.state) for s in ledger.sends.unsettled()] == [("G&R", "unknown")]


def test_a_card_that_was_certainly_refused_is_sent_again_later(december: Office) -> None:
    december.control.fault("status", method="POST", path="/webhooks/G_R", status=400)
    everybody = dict.fromkeys([*LATE, *COMING], "accepted")
    assert remind(december, OWNER_G_R_MAIL="") == {**everybody, "G&R": "rejected"}
    assert remind(december) == {"G&R": "accepted"}
    assert received(december) == once(*LATE, *COMING)


def test_a_card_that_came_too_soon_goes_again_after_the_wait(december: Office) -> None:
    december.control.fault("throttle", method="POST", path="/webhooks/G_R", retry_after=9)
    assert remind(december)["G&R"] == "accepted"
    assert [9 <= wait < 10 for wait in december.clock.slept] == [True]
    assert received(december)["G&R"] == 1


def test_an_owner_without_a_channel_is_skipped_with_a_reason_and_hears_later(
    december: Office,
) -> None:
    bare = {"TEAMS_WEBHOOK_G_R": "", "OWNER_G_R_MAIL": ""}
    reports = december.house(**bare).reminders.remind("remind-1")
    skipped = next(report for report in reports if report.owner == "G&R")
    assert (skipped.outcome, skipped.codes) == ("skipped", ("4.10",))
    assert skipped.reason == (
        "Er is geen Teams-kanaal en geen mail voor G&R: vul TEAMS_WEBHOOK_G_R of OWNER_G_R_MAIL in."
    )
    assert remind(december) == {"G&R": "accepted"}


def test_two_processes_at_the_same_second_send_each_card_once(december: Office) -> None:
    rounds = [december.house().reminders for _ in range(2)]
    start = Barrier(2)

    def run(number: int) -> list[Any]:
        start.wait()
        return list(rounds[number].remind(f"remind-{number}"))

    with ThreadPoolExecutor(2) as pool:
        reports = [report for sent in pool.map(run, range(2)) for report in sent]
    assert received(december) == once(*LATE, *COMING)
    assert Counter(report.owner for report in reports) == once(*LATE, *COMING)


class Killed(BaseException):
    """The process ends here."""


class MortalSession(requests.Session):
    """Posts a few cards; then the process is killed, before or after the last one left."""

    def __init__(self, posts: int, *, after: bool) -> None:
        super().__init__()
        self.posts, self.after = posts, after

    def post(self, *args: Any, **options: Any) -> Any:
        """Post, if the process lives to do so."""
        self.posts -= 1
        if self.posts:
            return super().post(*args, **options)
        if self.after:
            super().post(*args, **options).close()
        raise Killed


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("posts", [1, 3, 5])
def test_a_kill_costs_at_most_the_card_that_was_on_its_way(
    december: Office, posts: int, after: bool
) -> None:
    """The other owners get theirs from the next process; nobody gets two."""
    reminders = december.house().reminders
    ways = replace(reminders.ways, session=MortalSession(posts, after=after))
    reminders = replace(reminders, ways=ways)
    with pytest.raises(Killed):
        reminders.remind("remind-1")
    remind(december)
    assert remind(december) == {}
    missed = once(*LATE, *COMING) - received(december)
    assert missed.total() == (0 if after else 1)
    assert max(received(december).values()) == 1
    with december.ledger as ledger:
        assert len(ledger.sends.unsettled()) == 1


def test_the_log_holds_no_webhook_and_no_text(december: Office, log: list[Any]) -> None:
    remind(december)
    told = repr(log)
    assert "webhook" in told
    assert [word for word in ("sandbox-", "/webhooks/", "Buurtvaders") if word in told] == []
