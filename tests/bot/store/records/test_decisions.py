"""Decisions are kept as they were recorded, with the digests and cards that told of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.decisions.record import MeetingDecision
from bot.store.database import Store
from bot.store.ledger import Ledger
from bot.store.records.digests import DigestKind, MailedDigest
from bot.store.records.sends import Settled
from mappings.canonical import Action

HELD = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)


def decided(code: str | None = "2.4", **values: object) -> MeetingDecision:
    given = {
        "id": 0,
        "series": "driehoek",
        "meeting": "m1",
        "held_at": HELD,
        "kind": "change",
        "code": code,
        "text": "Deadline wordt 31 maart 2027.",
        "run": "decide-1",
        "at": HELD,
    }
    return MeetingDecision.model_validate(given | values)


@pytest.fixture(autouse=True)
def listed(store: Store, action: Action) -> None:
    """One action in the list."""
    with store.begin() as ledger:
        ledger.actions.save(action)


def mailed(ledger: Ledger, key: str, meeting: str, state: Settled | None = None) -> None:
    kind: DigestKind = "digest"
    ledger.digests.put(
        MailedDigest(
            key=key,
            series="driehoek",
            meeting=meeting,
            number=0,
            kind=kind,
            start=HELD,
            subject="Driehoek",
            at=HELD,
        )
    )
    if state:
        ledger.sends.claim(key, "mail", "digest", HELD, "")
        ledger.sends.settle(key, state, HELD, remote_id="r")


def test_each_gets_the_next_number_and_comes_back_as_it_was(store: Store) -> None:
    wanted = [
        decided(due="2027-03-31", owners=("H&T", "OOV"), status="", note=""),
        decided(None, kind="question", owner="OOV", by=date(2027, 2, 1)),
        decided(owners=()),
    ]
    with store.begin() as ledger:
        made = [ledger.decisions.add(one) for one in wanted]
    assert [one.id for one in made] == [1, 2, 3]
    with store.read() as ledger:
        found = ledger.decisions.all()
    assert found == made
    assert [one.model_copy(update={"id": 0}) for one in found] == wanted


def test_what_was_decided_on_an_action_since_a_moment(store: Store) -> None:
    later = HELD + timedelta(days=1)
    with store.begin() as ledger:
        first, second = (ledger.decisions.add(decided(at=at)) for at in (HELD, later))
        ledger.decisions.add(decided(None))
        dropped = ledger.decisions.add(decided(at=later))
        ledger.decisions.drop(dropped.id, later, "m2")
        assert ledger.decisions.on("2.4") == [first, second]
        assert ledger.decisions.on("2.4", since=HELD) == [second]
        assert ledger.decisions.on("1.1") == []


def test_the_word_of_people_is_noted(store: Store) -> None:
    later = HELD + timedelta(days=1)
    with store.begin() as ledger:
        ledger.decisions.add(decided())
        ledger.decisions.settle(1, later, "Besproken.")
        ledger.decisions.drop(1, later, None)
        (found,) = ledger.decisions.all()
        assert (found.settled_at, found.answer) == (later, "Besproken.")
        assert (found.dropped_at, found.dropped_in) == (later, None)
        with pytest.raises(LookupError):
            ledger.decisions.drop(2, later, None)


@pytest.mark.parametrize(
    ("state", "meetings"),
    [
        ("sent", {"m2"}),
        ("confirmed", {"m2"}),
        ("unknown", set()),
        ("rejected", set()),
        (None, set()),
    ],
)
def test_only_a_digest_that_left_reports(
    store: Store, state: Settled | None, meetings: set[str]
) -> None:
    with store.begin() as ledger:
        ledger.decisions.add(decided())
        mailed(ledger, "k2", "m2", state)
        ledger.decisions.note_reported("k2", [1])
        assert ledger.decisions.reported() == ({1: meetings} if meetings else {})


def test_a_digest_that_is_made_anew_reports_what_it_says_then(store: Store) -> None:
    with store.begin() as ledger:
        for _ in range(2):
            ledger.decisions.add(decided())
        mailed(ledger, "k2", "m2", "confirmed")
        mailed(ledger, "k3", "m3", "confirmed")
        ledger.decisions.note_reported("k2", [1, 2])
        ledger.decisions.note_reported("k2", [2])
        ledger.decisions.note_reported("k3", [2])
        assert ledger.decisions.reported() == {2: {"m2", "m3"}}


def test_a_question_is_put_once_per_step_by_a_claimed_message(store: Store) -> None:
    with store.begin() as ledger:
        ledger.decisions.add(decided(None, kind="question"))
        ledger.sends.claim("card:1", "card", "OOV", HELD, "")
        ledger.decisions.note_asked(1, "asked", "card:1")
        assert ledger.decisions.asked() == {(1, "asked"): HELD}
        assert ledger.decisions.asked_by("card:1") == [1]
    with pytest.raises(IntegrityError), store.begin() as ledger:
        ledger.decisions.note_asked(1, "asked", "card:1")
