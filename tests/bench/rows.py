"""The work that is measured of each build: a function per row or two, over real HTTP."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.builds import HERE, Build
from bench.tenants import Tenant, tenant_of

Figures = Iterator[tuple[str, str, float]]
"""What was done, in which unit, and how much it took."""

Found = dict[tuple[str, str], float]
"""The same by work and unit."""


NOW = "2030-01-02T09:00"
"""A moment after the year that is reported on and after that in which this runs."""


@dataclass(frozen=True)
class Sizes:
    """How many actions each kind of row has. latency: milliseconds an exchange takes.

    times: of several runs the one with the least CPU counts, as others use the machine.
    """

    usual: int = 70
    many: int = 700
    imported: int = 3_000
    waiting: int = 90
    ticks: int = 10
    latency: int = 80
    times: int = 5


def measure(build: Build, sizes: Sizes, told: Callable[[str], None]) -> Found:
    """All rows of one build, by what was done and its unit."""
    found: Found = {}
    for row in (_start, _usual, _tick, _fill, _imports, _digest, _report, _full_plan):
        told(f"{build.name}: {row.__name__.strip('_')}")
        for work, unit, figure in row(build, sizes):
            found[work, unit] = figure
    return found


def _start(build: Build, sizes: Sizes) -> Figures:
    spent = build.least({}, "--help", times=sizes.times)
    yield "`driehoek --help`", "CPU s", spent.cpu
    yield "`driehoek --help`", "MB", spent.megabytes


def _usual(build: Build, sizes: Sizes) -> Figures:
    with tenant_of(build, outlook=False) as tenant:
        tenant.fill(sizes.usual)
        looks: Sequence[Sequence[str]] = (["status"], ["list", "--json"])
        for words in looks:
            spent = build.least(tenant.environ, *words, times=sizes.times)
            yield f"`{' '.join(words)}`, {sizes.usual}", "CPU s", spent.cpu
        build.run(tenant.environ, "sync")
        work = f"idle round as a process, {sizes.usual}"
        spent = build.least(tenant.environ, "sync", times=sizes.times)
        yield work, "CPU s", spent.cpu
        yield work, "MB", spent.megabytes
        yield work, "calls", _calls(tenant, "sync")
        edit = ("set", "1.2", "--note", "Begonnen.", "--due", "2027-03-01")
        build.run(tenant.environ, *edit)
        work = f"1 changed of {sizes.usual}, task and details"
        yield work, "calls", _calls(tenant, "sync")


def _tick(build: Build, sizes: Sizes) -> Figures:
    with tenant_of(build) as tenant:
        tenant.fill(sizes.usual)
        counts = build.count(tenant.environ, "ticks", str(sizes.ticks))
        work = f"tick of `run`, {sizes.usual} with Outlook and digest look"
        yield work, "CPU ms", counts.get("cpu_ms", 0)
        yield work, "calls", tenant.calls() / sizes.ticks
        yield work, "commits", counts.get("commits", 0)
        yield work, "units of work", counts.get("units", 0)
        work = f"the first tick of an hour, {sizes.usual}"
        for unit, name in (
            ("CPU ms", "cpu_ms"),
            ("commits", "commits"),
            ("units of work", "units"),
        ):
            yield work, unit, counts.get(f"whole_{name}", counts.get(name, 0))


def _fill(build: Build, sizes: Sizes) -> Figures:
    for size in (sizes.usual, sizes.many):
        with tenant_of(build, outlook=False) as tenant:
            build.run(tenant.environ, "import", tenant.list_of(size))
            tenant.slow_down(sizes.latency)
            tenant.sandbox.control.forget()
            spent = build.run(tenant.environ, "sync")
            yield f"first fill of {size}", "calls", tenant.calls()
            yield f"first fill of {size}", "s", spent.wall
            if size == sizes.many:
                tenant.sandbox.control.mend()
                yield from _idle_bytes(tenant, size)
    with tenant_of(build, outlook=False) as tenant:
        build.run(tenant.environ, "import", tenant.list_of(sizes.many))
        filled = build.count(tenant.environ, "sync")
        idle = build.count(tenant.environ, "sync")
        work = f"first fill of {sizes.many}"
        yield work, "commits", filled["commits"]
        yield work, "MB written", filled["bytes"] / 1e6
        for name in ("commits", "statements"):
            yield "a pushed item", name, (filled[name] - idle[name]) / sizes.many


def _idle_bytes(tenant: Tenant, size: int) -> Figures:
    tenant.sandbox.control.forget()
    tenant.build.run(tenant.environ, "sync")
    plain, sent = tenant.bytes()
    yield f"bytes of an idle round of {size}", "kB unpacked", plain / 1000
    yield f"bytes of an idle round of {size}", "kB on the wire", sent / 1000


def _imports(build: Build, sizes: Sizes) -> Figures:
    costs = []
    for size in (1, sizes.imported):
        with tenant_of(build, outlook=False) as tenant:
            file = tenant.list_of(size)
            costs.append(build.run(tenant.environ, "import", file).cpu)
    yield f"import of {sizes.imported}, beyond that of 1", "CPU s", costs[1] - costs[0]


def _digest(build: Build, sizes: Sizes) -> Figures:
    costs = []
    for size in (1, sizes.many):
        with tenant_of(build, outlook=False) as tenant:
            tenant.fill(size)
            out = tenant.folder / "out"
            runs = []
            for _ in range(2):
                shutil.rmtree(out, ignore_errors=True)
                runs.append(build.run(tenant.environ, "digest", "--out", str(out)).cpu)
            costs.append(min(runs))
    yield f"digest of {sizes.many}, beyond that of 1", "CPU s", costs[1] - costs[0]


def _report(build: Build, sizes: Sizes) -> Figures:
    """Ours alone: older builds know no report."""
    if build.folder != HERE:
        return
    for size in (sizes.usual, sizes.many):
        with tenant_of(build, outlook=False) as tenant:
            build.run(tenant.environ, "import", tenant.list_of(size))
            out = str(tenant.folder / "verslag")
            words = (
                "--now",
                NOW,
                "report",
                "--from",
                "2026-01-01",
                "--to",
                "2029-12-31",
                "--out",
                out,
            )
            spent = build.least(tenant.environ, *words, times=min(2, sizes.times))
            yield f"report of {size}", "CPU s", spent.cpu


def _full_plan(build: Build, sizes: Sizes) -> Figures:
    """A plan takes so many active tasks; 30 in 100 of the list more wait for room."""
    room = sizes.waiting * 10 // 3
    limits = {"MaximumActiveTasksInProject": room}
    with tenant_of(build, outlook=False, limits=limits) as tenant:
        open_ones = room + sizes.waiting
        build.run(tenant.environ, "import", tenant.list_of(open_ones + open_ones // 3))
        for _ in range(2):
            build.run(tenant.environ, "sync")
        counts = build.count(tenant.environ, "sync")
        work = f"idle round of a full plan ({room} active), some {sizes.waiting} waiting"
        yield work, "commits", counts["commits"]
        yield work, "MB written", counts["bytes"] / 1e6


def _calls(tenant: Tenant, *words: str) -> float:
    tenant.sandbox.control.forget()
    tenant.build.run(tenant.environ, *words)
    return tenant.calls()
