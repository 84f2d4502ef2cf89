"""In which order somebody asks to see the list: her word read and carried out."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from bot.core.promises import Promise
from bot.errors import UsageError
from mappings.canonical import Action, code_order


class Order(StrEnum):
    """By what a list is sorted."""

    CODE = "code"
    DEADLINE = "deadline"
    PROMISED = "beloofd"
    MOVED = "verzet"


_NAMES_IN_DATA = {"due": Order.DEADLINE, "first_due": Order.PROMISED, "moves": Order.MOVED}


def read_order(typed: str) -> Order:
    """Read by what to sort: the Dutch word, or the name in data. Raises UsageError."""
    word = typed.strip().casefold()
    try:
        return _NAMES_IN_DATA.get(word) or Order(word)
    except ValueError:
        *first, last = Order
        known = f"{', '.join(first)} of {last}"
        raise UsageError(f"Op '{typed}' is de lijst niet te sorteren; kies {known}.") from None


def in_order(
    actions: Iterable[Action], order: Order, promises: Mapping[str, Promise]
) -> list[Action]:
    """Sort actions: the earliest day first, what was put off most often first; then by code.

    promises: by code. What has no day comes last.
    """

    def place(action: Action) -> tuple[int, date, tuple[int, int]]:
        promise = promises[action.code]
        promised = promise.first.date if promise.first else None
        first, day = {
            Order.CODE: (0, None),
            Order.DEADLINE: (0, action.due.date),
            Order.PROMISED: (0, promised),
            Order.MOVED: (-promise.moves, promised),
        }[order]
        return first, day or date.max, code_order(action.code)

    return sorted(actions, key=place)
