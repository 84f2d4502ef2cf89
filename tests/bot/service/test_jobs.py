"""The jobs: what the command, the worker, a page and a queue call alike."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO

import pytest
from sqlalchemy import event
from support.installation import Office
from support.listener import listening

from bot.core.sync.brake import BrakePulled
from bot.log import set_up_logging
from bot.service import jobs
from bot.service.outcomes import ExitCode, explain
from bot.sync.report import RoundReport, SideCounts
from bot.sync.side import SideUnavailable
from connectors.errors import GraphError


def subjects(office: Office) -> list[str]:
    """The subjects of the mails that left."""
    return [mail["subject"] for mail in office.sent()]


def outcomes(office: Office, *commands: str) -> dict[str, int | None]:
    """How the latest run of each command ended; None when it never ran."""
    with office.ledger as ledger:
        latest = {name: ledger.runs.latest(name) for name in commands}
    return {name: run.outcome if run else None for name, run in latest.items()}


def test_a_round_is_booked_with_what_it_did(office: Office) -> None:
    office.load("1.1", "2.1")
    done = jobs.sync(office.house())
    assert done.outcome is ExitCode.DONE
    assert done.report.sides["planner"].created == 2
    with office.ledger as ledger:
        run = ledger.runs.latest("sync")
    assert run is not None
    assert (run.id, run.outcome) == (done.report.run, 0)
    assert run.summary == done.as_json()["sides"]


def test_nobody_is_reminded_when_the_round_before_it_fails(office: Office) -> None:
    """Nor on yesterday's truth; the error says so, whoever prints it."""
    office.load()
    office.control.fault("status", path="/planner/**", status=403, times=100)
    with pytest.raises(SideUnavailable) as caught:
        jobs.remind(office.house())
    assert office.control.state()["cards"] == []
    assert outcomes(office, "sync", "remind") == {"sync": 2, "remind": None}
    assert explain(caught.value)[1].endswith(
        "\nEr is niemand herinnerd: eerst moet een hele ronde lukken."
    )


def test_a_brake_is_told_to_the_coordinator(office: Office) -> None:
    office.load()
    jobs.sync(office.house())
    office.clock.forward(minutes=30)
    for code in office.links():
        office.act("delete", code)
    with pytest.raises(BrakePulled):
        jobs.sync(office.house())
    assert subjects(office) == ["Driehoekbot werkt niet goed"]
    assert outcomes(office, "sync") == {"sync": 4}


def test_a_coordinator_who_cannot_be_mailed_costs_no_round(office: Office) -> None:
    office.load("1.1", "2.1")
    jobs.sync(office.house())
    office.act("delete", "1.1")
    office.control.fault("status", path="/users/**", status=503, times=100)
    done = jobs.sync(office.house())
    assert done.report.for_person
    assert done.untold.startswith("De coördinator kreeg hierover geen mail. ")


def test_every_line_of_the_log_says_to_which_run_it_belongs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.load("1.1")
    heard = StringIO()
    monkeypatch.setattr("sys.stderr", heard)
    set_up_logging("json", "DEBUG")
    done = jobs.sync(office.house())
    lines = [json.loads(line) for line in heard.getvalue().splitlines()]
    of_graph = [line for line in lines if line["event"] not in ("sync", "alarm")]
    assert len(of_graph) > 3
    assert {(line.get("command"), line.get("run")) for line in of_graph} == {
        ("sync", done.report.run)
    }


def test_a_good_round_gives_a_sign_of_life_and_a_failed_one_does_not(office: Office) -> None:
    office.load("1.1")
    with listening() as listener:
        url = f"{listener.origin}/ping"
        jobs.sync(office.house(HEARTBEAT_URL=url))
        office.control.fault("status", path="/planner/**", status=503, times=100)
        with pytest.raises(SideUnavailable):
            jobs.sync(office.house(HEARTBEAT_URL=url))
    assert listener.heard == ["GET /ping"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/ping", "http://elders.example/ping"])
def test_a_sign_of_life_that_fails_harms_no_round(office: Office, url: str) -> None:
    office.load("1.1")
    assert jobs.sync(office.house(HEARTBEAT_URL=url)).outcome is ExitCode.DONE


def test_a_tick_of_the_worker_mails_no_digest_of_an_old_list(office: Office) -> None:
    """A sync that fails and then the digests, as the worker does them every five minutes."""
    office.load("1.7", "4.10")
    jobs.sync(office.house())
    office.act("tick", "4.10")
    office.control.fault("status", path="/planner/**", status=403, times=1000)
    office.clock.moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    for _ in range(2):
        with suppress(SideUnavailable):
            jobs.sync(office.house())
        driehoek, concept = jobs.every_digest(office.house())
        assert (driehoek.outcome, driehoek.report.outcome) == (
            ExitCode.UNAVAILABLE,
            "waits-for-sides",
        )
        assert concept.outcome is ExitCode.DONE, "it is not due"
        office.clock.forward(minutes=5)
    assert not any("Lokale driehoek" in subject for subject in subjects(office))
    office.control.mend()
    jobs.sync(office.house())
    driehoek, _ = jobs.every_digest(office.house())
    assert driehoek.report.outcome == "confirmed"
    assert sum("1 van 2 acties gereed" in subject for subject in subjects(office)) == 1


def test_a_plan_that_is_set_wrong_keeps_no_digest_back_for_ever(office: Office) -> None:
    """Two hours before the meeting it goes, whatever is wrong with Planner, and says so."""
    office.load("1.7")
    office.clock.moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    jobs.sync(office.house())
    for at, outcome in ((25, "waits-for-sides"), (26, "confirmed")):
        office.clock.moment = datetime(2026, 11, at, 7, tzinfo=UTC)
        house = office.house(PLANNER_PLAN_ID="van-een-ander")
        done = jobs.digest(house, house.agenda.driehoek)
        assert (done.report.outcome, bool(done.unread)) == (outcome, True)
    mail = next(mail for mail in office.sent() if "Lokale driehoek" in mail["subject"])
    assert "De cijfers uit Planner zijn van dinsdag 24 november" in mail["body"]["content"]


def test_a_tick_looks_at_the_calendar_once_for_all_digests_and_writes_nothing_again(
    office: Office,
) -> None:
    """What a second tick writes are its own runs and no more."""
    office.load("1.7")
    jobs.every_digest(office.house())
    office.clock.forward(minutes=5)
    house, tables = office.house(), list[str]()

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        tables.extend(re.findall(r"(?i)(?:insert into|update|delete from)\s+(\w+)", statement))

    event.listen(house.store._engine, "before_cursor_execute", note)
    office.control.forget()
    jobs.every_digest(house)
    views = [e for e in office.control.journal() if e["path"].endswith("/calendarView")]
    assert len(views) == 1
    assert set(tables) <= {"runs", "ledger_version"}


def test_a_look_that_fails_for_one_digest_is_tried_again_for_the_next(office: Office) -> None:
    office.load("1.7")
    office.control.fault("status", path="**/calendarView", status=403, times=1)
    house = office.house()
    with pytest.raises(GraphError):
        jobs.every_digest(house)
    with office.ledger as ledger:
        runs = [run.outcome for run in ledger.runs.all(9) if run.command == "digest"]
    assert sorted(map(bool, runs)) == [False, True]


def test_the_data_of_a_round_tell_which_side_it_did_without(office: Office) -> None:
    report = RoundReport("run", {"planner": SideCounts(), "outlook": SideCounts()})
    report.read_at["planner"] = office.clock.now()
    report.miss_reading(BrakePulled("outlook", "Outlook is leeg"), "Noodrem: Outlook is leeg.")
    told = jobs.SyncDone(report, ExitCode.BRAKE).as_json()
    assert told["read_at"] == {"planner": office.clock.now().isoformat()}
    assert told["unread"] == {"outlook": "Noodrem: Outlook is leeg."}
    assert told["brakes"] == ["outlook"]
