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

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Program:
    """`driehoek` with its own folder and environment.

    keyboard: the file descriptor of a terminal at which somebody types, if anybody does.
    """

    folder: Path
    environ: Mapping[str, str]
    keyboard: int | None = None

    def __call__(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `changes` are environment variables, "" to leave one out."""
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
        environ = {name: value for name, value in {**self.environ, **changes}.items() if value}
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
        with foreground():
            return subprocess.Popen(
                [sys.executable, "-m", "bot", *words],
                cwd=self.folder,
                env={**own, **environ},
                stdin=self.keyboard,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
