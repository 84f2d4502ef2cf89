"""The control operations under /sandbox: not part of Graph, for tests and demonstrations."""

from typing import Any

from connectors.sandbox.calls import Call, Json, Reply, bad_request
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.people.directory import DIRECTORY_ACTS
from connectors.sandbox.people.outlook import OUTLOOK_ACTS
from connectors.sandbox.people.planner import PLANNER_ACTS, Act
from connectors.sandbox.people.teams import TEAMS_ACTS
from connectors.sandbox.tenant.directory import COORDINATOR, PLANNER_APP_ID
from connectors.sandbox.tenant.snapshot import snapshot
from connectors.sandbox.tenant.world import World

_MOST_SECONDS = 1e10  # three centuries
_MISREAD = (LookupError, ValueError, TypeError, AttributeError, OverflowError, StopIteration)
_ACTS: dict[str, Act] = {**PLANNER_ACTS, **OUTLOOK_ACTS, **TEAMS_ACTS, **DIRECTORY_ACTS}


def control_routes() -> Routes:
    """Return the table of control operations."""
    routes = Routes()
    routes.add("GET", "/sandbox/state", lambda world, _: Reply(200, snapshot(world)))
    routes.add("GET", "/sandbox/journal", lambda world, _: Reply(200, world.journal.read()))
    routes.add("DELETE", "/sandbox/journal", _forget)
    routes.add("POST", "/sandbox/reset", _reset)
    routes.add("GET", "/sandbox/faults", lambda world, _: Reply(200, world.faults.pending()))
    routes.add("POST", "/sandbox/faults", _order)
    routes.add("DELETE", "/sandbox/faults", _mend)
    routes.add("POST", "/sandbox/settings", _settings)
    routes.add("POST", "/sandbox/clock", _clock)
    routes.add("POST", "/sandbox/people/{}", _act)
    return routes


def _forget(world: World, _: Call) -> Reply:
    world.journal.reset()
    return Reply(204)


def _reset(world: World, _: Call) -> Reply:
    world.reset()
    return Reply(204)


def _order(world: World, call: Call) -> Reply:
    world.faults.order(_object(call.body))
    return Reply(204)


def _mend(world: World, _: Call) -> Reply:
    world.faults.clear()
    return Reply(204)


def _settings(world: World, call: Call) -> Reply:
    world.settings.change(_object(call.body))
    return Reply(204)


def _clock(world: World, call: Call) -> Reply:
    """Put the tenant's clock forward by `advance` seconds."""
    seconds = _object(call.body).get("advance", 0)
    if type(seconds) not in (int, float) or not abs(seconds) < _MOST_SECONDS:
        raise bad_request("'advance' must be a number of seconds.")
    world.clock.advance(seconds)
    return Reply(200, {"now": world.clock.stamp()})


def _act(world: World, call: Call, name: str) -> Reply:
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
        return Reply(200, _ACTS[name](world, actor, body))
    except _MISREAD as error:
        raise bad_request(f"The act '{name}' lacks or misreads a field: {error}.") from error


def _object(body: Json) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return body
