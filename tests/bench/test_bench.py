"""The bench runs to its end with a few actions and fills every row; figures are not tested."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
WORKS = (
    *("`driehoek --help`", "`status`, 5", "`list --json`, 5", "idle round as a process, 5"),
    *("1 changed of 5, task and details", "tick of `run`, 5 with Outlook and digest look"),
    *("first fill of 8", "a pushed item", "import of 10, beyond that of 1"),
    *("digest of 8, beyond that of 1", "bytes of an idle round of 8", "report of 5", "report of 8"),
)


def test_the_bench_prints_a_table_with_every_row_and_says_that_there_is_no_base() -> None:
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--parts", "rows"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines()]
    figures = {(row[1], row[2]): row[3] for row in rows if len(row) > 6 and row[2] != "---:"}
    assert {work for work, _ in figures} >= {*WORKS}
    assert figures["first fill of 5", "calls"].isdigit()
    assert int(figures["idle round as a process, 5", "calls"]) == 1
    assert "Without --base: the column of the older build is empty." in done.stdout
