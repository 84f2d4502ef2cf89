"""The work by Driehoekbot: rounds of its engine, each a new process as far as it knows."""

from collections.abc import Sequence
from pathlib import Path

from support.installation import Clock, Office

from connectors.sandbox.control import Sandbox
from mappings.canonical import Action, Status


class Ours:
    """One installation. folder: where its database goes; actions: its list."""

    def __init__(self, sandbox: Sandbox, folder: Path, actions: Sequence[Action]) -> None:
        database = f"sqlite:///{folder / 'bench.db'}"
        environ = {**sandbox.environment(), "DATABASE_URL": database, "OUTLOOK_CALENDAR": ""}
        self._office = Office(sandbox, environ, Clock(sandbox.control.advance))
        self._office.import_list(*actions)

    def fill(self) -> None:
        """Do the first round."""
        self._office.sync()

    def read(self) -> None:
        """Do a round in which nothing happened."""
        self._office.sync()

    def edit(self, count: int) -> None:
        """Let the coordinator change the status of the first actions."""
        tasks = self._office.control.state()["tasks"]
        for code in [task["title"].split(" ")[0] for task in tasks[:count]]:
            done = self._office.action(code).status is Status.DONE
            self._office.set(code, status="Loopt" if done else "Gereed")

    def change(self, count: int) -> None:  # noqa: ARG002 - the list knows what changed
        """Do a round that brings those changes to Planner."""
        self._office.sync()
