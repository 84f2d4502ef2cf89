"""The program as people run it: a process in a folder of its own, with an environment."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.signals import foreground
from support.spare import Spare

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Program:
    """`driehoek` with its own folder and environment.

    keyboard: the file descriptor of a terminal at which somebody types, if anybody does; screen: of
    one that shows what is said. spare: what commands that are run to their end fork from, which is
    quicker than to start Python.
    """

    folder: Path
    environ: Mapping[str, str]
    keyboard: int | None = None
    screen: int | None = None
    spare: Spare | None = None

    def __call__(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `changes` are environment variables, "" to leave one out.

        What Python reads at its own start (`PYTHON...`) takes a start of Python.
        """
        if self.spare and not any(name.startswith("PYTHON") for name in changes):
            self.spare.start(*words, environ=self._environ(changes), folder=self.folder)
            ending = self.spare.wait()
            return subprocess.CompletedProcess(words, ending.code, ending.out, ending.err)
        with self.start(*words, **changes) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def json(self, *words: str, **changes: str) -> Any:
        """Run a command with --json and read what it printed."""
        done = self(*words, "--json", **changes)
        assert done.returncode in (0, 3), done.stderr
        return json.loads(done.stdout)

    def start(self, *words: str, **changes: str) -> subprocess.Popen[str]:
        """Start a command."""
        with foreground():
            return subprocess.Popen(
                [sys.executable, "-m", "bot", *words],
                cwd=self.folder,
                env=self._environ(changes),
                stdin=self.keyboard,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if self.screen is None else self.screen,
                text=True,
            )

    def _environ(self, changes: Mapping[str, str]) -> dict[str, str]:
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
        given = {name: value for name, value in {**self.environ, **changes}.items() if value}
        return {**own, **given}
