"""Decides what becomes of the items of actions that were struck off the list.

What the bot made goes with its action. What a person made was theirs before it became an action: it
stays, without what the bot put on it, and the bot keeps its hands off it.
"""

from collections.abc import Iterator, Mapping

from bot.core.sync.effects import Item, Push, SideState, Step, StepKind
from bot.core.sync.merge import UNKNOWN, merge_field
from mappings.canonical import Action, Fields, FieldValue, Policy, code_order, held

GOES = "de actie is uit de lijst gehaald"
STAYS = "de actie is uit de lijst gehaald; wat iemand zelf maakte, blijft van die persoon"

_TWO_WAY = (Policy.SIDE, Policy.LIST)
_NOTHING: Mapping[Policy, FieldValue] = {Policy.ANNOUNCE: (), Policy.RESTORE: ""}


def struck_items(side: SideState, struck: Mapping[str, Action]) -> Iterator[tuple[str, Item]]:
    """The items on a side that are still linked to a struck action, in the order of the codes."""
    for code in sorted(struck.keys() & side.bonds.keys(), key=code_order):
        item = side.items.get(side.bonds[code].remote_id)
        if item is not None:
            yield code, item


def last_words(
    item: Item, known: Fields, action: Action, policies: Mapping[str, Policy]
) -> dict[str, FieldValue]:
    """What people changed on an item that goes, and nobody took notice of yet. known: its base."""
    return {
        name: theirs
        for name, theirs in item.fields.items()
        if item.own
        and policies[name] in _TWO_WAY
        and name in known
        and theirs not in (known[name], held(action, name))
    }


def part_with(
    side: SideState, code: str, item: Item, policies: Mapping[str, Policy]
) -> tuple[Push | None, list[Step]]:
    """What to send for one item of a struck action, and the lines of the preview about it.

    One that cannot be read waits until it can.
    """
    if item.unread:
        return None, []
    if item.own:
        push = Push(kind=StepKind.REMOVE, code=code, remote_id=item.remote_id, fields={}, base={})
        step = Step(code=code, side=side.name, kind=push.kind, old=item.title, reason=GOES)
        return push, [step]
    push = _without_ours(side, code, item, policies)
    steps = [
        Step(
            code=code,
            side=side.name,
            kind=StepKind.UPDATE,
            field=name,
            old=item.fields[name],
            new=wanted,
            reason=STAYS,
        )
        for name, wanted in push.fields.items()
    ]
    return push if steps else None, steps


def _without_ours(side: SideState, code: str, item: Item, policies: Mapping[str, Policy]) -> Push:
    """Take off what the bot put on it. By fields that people own nothing is sent."""
    known = side.bonds[code].base
    bare = {n: _NOTHING[policies[n]] for n in item.fields if policies[n] in _NOTHING}
    if "title" in bare:
        bare["title"] = side.titles.get(item.remote_id) or item.fields["title"]
    wanted = {
        name: merge_field(known.get(name, UNKNOWN), ours, item.fields[name], policies[name]).wanted
        for name, ours in bare.items()
    }
    fields = {name: value for name, value in wanted.items() if value != item.fields[name]}
    base = {name: bare[name] for name in fields}
    return Push(kind=StepKind.UPDATE, code=code, remote_id=item.remote_id, fields=fields, base=base)
