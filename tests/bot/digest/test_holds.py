"""A digest is kept back and let go by functions that a page could call as well."""

from datetime import UTC, datetime

import pytest
from support.installation import Office

from bot.digest.holds import coming_case, hold, release
from bot.digest.standing import DigestCase
from bot.errors import UsageError

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def coming(office: Office) -> DigestCase:
    house = office.house()
    return coming_case(house.calendar, house.agenda.driehoek, house.now())


def sent(office: Office) -> str:
    house = office.house()
    office.note_reading()
    return house.digests.send(house.agenda.driehoek).outcome


def test_what_is_held_waits_and_goes_when_it_is_released(office: Office) -> None:
    office.load("1.7")
    case = coming(office)
    with office.ledger as ledger:
        assert not release(ledger, case, MOMENT), "nothing was held"
        assert hold(ledger, case)
    office.clock.moment = MOMENT
    assert sent(office) == "held"
    case = coming(office)
    with office.ledger as ledger:
        assert [notice.key for notice in ledger.notices.untold()] != []
        assert release(ledger, case, MOMENT)
        assert ledger.notices.untold() == []
    assert sent(office) == "confirmed"
    case = coming(office)
    with office.ledger as ledger:
        assert not hold(ledger, case), "it has gone already"


def test_without_a_meeting_nothing_can_be_held(office: Office) -> None:
    office.clock.moment = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
    with pytest.raises(UsageError, match="staat geen Lokale driehoek"):
        coming(office)
