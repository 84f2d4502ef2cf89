"""Which series is the meeting: found by its day, fixed and let go, without a command in between."""

from datetime import date, time

import pytest
from support.installation import Office

from bot.errors import UsageError
from bot.meetings.choices import find_event, pin, unpin

DAY = date(2026, 11, 26)


def test_what_is_pinned_is_the_meeting_until_it_is_let_go(office: Office) -> None:
    house = office.house()
    series = house.agenda.driehoek
    event = find_event(house.calendar, series, DAY, None, now=house.now())
    with house.store.begin() as ledger:
        pin(ledger, series, event)
        assert ledger.meeting_choices.of(series.key).pinned == event.series_id
    with house.store.begin() as ledger:
        assert unpin(ledger, series)
        assert not unpin(ledger, series), "nothing was pinned any more"


def test_by_its_hour_an_event_is_found_whatever_it_is_called(office: Office) -> None:
    house = office.house()
    working_group = house.agenda.series("ambtelijke-werkgroep")
    event = find_event(house.calendar, working_group, DAY, time(10), now=house.now())
    assert event.subject == "Lokale driehoek"


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 11, 27), None), (DAY, time(9))])
def test_a_day_or_an_hour_without_one_is_said(office: Office, day: date, hour: time | None) -> None:
    house = office.house()
    with pytest.raises(UsageError, match="staat geen afspraak"):
        find_event(house.calendar, house.agenda.driehoek, day, hour, now=house.now())


def test_a_single_event_cannot_be_pinned(office: Office) -> None:
    house = office.house()
    series = house.agenda.driehoek
    event = find_event(house.calendar, series, DAY, None, now=house.now())
    single = event.model_copy(update={"series_id": None})
    with house.store.begin() as ledger, pytest.raises(UsageError, match="losse afspraak"):
        pin(ledger, series, single)
