"""What was decided is told in the next digest, and reported by a mail that left, nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.installation import Office

from bot.actions.edits import EditWords
from bot.core.decisions.states import DecisionState
from bot.decisions.meeting import find_held
from bot.decisions.record import DecisionWords, Recorded, Recording, record
from bot.decisions.report import read_standings
from bot.digest.report import DigestReport
from connectors.errors import GraphError

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HELD = date(2026, 10, 1)
SEND: dict[str, Any] = {"method": "POST", "path": "/users/*/messages/*/send"}


@pytest.fixture
def filled_office(office: Office) -> Office:
    """An installation with three actions in Planner."""
    office.load("1.1", "1.7", "2.1")
    office.sync()
    office.clock.forward(hours=1)
    return office


def decide(office: Office, code: str | None, day: date = HELD, **words: Any) -> Recorded:
    """Record a decision of the driehoek of a day."""
    house = office.house()
    series = house.agenda.driehoek
    held = find_held(house.store, lambda: house.calendar, series, day, office.clock.now())
    given = DecisionWords(code, EditWords(**words))
    with house.store.begin() as ledger:
        recording = Recording(held, house.agenda, office.clock.now(), office.run("decide"))
        return record(ledger, given, recording)


def states(office: Office) -> dict[int, str]:
    with office.ledger as ledger:
        return {one.decision.id: one.state.value for one in read_standings(ledger)}


def send(office: Office, series: str = "lokale-driehoek") -> DigestReport:
    """Do a round and mail what is due."""
    office.sync()
    house = office.house()
    return house.digests.send(house.agenda.series(series))


def text_of(office: Office, index: int = -1) -> str:
    return str(office.sent()[index]["body"]["content"])


def test_the_next_digest_reports_what_is_done_and_keeps_what_is_not(
    filled_office: Office,
) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    decide(office, "1.7", note="Het plan komt in maart.")
    office.clock.moment = MOMENT
    assert send(office).outcome == "confirmed"
    assert "Vorige keer afgesproken" in text_of(office)
    assert "2 afspraken: 1 is gedaan en van 1 is niets gehoord." in text_of(office)
    assert states(office) == {1: "reported", 2: "open"}
    office.clock.moment = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
    office.act("tick", "1.7")
    assert send(office).outcome == "confirmed"
    assert "1 afspraak: 1 is gedaan." in text_of(office)
    assert states(office) == {1: "reported", 2: "reported"}


def test_a_concept_shows_it_and_reports_nothing(filled_office: Office) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    with office.ledger as ledger:
        concept = read_standings(ledger)
    assert [one.state for one in concept] == [DecisionState.OPEN]
    house = office.house()
    start = next(
        v.occurrence.start
        for v in house.calendar.read(office.clock.now())["ambtelijke-werkgroep"]
        if v.occurrence.start > office.clock.now()
    )
    office.clock.moment = start.replace(hour=7)
    assert send(office, "ambtelijke-werkgroep").outcome in ("confirmed", "sent")
    assert "Vorige keer afgesproken" in text_of(office)
    assert states(office) == {1: "done"}


def test_a_rehearsal_reports_nothing(filled_office: Office) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    office.sync()
    house = office.house()
    reader = office.environ["DIGEST_RECIPIENTS"].split(",")[0]
    house.digests.rehearse(house.agenda.driehoek, reader, "proef-1")
    assert "Vorige keer afgesproken" in text_of(office)
    assert states(office) == {1: "done"}


def test_what_is_undone_before_the_mail_leaves_is_not_in_it(filled_office: Office) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    with office.ledger as ledger:
        ledger.decisions.drop(1, office.clock.now(), None)
    office.clock.moment = MOMENT
    send(office)
    assert "Vorige keer afgesproken" not in text_of(office)
    assert states(office) == {1: "dropped"}


def test_a_mail_that_may_have_left_reports_when_it_is_known_that_it_did(
    filled_office: Office,
) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    office.clock.moment = MOMENT
    office.control.fault("lost_response", **SEND)
    assert send(office).outcome == "unknown"
    assert states(office) == {1: "done"}
    assert send(office).outcome == "confirmed"
    assert states(office) == {1: "reported"}


def test_a_refused_mail_reports_nothing_and_the_next_try_does(filled_office: Office) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    office.clock.moment = MOMENT
    office.control.fault("status", **SEND, status=400)
    with pytest.raises(GraphError):
        send(office)
    assert states(office) == {1: "done"}
    office.clock.forward(minutes=1)
    assert send(office).outcome == "confirmed"
    assert states(office) == {1: "reported"}


def test_the_update_for_a_moved_meeting_still_tells_what_the_first_mail_reported(
    filled_office: Office,
) -> None:
    office = filled_office
    decide(office, "2.1", due="2027-03-31")
    office.clock.moment = MOMENT
    send(office)
    office.move("2026-11-26", "2026-12-03T10:00:00+01:00")
    office.clock.moment = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert send(office).outcome == "confirmed"
    assert office.sent()[-1]["subject"].startswith("Bijgewerkt")
    assert "1 afspraak: 1 is gedaan." in text_of(office)


def test_a_crash_at_any_step_reports_exactly_what_a_mail_told(
    filled_office: Office, tmp_path: Path
) -> None:
    """Killed at every third step, and done again: one mail, reported when it left, not before.

    Every step is walked by the digest's own test; here it is about what is reported.
    """
    for dies_at in count(1, 3):
        filled_office.control.reset()
        database = f"sqlite:///{tmp_path / f'{dies_at}.db'}"
        fresh = replace(filled_office, environ={**filled_office.environ, "DATABASE_URL": database})
        fresh.load("2.1")
        fresh.clock.moment = MOMENT
        decide(fresh, "2.1", due="2027-03-31")
        fresh.clock.forward(minutes=1)
        fresh.note_reading()
        if fresh.lives_through(dies_at, lambda house: house.digests.send(house.agenda.driehoek)):
            break
        assert states(fresh) == {1: "done"} or fresh.sent()
        for _ in range(2):
            fresh.clock.forward(minutes=11)
            send(fresh)
        (mail,) = fresh.sent()
        assert "1 afspraak: 1 is gedaan." in mail["body"]["content"]
        assert states(fresh) == {1: "reported"}, f"killed before step {dies_at}"
    assert dies_at > 10
