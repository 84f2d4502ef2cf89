"""What Exchange says of a mail, in the few words that the coordinator needs."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.digest.arrivals import LOOKS, Arrival, arrivals, look_is_due, what_is_wrong

MADE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
READERS = ("burgemeester@gemeente.example", "om@om.example", "politie@politie.example")


def test_exchange_is_asked_four_times_and_then_no_more() -> None:
    looked: datetime | None = None
    asked = []
    for minutes in range(0, 5 * 1440, 5):
        now = MADE + timedelta(minutes=minutes)
        if look_is_due(MADE, looked, now):
            looked = now
            asked.append(now - MADE)
    assert asked == list(LOOKS)


def test_after_downtime_one_look_makes_up_for_all_that_were_missed() -> None:
    late = MADE + timedelta(days=1, hours=3)
    assert look_is_due(MADE, None, late)
    assert not look_is_due(MADE, late, late + timedelta(hours=1))


@pytest.mark.parametrize(
    ("statuses", "is_slow", "sentence"),
    [
        ([(r, "delivered") for r in READERS], True, ""),
        ([(r.upper(), "Delivered") for r in READERS], True, ""),
        ([(READERS[0], "expanded"), (READERS[1], "delivered")], False, ""),
        (
            [(READERS[0], "delivered"), (READERS[1], "quarantined"), (READERS[2], "failed")],
            False,
            (
                "bij 1 lezer in quarantaine gezet (nummer 2 in DIGEST_RECIPIENTS) en bij 1 lezer "
                "niet bezorgd (nummer 3 in DIGEST_RECIPIENTS)"
            ),
        ),
        (
            [(READERS[0], "filteredAsSpam"), (READERS[2], "filteredAsSpam")],
            False,
            "bij 2 lezers als ongewenste mail gezien (nummer 1 en 3 in DIGEST_RECIPIENTS)",
        ),
        ([(READERS[1], "quarantined"), (READERS[1], "delivered")], False, ""),
        ([("lid@gemeente.example", "failed")], False, "bij 1 lezer niet bezorgd"),
        ([("lid@gemeente.example", "pending")], True, "*"),
    ],
)
def test_only_what_is_wrong_is_told_and_nobody_by_address(
    statuses: list[tuple[str, str]], is_slow: bool, sentence: str
) -> None:
    told = what_is_wrong(arrivals(READERS, statuses), is_slow=is_slow, setting="DIGEST_RECIPIENTS")
    everybody = "bij 3 lezers na vier uur nog niet bezorgd (nummer 1, 2 en 3 in DIGEST_RECIPIENTS)"
    assert told == (everybody if sentence == "*" else sentence)
    assert "@" not in told


def test_a_word_that_exchange_may_add_one_day_is_told_only_when_it_lasts() -> None:
    found = [Arrival(place=1, status="unknownfuturevalue")]
    assert what_is_wrong(found, is_slow=False, setting="X") == ""
    assert "nog niet bezorgd" in what_is_wrong(found, is_slow=True, setting="X")
