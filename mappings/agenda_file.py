"""Reads a YAML file and keeps the line numbers, so that every mistake can be pointed at.

A plain value is read as the text that stands there: 1.10 stays "1.10" and NO stays "NO". The
model that the data goes into decides what the text means. Anchors and aliases (& and *) are
refused: with them one line number would stand for several places.
"""

import json
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml
from pydantic import ValidationError

from mappings.complaints import complaint
from mappings.system_words import why
from mappings.text import clean

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What stands at one place of the file."""

Place: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top of the file."""

MOST_BYTES = 4_000_000
"""How large a file may be: a hundred agendas of 70 actions."""

MOST_LEVELS = 100
"""How deep a file may be nested. libyaml calls itself to compose, and far on ends the process."""

_HALVES = re.compile(
    r"(?<!\\)(?P<before>(?:\\\\)*)(?P<halves>\\u(?i:d[89ab][0-9a-f]{2})\\u(?i:d[c-f][0-9a-f]{2}))"
)
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Problem:
    """One mistake in a file.

    row: line number from 1, None when the whole file is meant. field: dotted, "" for none. code:
    the action it is in, "" for none. sentence: Dutch, what is wrong and what to do.
    """

    file: str
    row: int | None
    field: str
    sentence: str
    code: str = ""

    def __str__(self) -> str:
        """One line, e.g. "actions.yaml, regel 12 (2.4), veld 'status': 'Bijna' bestaat niet."."""
        row = f", regel {self.row}" if self.row else ""
        code = f" ({self.code})" if self.code else ""
        field = f", veld '{self.field}'" if self.field else ""
        return f"{self.file}{row}{code}{field}: {self.sentence}"


class AgendaErrors(Exception):
    """A file of the agenda cannot be used; its text is a Dutch list, one line per problem."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.row or 0, p.field)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class YamlFile:
    """A file that was read: its values, and the nodes that know where each one stands.

    flaws: what YAML allows but we do not, such as the same key twice.
    """

    name: str
    data: Value
    root: yaml.Node
    flaws: tuple[Problem, ...]

    def row(self, place: Place) -> int:
        """Line number of a place, or of the nearest thing around it that exists."""
        node, row = self.root, self.root.start_mark.line
        for part in place:
            if isinstance(node, yaml.MappingNode):
                pairs = [(key, value) for key, value in node.value if key.value == part]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                pairs = [(value, value) for value in node.value[part : part + 1]]
            else:
                pairs = []
            if not pairs:
                break
            row = pairs[0][0].start_mark.line
            node = pairs[0][1]
        return int(row) + 1

    def at(self, place: Place) -> Value:
        """The value at a place, None when there is none."""
        value = self.data
        for part in place:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int):
                value = value[part]
            else:
                return None
        return value

    def problem(self, place: Place, sentence: str) -> Problem:
        """Point at one place. The action's code is found along the way."""
        row = self.at(place[:1]) if place and isinstance(place[0], int) else None
        code = row.get("code") if isinstance(row, dict) else None
        # pydantic marks a wrong key with a part of its own, "[key]"
        field = ".".join(p for p in place if isinstance(p, str) and p != "[key]")
        return Problem(
            self.name, self.row(place), field, sentence, code if isinstance(code, str) else ""
        )

    def problems(self, error: ValidationError, place: Place = ()) -> list[Problem]:
        """Translate what a model refused. place: where the refused data stands."""
        return [self.problem((*place, *e["loc"]), complaint(e)) for e in error.errors()]

    def doubles(self, place: Place, field: str) -> list[Problem]:
        """Find list items whose `field` has a value that an earlier item has too."""
        items = self.at(place)
        found, seen = [], dict[str, int]()
        for index, item in enumerate(items if isinstance(items, list) else ()):
            value = item.get(field) if isinstance(item, dict) else None
            if isinstance(value, str) and value in seen:
                sentence = f"'{value}' staat ook al op regel {seen[value]}; kies een andere."
                found.append(self.problem((*place, index, field), sentence))
            elif isinstance(value, str):
                seen[value] = self.row((*place, index, field))
        return found

    def wrong_keys(
        self, place: Place, known: Collection[str], optional: Collection[str] = ()
    ) -> list[Problem]:
        """Compare the keys of a group of fields with the ones it must have, or may have."""
        group = self.at(place)
        if not isinstance(group, dict):
            return []
        strange = [key for key in group if key not in (*known, *optional)]
        missing = [key for key in known if key not in group]
        choice = f"kies {', '.join((*known, *optional))}"
        return [self.problem((*place, k), f"dit veld bestaat niet; {choice}.") for k in strange] + [
            self.problem((*place, k), "dit veld ontbreekt; vul het in.") for k in missing
        ]


def read_yaml(path: Path) -> YamlFile:
    """Read one file. Raises AgendaErrors when it is missing, unreadable, too large or no YAML."""
    text = _read_text(path)
    if path.suffix.lower() == ".json" and text.strip():
        text = _json_as_yaml(path.name, text)
    root = _compose(path.name, text)
    if root is None:
        sentence = "dit bestand is leeg; haal het opnieuw op of kies een ander."
        raise _unusable(path.name, None, sentence)
    reader = _Reader(path.name)
    data = reader.read(root)
    return YamlFile(path.name, data, root, tuple(reader.flaws))


def _read_text(path: Path) -> str:
    """Read a file of bounded size, and nothing that may never end or that waits for a writer."""
    try:
        if path.exists() and not path.is_file():
            sentence = "dit is geen bestand, maar een map of een apparaat; noem een bestand."
            raise _unusable(path.name or str(path), None, sentence)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        sentence = f"dit bestand bestaat niet in {path.absolute().parent}."
        raise _unusable(path.name, None, sentence) from None
    except OSError as error:
        sentence = f"dit bestand is niet te lezen ({why(error)})."
        raise _unusable(path.name, None, sentence) from error
    if len(content) > MOST_BYTES:
        sentence = f"dit bestand is groter dan {MOST_BYTES // 1_000_000} MB; is het wel een agenda?"
        raise _unusable(path.name, None, sentence)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = "hier staat een teken dat geen UTF-8 is; sla het bestand op als UTF-8."
        row = content[: error.start].count(b"\n") + 1
        raise _unusable(path.name, row, sentence) from error


def _json_as_yaml(name: str, text: str) -> str:
    """JSON as PyYAML reads it, line for line; raises AgendaErrors for what is no JSON.

    A tab between values is a blank, as none stands bare inside them; a sign that is escaped in two
    halves (RFC 8259, 7) is one sign.
    """
    row, column = None, ""
    try:
        json.loads(text, parse_int=str)  # a number of any length
    except json.JSONDecodeError as error:
        row, column = error.lineno, f" vanaf kolom {error.colno}"
    except RecursionError:
        column = ", want het is te diep genest"
    else:
        return _HALVES.sub(_whole_sign, text.replace("\t", " "))
    sentence = f"dit is geen geldige JSON{column}; kijk naar de komma's, haken en aanhalingstekens."
    raise _unusable(name, row, sentence)


def _whole_sign(found: re.Match[str]) -> str:
    sign: str = json.loads('"' + found["halves"] + '"')
    return found["before"] + sign


def _compose(name: str, text: str) -> yaml.Node | None:
    """Compose with libyaml where PyYAML was built with it, which is 14 times as quick.

    Of a file with a mistake the library in Python tells the place: libyaml gives another one.
    """
    if yaml.__with_libyaml__:
        with suppress(yaml.YAMLError):
            if _is_flat(text):
                return yaml.compose(text, Loader=yaml.CSafeLoader)
    return _compose_slowly(name, text)


def _is_flat(text: str) -> bool:
    """Whether it can be composed with libyaml. Raises YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_LEVELS:
                return False
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return True


def _compose_slowly(name: str, text: str) -> yaml.Node | None:
    row, column = None, ""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        if mark := error.problem_mark or error.context_mark:
            row, column = mark.line + 1, f" vanaf kolom {mark.column + 1}"
    except yaml.reader.ReaderError as error:
        row = text[: error.position].count("\n") + 1
    except RecursionError:
        column = ", want het is te diep genest"
    sentence = (
        f"dit is geen geldige YAML{column}; kijk naar het inspringen (spaties, geen tabs), de "
        "dubbele punten en de aanhalingstekens."
    )
    raise _unusable(name, row, sentence)


def _unusable(name: str, row: int | None, sentence: str) -> AgendaErrors:
    return AgendaErrors([Problem(name, row, "", sentence)])


class _Reader:
    """Turns nodes into values and notes what YAML allows but a careful file does not."""

    def __init__(self, file: str) -> None:
        self.flaws: list[Problem] = []
        self._file = file
        self._seen: set[int] = set()

    def read(self, node: yaml.Node) -> Value:
        if id(node) in self._seen:
            self._note(node, "verwijzingen met & en * werken hier niet; schrijf de waarde uit.")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._group(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item) for item in node.value]
        return self._text(node)

    def _group(self, node: yaml.MappingNode) -> Value:
        """A key without a value counts as left out."""
        group: dict[str, Value] = {}
        names: set[str] = set()
        for key, item in node.value:
            value = self.read(item)
            if not isinstance(key, yaml.ScalarNode):
                self._note(key, "de naam van een veld is één woord.")
            elif key.value in names:
                self._note(key, "dit veld staat er twee keer; haal er één weg.", key.value)
            else:
                names.add(key.value)
                if value is not None:
                    group[key.value] = value
        return group

    def _text(self, node: yaml.Node) -> str | None:
        text = clean(str(node.value)).strip()
        quoted = isinstance(node, yaml.ScalarNode) and bool(node.style)
        return text if quoted or text not in _NULLS else None

    def _note(self, node: yaml.Node, sentence: str, field: str = "") -> None:
        row = node.start_mark.line + 1
        self.flaws.append(Problem(self._file, row, field, sentence))
