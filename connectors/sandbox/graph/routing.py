"""The table of operations: which function answers which method and path.

Plain functions instead of web-framework endpoints, because a batch runs the same operations
without a connection of its own.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from connectors.sandbox.calls import Call, Refusal, Reply

if TYPE_CHECKING:
    from connectors.sandbox.tenant.world import World

Operation = Callable[..., Reply]
"""Called with the world, the call and the ids of its path, in order."""


class Routes:
    """Operations by method and path template, e.g. `GET /planner/plans/{}/tasks`."""

    def __init__(self) -> None:
        self._routes: list[tuple[re.Pattern[str], dict[str, Operation]]] = []

    def add(self, method: str, template: str, operation: Operation) -> None:
        """Register an operation; `{}` stands for one path segment."""
        for pattern, by_method in self._routes:
            if pattern == _compile(template):
                by_method[method] = operation
                return
        self._routes.append((_compile(template), {method: operation}))

    def handle(self, world: "World", call: Call) -> Reply:
        """Run the operation. Raises Refusal when there is none, or whatever it raises."""
        for pattern, by_method in self._routes:
            match = pattern.fullmatch(call.path)
            if match is None:
                continue
            if call.method not in by_method:
                text = f"The requested resource does not support http method '{call.method}'."
                raise Refusal(405, "UnsupportedHttpMethod", text)
            return by_method[call.method](world, call, *match.groups())
        segment = call.path.strip("/").split("/")[0]
        raise Refusal(
            400, "BadRequest", f"Resource not found for the segment '{segment}': {call.path}."
        )


def _compile(template: str) -> re.Pattern[str]:
    """Literal segments match in any case, as on the real service; ids are taken verbatim."""
    literal = "([^/]+)".join(re.escape(part) for part in template.split("{}"))
    return re.compile(literal, re.IGNORECASE)
