"""Whether a digest arrived, asked of Exchange where the installation allows it."""

from datetime import UTC, datetime

import pytest
from support.installation import Office

from bot.digest.report import DigestReport

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TRACES = "/admin/exchange/tracing/messageTraces"


@pytest.fixture
def mailed(office: Office) -> Office:
    """An installation that asks Exchange, a quarter of an hour after it mailed a digest."""
    office.environ["DIGEST_TRACE"] = "true"
    office.control.settings(tracing="granted")
    office.load("1.1", "1.7")
    at = datetime.fromisoformat(office.control._call("POST", "/clock", {})["now"])
    office.control.advance((MOMENT - at).total_seconds())  # the tenant outlives a test
    office.clock.moment = MOMENT
    office.note_reading()
    assert send(office).outcome == "confirmed"
    later(office, minutes=16)
    return office


def send(office: Office) -> DigestReport:
    house = office.house()
    return house.digests.send(house.agenda.driehoek)


def later(office: Office, **time: float) -> None:
    """Let time pass, here and in the tenant."""
    before = office.clock.moment
    office.clock.forward(**time)
    office.control.advance((office.clock.moment - before).total_seconds())


def treat(office: Office, place: int, status: str) -> None:
    """Let the mail to a reader end like this; place: in DIGEST_RECIPIENTS, from 1."""
    address = office.house().settings.readers.digest[place - 1]
    office.control.act("treat-mail", address=address, status=status)


def told(office: Office) -> list[str]:
    """Look, as after every digest; gives what the coordinator will hear."""
    office.house().digest_watch.look()
    with office.ledger as ledger:
        return [notice.sentence for notice in ledger.notices.untold()]


def asked(office: Office) -> int:
    """How often Exchange was asked since the last time."""
    count = sum(bool(entry["path"] == TRACES) for entry in office.control.journal())
    office.control.forget()
    return count


def test_of_a_digest_that_arrived_nothing_is_told(mailed: Office) -> None:
    assert told(mailed) == []
    assert asked(mailed) == 1


def test_who_did_not_get_it_is_told_once_by_number_and_not_by_address(mailed: Office) -> None:
    treat(mailed, 2, "quarantined")
    (sentence,) = told(mailed)
    assert sentence == (
        "Het overzicht voor donderdag 26 november 2026 kwam niet bij iedereen aan: bij 1 lezer in "
        "quarantaine gezet (nummer 2 in DIGEST_RECIPIENTS). Stuur het zelf door, of vraag de "
        "beheerder ernaar te kijken met berichttracering in Exchange."
    )
    later(mailed, hours=1)
    assert told(mailed) == [sentence]
    treat(mailed, 1, "failed")
    later(mailed, hours=4)
    assert len(told(mailed)) == 2, "what is new is told too"


def test_exchange_is_asked_four_times_in_all(mailed: Office) -> None:
    mailed.control.forget()
    for _ in range(100):
        mailed.house().digest_watch.look()
        later(mailed, minutes=30)
    assert asked(mailed) == 4


def test_by_default_nothing_is_asked(mailed: Office) -> None:
    mailed.environ["DIGEST_TRACE"] = "false"
    mailed.control.forget()
    treat(mailed, 1, "failed")
    assert (told(mailed), asked(mailed)) == ([], 0)


@pytest.mark.parametrize("tracing", ["denied", "absent"])
def test_that_it_may_not_be_asked_is_said_once_and_harms_nothing(
    mailed: Office, tracing: str
) -> None:
    mailed.control.settings(tracing=tracing)
    (sentence,) = told(mailed)
    assert "of het aankwam is niet na te gaan" in sentence
    assert "ExchangeMessageTrace.Read.All" in sentence
    later(mailed, hours=5)
    assert told(mailed) == [sentence]
    assert send(mailed).outcome == "already"


def test_nothing_of_the_answer_is_kept(mailed: Office) -> None:
    treat(mailed, 3, "filteredAsSpam")
    told(mailed)
    reader = mailed.house().settings.readers.digest[2]
    with mailed.ledger as ledger:
        everything = [*ledger.notices.untold(), *ledger.digests.of("lokale-driehoek")]
    assert reader not in str(everything)
