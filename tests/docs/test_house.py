"""The house keeps its rules: small files that say what they are for, one meaning a class name."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 400
MODULES = sorted(
    file
    for folder in ("bot", "connectors", "mappings", "tests")
    for file in (ROOT / folder).rglob("*.py")
)


def classes(file: Path) -> Iterator[str]:
    """The names of the classes that a module defines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for_and_is_not_long(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= MOST_LINES


def test_no_class_name_stands_twice_in_the_program() -> None:
    homes = defaultdict(list)
    for file in MODULES:
        if file.relative_to(ROOT).parts[0] != "tests":
            for name in classes(file):
                homes[name].append(file.relative_to(ROOT).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
