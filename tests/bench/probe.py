"""Runs a command of a build inside this process, and counts what it does to its database.

    python probe.py COUNTS.json sync
    python probe.py COUNTS.json ticks 10

It is started with the interpreter and the folder of that build, old or new, and uses nothing of
ours. A commit counts when something was written before it; a unit of work, when there was any at
all. `ticks` lets the worker work through its duties without the minutes in between, twice to get
ready and then so many times, and gives what one of those costs; and, as `whole_...`, what one costs
that may not skip what would do nothing.
"""

import json
import os
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa

counts: Counter[str] = Counter()


def listen() -> None:
    """Count from now on, on every connection there will be."""

    def said(conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        word = statement.split(None, 1)[0].upper()
        if word in ("PRAGMA", "BEGIN"):
            return
        counts["statements"] += 1
        if word != "SELECT":
            conn.info["wrote"] = True

    def ended(conn: Any) -> None:
        counts["units"] += 1
        counts["commits"] += bool(conn.info.pop("wrote", False))

    sa.event.listen(sa.Engine, "before_cursor_execute", said)
    sa.event.listen(sa.Engine, "commit", ended)
    sa.event.listen(sa.Engine, "rollback", lambda conn: conn.info.pop("wrote", False))


def written() -> int:
    """Bytes that this process wrote to disk so far; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/io").read_text().splitlines()
    except OSError:
        return 0
    return int(next(line for line in lines if line.startswith("write_bytes")).split()[1])


def count_ticks(number: int) -> None:
    """Let the worker do its duties so many times once it has begun, and then end."""
    try:
        loop = import_module("bot.service.loop")
    except ModuleNotFoundError:
        loop = import_module("bot.worker")  # as it was called before

    def run(worker: Any) -> None:
        for _ in range(2):
            worker._do_all()
        whole: Counter[str] = Counter()
        if hasattr(worker.duties, "is_still"):
            duties = replace(worker.duties, is_still=lambda: False)
            whole = cost_of(replace(worker, duties=duties), number)
            worker._do_all()  # as the one before ended without a look ahead
        _forget_journal()
        found = cost_of(worker, number)
        counts.clear()
        counts.update(found)
        counts.update({f"whole_{name}": figure for name, figure in whole.items()})

    loop.Worker.run = run


def cost_of(worker: Any, number: int) -> Counter[str]:
    """What one tick costs, of so many."""
    counts.clear()
    before, started = written(), time.process_time()
    for _ in range(number):
        worker._do_all()
    counts["cpu_ms"] = round((time.process_time() - started) * 1000)
    counts["bytes"] = written() - before
    return Counter({name: figure / number for name, figure in counts.items()})


def _forget_journal() -> None:
    origin = os.environ["GRAPH_BASE_URL"].removesuffix("/v1.0")
    request = urllib.request.Request(f"{origin}/sandbox/journal", method="DELETE")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=30).close()


def main() -> None:
    """Run the words as `driehoek` would, and write the counts down whatever came of it."""
    file, *words = sys.argv[1:]
    listen()
    ticks = words[0] == "ticks"
    if ticks:
        count_ticks(int(words[1]))
        words = ["run"]
    app = import_module("bot.cli").app
    before = written()
    code = app(words, standalone_mode=False)
    counts.setdefault("bytes", written() - before)
    Path(file).write_text(json.dumps(counts))
    sys.exit(code)


if __name__ == "__main__":
    main()
