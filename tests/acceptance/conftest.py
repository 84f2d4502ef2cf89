"""The program as people run it: a process, an environment, and a sandbox behind HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.program import Program
from support.spare import Spare

from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A tenant of its own for each test."""
    with running() as tenant:
        yield tenant


@pytest.fixture
def driehoek(tmp_path: Path, sandbox: Sandbox, spare: Spare) -> Program:
    """The program set up against the sandbox, by environment alone."""
    database = f"sqlite:///{tmp_path / 'driehoek.db'}"
    return Program(tmp_path, {**sandbox.environment(), "DATABASE_URL": database}, spare=spare)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, spare: Spare) -> Program:
    """The program with its list loaded, for commands that change nothing."""
    program = Program(tmp_path_factory.mktemp("loaded"), {}, spare=spare)
    assert program("import").returncode == 0
    return program


@pytest.fixture
def bare(tmp_path: Path, spare: Spare) -> Program:
    """The program without any setting."""
    return Program(tmp_path, {}, spare=spare)
