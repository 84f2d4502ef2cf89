"""The program as people run it: a process, an environment, and a sandbox behind HTTP."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Program:
    """`driehoek` with its own folder and environment."""

    folder: Path
    environ: Mapping[str, str]

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
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "120", **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def interrupt(process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C."""
    process.send_signal(signal.SIGINT)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A tenant of its own for each test."""
    with running() as tenant:
        yield tenant


@pytest.fixture
def driehoek(tmp_path: Path, sandbox: Sandbox) -> Program:
    """The program set up against the sandbox, by environment alone."""
    database = f"sqlite:///{tmp_path / 'driehoek.db'}"
    return Program(tmp_path, {**sandbox.environment(), "DATABASE_URL": database})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with its list loaded, for commands that change nothing."""
    program = Program(tmp_path_factory.mktemp("loaded"), {})
    assert program("import").returncode == 0
    return program


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    """The program without any setting."""
    return Program(tmp_path, {})
