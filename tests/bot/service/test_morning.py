"""What `status` shows who begins the day: what waits, most pressing first, and what comes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from support.installation import Office

from bot.actions.decisions import restore
from bot.actions.struck import strike
from bot.reminders.pauses import pause
from bot.service import jobs
from bot.service.morning import OpenPoint, coming_meetings, open_points
from bot.service.status import standing_of
from bot.store.records.digests import MailedDigest
from bot.store.records.meetings import Meeting

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
KEY = "meeting-1"


def points(office: Office) -> dict[str, OpenPoint]:
    with office.ledger as ledger:
        return {point.kind: point for point in open_points(ledger, office.clock.now())}


def digest(office: Office, now: datetime) -> tuple[str, str]:
    """How the digest of the next driehoek stands, and what can be done about it."""
    with office.ledger as ledger:
        (coming,) = coming_meetings(ledger, office.house().agenda, now)
    return coming.sentence, coming.command


@pytest.fixture
def meeting(office: Office) -> Meeting:
    """A driehoek to come, and one that was called off before it."""
    held = Meeting(
        key=KEY,
        series="lokale-driehoek",
        subject="Lokale driehoek",
        start=START,
        end=START + timedelta(hours=1),
        state="coming",
        seen_at=office.clock.now(),
    )
    off = {"key": "off", "state": "cancelled", "start": START - timedelta(days=7)}
    with office.ledger as ledger:
        ledger.meetings.upsert(held.model_copy(update=off))
        ledger.meetings.upsert(held)
    return held


def test_what_waits_stands_in_the_order_in_which_it_needs_a_person(filled: Office) -> None:
    filled.act("delete", "1.9")
    filled.control.act("create", plan=filled.control.state()["plans"][0]["id"], title="Iets eigens")
    filled.act("due", "6.5", date="2027-05-01")
    filled.set("6.5", due="2028")
    filled.sync()
    filled.load("2.4")
    filled.clock.forward(hours=1)
    filled.note_reading()
    found = points(filled)
    assert list(found) == ["unlinked", "deleted", "conflict", "proposal", "no-owner"]
    told = {kind: (point.sentence, point.command) for kind, point in found.items()}
    assert told["unlinked"] == ("1 actie heeft geen taak in Planner: 2.4.", "driehoek plan")
    assert told["deleted"] == ("In Planner verwijderd: 1.9.", "driehoek restore 1.9")
    assert told["conflict"] == (
        "Op twee plaatsen anders gewijzigd: 6.5 (deadline).",
        "driehoek conflicts",
    )
    assert told["proposal"] == (
        "1 taak die iemand zelf maakte, is nog geen actie.",
        "driehoek proposals",
    )
    assert "1.7" in found["no-owner"].codes
    assert "1.1" not in found["no-owner"].codes


def test_an_action_that_may_be_there_already_is_asked_about_first(filled: Office) -> None:
    filled.load("2.4")
    board = filled.control.state()["plans"][0]["id"]
    filled.control.act("create", plan=board, title=filled.action("2.4").title)
    filled.sync()
    filled.clock.forward(hours=1)
    filled.sync()
    found = points(filled)
    assert next(iter(found)) == "pair"
    assert "unlinked" not in found
    assert (found["pair"].sentence, found["pair"].command) == (
        "1 actie lijkt op een taak die iemand al in Planner maakte: 2.4.",
        "driehoek pairs",
    )


def test_what_is_decided_waits_no_more(filled: Office) -> None:
    filled.act("delete", "1.9")
    filled.act("delete", "2.1")
    filled.sync()
    assert points(filled)["deleted"].codes == ("1.9", "2.1")
    with filled.ledger as ledger:
        restore(ledger, "planner", "1.9", at=filled.clock.now(), run="restore")
        strike(ledger, ["2.1"], at=filled.clock.now(), run="drop")
    assert points(filled).keys() == {"no-owner"}
    assert "2.1" not in points(filled)["no-owner"].codes


def test_what_a_round_set_apart_waits_until_a_round_finds_it_mended(filled: Office) -> None:
    """Status said that something waited for a person, and not what."""
    filled.act("due", "6.5", date="2206-12-31")
    jobs.sync(filled.house())
    apart = points(filled)["apart"]
    told = (apart.sentence, apart.command)
    assert told == ("In Planner zette de laatste ronde 1 punt apart.", "driehoek plan")
    filled.act("due", "6.5", date="2026-12-31")
    filled.clock.forward(minutes=5)
    jobs.sync(filled.house())
    assert "apart" not in points(filled)


def test_an_action_that_no_round_saw_yet_is_not_missed(office: Office) -> None:
    office.load("6.5")
    assert points(office) == {}


def test_of_many_actions_the_first_are_named_and_all_are_in_the_data(office: Office) -> None:
    office.load()
    found = points(office)["no-owner"]
    named = found.sentence.split(": ")[1]
    assert named.endswith(f"en {len(found.codes) - 8} andere.")
    assert found.as_json()["codes"] == list(found.codes)


@pytest.mark.usefixtures("meeting")
def test_the_next_meeting_tells_when_its_digest_goes(office: Office) -> None:
    moment = "dinsdag 24 november 2026 om 09:00 uur"
    assert digest(office, office.clock.now()) == (f"het overzicht gaat uit op {moment}", "")
    with office.ledger as ledger:
        ledger.meeting_choices.hold("lokale-driehoek", KEY)
    assert digest(office, office.clock.now()) == (
        f"het overzicht wordt vastgehouden; het moment is {moment}",
        "driehoek digest release",
    )
    with office.ledger as ledger:
        ledger.meeting_choices.release("lokale-driehoek")
    assert digest(office, START - timedelta(hours=3)) == (
        f"het overzicht had uit moeten gaan op {moment}",
        "driehoek digest",
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("sent", "het overzicht is verstuurd"), ("unknown", "onzeker of het overzicht is verstuurd")],
)
def test_a_digest_that_left_is_told_as_such_until_the_meeting_moves(
    office: Office, meeting: Meeting, state: str, sentence: str
) -> None:
    at = START - timedelta(days=2)
    row = MailedDigest(
        key="k",
        series="lokale-driehoek",
        meeting=KEY,
        number=0,
        kind="digest",
        start=START,
        subject="Lokale driehoek",
        at=at,
    )
    with office.ledger as ledger:
        ledger.digests.put(row)
        ledger.sends.claim("k", "mail", "lezers", at, "0")
        ledger.sends.settle("k", "unknown" if state == "unknown" else "sent", at)
    now = START - timedelta(days=1)
    assert digest(office, now) == (sentence, "")
    if state == "sent":
        moved = replace_start(meeting, START + timedelta(days=6))
        with office.ledger as ledger:
            ledger.meetings.upsert(moved)
        assert digest(office, now)[0].startswith("het overzicht gaat uit op")


def replace_start(meeting: Meeting, start: datetime) -> Meeting:
    return meeting.model_copy(update={"start": start, "state": "moved"})


@pytest.mark.usefixtures("meeting")
def test_the_page_and_its_data_hold_the_same(office: Office) -> None:
    office.load("1.7")
    office.sync()
    house = office.house()
    with office.ledger as ledger:
        pause(ledger, house.agenda, "owner", "OOV", date(2026, 12, 1), now=office.clock.now())
    standing = standing_of(house)
    data = standing.as_json()
    assert data["waiting"] == [point.as_json() for point in standing.points]
    assert data["meetings"] == [
        {
            "series": "lokale-driehoek",
            "start": START.isoformat(),
            "subject": "Lokale driehoek",
            "digest_at": "2026-11-24T09:00:00+01:00",
            "digest": "planned",
        }
    ]
    (rest,) = standing.pauses
    assert (rest.name, rest.until) == ("OOV", date(2026, 12, 1))
    assert len(standing.points) == 1


@pytest.mark.usefixtures("meeting")
def test_without_an_agenda_the_rest_is_told_all_the_same(office: Office) -> None:
    """An agenda that cannot be read is a warning of its own."""
    house = office.house(AGENDA_DIR="/nergens")
    found = standing_of(house)
    assert found.meetings == ()
    assert found.warnings
