"""What a round's account comes down to: an exit code, and a line per side."""

import pytest

from bot.service.outcomes import round_outcome
from bot.sync.report import RoundReport, SideCounts
from bot.sync.side import SideUnavailable


def account(**counts: int) -> RoundReport:
    return RoundReport("sync-1", {"planner": SideCounts(**counts), "outlook": SideCounts()})


@pytest.mark.parametrize(
    ("counts", "code"),
    [({}, 0), ({"created": 3, "conflicts": 1, "waiting": 2}, 0), ({"parked": 1}, 3)],
)
def test_what_a_person_has_to_look_at_ends_with_three(counts: dict[str, int], code: int) -> None:
    """A conflict is decided by rule and what waits solves itself; what was refused does not."""
    assert round_outcome(account(**counts)) == code


def test_a_round_that_did_without_a_side_says_so_in_its_exit_code() -> None:
    """Also when somebody has to look: the outage comes first, as it may be the reason."""
    half = account(parked=1)
    half.miss(SideUnavailable("outlook", "De agenda in Outlook is nu niet te gebruiken."))
    assert round_outcome(half) == 5
    assert half.remarks == ["De agenda in Outlook is nu niet te gebruiken."]


def test_a_field_that_only_a_person_can_decide_waits_for_that_person() -> None:
    asked = account()
    asked.asks = 1
    assert round_outcome(asked) == 3
