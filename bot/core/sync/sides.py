"""The sides there can be: their names, and how long a reading of one holds."""

from datetime import timedelta

PLANNER = "planner"
OUTLOOK = "outlook"

SIDES = (PLANNER, OUTLOOK)
"""Every side there can be, as the ledger names them."""

FRESH_FOR = timedelta(minutes=20)
"""How long a whole reading of a side is the truth of this moment.

A round may write for a quarter of an hour after it, and the worker reads every five minutes.
"""

_NAMES = {PLANNER: "Planner", OUTLOOK: "Outlook"}


def side_name(side: str) -> str:
    """Name a side as Dutch sentences do. Raises KeyError for what is no side."""
    return _NAMES[side]
