"""The keys of our own items in the checklists of tasks: GUIDs, as Planner asks of whoever adds one.

A key follows from what the item asks, so that one that is already there is known without any
memory; and it begins as all keys of one agenda do, so that none of ours is ever taken for people's.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

_OURS = uuid5(NAMESPACE_URL, "driehoekbot/checklist")
_VERSION = 5  # a GUID that follows from a name, as RFC 9562 tells


def item_key(agenda: str, *parts: str) -> str:
    """Name an item by what tells it from every other one of this agenda."""
    return _beginning(agenda) + str(uuid5(_OURS, "|".join((agenda, *parts))))[8:]


def is_ours(key: str, agenda: str) -> bool:
    """Whether an item of this agenda has this key."""
    try:
        return UUID(key).version == _VERSION and key.lower().startswith(_beginning(agenda))
    except ValueError:
        return False


def _beginning(agenda: str) -> str:
    return uuid5(_OURS, agenda).hex[:8]
