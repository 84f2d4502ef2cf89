"""Users and groups. Unlike Planner, the directory does honour a simple `$filter`."""

import re
from typing import Any

from connectors.sandbox.calls import Call, Reply, bad_request
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.paging import listing, page_after, selected
from connectors.sandbox.tenant.world import World

_EQUALS = re.compile(r"(\w+) eq '((?:[^']|'')*)'")
_PAGE = 100


def add_directory(routes: Routes) -> None:
    """Put the directory's operations into the table."""
    routes.add("GET", "/users", _users)
    routes.add("GET", "/users/{}", _user)
    routes.add("GET", "/groups", _groups)
    routes.add("GET", "/groups/{}", _group)
    routes.add("GET", "/groups/{}/members", _members)


def _users(world: World, call: Call) -> Reply:
    return _rows(call, [user.as_json() for user in world.directory.users])


def _user(world: World, call: Call, key: str) -> Reply:
    return Reply(200, selected(call, world.directory.user(key).as_json()))


def _groups(world: World, call: Call) -> Reply:
    return _rows(call, [world.directory.group])


def _group(world: World, call: Call, group_id: str) -> Reply:
    world.directory.check_group(group_id)
    return Reply(200, selected(call, world.directory.group))


def _members(world: World, call: Call, group_id: str) -> Reply:
    world.directory.check_group(group_id)
    users = [user.as_json() for user in world.directory.members]
    return _rows(call, [{"@odata.type": "#microsoft.graph.user", **user} for user in users])


def _rows(call: Call, rows: list[dict[str, Any]]) -> Reply:
    found = list(enumerate(row for row in rows if _passes(row, call.query.get("$filter"))))
    size = min(int(call.query.get("$top", _PAGE)), 999)
    page, link = page_after(call, found, size, lambda row: row[0])
    return listing(call, [row for _, row in page], link)


def _passes(row: dict[str, Any], asked: str | None) -> bool:
    if asked is None:
        return True
    match = _EQUALS.fullmatch(asked)
    if match is None:
        raise bad_request("Unsupported or invalid query filter clause.", "Request_BadRequest")
    return str(row.get(match[1], "")).lower() == match[2].replace("''", "'").lower()
