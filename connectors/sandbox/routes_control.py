"""The control operations under /sandbox: not part of Graph, for tests and demonstrations."""

from typing import Any

from connectors.sandbox.calls import Answer, Call, Json, bad_request
from connectors.sandbox.directory import COORDINATOR, PLANNER_APP_ID
from connectors.sandbox.people_outlook import OUTLOOK_ACTS
from connectors.sandbox.people_planner import PLANNER_ACTS, Act
from connectors.sandbox.routing import Routes
from connectors.sandbox.state import snapshot
from connectors.sandbox.world import World

_ACTS: dict[str, Act] = {**PLANNER_ACTS, **OUTLOOK_ACTS}


def control_routes() -> Routes:
    """Return the table of control operations."""
    routes = Routes()
    routes.add("GET", "/sandbox/state", lambda world, _: Answer(200, snapshot(world)))
    routes.add("GET", "/sandbox/journal", lambda world, _: Answer(200, world.journal.read()))
    routes.add("DELETE", "/sandbox/journal", _forget)
    routes.add("POST", "/sandbox/reset", _reset)
    routes.add("GET", "/sandbox/faults", lambda world, _: Answer(200, world.faults.pending()))
    routes.add("POST", "/sandbox/faults", _order)
    routes.add("DELETE", "/sandbox/faults", _mend)
    routes.add("POST", "/sandbox/settings", _settings)
    routes.add("POST", "/sandbox/clock", _clock)
    routes.add("POST", "/sandbox/people/{}", _act)
    return routes


def _forget(world: World, _: Call) -> Answer:
    world.journal.reset()
    return Answer(204)


def _reset(world: World, _: Call) -> Answer:
    world.reset()
    return Answer(204)


def _order(world: World, call: Call) -> Answer:
    world.faults.order(_object(call.body))
    return Answer(204)


def _mend(world: World, _: Call) -> Answer:
    world.faults.clear()
    return Answer(204)


def _settings(world: World, call: Call) -> Answer:
    world.settings.change(_object(call.body))
    return Answer(204)


def _clock(world: World, call: Call) -> Answer:
    """Put the tenant's clock forward by `advance` seconds."""
    world.clock.advance(float(_object(call.body).get("advance", 0)))
    return Answer(200, {"now": world.clock.stamp()})


def _act(world: World, call: Call, name: str) -> Answer:
    """Let a person act; `person` is a user name, by default the coordinator."""
    if name not in _ACTS:
        raise bad_request(f"Unknown act '{name}'; known are {sorted(_ACTS)}.")
    body = _object(call.body)
    user = world.directory.user(str(body.get("person", COORDINATOR)))
    actor = {
        "user": {"displayName": None, "id": user.id},
        "application": {"displayName": None, "id": PLANNER_APP_ID},
    }
    try:
        return Answer(200, _ACTS[name](world, actor, body))
    except (KeyError, ValueError) as error:
        raise bad_request(f"The act '{name}' lacks or misreads a field: {error}.") from error


def _object(body: Json) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return body
