"""The program loads what it needs and no more: modules are facts that no clock disturbs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOADED = """
import json, sys
from bot.cli import main
sys.argv[1:] = json.loads(sys.argv[1])
try:
    main()
except SystemExit as end:
    code = end.code or 0
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""

HEAVY = {
    *("sqlalchemy", "pydantic", "msal", "jinja2", "holidays", "babel", "docx", "openpyxl", "PIL"),
    *("alembic", "requests", "structlog", "rich", "cryptography", "yaml", "schedule", "starlette"),
}
"""What takes long to import, and is no part of saying what the program is."""


def loaded(*words: str, environ: dict[str, str]) -> set[str]:
    """The modules in memory when this command ends, which it does well."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(words)],
        env={"PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_what_it_is_takes_none_of_what_it_does(words: tuple[str, ...]) -> None:
    modules = loaded(*words, environ={})
    assert modules & HEAVY == set()
    ours = {name for name in modules if name.startswith(("bot.", "connectors", "mappings."))}
    assert ours == {"bot.cli", "bot.commands", "bot.commands.catalogue", "mappings.text"}
