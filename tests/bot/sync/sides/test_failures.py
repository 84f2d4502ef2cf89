"""What a failed call means for what was to be sent."""

import pytest

from bot.sync.side import ChangedMeanwhile, OutcomeUnknown, Parked, Postponed
from bot.sync.sides.failures import failed
from connectors import errors

CALL = "POST /planner/tasks"


@pytest.mark.parametrize(
    ("failure", "updating", "creating"),
    [
        (errors.NoAnswer, Postponed, OutcomeUnknown),
        (errors.Unreachable, Postponed, Postponed),
        (errors.ServerFailed, Postponed, OutcomeUnknown),
        (errors.BadReply, Postponed, OutcomeUnknown),
        (errors.Throttled, Postponed, Postponed),
        (errors.OutOfTime, Postponed, Postponed),
        (errors.Missing, Postponed, Postponed),
        (errors.Stale, ChangedMeanwhile, ChangedMeanwhile),
        (errors.Refused, Parked, Parked),
        (errors.Denied, Parked, Parked),
        (errors.LimitReached, Parked, Parked),
    ],
)
def test_a_failure_of_one_is_a_verdict_on_one(
    failure: type[errors.GraphError], updating: type, creating: type
) -> None:
    """Only a create is kept from being repeated on a guess: an update is compared anew."""
    assert type(failed("2.4", failure(CALL))) is updating
    assert type(failed("2.4", failure(CALL), creating=True)) is creating


def test_a_full_plan_does_not_rule_out_that_the_task_was_made() -> None:
    verdict = failed("2.4", errors.LimitReached(CALL), creating=True)
    assert isinstance(verdict, Parked)
    assert verdict.may_have_happened


@pytest.mark.parametrize("failure", [errors.SignInFailed, errors.Fenced])
def test_what_concerns_the_whole_side_is_raised(failure: type[errors.GraphError]) -> None:
    with pytest.raises(failure):
        failed("2.4", failure(CALL))
