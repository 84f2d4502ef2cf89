"""Measures this build, another one and two plain clients in one run, and prints the ratios.

    python -m tests.bench --base ../driehoekbot-7999431

Rows and sizes are those of docs/performance.md. `--base`: a checkout of an older build, with its
own `.venv` where it needs one; without it that column stays empty. `--tiny` does everything with a
few actions, to see that it runs. Nothing here fails a build by the clock: it ends with 0, unless a
client did other work than asked.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.builds import HERE, Build
from bench.growth import growth_rows, idle_rounds
from bench.rows import Found, Sizes, measure

TINY = Sizes(usual=5, many=8, imported=10, waiting=3, ticks=1, latency=0, times=1)
GROWTH = (70, 700, 3_000, 9_000)  # a plan holds at most 9,000


def main() -> None:
    """Measure and print."""
    given = _arguments()
    # Their lines and retries would stand in the table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sizes = TINY if given.tiny else Sizes()
    growth = (5,) if given.tiny else tuple(given.sizes)
    now = Build("now", HERE)
    base = Build("today", given.base.resolve()) if given.base else None
    parts = given.parts
    if "rows" in parts:
        older = measure(base, sizes, _tell) if base else {}
        _say(f"{sizes.latency} ms a call where seconds are by the wall; CPU is user and system.")
        _table(_rows(measure(now, sizes, _tell), older))
        if not base:
            _say("Without --base: the column of the older build is empty.")
    if "peers" in parts:
        _peers(sizes)
    if "growth" in parts:
        databases = ("SQLite", "PostgreSQL")
        older_rounds = list(idle_rounds(base, growth, databases[:1], _tell)) if base else []
        _table(growth_rows(list(idle_rounds(now, growth, databases, _tell)), older_rounds))


def _peers(sizes: Sizes) -> None:
    from bench.peers import SDK8, compare, fill, peer_rows  # the extra `bench` may be missing

    costs = compare(sizes.usual, sizes.latency, _tell)
    _table(peer_rows(costs, sizes.latency))
    _tell(f"{SDK8}: {sizes.many}")
    eight = fill(SDK8, sizes.many, sizes.latency)
    ours = fill("now", sizes.many, sizes.latency)
    _say(
        f"First fill of {sizes.many}: {ours.trips} calls, {ours.seconds:.2f} s; {SDK8}: "
        f"{eight.trips} calls, {eight.seconds:.2f} s, {eight.seconds / ours.seconds:.1f} times."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--base", type=Path, help="checkout of an older build")
    parser.add_argument("--tiny", action="store_true", help="a few actions only")
    parser.add_argument("--sizes", type=int, nargs="+", default=GROWTH, help="of the idle round")
    every = ("rows", "peers", "growth")
    parser.add_argument("--parts", nargs="+", choices=every, default=every)
    return parser.parse_args()


def _rows(now: Found, base: Found) -> Sequence[Sequence[str]]:
    rows = [["work", "unit", "now", "today", "today / now"]]
    for (work, unit), figure in now.items():
        was = base.get((work, unit))
        ratio = "" if was is None or not figure else f"{was / figure:.1f}"
        rows.append([work, unit, _figure(figure), "" if was is None else _figure(was), ratio])
    return rows


def _figure(number: float) -> str:
    return f"{number:.0f}" if number == int(number) or number >= 100 else f"{number:.2f}"


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Write a Markdown table."""
    head, *body = rows
    ruler = ["---", *["---:"] * (len(head) - 1)]
    _say("\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *body)) + "\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _tell(doing: str) -> None:
    """Say what is being measured, as it takes minutes."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{doing} ...\n")


if __name__ == "__main__":
    main()
