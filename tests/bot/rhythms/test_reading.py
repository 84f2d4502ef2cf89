"""Actions that return are counted from ticks in the history and from meetings that were held."""

from datetime import UTC, date, datetime

import pytest
from support.installation import Office

from bot.core.history import Change, Outcome
from bot.core.rhythms.record import OCCASION
from bot.core.workdays import local_date
from bot.rhythms.reading import read_returning, read_tallies


def look(office: Office) -> None:
    """Read the calendar by a new process and remember it, as every digest round does."""
    house = office.house()
    house.calendar.remember(house.calendar.read(office.clock.now()), office.clock.now())


def words(office: Office) -> dict[str, str]:
    today = local_date(office.clock.now())
    with office.ledger as ledger:
        actions = ledger.actions.all().values()
        tallies = read_tallies(ledger, office.house().agenda, actions, today)
    return {code: tally.words for code, tally in tallies.items()}


def tick(office: Office, code: str, name: str, *, taken_back: bool = False) -> None:
    old, new = (name, None) if taken_back else (None, name)
    change = Change(
        at=office.clock.now(),
        run="r",
        code=code,
        side="planner",
        field=OCCASION,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )
    with office.house().store.begin() as ledger:
        ledger.history.add(change)


def go_to(office: Office, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    office.clock.forward(days=(moment - office.clock.now()).days)


@pytest.fixture
def listed(office: Office) -> Office:
    """The list as it came on 2 November 2026, with what returns and what does not."""
    office.load("3.1", "3.2", "3.3", "3.8", "2.8", "5.1", "6.5")
    return office


def test_only_what_has_a_rhythm_is_counted(listed: Office) -> None:
    """5.1 is Continue and 6.5 has a year: they return no more than they end."""
    assert words(listed).keys() == {"3.1", "3.2", "3.3", "3.8", "2.8"}


def test_what_came_late_in_the_year_counts_from_the_next(listed: Office) -> None:
    assert words(listed)["3.3"] == "telt vanaf 1e helft 2027"
    assert words(listed)["3.8"] == "telt vanaf 2027-2028"
    assert words(listed)["2.8"] == "telt vanaf 2027"


def test_ticks_count_and_are_taken_back(listed: Office) -> None:
    go_to(listed, date(2027, 3, 1))
    tick(listed, "3.3", "1e helft 2027")
    assert words(listed)["3.3"] == "1 van 2 gedaan in 2027"
    tick(listed, "3.3", "1e helft 2027", taken_back=True)
    assert words(listed)["3.3"] == "0 van 2 gedaan in 2027"
    go_to(listed, date(2027, 7, 2))
    assert words(listed)["3.3"] == "0 van 2 gedaan in 2027, te laat: 1e helft 2027"


def test_the_meetings_that_were_held_are_counted_without_a_tick(listed: Office) -> None:
    """Those of August and October, in a half that nobody owed yet; then that of January."""
    look(listed)
    assert words(listed)["3.2"] == "1 van 1 gedaan in 2026"
    go_to(listed, date(2027, 1, 22))
    assert words(listed)["3.2"] == "0 van 2 gedaan in 2027"  # not seen as held yet
    look(listed)
    assert words(listed)["3.2"] == "1 van 2 gedaan in 2027"


def test_the_history_says_which_meeting_it_was_and_says_it_once(listed: Office) -> None:
    look(listed)
    go_to(listed, date(2027, 1, 22))
    look(listed)
    look(listed)
    told = [row for row in listed.history("3.2") if OCCASION in row]
    meetings = [word for row in told for word in row if isinstance(word, str) and " van " in word]
    assert meetings == [
        "Lokale driehoek van 6 augustus 2026",
        "Lokale driehoek van 1 oktober 2026",
        "Lokale driehoek van 26 november 2026",
        "Lokale driehoek van 21 januari 2027",
    ]
    assert [row for row in listed.history("3.3") if OCCASION in row] == []


def test_a_meeting_that_is_called_off_is_not_counted(listed: Office) -> None:
    look(listed)
    listed.control.act("cancel-event", event=listed.event("2027-01-21"))
    go_to(listed, date(2027, 1, 22))
    look(listed)
    assert words(listed)["3.2"] == "0 van 2 gedaan in 2027"


def test_meetings_to_come_are_known_so_that_nobody_is_told_to_plan_one(listed: Office) -> None:
    look(listed)
    with listed.ledger as ledger:
        returning = read_returning(
            ledger, listed.house().agenda, [ledger.actions.get("3.2"), ledger.actions.get("3.3")]
        )
    assert returning["3.2"].by_meetings
    assert returning["3.2"].planned == (date(2026, 11, 26), date(2027, 1, 21))
    assert not returning["3.3"].by_meetings
    assert returning["3.3"].planned == ()


def test_what_was_dropped_is_not_late_and_owes_nothing_when_it_comes_back(
    listed: Office,
) -> None:
    go_to(listed, date(2027, 1, 10))
    listed.set("3.3", status="NIET")
    go_to(listed, date(2027, 7, 2))
    assert words(listed)["3.3"] == ""
    go_to(listed, date(2027, 8, 1))
    listed.set("3.3", status="Loopt")
    assert words(listed)["3.3"] == "0 van 1 gedaan in 2027"


def test_an_import_that_changes_the_rhythm_counts_what_was_done_by_its_day(
    listed: Office,
) -> None:
    go_to(listed, date(2027, 2, 1))
    tick(listed, "3.3", "1e helft 2027")
    faster = listed.action("3.3").model_copy(update={"rhythm": "4 x jaar"})
    go_to(listed, date(2027, 2, 15))
    listed.import_list(faster)
    assert listed.action("3.3").rhythm == "4 x jaar"
    assert words(listed)["3.3"] == "1 van 4 gedaan in 2027"
