"""What a failed call means for what was to be sent."""

from typing import Any

import pytest

from bot.core.sync.effects import Push, StepKind
from bot.sync.side import ChangedMeanwhile, OutcomeUnknown, Parked, Postponed
from bot.sync.sides.failures import failed, rendered
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
        (errors.Fenced, Parked, Parked),
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


def test_what_concerns_the_whole_side_is_raised() -> None:
    with pytest.raises(errors.SignInFailed):
        failed("2.4", errors.SignInFailed(CALL))


def test_what_a_mapping_stumbles_over_is_parked_alone_and_its_text_told_to_nobody(
    log: list[Any],
) -> None:
    pushes = [
        Push(kind=StepKind.UPDATE, code=code, remote_id=code, fields={}, base={})
        for code in ("1.1", "1.2", "1.3")
    ]

    def render(push: Push) -> str:
        if push.code == "1.2":
            raise ValueError("de tekst van de actie")
        return push.code

    bodies, apart = rendered("planner", pushes, render)
    assert [body for _, body in bodies] == ["1.1", "1.3"]
    (verdict,) = apart
    assert isinstance(verdict, Parked)
    assert verdict.code == "1.2"
    assert "de tekst" not in f"{verdict.reason} {log}"
    assert log[0]["code"] == "1.2"
