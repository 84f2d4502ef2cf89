"""Runs a command and writes down what it took; used by `builds` as a small process in between.

    python -S spend.py COST.json python -m bot list

Linux counts the memory of who starts a process as the most that this process had. So it is started
from here, where next to nothing has been imported. The exit code is that of the command.
"""

import os
import sys
import time

file, *command = sys.argv[1:]
started = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - started
with open(file, "w", encoding="ascii") as out:  # noqa: PTH123 - pathlib would be memory of the child
    cpu = used.ru_utime + used.ru_stime
    out.write(f'{{"cpu": {cpu}, "wall": {wall}, "megabytes": {used.ru_maxrss / 1000}}}')
sys.exit(os.waitstatus_to_exitcode(status))
