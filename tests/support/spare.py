"""Starts the program many times at little cost: one process imports it, every run forks from that.

What runs is `bot.cli.main` as on any command line: its own process, environment, folder and files,
which can be killed like any other. Run as a script, this module is the process to fork from.
"""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import IO, NoReturn

from pydantic import BaseModel

ROOT = Path(__file__).parents[2]

LATE = (
    *(
        "alembic.command",
        "alembic.config",
        "alembic.context",
        "alembic.autogenerate",
        "alembic.ddl.sqlite",
    ),
    *("argparse", "babel.dates", "babel.numbers", "filelock", "pydantic.type_adapter"),
    *("holidays", "holidays.countries.netherlands", "jinja2", "msal"),
    *("rich.console", "rich.table", "sqlalchemy.dialects.sqlite", "structlog"),
    *("logging.config", "email.mime.text", "PIL.Image", "openpyxl", "docx"),
)
"""What the program imports inside its functions."""


@dataclass(frozen=True)
class Ending:
    """How a run ended. code: its exit code, -9 when it was killed. err: what it told people."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Spare:
    """The process to fork from."""

    orders: IO[str]
    reports: IO[str]
    told: Path

    def start(self, *words: str, environ: Mapping[str, str], folder: Path) -> int:
        """Run a command in a folder; gives its process id. One at a time."""
        order = {"words": words, "environ": dict(environ), "folder": str(folder)}
        order["told"] = str(self.told)
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()
        return int(self.reports.readline())

    def wait(self) -> Ending:
        """Wait for the command that runs."""
        code = os.waitstatus_to_exitcode(int(self.reports.readline()))
        out, err = ((self.told / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return Ending(code, out, err)


@contextmanager
def spare_process(*sabotages: str) -> Iterator[Spare]:
    """Have such a process at hand. sabotages: protections that it does without."""
    places = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    process = subprocess.Popen(
        [sys.executable, __file__, *sabotages],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": places},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process, TemporaryDirectory() as told:
        if process.stdin is None or process.stdout is None:
            raise LookupError("a process without pipes")
        yield Spare(process.stdin, process.stdout, Path(told))
        process.stdin.close()


def kill(process: int) -> None:
    """End a process in the middle of whatever it does."""
    os.kill(process, signal.SIGKILL)


def _serve() -> None:
    """Fork a run for every order; tell its process id, and how it ended."""
    import bot.cli

    _import_everything()
    for name in sys.argv[1:]:
        _sabotage(name)
    gc.freeze()  # what is here already is no garbage of a run
    for line in sys.stdin:
        order = json.loads(line)
        process = os.fork()
        if process == 0:
            _run(bot.cli.main, **order)
        _tell(process)
        _, status = os.waitpid(process, 0)
        _tell(status)


def _import_everything() -> None:
    """Import what commands import, and build the checks of the values they make."""
    import bot
    import connectors
    import mappings
    from connectors.wire import Wire
    from mappings.canonical import Frozen

    for floor in (bot, connectors, mappings):
        for module in walk_packages(floor.__path__, f"{floor.__name__}."):
            if not module.name.startswith(("connectors.sandbox", "bot.store.migrations")):
                import_module(module.name)
    for name in LATE:
        import_module(name)
    for model in (Frozen, Wire):
        _build(model)


def _build(model: type[BaseModel]) -> None:
    for kind in model.__subclasses__():
        kind.model_rebuild()
        _build(kind)


def _sabotage(name: str) -> None:
    import pytest
    from proof.sabotage import SABOTAGES

    SABOTAGES[name](pytest.MonkeyPatch())


def _run(
    main: object, words: list[str], environ: dict[str, str], folder: str, told: str
) -> NoReturn:
    code = 1
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the orders are not for a command to read
        for stream, name in ((1, "out"), (2, "err")):
            path = os.path.join(told, name)  # noqa: PTH118 - as os.open takes it
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        sys.argv = ["driehoek", *words]
        if callable(main):
            main()
    except SystemExit as end:
        code = (end.code or 0) if isinstance(end.code, int | None) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # never back into the loop that forked us


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
