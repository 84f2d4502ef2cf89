"""A list in the order that somebody asks for."""

import pytest

from bot.actions.ordering import Order, in_order, read_order
from bot.core.promises import Promise
from bot.errors import UsageError
from mappings.canonical import Action, Due


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("code", Order.CODE),
        ("Deadline", Order.DEADLINE),
        ("due", Order.DEADLINE),
        (" beloofd ", Order.PROMISED),
        ("first_due", Order.PROMISED),
        ("VERZET", Order.MOVED),
        ("moves", Order.MOVED),
    ],
)
def test_an_order_is_read_by_its_dutch_word_and_by_its_name_in_data(
    typed: str, order: Order
) -> None:
    assert read_order(typed) is order


def test_an_order_that_is_none_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="kies code, deadline, beloofd of verzet"):
        read_order("titel")


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (Order.CODE, ["1.2", "1.3", "1.10", "2.1"]),
        (Order.DEADLINE, ["2.1", "1.2", "1.10", "1.3"]),
        (Order.PROMISED, ["1.10", "2.1", "1.2", "1.3"]),
        (Order.MOVED, ["1.10", "1.2", "2.1", "1.3"]),
    ],
)
def test_a_list_is_sorted_with_what_says_nothing_at_the_end(order: Order, codes: list[str]) -> None:
    now = {"1.2": "2027", "1.3": "Continue", "1.10": "2028", "2.1": "2026"}
    promised = {
        "1.2": Promise(first=Due.parse("2026"), moves=1),
        "1.3": Promise(),
        "1.10": Promise(first=Due.parse("2025"), moves=2),
        "2.1": Promise(first=Due.parse("2026-12-01")),
    }
    actions = [
        Action(code=code, title="Titel", text="Tekst", due=Due.parse(due))
        for code, due in reversed(now.items())
    ]
    assert [action.code for action in in_order(actions, order, promised)] == codes
