"""What cannot be read or translated is set apart, and a round is planned for all the others."""

from dataclasses import replace

from support.strategies import action, bond, item, planner_view, side, world

from bot.core.sync.effects import Item
from mappings.canonical import Action, Fields


def test_an_action_that_a_side_cannot_translate_is_set_apart_alone() -> None:
    """Nothing is sent of it and nothing is removed; the others go on, with their edits."""
    both = side(
        "planner",
        [item(action("1.2"), {"due": "2027-05-05"}), item(action("1.3"), {"due": "2027-05-05"})],
        {code: bond(action(code)) for code in ("1.2", "1.3")},
    )

    def view(of: Action) -> Fields:
        if of.code == "1.2":
            raise OverflowError("de tekst van de actie")
        return planner_view(of)

    made = world([action("1.1"), action("1.2"), action("1.3")], replace(both, view=view)).plan()
    (part,) = made.sides
    assert part.apart.keys() == {"1.2"}
    assert "OverflowError" in part.apart["1.2"]
    assert "de tekst van de actie" not in part.apart["1.2"]
    assert [push.code for push in part.pushes] == ["1.1"]
    assert [change.code for change in made.changes] == ["1.3"]


def test_nothing_is_taken_from_or_sent_to_an_item_that_cannot_be_read() -> None:
    current = action(status="Gereed")
    blind = Item(remote_id="t-2.4", title="", marker=None, own=True, fields={}, unread="(due)")
    linked_to = bond(current)._replace(remote_id="t-2.4")
    gone = world([current], side("outlook", [blind], {"2.4": linked_to})).plan()
    (part,) = gone.sides
    assert (part.pushes, part.gone, gone.changes) == ((), (), ())
    assert part.apart.keys() == {"2.4"}
