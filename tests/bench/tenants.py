"""A tenant and an installation in it for one build, filled with so many actions."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.builds import Build
from support.many_actions import many_actions

from bot.actions.exports import to_yaml
from connectors.sandbox.control import Sandbox
from connectors.sandbox.server import running

ENDLESS = 1_000_000_000


@dataclass(frozen=True)
class Tenant:
    """A sandbox and the settings of an installation of one build."""

    build: Build
    sandbox: Sandbox
    folder: Path
    environ: Mapping[str, str]

    def list_of(self, count: int) -> str:
        """A file with so many actions."""
        file = self.folder / f"{count}.yaml"
        if not file.exists():
            file.write_text(to_yaml(many_actions(count)), encoding="utf-8")
        return str(file)

    def fill(self, count: int) -> None:
        """Import a list and do the first round."""
        self.build.run(self.environ, "import", self.list_of(count))
        self.build.run(self.environ, "sync")

    def slow_down(self, latency: int) -> None:
        """Let every exchange take so many milliseconds; parts of a batch travel together."""
        if latency:
            self.sandbox.control.fault("latency", inner=False, ms=latency, times=ENDLESS)

    def calls(self) -> int:
        """HTTP exchanges since the journal was emptied."""
        return sum(not entry["inner"] for entry in self.sandbox.control.journal())

    def bytes(self) -> tuple[int, int]:
        """Bytes of the answers since then: as they are, and as they travelled."""
        entries = self.sandbox.control.journal()
        return sum(e["plain_bytes"] for e in entries), sum(e["sent_bytes"] for e in entries)


@contextmanager
def tenant_of(
    build: Build,
    *,
    outlook: bool = True,
    database: str = "",
    limits: Mapping[str, int] | None = None,
) -> Iterator[Tenant]:
    """Open a tenant. database: its address; by default a SQLite file."""
    with running() as sandbox, tempfile.TemporaryDirectory(prefix="driehoek-bench-") as folder:
        if limits:
            sandbox.control.settings(limits=dict(limits))
        environ = {
            **sandbox.environment(),
            "DATABASE_URL": database or f"sqlite:///{folder}/driehoek.db",
            "AGENDA_DIR": str(build.folder / "mappings" / "haarlemmermeer"),
        }
        if not outlook:
            environ["OUTLOOK_CALENDAR"] = ""
        yield Tenant(build, sandbox, Path(folder), environ)
