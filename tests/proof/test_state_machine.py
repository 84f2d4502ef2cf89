"""Random histories of people, faults, kills and restored databases: nothing lost, nothing doubled.

The promises are spelled out in `proof.promises`. PROOF=long plays many and longer histories, from a
seed of its own. They are played in parts, each from the next seed, so that several workers share
them. Seed, steps and a blob to reproduce them stand in every failure report; PROOF_SEED=<number>
plays the part of that seed first.
"""

import os
import secrets
from collections.abc import Callable

import pytest
from proof.histories import Beginning, play_histories

LONG = os.environ.get("PROOF") == "long"
SEED = int(os.environ.get("PROOF_SEED") or (secrets.randbelow(2**32) if LONG else 20261126))
PARTS = 3
HISTORIES, STEPS = (120, 40) if LONG else (4, 25)  # the first of every part is a short one


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_nothing_is_lost_and_nothing_doubled(
    begin: Beginning, proof_report: Callable[[str], None], part: int
) -> None:
    seed = SEED + part
    proof_report(f"state machine: {HISTORIES} histories of {STEPS} steps, PROOF_SEED={seed}")
    play_histories(begin, histories=HISTORIES, steps=STEPS, seed=seed)
