"""The process is killed at every single exchange, and run again: nothing doubled, nothing lost.

Each journey of `proof.journeys` is broken off before and after every HTTP exchange, by SIGKILL, and
then run again three times in half an hour. What there is then must be exactly what an unbroken
journey brings about: tasks, columns, labels, events, list, history, cards, mails.

A normal run takes a spread of the crash points; PROOF=long takes them all.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from proof.crashes import break_off, on_stage
from proof.journeys import JOURNEYS, Journey
from proof.relay import Moment
from support.spare import Spare

from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.world import World

LONG = os.environ.get("PROOF") == "long"
SPREAD = 3


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_a_process_that_is_killed_at_any_exchange_doubles_nothing_and_loses_nothing(
    sandbox: Sandbox,
    world: World,
    spare: Spare,
    tmp_path: Path,
    journey: Journey,
    proof_report: Callable[[str], None],
) -> None:
    with on_stage(sandbox, world, tmp_path, spare=spare) as stage:
        exchanges, truth = stage.unbroken(journey)
        points = _points(exchanges)
        outcomes = {point: break_off(stage, journey, truth, *point) for point in points}
    doubles = sum(outcome.doubled.total() for outcome in outcomes.values())
    losses = sum(outcome.lost.total() for outcome in outcomes.values())
    unknown = sum(len(outcome.unknown) for outcome in outcomes.values())
    proof_report(
        f"crash matrix, {journey.name}: {len(points)} of {2 * exchanges} crash points, "
        f"{doubles} doubles, {losses} losses, {unknown} cards told as unknown"
    )
    bad = {point: outcome for point, outcome in outcomes.items() if outcome.doubled or outcome.lost}
    assert bad == {}


def _points(exchanges: int) -> list[tuple[int, Moment]]:
    """All crash points, or a few of them from the first to the last."""
    moments: tuple[Moment, Moment] = ("before", "after")
    points = [(number, moment) for number in range(1, exchanges + 1) for moment in moments]
    if LONG:
        return points
    return [points[step * (len(points) - 1) // (SPREAD - 1)] for step in range(SPREAD)]
