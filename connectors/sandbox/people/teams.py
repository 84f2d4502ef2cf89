"""What people do in Teams and Power Automate: they choose who may trigger a flow, and where."""

from typing import get_args

from connectors.sandbox.calls import bad_request, text_of
from connectors.sandbox.people.planner import Act
from connectors.sandbox.tenant.exchange import JsonObject
from connectors.sandbox.tenant.planner import Actor
from connectors.sandbox.tenant.world import FlowState, World


def change_flow(world: World, actor: Actor, body: JsonObject) -> JsonObject:  # noqa: ARG001 - an Act
    """Change the flow of the channel of `owner`; `state` is a `FlowState`, or null to mend it."""
    owner, state = text_of(body, "owner"), body.get("state")
    world.flows.pop(owner, None)
    for known in get_args(FlowState):
        if state == known:
            world.flows[owner] = known
    if state is not None and owner not in world.flows:
        raise bad_request(f"A flow is not '{state}'; known are {get_args(FlowState)}.")
    return {}


TEAMS_ACTS: dict[str, Act] = {"change-flow": change_flow}
