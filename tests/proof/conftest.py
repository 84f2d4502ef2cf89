"""What the proofs share, and what they tell at the end of a run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from proof.histories import Beginning
from proof.ordeal import Ordeal
from support.installation import DRIEHOEKEN, START, Office

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running
from connectors.sandbox.tenant.world import World

_LINE = "proof"


@pytest.fixture(scope="module")
def world() -> World:
    """A tenant that hands out the same ids every time, so that a seed repeats a history."""
    return World(start=START, seed="proof", meetings=DRIEHOEKEN)


@pytest.fixture(scope="module")
def _tenant(world: World) -> Iterator[Sandbox]:
    with running(world=world) as served:
        yield served


@pytest.fixture
def environ(sandbox: Sandbox, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation with an empty database and both sides."""
    return {**sandbox.environment(), "DATABASE_URL": f"sqlite:///{tmp_path / 'driehoek.db'}"}


@pytest.fixture
def begin(office: Office, tmp_path: Path) -> Beginning:
    """Begin a fresh installation, as often as wanted."""
    numbers = count(1)

    def begin(**tenant: Any) -> Ordeal:
        url = f"sqlite:///{tmp_path / f'history-{next(numbers)}.db'}"
        return Ordeal(replace(office, environ={**office.environ, "DATABASE_URL": url}), **tenant)

    return begin


@pytest.fixture
def proof_report(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Take a line for the summary at the end of the run."""

    def report(line: str) -> None:
        record_property(_LINE, line)

    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the proofs had to tell; it travels with their reports, also between processes."""
    lines = [
        line
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, line in getattr(report, "user_properties", [])
        if name == _LINE and getattr(report, "when", "") == "call"
    ]
    if lines:
        terminalreporter.section("proof")
        for line in lines:
            terminalreporter.write_line(str(line))
