"""The same work by two plain clients, msgraph-sdk and python-O365, beside Driehoekbot's engine.

Every client has a sandbox of its own, over real HTTP, that answers each exchange some milliseconds
late; the exchanges are counted in the sandbox's journal. After each step the plans are compared, so
that nobody is quick by doing less. Needs the extra `bench`.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.ours import Ours
from bench.plain_o365 import PlainO365
from bench.plain_sdk import PlainSdk
from bench.tenants import ENDLESS
from bench.work import Client, Work, work_in
from contract.graph_sdk import open_sdk
from support.many_actions import many_actions

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running

OURS, SDK, SDK8, O365 = "now", "msgraph-sdk", "msgraph-sdk, 8 at a time", "python-O365"
CHANGED = (1, 20, 45)


@dataclass(frozen=True)
class Cost:
    """What a step took: HTTP exchanges, and seconds by the clock on the wall."""

    trips: int
    seconds: float


def compare(count: int, latency: int, told: Callable[[str], None]) -> dict[str, dict[str, Cost]]:
    """Let every client do all the work; gives the costs by client and step."""
    work = _work(count)
    costs = {}
    for name in (OURS, SDK, O365):
        _steps(name, _work(min(count, 5)), 0, 1)  # so that what is imported late is not measured
        told(f"{name}: {count} at {latency} ms")
        changed = [number for number in CHANGED if number < count]
        costs[name] = _steps(name, work, latency, *changed)
    return costs


def fill(name: str, count: int, latency: int) -> Cost:
    """Let one client fill a plan with so many tasks."""
    with _client(name, _work(count)) as (sandbox, client):
        _slow_down(sandbox, latency)
        return _measure(sandbox, client.fill)


def _work(count: int) -> Work:
    """Take the work from our own first fill; the others are then held to it."""
    with _client(OURS, None, count=count) as (sandbox, client):
        client.fill()
        return work_in(sandbox)


def _steps(name: str, work: Work, latency: int, *changed: int) -> dict[str, Cost]:
    """Let one client do everything; gives the cost per step."""
    count, costs = len(work.cards), {}
    with _client(name, work) as (sandbox, client):
        _slow_down(sandbox, latency)
        costs[f"first fill of {count}"] = _measure(sandbox, client.fill)
        if sorted(work_in(sandbox).cards, key=str) != sorted(work.cards, key=str):
            raise RuntimeError(f"{name} filled another plan than Driehoekbot")
        costs[f"idle round of {count}"] = _measure(sandbox, client.read)
        for number in changed:
            before = [card.percent for card in work_in(sandbox).cards]
            client.edit(number)
            step = f"{number} changed of {count}"
            costs[step] = _measure(sandbox, partial(client.change, number))
            after = [card.percent for card in work_in(sandbox).cards]
            if sum(old != new for old, new in zip(before, after, strict=True)) != number:
                raise RuntimeError(f"{name} changed another number of tasks than {number}")
    return costs


@contextmanager
def _client(name: str, work: Work | None, *, count: int = 0) -> Iterator[tuple[Sandbox, Client]]:
    """Open a tenant and a client of it. count: of the actions, where there is no work yet."""
    with running() as sandbox, tempfile.TemporaryDirectory() as folder:
        if work is None or name == OURS:
            actions = many_actions(count or len(work.cards if work else ()))
            yield sandbox, Ours(sandbox, Path(folder), actions)
        elif name == O365:
            yield sandbox, PlainO365(sandbox, work)
        else:
            with open_sdk(sandbox.base_url) as sdk:
                at_once = 8 if name == SDK8 else 1
                yield sandbox, PlainSdk(sandbox, work, sdk, expands=True, at_once=at_once)


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


def peer_rows(costs: dict[str, dict[str, Cost]], latency: int) -> Sequence[Sequence[str]]:
    """The rows of the table, with how many times ours each peer takes."""
    peers = [name for name in costs if name != OURS]
    head = ["work", "now: calls", "s", *(w for n in peers for w in (f"{n}: calls", "×", "s", "×"))]
    rows = [head]
    for step, own in costs[OURS].items():
        row = [f"{step}, {latency} ms a call", str(own.trips), f"{own.seconds:.2f}"]
        for cost in (costs[name][step] for name in peers):
            row += [str(cost.trips), f"{cost.trips / own.trips:.1f}"]
            row += [f"{cost.seconds:.2f}", f"{cost.seconds / own.seconds:.1f}"]
        rows.append(row)
    return rows
