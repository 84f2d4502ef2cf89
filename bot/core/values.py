"""How the value of a field reads to people: in a table, in a sentence, old beside new.

Data, `--json` and the database keep the value as it is. A date is said as people say it, a label
by its text in Planner, and a person by name, which the caller has looked up for this screen only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.dutch import enumerated, short_date
from mappings.canonical import FieldValue

NOBODY_KNOWN = "een onbekend account"
UNKNOWN_ITEM = "een vraag van de bot"
NOTHING = "leeg"
_WIDTH = 60  # characters of a text in a cell; more would push the other columns away
_OWNER = "owner:"


@dataclass(frozen=True)
class ValueNames:
    """What keys in values are called.

    labels: label key to its text. people: account to name. items: key of an item of ours in a
    checklist to what it says.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)


NO_NAMES = ValueNames()


def value_words(name: str | None, value: FieldValue, names: ValueNames = NO_NAMES) -> str:
    """Write the whole value of a field; "" for none. name: of the field, as data has it."""
    match name, tuple(value) if isinstance(value, list) else value:  # a list: out of `--json`
        case _, None | "" | ():
            return ""
        case "due", str(day):
            return _day_words(day)
        case "labels", tuple(keys):
            return enumerated([_label_words(key, names) for key in keys])
        case "assignees", tuple(accounts):
            return enumerated([names.people.get(id_, NOBODY_KNOWN) for id_ in accounts])
        case "checklist", tuple(keys):
            return enumerated([names.items.get(key, UNKNOWN_ITEM) for key in keys])
        case _, tuple(parts):
            return ", ".join(parts)
    return str(value)


def cell(name: str | None, value: FieldValue, names: ValueNames = NO_NAMES) -> str:
    """Write a value in one line of a table."""
    return _cut(value_words(name, value, names).partition("\n"))


def spoken(name: str | None, value: FieldValue, names: ValueNames = NO_NAMES) -> str:
    """Write a value inside a sentence, which has a full stop of its own; "leeg" for nothing."""
    return cell(name, value, names).removesuffix(".") or NOTHING


def cells(
    name: str | None, old: FieldValue, new: FieldValue, names: ValueNames = NO_NAMES
) -> tuple[str, str]:
    """Write old and new in a line each: of longer texts the first line in which they differ."""
    before, after = (value_words(name, value, names).split("\n") for value in (old, new))
    if len(before) > 1 and len(after) > 1:
        return _cut(_first_change(before, after)), _cut(_first_change(after, before))
    return cell(name, old, names), cell(name, new, names)


def _first_change(lines: list[str], others: list[str]) -> tuple[str, str, str]:
    """The first line that the others do not have, and a mark that there is more around it."""
    return next((line for line in lines if line not in others), ""), "", ""


def _cut(text: tuple[str, str, str]) -> str:
    first, _, rest = text
    return first if not rest and len(first) <= _WIDTH else f"{first[: _WIDTH - 1]}…"


def _day_words(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text)) if "-" in text else text
    except ValueError:
        return text


def _label_words(key: str, names: ValueNames) -> str:
    return key.removeprefix(_OWNER) if key.startswith(_OWNER) else names.labels.get(key, key)
