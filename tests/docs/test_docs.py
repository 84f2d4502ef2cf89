"""The documentation cannot drift: what it names exists, and what exists is named."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.commands import every_command

from bot.commands.sync import _KINDS
from bot.core.dutch import FIELD_WORDS
from bot.core.reminders.due import COORDINATOR
from bot.core.sync.effects import StepKind
from bot.settings import OWN_AGENDA, environment_name, read_settings
from mappings.agenda import load_agenda
from mappings.canonical import DueKind, Status

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FLOORS = ("bot", "mappings", "connectors")


COMMANDS = every_command()


def read(path: str) -> str:
    """A file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def docstring(file: Path) -> str:
    """What a module says it is for."""
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def fenced(text: str) -> list[str]:
    """The code blocks of a page."""
    return [block.strip() for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)]


def code_lines(page: Path) -> Iterator[str]:
    """Every line of code on a page, in blocks and between backticks."""
    text = page.read_text(encoding="utf-8")
    yield from chain.from_iterable(block.splitlines() for block in fenced(text))
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def told_commands() -> list[tuple[str, str]]:
    """Every `driehoek ...` that a page tells people to type, as (page, words)."""
    typed = re.compile(r"(?:^|[\s/])driehoek (?:--now \S+ )?([a-z][^|;#>&]*)")
    return [
        (page.name, found[1].strip())
        for page in PAGES
        for line in code_lines(page)
        if (found := typed.search(line))
    ]


def settings_read() -> set[str]:
    """The environment variables that the program reads, out of its one room that names them."""
    room = sorted((ROOT / "bot" / "settings").glob("*.py"))
    source = "".join(file.read_text(encoding="utf-8") for file in room)
    plain = set(re.findall(r'given\.get\(\s*"(\w+)"', source))
    per_owner = re.findall(r'given\.owned\("(\w+)", "(\w*)"\)', source)
    owners = [environment_name(owner.code) for owner in load_agenda(OWN_AGENDA).owners]
    assert plain
    assert per_owner
    return plain | {f"{start}{owner}{end}" for start, end in per_owner for owner in owners}


def settings_shown() -> list[str]:
    """The variables in config.example.env, also those that only show a default."""
    return re.findall(r"^#?([A-Z][A-Z0-9_]+)=", read("config.example.env"), re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert f"Voorbeeld: driehoek {name}" in COMMANDS[name].help


def test_every_command_is_named_in_the_documentation() -> None:
    told = {" ".join(words.split()[:length]) for _, words in told_commands() for length in (1, 2)}
    listed = set(re.findall(r"`(\w+)`", read("README.md")))
    assert set(COMMANDS) <= told | listed


@pytest.mark.parametrize(("page", "words"), told_commands())
def test_every_command_line_in_the_documentation_can_be_typed(page: str, words: str) -> None:
    name, *rest = shlex.split(words)
    assert name in COMMANDS, f"{page}: driehoek {words}"
    if rest and f"{name} {rest[0]}" in COMMANDS:
        name = f"{name} {rest.pop(0)}"
    command = COMMANDS[name]
    options = {option for param in command.params for option in param.opts} | {"--help"}
    assert {word for word in rest if word.startswith("--")} <= options, f"{page}: driehoek {words}"


def test_the_example_settings_are_exactly_what_the_program_reads() -> None:
    shown = settings_shown()
    name = environment_name(COORDINATOR)
    coordinator = {f"TEAMS_WEBHOOK_{name}", f"TEAMS_CHANNEL_{name}"}
    assert set(shown) == settings_read() | coordinator | {"REQUESTS_CA_BUNDLE"}
    assert len(shown) == len(set(shown))


def test_each_setting_or_row_of_owners_is_preceded_by_its_reason() -> None:
    def family(line: str) -> str:
        return re.sub(r"^(TEAMS_WEBHOOK|TEAMS_CHANNEL|OWNER)_\w+?(_MEMBERS|_MAIL|)=", r"\1\2", line)

    lines = read("config.example.env").splitlines()
    for previous, line in pairwise(lines):
        if re.match(r"#?[A-Z]\w+=", line):
            assert previous.startswith("# ") or family(previous) == family(line), line


def test_the_example_settings_are_accepted_as_they_stand() -> None:
    values = dotenv_values(ROOT / "config.example.env")
    given = {name: value or "" for name, value in values.items()}
    assert read_settings(given) == read_settings({})


def test_the_shown_defaults_are_the_real_ones() -> None:
    defaults = dict(re.findall(r"^#(\w+)=(\S+)$", read("config.example.env"), re.MULTILINE))
    examples = {name: defaults.pop(name) for name in ("AGENDA_DIR", "REQUESTS_CA_BUNDLE")}
    assert read_settings(defaults) == read_settings({})
    assert all(examples.values())


def test_pages_name_no_setting_that_does_not_exist() -> None:
    prefixes = "AZURE|GRAPH|DATABASE|AGENDA|PLANNER|OUTLOOK|DIGEST|CONCEPT|ALLOWED|TEAMS|OWNER|LOG"
    named = re.compile(rf"\b(?:{prefixes})_[A-Z_]*[A-Z]\b")
    found = {name for page in PAGES for name in named.findall(page.read_text(encoding="utf-8"))}
    assert found
    assert found <= set(settings_shown())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text):
        target = page.parent / path if path else page
        assert target.exists(), f"{page.name} links to {path}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), f"{page.name} links to {path}#{anchor}"


def test_the_readme_opens_with_the_demo_and_the_tests_and_ci_runs_the_latter() -> None:
    demo, tests = fenced(read("README.md"))[:2]
    assert demo.startswith("python3 -m venv .venv && ")
    assert demo.endswith(".venv/bin/driehoek demo")
    assert tests.startswith("python3 -m venv .venv && ")
    assert tests.endswith(".venv/bin/pytest -n 3 --dist worksteal")
    assert "\n" not in demo + tests
    assert tests in read(".ci/run").splitlines()


def test_the_constraints_are_versions_only_and_pin_all_that_the_project_asks_for() -> None:
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {canonicalize_name(name): version for name, version in (x.split("==") for x in lines)}
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    for text in (*project["dependencies"], *extras):
        wanted = Requirement(text)
        if wanted.name != project["name"]:
            assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), text


@pytest.mark.parametrize("member", [*Status, *DueKind, *StepKind], ids=str)
def test_the_glossary_pairs_every_word(member: Status | DueKind | StepKind) -> None:
    code = f"`{type(member).__name__}.{member.name}`"
    rows = [line for line in read("docs/glossary.md").splitlines() if code in line]
    word = _KINDS[member] if isinstance(member, StepKind) else member.value
    assert len(rows) == 1
    assert re.search(rf"\| `?{re.escape(word)}`? \|", rows[0])


@pytest.mark.parametrize(("field", "word"), FIELD_WORDS.items())
def test_the_glossary_pairs_every_field(field: str, word: str) -> None:
    assert f"| {word} | `{field}` |" in read("docs/glossary.md")


def test_the_architecture_describes_every_room_in_the_words_of_its_package() -> None:
    rooms = dict(
        re.findall(r"^\| `([\w/]+/)` \| (.+?) \|$", read("docs/architecture.md"), re.MULTILINE)
    )
    packages = [file for floor in FLOORS for file in (ROOT / floor).rglob("__init__.py")]
    assert rooms == {
        f"{file.parent.relative_to(ROOT).as_posix()}/": docstring(file).split("\n")[0]
        for file in packages
    }


def test_the_pages_name_no_file_that_does_not_exist() -> None:
    named = re.compile(rf"`((?:{'|'.join(FLOORS)}|tests|docs)/[\w/.]+)`")
    for page in PAGES:
        for path in named.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{page.name} names {path}"


def test_nothing_tells_on_which_machine_it_was_made() -> None:
    forbidden = re.compile(
        r"/(?:work|farm|root|tmp|opt)/\w|pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian"
    )
    files = [*PAGES, *(ROOT / ".ci").iterdir()]
    files += [ROOT / name for name in ("config.example.env", "constraints.txt", "pyproject.toml")]
    for floor in (*FLOORS, "tests"):
        files += [p for p in (ROOT / floor).rglob("*") if p.suffix in (".py", ".yaml", ".j2")]
    for file in files:
        found = forbidden.search(file.read_text(encoding="utf-8"))
        assert found is None, f"{file.relative_to(ROOT)}: {found and found[0]}"
