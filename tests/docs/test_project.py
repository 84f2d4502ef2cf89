"""What the project says of itself to other tools agrees: package, catalogue, checks and Pythons."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "connectors", "mappings")


def read(path: str) -> str:
    """A file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


SETTINGS: dict[str, Any] = tomllib.loads(read("pyproject.toml"))
PROJECT = SETTINGS["project"]
CATALOGUE: dict[str, Any] = yaml.safe_load(read("publiccode.yml"))
VALIDATOR = Draft202012Validator(json.loads(read("tests/docs/publiccode.schema.json")))


def test_the_catalogue_s_file_is_valid() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(CATALOGUE)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"developmentStatus": "bijna"},
        {"maintenance": {"type": "community"}},
        {"description": {"nl": {"shortDescription": "Kort."}}},
        {"url": "driehoekbot"},
    ],
)
def test_control_a_mistake_in_it_is_seen(wrong: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors({**CATALOGUE, **wrong}))


def test_package_catalogue_and_changelog_name_one_version_licence_and_address() -> None:
    version = re.search(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert version is not None
    assert PROJECT["version"] == CATALOGUE["softwareVersion"] == version[1]
    assert PROJECT["license"] == CATALOGUE["legal"]["license"]
    assert f"SPDX-License-Identifier: {PROJECT['license']}" in read("LICENSE")
    assert PROJECT["urls"]["Repository"] == CATALOGUE["url"]
    assert all(url.startswith(CATALOGUE["url"]) for url in PROJECT["urls"].values())


def test_the_pythons_that_are_claimed_are_those_that_are_tried() -> None:
    start = "Programming Language :: Python :: "
    names = [name.removeprefix(start) for name in PROJECT["classifiers"] if name.startswith(start)]
    claimed = [name for name in names if re.fullmatch(r"3\.\d+", name)]
    tried = re.search(r"for version in ([\d. ]+);", read(".ci/pythons"))
    assert tried is not None
    assert tried[1].split() == claimed
    assert PROJECT["requires-python"] == f">={claimed[0]}"


@pytest.mark.parametrize("floor", FLOORS)
def test_the_types_of_every_package_can_be_used(floor: str) -> None:
    assert (ROOT / floor / "py.typed").exists()
    assert "py.typed" in SETTINGS["tool"]["setuptools"]["package-data"][floor]


def test_just_and_the_commit_hooks_run_what_ci_runs() -> None:
    ci = read(".ci/run")
    checks = set(re.findall(r"\.venv/bin/(?:pytest|ruff|mypy|lint-imports).*$", ci, re.MULTILINE))
    checks.add(".ci/pythons")
    recipes = read("justfile")
    default = re.search(r"^default: (.+)$", recipes, re.MULTILINE)
    assert default is not None
    bodies = dict(re.findall(r"^(\w+):\n((?:    .+\n)+)", recipes, re.MULTILINE))
    done = {line.strip() for name in default[1].split() for line in bodies[name].splitlines()}
    assert done == checks
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    entries = {hook["entry"] for hook in hooks}
    assert all(any(check.startswith(entry) for check in checks) for entry in entries)
    assert all(hook["language"] == "system" for hook in hooks)
