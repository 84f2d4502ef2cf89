"""Every command of the program, loaded, for tests that hold all of them to something."""

from collections.abc import Iterator
from typing import Any

from bot.commands.catalogue import CATALOGUE, load


def every_command() -> dict[str, Any]:
    """Every command as Typer runs it, by the words that lead to it: "digest" and "digest hold"."""
    return dict(_below({name: load(name) for name in CATALOGUE}))


def _below(commands: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in commands.items():
        words = f"{path} {name}".strip()
        yield words, command
        yield from _below(getattr(command, "commands", {}), words)
