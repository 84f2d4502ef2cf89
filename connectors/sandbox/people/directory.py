"""What the administrators of the tenant do with accounts, for tests and demonstrations."""

from typing import Any

from connectors.sandbox.calls import text_of
from connectors.sandbox.people.planner import Act
from connectors.sandbox.tenant.planner import Actor
from connectors.sandbox.tenant.world import World

JsonObject = dict[str, Any]


def replace_account(world: World, _: Actor, body: JsonObject) -> JsonObject:
    """Make a new account under the user name of a `colleague`, as after a return to service."""
    return world.directory.replace(text_of(body, "colleague")).as_json()


def delete_account(world: World, _: Actor, body: JsonObject) -> JsonObject:
    """Delete the account of a `colleague`; tasks keep the id that nobody has any more."""
    world.directory.remove(text_of(body, "colleague"))
    return {}


def leave_group(world: World, _: Actor, body: JsonObject) -> JsonObject:
    """Take a `colleague` out of the group that owns the plan."""
    world.directory.leave(text_of(body, "colleague"))
    return {}


DIRECTORY_ACTS: dict[str, Act] = {
    act.__name__.replace("_", "-"): act for act in (replace_account, delete_account, leave_group)
}
