"""Users and groups. Unlike Planner, the directory does honour a simple `$filter`."""

import re
from typing import Any

from connectors.sandbox.calls import Call, Reply, bad_request
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.paging import check_expand, listing, number_in, page_after, selected
from connectors.sandbox.tenant.directory import Person
from connectors.sandbox.tenant.world import World

_EQUALS = re.compile(r"(\w+) eq '((?:[^']|'')*)'")
_RELATIONS = ("manager", "directReports", "members", "owners", "memberOf", "transitiveMemberOf")
_PAGE, _MOST = 100, 999


def add_directory(routes: Routes) -> None:
    """Put the directory's operations into the table."""
    routes.add("GET", "/users", _users)
    routes.add("GET", "/users/{}", _user)
    routes.add("GET", "/groups", _groups)
    routes.add("GET", "/groups/{}", _group)
    routes.add("GET", "/groups/{}/members", _members)
    routes.add("GET", "/groups/{}/owners", _owners)


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
    return _people(call, world.directory.members)


def _owners(world: World, call: Call, group_id: str) -> Reply:
    world.directory.check_group(group_id)
    return _people(call, world.directory.owners)


def _people(call: Call, people: list[Person]) -> Reply:
    kind = {"@odata.type": "#microsoft.graph.user"}
    return _rows(call, [{**kind, **person.as_json()} for person in people])


def _rows(call: Call, rows: list[dict[str, Any]]) -> Reply:
    check_expand(call, *_RELATIONS)
    found = list(enumerate(row for row in rows if _passes(row, call.query.get("$filter"))))
    size = number_in(call, "$top", _PAGE)
    if not 1 <= size <= _MOST:
        text = f"Invalid page size specified: '{size}'. Must be between 1 and {_MOST} inclusive."
        raise bad_request(text, "Request_BadRequest")
    page, link = page_after(call, found, size, lambda row: row[0])
    return listing(call, [row for _, row in page], link)


def _passes(row: dict[str, Any], asked: str | None) -> bool:
    if asked is None:
        return True
    match = _EQUALS.fullmatch(asked)
    if match is None:
        raise bad_request("Unsupported or invalid query filter clause.", "Request_BadRequest")
    return str(row.get(match[1], "")).lower() == match[2].replace("''", "'").lower()
