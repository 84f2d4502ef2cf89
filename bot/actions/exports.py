"""Writes the list to a file: as YAML that an import takes back, or as CSV for a spreadsheet.

The YAML has the form of an agenda folder's `actions.yaml`. The CSV is as Dutch Excel opens it by
itself: semicolons, UTF-8 with its mark. People's text never becomes a formula there.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from bot.actions.columns import COLUMNS, Names, Value
from bot.documents.ooxml import FORMULA_SIGNS
from bot.errors import UsageError
from mappings.canonical import Action, code_order


class _Dumper(yaml.SafeDumper):
    """Writes as SafeDumper does, but text with signs that do not show between double quotes.

    Elsewhere PyYAML takes some of those for the end of a line and reads back something else.
    """


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def write_list(actions: Iterable[Action], file: Path, *, overwrite: bool) -> None:
    """Write all actions, in the order of their codes; the ending of the name says how.

    The file is there whole or not at all. Raises UsageError for another ending, for a file that is
    there already unless `overwrite`, and when it cannot be written.
    """
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        raise UsageError(f"Kies een bestand dat eindigt op {' of '.join(_FORMS)}.")
    if file.exists() and not overwrite:
        raise UsageError(f"{file} bestaat al. Kies een andere naam, of geef --overwrite.")
    content = form(sorted(actions, key=lambda action: code_order(action.code)))
    part = file.with_name(file.name + ".part")
    try:
        part.write_text(content, encoding="utf-8", newline="")
        part.replace(file)
    except OSError as error:
        raise UsageError(f"{file} is niet te schrijven: {error.strerror}.") from error


def to_yaml(actions: Iterable[Action]) -> str:
    """Write actions as `mappings.agenda.load_actions` reads them; what is empty is left out."""
    rows = [_row(action) for action in actions]
    return yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def to_csv(actions: Iterable[Action]) -> str:
    """Write actions as CSV; text that begins like a formula gets an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.heading for column in COLUMNS])
    for action in actions:
        writer.writerow([_cell(column.value(action, Names())) for column in COLUMNS])
    return "\ufeff" + text.getvalue()


_FORMS: Mapping[str, Callable[[Iterable[Action]], str]] = {".yaml": to_yaml, ".csv": to_csv}


def _row(action: Action) -> dict[str, object]:
    vng = action.vng.model_dump(exclude_none=True)
    row = {
        "code": action.code,
        "title": action.title,
        "text": action.text,
        "status": action.status.value if action.status else None,
        "due": action.due.text,
        "rhythm": action.rhythm,
        "owners": list(action.owners),
        "vng": vng,
        "note": action.note,
    }
    return {name: value for name, value in row.items() if value}


def _cell(value: Value) -> str:
    """Write a value as text: a day as 2027-03-31, nothing as nothing, and never a formula.

    Text with such an apostrophe of its own gets one more, so that a reader knows which to take off.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text
