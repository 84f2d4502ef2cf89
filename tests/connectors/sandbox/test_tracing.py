"""Message trace of the sandbox: the refusals that Graph documents."""

from typing import Any
from urllib.parse import urlencode

import pytest

TRACES = "/admin/exchange/tracing/messageTraces"


@pytest.mark.parametrize(
    "query",
    [
        {"$filter": "subject eq 'Stand'"},
        {"$filter": "receivedDateTime ge 2020-01-01T00:00:00Z"},
        {"$filter": "receivedDateTime le 2999-01-01T00:00:00Z"},
        {"$filter": "receivedDateTime ge 2026-99-01T00:00:00Z"},
        {"$top": "0"},
        {"$top": "5001"},
        {"$top": "veel"},
    ],
)
def test_what_cannot_be_asked_is_refused(graph: Any, sandbox: Any, query: dict[str, str]) -> None:
    sandbox.control.settings(tracing="granted")
    assert graph.send("GET", f"{TRACES}?{urlencode(query)}").status_code == 400


def test_without_the_right_nothing_is_shown(graph: Any, sandbox: Any) -> None:
    assert graph.send("GET", TRACES).status_code == 403
    sandbox.control.settings(tracing="absent")
    assert graph.send("GET", TRACES).status_code == 401
