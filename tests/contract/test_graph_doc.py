"""docs/graph.md tells of every rule, and names nothing that does not exist."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "graph.md"
PAPERS = {"Planner": 29, "Teams and Outlook": 25}


def rows_of(paper: str) -> list[list[str]]:
    """The cells of a paper's table, row by row, without its heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {paper}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def found_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


every_paper = pytest.mark.parametrize("paper", PAPERS)


@every_paper
def test_every_rule_has_its_row(paper: str) -> None:
    assert [row[0] for row in rows_of(paper)] == [str(n + 1) for n in range(PAPERS[paper])]


@every_paper
def test_every_test_in_the_table_exists(paper: str) -> None:
    for number, _, _, shown in rows_of(paper):
        assert names_in(shown), f"rule {number} is shown by nothing"
        for name in names_in(shown):
            path, _, test = name.partition("::")
            assert (ROOT / path).is_file(), f"rule {number} names {path}"
            assert test in found_in(ROOT / path), f"rule {number} names {name}"


@every_paper
def test_every_name_in_the_table_exists(paper: str) -> None:
    """And a rule that nothing keeps says so."""
    for number, rule, kept, _ in rows_of(paper):
        assert names_in(kept) or "**Not kept:**" in rule, f"rule {number} is kept by nothing"
        for name in names_in(kept):
            assert resolved(name) is not None, f"rule {number} names {name}"


def resolved(name: str) -> object:
    """Find a dotted name: the longest part that is a module, then its attributes."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:end])
        if path.with_suffix(".py").is_file():
            found: object = import_module(".".join(parts[:end]))
            for attribute in parts[end:]:
                found = getattr(found, attribute, None)
            return found
    return None


def test_every_file_on_the_page_exists() -> None:
    named = re.findall(r"`?(tests/[\w/]+\.py)", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 60
    assert [path for path in named if not (ROOT / path).is_file()] == []
