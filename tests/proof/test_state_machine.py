"""Random histories of people, faults, kills and restored databases: nothing lost, nothing doubled.

The promises are spelled out in `proof.promises`. PROOF=long plays many and longer histories, from a
seed of its own; PROOF_SEED=<number> repeats a run. Seed, steps and a blob to reproduce them stand
in every failure report.
"""

import os
import secrets
from collections.abc import Callable

from proof.histories import Beginning, play_histories

LONG = os.environ.get("PROOF") == "long"
SEED = int(os.environ.get("PROOF_SEED") or (secrets.randbelow(2**32) if LONG else 20261126))
HISTORIES, STEPS = (600, 40) if LONG else (25, 25)


def test_whatever_happens_nothing_is_lost_and_nothing_doubled(
    begin: Beginning, proof_report: Callable[[str], None]
) -> None:
    proof_report(f"state machine: {HISTORIES} histories of {STEPS} steps, PROOF_SEED={SEED}")
    play_histories(begin, histories=HISTORIES, steps=STEPS, seed=SEED)
