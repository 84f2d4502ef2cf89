"""Decides what becomes of the items of actions that were struck off the list.

What the bot made goes with its action. What a person made was theirs before it became an action: it
stays, without what the bot put on it, and the bot keeps its hands off it.
"""

from collections.abc import Iterator, Mapping

from bot.core.sync.effects import Item, Push, SideState, Step, StepKind
from bot.core.sync.merge import UNKNOWN, merge_field
from mappings.canonical import Action, FieldValue, Policy, code_order, held

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
    side: SideState, code: str, item: Item, action: Action, policies: Mapping[str, Policy]
) -> dict[str, FieldValue]:
    """What people changed on an item, nobody took notice of yet, and is no more after this.

    Of an item that goes all of that; of one that stays with its maker what they made of our texts.
    """
    known = side.agreed(code)
    bare = _bare(side, item, policies)
    found = {}
    for name, theirs in item.fields.items():
        policy = policies[name]
        if policy in _TWO_WAY:
            kept = not item.own or theirs == held(action, name)
        else:
            kept = policy is not Policy.RESTORE or (not item.own and theirs == bare[name])
        if name in known and theirs != known[name] and not kept:
            found[name] = theirs
    return found


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
    known, bare = side.bonds[code].base, _bare(side, item, policies)
    wanted = {
        name: merge_field(known.get(name, UNKNOWN), ours, item.fields[name], policies[name]).wanted
        for name, ours in bare.items()
    }
    fields = {name: value for name, value in wanted.items() if value != item.fields[name]}
    base = {name: bare[name] for name in fields}
    return Push(kind=StepKind.UPDATE, code=code, remote_id=item.remote_id, fields=fields, base=base)


def _bare(side: SideState, item: Item, policies: Mapping[str, Policy]) -> dict[str, FieldValue]:
    """What an item that a person made has, without what the bot put on it, by our fields."""
    bare = {n: _NOTHING[policies[n]] for n in item.fields if policies[n] in _NOTHING}
    if "title" in bare:
        bare["title"] = side.titles.get(item.remote_id) or item.fields["title"]
    return bare
