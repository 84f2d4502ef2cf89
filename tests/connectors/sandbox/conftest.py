"""A running sandbox and a plain HTTP client for it."""

from collections.abc import Iterator

import pytest
from support.bare_graph import Graph

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running


@pytest.fixture(scope="session")
def _served() -> Iterator[Sandbox]:
    with running() as served:
        yield served


@pytest.fixture
def sandbox(_served: Sandbox) -> Sandbox:
    """A sandbox in its first state."""
    _served.control.reset()
    return _served


@pytest.fixture
def graph(sandbox: Sandbox) -> Iterator[Graph]:
    """A client of that sandbox."""
    client = Graph(sandbox)
    yield client
    client.close()


@pytest.fixture
def plan(graph: Graph) -> str:
    """The id of an empty plan."""
    return graph.plan()
