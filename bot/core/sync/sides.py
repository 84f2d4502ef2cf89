"""The sides there can be: how the ledger names them, and how Dutch sentences do."""

PLANNER = "planner"
OUTLOOK = "outlook"

SIDES = (PLANNER, OUTLOOK)
"""Every side there can be, as the ledger names them."""

_NAMES = {PLANNER: "Planner", OUTLOOK: "Outlook"}


def side_name(side: str) -> str:
    """Name a side as Dutch sentences do. Raises KeyError for what is no side."""
    return _NAMES[side]
