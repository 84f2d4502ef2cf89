"""Message trace, for an app that may ask about all mail of the tenant."""

from connectors.sandbox.calls import Call, Refusal, Reply, bad_request
from connectors.sandbox.graph.routing import Routes
from connectors.sandbox.paging import listing, number_in, page_after
from connectors.sandbox.tenant.traces import lines_of, wanted
from connectors.sandbox.tenant.world import World

PAGE, MOST = 1000, 5000  # Graph docs, "List messageTraces"
SERVICE = "8bd644d1-64a1-4d4b-ae52-2e0cbf64e373"
"""Microsoft's own app behind it, which a tenant may lack (Exchange docs)."""


def add_tracing(routes: Routes) -> None:
    """Put the operation into the table."""
    routes.add("GET", "/admin/exchange/tracing/messageTraces", _list)


def _list(world: World, call: Call) -> Reply:
    match world.settings.tracing:
        case "absent":
            text = f"The service principal of app '{SERVICE}' is disabled or missing."
            raise Refusal(401, "UnknownError", text)
        case "denied":
            text = "Insufficient privileges to complete the operation."
            raise Refusal(403, "Authorization_RequestDenied", text)
    departed = [mail for box in world.mailboxes.items.values() for mail in box.messages.departed]
    lines = lines_of(departed, world.fates)
    rows = wanted(lines, call.query.get("$filter"), world.clock.now())
    number = {id(row): place for place, row in enumerate(rows)}
    page, link = page_after(call, rows, _size(call), lambda row: number[id(row)])
    return listing(call, page, link)


def _size(call: Call) -> int:
    asked = number_in(call, "$top", PAGE)
    if not 1 <= asked <= MOST:
        raise bad_request(f"Invalid value for $top: '{asked}'.")
    return asked
