"""Each period of what returns is an item in the task's checklist; a tick is: done this time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from support.installation import Office

from bot.core.workdays import local_date
from bot.rhythms.reading import read_tallies
from connectors.sandbox.tenant.directory import owner_upn

FIRST, SECOND = "Gedaan: 1e helft 2027", "Gedaan: 2e helft 2027"


def at(office: Office, moment: str) -> None:
    """Let it become this moment, for the program and for the tenant."""
    then = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    office.control.advance((then - office.clock.now()).total_seconds())
    office.clock.moment = then


def checklist(office: Office, code: str) -> Mapping[str, Any]:
    """The items of a task by their title."""
    items = office.tasks()[code]["details"]["checklist"].values()
    assert len({item["title"] for item in items}) == len(items)  # never a double
    return {item["title"]: item for item in items}


def words(office: Office, code: str) -> str:
    with office.ledger as ledger:
        agenda, action = office.house().agenda, ledger.actions.get(code)
        return read_tallies(ledger, agenda, [action], local_date(office.clock.now()))[code].words


@pytest.fixture
def returning(office: Office) -> Office:
    """What returns and what does not, with tasks since November 2026; it is now March 2027."""
    office.load("3.2", "3.3", "3.8", "6.5")
    office.sync()
    at(office, "2027-03-01T09:00")
    office.control.forget()
    return office


def test_in_a_period_that_nobody_owes_there_is_nothing_to_tick(office: Office) -> None:
    office.load("3.2", "3.3", "3.8", "6.5")
    office.sync()
    assert all(not checklist(office, code) for code in office.tasks())
    office.assert_quiet()


def test_the_period_of_now_is_put_on_once_and_only_where_a_tick_counts(returning: Office) -> None:
    returning.sync()
    assert [*checklist(returning, "3.3")] == [FIRST]
    assert [*checklist(returning, "3.8")] == ["Gedaan: 2027-2028"]
    assert not checklist(returning, "3.2")  # counted from the meetings
    assert not checklist(returning, "6.5")
    assert len(returning.writes()) == 2
    returning.assert_quiet()


def test_a_tick_is_done_this_time_with_who_did_it_and_no_write(returning: Office) -> None:
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST, person=owner_upn("OOV"))
    returning.control.forget()
    returning.sync()
    assert words(returning, "3.3") == "1 van 2 gedaan in 2027"
    assert returning.history("3.3")[-1] == (
        *("planner", "occasion", None, "1e helft 2027", "applied"),
    )
    (who,) = returning.account_ids("OOV")
    with returning.ledger as ledger:
        assert ledger.history.of("3.3")[-1].by == who
    assert returning.writes() == []
    returning.assert_quiet()


def test_a_tick_that_is_taken_back_is_not_done(returning: Office) -> None:
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST)
    returning.sync()
    returning.act("untick-item", "3.3", title=FIRST)
    returning.sync()
    assert words(returning, "3.3") == "0 van 2 gedaan in 2027"
    assert FIRST in checklist(returning, "3.3")
    returning.assert_quiet()


def test_the_next_period_comes_beside_the_one_that_was_and_late_can_still_be_ticked(
    returning: Office,
) -> None:
    returning.sync()
    at(returning, "2027-07-01T09:00")
    returning.sync()
    assert {*checklist(returning, "3.3")} == {FIRST, SECOND}
    assert words(returning, "3.3") == "0 van 2 gedaan in 2027, te laat: 1e helft 2027"
    returning.act("tick-item", "3.3", title=FIRST)
    returning.sync()
    assert words(returning, "3.3") == "1 van 2 gedaan in 2027"
    assert FIRST in checklist(returning, "3.3")
    returning.assert_quiet()


def test_what_was_ticked_makes_room_in_the_one_write_of_the_next_year(returning: Office) -> None:
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST)
    at(returning, "2027-07-01T09:00")
    returning.sync()
    returning.act("tick-item", "3.3", title=SECOND)
    returning.sync()
    at(returning, "2028-01-03T09:00")
    returning.control.forget()
    returning.sync()
    assert {*checklist(returning, "3.3")} == {"Gedaan: 1e helft 2028", SECOND}
    assert len(returning.writes()) == 1  # and 3.8 has two years for it
    assert words(returning, "3.3") == "0 van 2 gedaan in 2028"
    at(returning, "2028-07-03T09:00")
    returning.sync()
    assert {*checklist(returning, "3.3")} == {"Gedaan: 1e helft 2028", "Gedaan: 2e helft 2028"}
    with returning.ledger as ledger:
        lines = [c.new for c in ledger.history.of("3.3") if c.field == "occasion"]
    assert lines == ["1e helft 2027", "2e helft 2027"]


def test_what_is_done_or_dropped_is_not_asked_and_keeps_its_ticks(returning: Office) -> None:
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST)
    returning.sync()
    returning.set("3.3", status="NIET")
    returning.sync()
    assert not checklist(returning, "3.3")
    returning.set("3.3", status="Loopt")
    returning.sync()
    assert words(returning, "3.3") == "1 van 2 gedaan in 2027"
    assert not checklist(returning, "3.3")  # it was ticked; nothing is left to ask
    returning.assert_quiet()


def test_an_item_that_people_take_off_stays_off_for_its_period(returning: Office) -> None:
    returning.sync()
    returning.act("remove-item", "3.3", title=FIRST)
    returning.sync()
    returning.assert_quiet()
    assert not checklist(returning, "3.3")
    at(returning, "2027-07-01T09:00")
    returning.sync()
    assert [*checklist(returning, "3.3")] == [SECOND]


def test_a_rhythm_that_changes_brings_its_own_periods_and_keeps_what_was_done(
    returning: Office,
) -> None:
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST)
    returning.sync()
    at(returning, "2027-03-20T09:00")
    returning.import_list(returning.action("3.3").model_copy(update={"rhythm": "4 x jaar"}))
    returning.sync()
    assert not checklist(returning, "3.3")
    at(returning, "2027-04-01T09:00")
    returning.sync()
    assert [*checklist(returning, "3.3")] == ["Gedaan: 2e kwartaal 2027"]
    assert words(returning, "3.3") == "1 van 4 gedaan in 2027"


def test_after_a_lost_database_a_tick_is_found_back_and_nothing_is_doubled(
    returning: Office,
) -> None:
    """Also where the new list came too late in the period to ask for it."""
    returning.sync()
    returning.act("tick-item", "3.3", title=FIRST)
    at(returning, "2027-06-01T09:00")
    returning.environ["DATABASE_URL"] += ".nieuw"
    fresh = Office(returning.sandbox, returning.environ, returning.clock)
    fresh.load("3.2", "3.3", "3.8", "6.5")
    fresh.sync()
    fresh.sync()
    assert words(fresh, "3.3") == "1 van 2 gedaan in 2027"
    assert words(fresh, "3.8") == "0 van 1 gedaan in 2027-2028"
    assert [*checklist(fresh, "3.3")] == [FIRST]
    assert [*checklist(fresh, "3.8")] == ["Gedaan: 2027-2028"]
    fresh.assert_quiet()


def test_a_crash_at_any_step_doubles_no_item_and_no_line(office: Office) -> None:
    """A tick and the beginning of a period in one round, that dies before every step of it."""
    office.load("3.3")
    office.sync()
    at(office, "2027-03-01T09:00")
    office.sync()
    office.act("tick-item", "3.3", title=FIRST)
    at(office, "2027-07-01T09:00")
    step = 1
    while not office.lives_through(step, lambda house: house.engine().round("r")):
        step += 1
    office.sync()
    assert step > 3
    assert {*checklist(office, "3.3")} == {FIRST, SECOND}
    with office.ledger as ledger:
        lines = [c.new for c in ledger.history.of("3.3") if c.field == "occasion"]
    assert lines == ["1e helft 2027"]
    assert words(office, "3.3") == "1 van 2 gedaan in 2027"
    office.assert_quiet()
