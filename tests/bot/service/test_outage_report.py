"""An outage reaches the coordinator: once a day, by every way that works, and once more when over.

Every tick is a new process on the same ledger, as a worker or a timer would have it.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from support.installation import Office, looking_on

from bot.core.sync.brake import BrakePulled
from bot.service import jobs
from bot.service.outages import read_outages
from bot.service.outcomes import ExitCode, explain
from bot.service.status import read_standing
from bot.sync.engine import Engine
from bot.sync.side import SideUnavailable
from bot.wiring import House

WRONG, RIGHT = "Driehoekbot werkt niet goed", "Driehoekbot werkt weer"
NO_MAIL: dict[str, Any] = {"COORDINATOR_MAIL": "", "OUTLOOK_MAILBOX": ""}


@pytest.fixture
def running(office: Office) -> Office:
    """A list that was brought to Planner; three of its actions."""
    office.load("1.1", "1.7", "2.1")
    assert tick(office) is ExitCode.DONE
    office.clock.forward(minutes=30)
    return office


def tick(office: Office, job: Callable[[Any], Any] = jobs.sync, **changes: str) -> ExitCode:
    """Do a job as a new process, a second after the last one; gives how it ended."""
    office.clock.forward(seconds=1)
    try:
        return ExitCode(job(office.house(**changes)).outcome)
    except Exception as error:  # noqa: BLE001 - as the outermost border does
        return explain(error)[0]


def mails(office: Office) -> list[str]:
    """The subjects of the mails to the coordinator, in order."""
    return [mail["subject"] for mail in office.sent()]


def cards(office: Office) -> list[str]:
    """What the cards in the coordinator's channel say, in order."""
    found = office.control.state()["cards"]
    return [card["card"]["speak"] for card in found if card["owner"] == "coordinator"]


def deny_planner(office: Office, status: int = 403) -> None:
    """Let Planner refuse everything from now on."""
    office.control.fault("status", path="/planner/**", status=status, times=10_000)


def test_a_permission_that_is_gone_is_told_once_a_day_and_once_more_when_it_is_back(
    running: Office,
) -> None:
    deny_planner(running)
    for _ in range(4 * 6):  # four days, every four hours
        assert tick(running) is ExitCode.USAGE
        running.clock.forward(hours=4)
    assert mails(running) == [WRONG] * 5, "from Monday morning to Friday morning"
    running.control.mend()
    assert tick(running) is ExitCode.DONE
    assert tick(running) is ExitCode.DONE
    assert mails(running) == [*[WRONG] * 5, RIGHT]


def test_the_mail_says_since_when_and_why(running: Office) -> None:
    deny_planner(running)
    tick(running)
    body = running.sent()[-1]["body"]["content"]
    assert "Planner wordt niet meer gelezen, sinds maandag 2 november 2026 om 09:30 uur." in body
    assert "Controleer het recht Tasks.ReadWrite.All" in body
    assert "driehoek doctor" in body


def test_what_waiting_may_mend_is_told_when_it_lasts_a_day(running: Office) -> None:
    deny_planner(running, status=503)
    for _ in range(5):
        assert tick(running) is ExitCode.UNAVAILABLE
        running.clock.forward(hours=5)
    assert mails(running) == []
    tick(running)  # twenty-five hours after the first
    assert mails(running) == [WRONG]


def test_how_long_is_a_setting(running: Office) -> None:
    deny_planner(running, status=503)
    tick(running, OUTAGE_HOURS="2")
    running.clock.forward(hours=2)
    tick(running, OUTAGE_HOURS="2")
    assert mails(running) == [WRONG]


def test_a_hiccup_is_told_nobody_nor_that_it_is_over(running: Office) -> None:
    deny_planner(running, status=503)
    tick(running)
    running.control.mend()
    tick(running)
    assert mails(running) == []


def test_a_bug_is_told(running: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_engine: Engine, _run: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Engine, "round", broken)
    assert tick(running) is ExitCode.BUG
    assert mails(running) == [WRONG]
    assert "Dit is een fout in Driehoekbot zelf." in running.sent()[-1]["body"]["content"]


def test_a_brake_is_told(running: Office) -> None:
    for code in running.links():
        running.act("delete", code)
    with pytest.raises(BrakePulled):
        jobs.sync(running.house())
    assert mails(running) == [WRONG]
    body = running.sent()[-1]["body"]["content"]
    assert "Planner wordt met rust gelaten, sinds " in body
    assert "driehoek sync --allow-deletions" in body
    with running.ledger as ledger:
        told = read_standing(ledger, running.clock.now()).warnings
    (warning,) = (sentence for sentence in told if "met rust gelaten" in sentence)
    assert "Noodrem: " in warning
    assert warning.endswith("driehoek sync --allow-deletions"), "and not doctor as well"


def test_when_no_mail_can_go_the_card_does_and_needs_no_sign_in(running: Office) -> None:
    """An ended secret closes Planner, the calendar and the mail alike; a webhook stays open."""
    for path in ("/planner/**", "/groups/**", "/users/**"):
        running.control.fault("status", path=path, status=401, times=10_000)
    for _ in range(3 * 4):  # from Monday to Thursday, every six hours
        assert tick(running) is ExitCode.USAGE
        running.clock.forward(hours=6)
    assert mails(running) == []
    assert len(cards(running)) == 4
    with running.ledger as ledger:
        assert ledger.sends.unsettled() == []
    assert cards(running)[0].startswith(f"{WRONG}. Planner wordt niet meer gelezen, sinds ")
    running.control.mend()
    assert tick(running) is ExitCode.DONE
    assert (mails(running), len(cards(running))) == ([RIGHT], 4)


def test_when_all_of_graph_is_away_for_a_day_the_card_tells(running: Office) -> None:
    for path in ("/planner/**", "/groups/**", "/users/**"):
        running.control.fault("status", path=path, status=503, times=10_000)
    tick(running)
    assert cards(running) == []
    running.clock.forward(hours=24)
    assert tick(running) is ExitCode.UNAVAILABLE
    assert (mails(running), len(cards(running))) == ([], 1)


def test_without_a_mailbox_the_card_goes_at_once(running: Office) -> None:
    deny_planner(running)
    tick(running, **NO_MAIL)
    assert len(cards(running)) == 1


def test_a_channel_that_refuses_is_tried_again_the_same_day(running: Office) -> None:
    deny_planner(running)
    running.control.fault("status", path="/webhooks/**", status=404, times=1)
    tick(running, **NO_MAIL)
    assert cards(running) == []
    tick(running, **NO_MAIL)
    tick(running, **NO_MAIL)
    assert len(cards(running)) == 1


def test_a_lost_answer_of_the_mail_makes_no_second_one(running: Office) -> None:
    deny_planner(running)
    running.control.fault("lost_response", method="POST", path="/users/*/messages/*/send")
    tick(running)
    tick(running)
    tick(running)
    assert (mails(running), cards(running)) == ([WRONG], [])


def test_a_fault_that_comes_and_goes_is_told_once_a_day(running: Office) -> None:
    for _ in range(6):
        deny_planner(running)
        tick(running)
        running.control.mend()
        tick(running)
        running.clock.forward(minutes=5)
    assert mails(running) == [WRONG, RIGHT]


def test_a_digest_that_cannot_be_made_is_told_by_its_meeting(running: Office) -> None:
    driehoek = running.house().agenda.driehoek
    tick(running, lambda house: jobs.digest(house, driehoek))
    running.control.fault("status", path="/users/**", status=403, times=10_000)
    assert tick(running, lambda house: jobs.digest(house, driehoek)) is ExitCode.USAGE
    (card,) = cards(running)
    assert "Het overzicht voor de Lokale driehoek wordt niet meer gemaakt, sinds " in card


def test_a_digest_that_waits_for_a_side_is_no_outage_of_its_own(running: Office) -> None:
    driehoek = running.house().agenda.driehoek
    deny_planner(running)
    running.clock.forward(days=22, hours=1)  # two working days before the meeting of the 26th
    assert tick(running, lambda house: jobs.digest(house, driehoek)) is ExitCode.USAGE
    with running.ledger as ledger:
        outages = read_outages(ledger, running.house().agenda.meetings, running.clock.now())
    assert [outage.key for outage in outages] == ["outage:side:planner"]


def test_one_series_that_fails_is_seen_beside_another_that_goes_well(running: Office) -> None:
    tick(running, lambda house: jobs.every_digest(house)[0])
    tick(running, lambda house: jobs.every_digest(house)[0], DIGEST_RECIPIENTS="")
    with running.ledger as ledger:
        outages = read_outages(ledger, running.house().agenda.meetings, running.clock.now())
    assert [outage.key for outage in outages] == ["outage:digest:lokale-driehoek"]
    assert mails(running) == [WRONG]


def test_what_was_never_set_up_is_no_outage(office: Office) -> None:
    """The administrator is at work; `doctor` tells what is missing."""
    office.load("1.1")
    assert tick(office, PLANNER_GROUP_ID="") is ExitCode.USAGE
    assert mails(office) == []


def test_a_first_round_that_fails_is_told(office: Office) -> None:
    office.load("1.1")
    deny_planner(office)
    tick(office)
    assert mails(office) == [WRONG]


def test_a_command_typed_wrongly_is_no_run_and_no_outage(running: Office) -> None:
    driehoek = running.house().agenda.driehoek
    day = (running.clock.now() + timedelta(days=1)).date()
    outcome = tick(running, lambda house: jobs.digest(house, driehoek, day))
    with running.ledger as ledger:
        run = ledger.runs.latest("digest")
    assert (outcome, run, mails(running)) == (ExitCode.USAGE, None, [])


def test_control_without_the_telling_nobody_hears_of_it(
    running: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the tests above see is this protection, and nothing else that happens to mail."""
    monkeypatch.setattr("bot.service.jobs.tell_outages", lambda _house: None)
    deny_planner(running)
    for _ in range(4 * 6):
        assert tick(running) is ExitCode.USAGE
        running.clock.forward(hours=4)
    assert (mails(running), cards(running)) == ([], [])


def test_what_is_over_while_something_else_is_not_waits_for_the_next_news(running: Office) -> None:
    def digests(house: House) -> jobs.DigestDone:
        return jobs.every_digest(house)[0]

    tick(running, digests)
    deny_planner(running)
    tick(running)
    tick(running, digests, DIGEST_RECIPIENTS="")
    running.control.mend()
    tick(running)
    assert mails(running) == [WRONG]
    running.clock.forward(days=1)
    tick(running)
    assert mails(running) == [WRONG, WRONG]
    body = running.sent()[-1]["body"]["content"]
    assert "Planner wordt weer gelezen." in body
    assert "Het overzicht voor de Lokale driehoek wordt niet meer gemaakt" in body
    tick(running, digests)
    assert mails(running) == [WRONG, WRONG, RIGHT]


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({}, "De coördinator heeft daar bericht van gekregen."),
        ({**NO_MAIL, "TEAMS_WEBHOOK_COORDINATOR": ""}, "want geen adres of kanaal werkt."),
    ],
)
def test_who_looks_on_reads_in_dutch_that_it_is_told_and_else_the_log_warns(
    running: Office, log: list[Any], changes: dict[str, Any], fate: str
) -> None:
    deny_planner(running)
    told: list[str] = []
    with closing(running.house(**changes)) as house:
        vars(house)["tell"] = looking_on(told)
        with pytest.raises(SideUnavailable):
            jobs.sync(house)
    assert (len(told), [entry["log_level"] for entry in warnings(log)]) == (1, [])
    assert told[0].startswith(f"{WRONG}. ")
    assert fate in told[0]
    running.clock.forward(days=1)
    tick(running, **changes)
    assert [entry["event"] for entry in warnings(log)] == ["outage"]


def warnings(log: list[Any]) -> list[Any]:
    """What the log warns of."""
    return [entry for entry in log if entry["log_level"] == "warning"]
