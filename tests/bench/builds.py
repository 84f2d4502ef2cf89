"""A build of this program on disk, and what a command of it costs as a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
SPEND = Path(__file__).with_name("spend.py")
PROBE = Path(__file__).with_name("probe.py")


@dataclass(frozen=True)
class Spent:
    """What a process took. cpu, wall: seconds; megabytes: the most it had in memory."""

    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True)
class Build:
    """A checkout, with a Python in it that has its libraries or else the one that runs this."""

    name: str
    folder: Path

    @property
    def python(self) -> str:
        """Its own interpreter, or the one that runs this."""
        own = self.folder / ".venv" / "bin" / "python"
        return str(own) if own.exists() else sys.executable

    def run(self, environ: Mapping[str, str], *words: str) -> Spent:
        """Run a command and wait for its end. Raises RuntimeError for an exit code above 3."""
        return self._spend([self.python, "-m", "bot", *words], environ)

    def least(self, environ: Mapping[str, str], *words: str, times: int = 5) -> Spent:
        """Run a command some times; the least CPU counts, as others use the machine."""
        return min((self.run(environ, *words) for _ in range(times)), key=lambda spent: spent.cpu)

    def count(self, environ: Mapping[str, str], *words: str) -> dict[str, float]:
        """Run a command, or `ticks N` of the worker, and count what it does to its database."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "counts.json"
            self._spend([self.python, str(PROBE), str(file), *words], environ)
            found: dict[str, Any] = json.loads(file.read_text())
        return {name: float(value) for name, value in found.items()}

    def _spend(self, command: list[str], environ: Mapping[str, str]) -> Spent:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "cost.json"
            done = subprocess.run(
                [sys.executable, "-S", str(SPEND), str(file), *command],
                env=self._surroundings(environ),
                cwd="/",
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            if done.returncode not in (0, 3):
                tail = done.stdout[-2000:].decode(errors="replace")
                raise RuntimeError(f"{command[1:]} ended with {done.returncode}: {tail}")
            return Spent(**json.loads(file.read_text()))

    def _surroundings(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Nothing of who runs this but what a process needs to start."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "PYTHONPATH": str(self.folder), "LOG_LEVEL": "ERROR", **environ}
