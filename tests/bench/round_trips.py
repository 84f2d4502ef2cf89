"""Counts HTTP round trips and seconds: Driehoekbot beside two plain clients doing the same work.

    python tests/bench/round_trips.py [--latency 80]

Every client has a sandbox of its own, over real HTTP, that answers each exchange `latency`
milliseconds late; the exchanges are counted in the sandbox's journal. After each step the plans are
compared, so that nobody is quick by doing less. Needs '.[dev,bench]'. Nothing here fails a build:
the counts that must hold are in tests/contract/test_economy.py.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.ours import Ours
from bench.plain_o365 import PlainO365
from bench.plain_sdk import PlainSdk
from bench.work import Client, Work, work_in
from contract.graph_sdk import open_sdk

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running

CHANGED = (1, 20, 21, 45)
NAMES = ("Driehoekbot", "python-O365", "msgraph-sdk")
ENDLESS = 1_000_000_000


@dataclass(frozen=True)
class Cost:
    """What a step took."""

    trips: int
    seconds: float


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--latency", type=int, default=80, help="milliseconds per exchange")
    latency = parser.parse_args().latency
    # Their lines and retries would stand in the table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    work = _work()
    for name in NAMES:
        _steps(name, work, 0)  # so that what is imported late is not measured
    costs = {name: _steps(name, work, latency) for name in NAMES}
    sys.stdout.write(_table(costs, latency))


def _work() -> Work:
    """Take the work from our own first fill; the others are then held to it."""
    with _client("Driehoekbot", None, expand="accept") as (sandbox, client):
        client.fill()
        return work_in(sandbox)


def _steps(name: str, work: Work, latency: int) -> dict[str, Cost]:
    """Let one client do everything; gives the cost per step."""
    costs = {}
    with _client(name, work, expand="accept") as (sandbox, client):
        _slow_down(sandbox, latency)
        costs["first fill of 70"] = _measure(sandbox, client.fill)
        if sorted(work_in(sandbox).cards, key=str) != sorted(work.cards, key=str):
            raise SystemExit(f"{name} filled another plan than Driehoekbot")
        costs["idle round, details expanded"] = _measure(sandbox, client.read)
        for count in CHANGED:
            before = [card.percent for card in work_in(sandbox).cards]
            client.edit(count)
            costs[f"{count} changed"] = _measure(sandbox, partial(client.change, count))
            after = [card.percent for card in work_in(sandbox).cards]
            if sum(old != new for old, new in zip(before, after, strict=True)) != count:
                raise SystemExit(f"{name} changed another number of tasks than {count}")
    with _client(name, work, expand="ignore") as (sandbox, client):
        client.fill()
        _slow_down(sandbox, latency)
        costs["idle round, details apart"] = _measure(sandbox, client.read)
    return costs


@contextmanager
def _client(name: str, work: Work | None, *, expand: str) -> Iterator[tuple[Sandbox, Client]]:
    """Open a tenant and a client of it. expand: how the tenant meets `$expand=details`."""
    with running() as sandbox, tempfile.TemporaryDirectory() as folder:
        sandbox.control.settings(expand_details=expand)
        if work is None or name == "Driehoekbot":
            yield sandbox, Ours(sandbox, Path(folder))
        elif name == "python-O365":
            yield sandbox, PlainO365(sandbox, work)
        else:
            with open_sdk(sandbox.base_url) as sdk:
                yield sandbox, PlainSdk(sandbox, work, sdk, expands=expand == "accept")


def _slow_down(sandbox: Sandbox, latency: int) -> None:
    """Let every exchange take this long; the parts of a batch travel together."""
    if latency:
        sandbox.control.fault("latency", inner=False, ms=latency, times=ENDLESS)


def _measure(sandbox: Sandbox, act: Callable[[], None]) -> Cost:
    sandbox.control.forget()
    started = time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    return Cost(sum(not entry["inner"] for entry in sandbox.control.journal()), seconds)


def _table(costs: dict[str, dict[str, Cost]], latency: int) -> str:
    """Write a Markdown table: trips and seconds, and how many times ours."""
    ours, *others = NAMES
    heads = [f"{ours}: trips", "s"]
    for name in others:
        heads += [f"{name}: trips", "s", "trips ×", "s ×"]
    rows = [["work", *heads], ["---", *["---:"] * len(heads)]]
    for step, own in costs[ours].items():
        row = [step, str(own.trips), f"{own.seconds:.2f}"]
        for name in others:
            cost = costs[name][step]
            row += [str(cost.trips), f"{cost.seconds:.2f}"]
            row += [f"{cost.trips / own.trips:.0f}", f"{cost.seconds / own.seconds:.0f}"]
        rows.append(row)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"{latency} ms per exchange, 70 tasks.", "", *lines, ""])


if __name__ == "__main__":
    main()
