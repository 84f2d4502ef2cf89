"""Which digest a meeting still has to get, from the ones that were mailed for it."""

import hashlib
from datetime import datetime

import pytest
from support.meeting_samples import occurrence

from bot.core.digest.due import Edition, Mailed, edition_key, named_start, next_edition
from bot.core.digest.parts import FirstMail
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import AMSTERDAM


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def meeting(start: str, planned: str = "2026-11-26T10:00") -> Occurrence:
    return occurrence(at(start), key="series|slot", original_start=at(planned))


def mailed(number: int, start: str, sent: str = "2026-11-24T09:00") -> Mailed:
    return Mailed(number=number, start=at(start), at=at(sent))


FIRST = mailed(0, "2026-11-26T10:00")


def update(number: int, start: str, sent: str = "2026-11-24T09:00") -> Edition:
    first = FirstMail(sent_at=at(sent), start=at(start))
    return Edition(key=edition_key("series|slot", number), number=number, first=first)


@pytest.mark.parametrize(
    ("start", "history", "expected"),
    [
        ("2026-11-26T10:00", [], Edition(key=edition_key("series|slot", 0), number=0)),
        ("2026-12-03T10:00", [], Edition(key=edition_key("series|slot", 0), number=0)),
        ("2026-11-26T10:00", [FIRST], None),
        ("2026-11-26T16:00", [FIRST], None),  # moved within the day
        ("2026-12-03T10:00", [FIRST], update(1, "2026-11-26T10:00")),
        ("2026-11-25T10:00", [FIRST], update(1, "2026-11-26T10:00")),  # to an earlier day
        ("2026-12-03T10:00", [FIRST, mailed(1, "2026-12-03T09:00")], None),
        (  # moved again, to another day
            "2026-12-10T10:00",
            [mailed(1, "2026-12-03T10:00", "2026-12-01T09:00"), FIRST],
            update(2, "2026-12-03T10:00", "2026-12-01T09:00"),
        ),
        (  # and back to the first one: the readers think it is on the 3rd
            "2026-11-26T10:00",
            [FIRST, mailed(1, "2026-12-03T10:00")],
            update(2, "2026-12-03T10:00"),
        ),
    ],
)
def test_readers_get_one_digest_and_one_more_for_every_other_day_they_do_not_know(
    start: str, history: list[Mailed], expected: Edition | None
) -> None:
    assert next_edition(meeting(start), history) == expected


def test_the_first_digest_keeps_the_key_it_had_before_there_were_updates() -> None:
    assert edition_key("a|b", 0) == hashlib.sha256(b"digest|a|b").hexdigest()
    assert edition_key("a|b", 1) == hashlib.sha256(b"digest|a|b|1").hexdigest()


def test_a_day_is_a_day_in_amsterdam() -> None:
    """23:30 and 00:30 are one day in UTC."""
    late = mailed(0, "2026-11-26T23:30")
    assert next_edition(meeting("2026-11-27T00:30"), [late]) is not None
    assert next_edition(meeting("2026-11-26T00:30"), [late]) is None


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("2026-11-24T09:00", "2026-11-26T10:00"),  # before the moment of the 3rd: about the 26th
        ("2026-12-01T09:05", "2026-12-03T10:00"),
    ],
)
def test_a_mail_without_a_row_named_the_planned_day_when_it_left_before_its_moment(
    sent: str, named: str
) -> None:
    moved = meeting("2026-12-03T10:00")
    assert named_start(moved, at(sent), at("2026-12-01T09:00")) == at(named)
