"""Writes the list to a file; the ending of its name says in which form.

What has columns takes them from `columns`, so that a heading means the same in every file. The YAML
has the form of an agenda folder's `actions.yaml`. An import takes all of them back but the JSON,
which has the form of `list --json`, for other programs.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from bot.actions.columns import COLUMNS, Names, Value
from bot.actions.list_book import list_book
from bot.actions.listing import Listing
from bot.core.decisions.words import decision_row
from bot.documents.ooxml import FORMULA_SIGNS
from bot.documents.saving import put
from bot.documents.workbook import MOST_IN_CELL, TextTooLong
from bot.errors import UsageError
from bot.rhythms.report import occasions_data
from mappings.canonical import Action
from mappings.system_words import why


class _Dumper(yaml.SafeDumper):
    """Writes as SafeDumper does, but text with signs that do not show between double quotes.

    Elsewhere PyYAML takes some of those for the end of a line and reads back something else.
    """


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def write_list(listing: Listing, file: Path, *, overwrite: bool) -> None:
    """Write all actions; for their owner alone to read, whole or not at all.

    Raises UsageError for another ending, for a file that is there already unless `overwrite`, for a
    text that does not fit, and when the file cannot be written.
    """
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise UsageError(f"Kies een bestand dat eindigt op {ENDINGS}.")
    try:
        is_there = file.exists()
    except OSError as error:  # a name that is too long
        raise _unwritable(file, error) from error
    if is_there and not overwrite:
        raise UsageError(f"{file} bestaat al. Kies een andere naam, of geef --overwrite.")
    try:
        content = form(listing)
    except TextTooLong as error:
        raise UsageError(_too_long(listing, error)) from error
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Om {file.name} te schrijven is een extra pakket nodig ({error.name}). "
            "Installeer het met: pip install 'driehoekbot[import]'."
        ) from error
    try:
        put(file, content)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> UsageError:
    return UsageError(f"{file} is niet te schrijven: {why(error)}.")


def to_yaml(actions: Iterable[Action]) -> str:
    """Write actions as `mappings.agenda.load_actions` reads them; what is empty is left out."""
    rows = [_row(action) for action in actions]
    return yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def to_json(listing: Listing) -> str:
    """Write actions as `list --json` shows them, without what they are linked to.

    With what meetings decided on each, where that is told; `decisions --json` has the rest.
    """
    rows = [
        {
            **action.model_dump(mode="json"),
            "goal": action.goal,
            "occasions": occasions_data(listing.tallies.get(action.code)),
            **_decided(listing, action.code),
        }
        for action in listing.actions
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    # YAML, as which JSON is read again, takes some of what does not show for the end of a line.
    return "".join(
        sign if sign.isprintable() or sign == "\n" or sign > "\uffff" else f"\\u{ord(sign):04x}"
        for sign in text
    )


def _decided(listing: Listing, code: str) -> dict[str, object]:
    if listing.decided is None:
        return {}
    on = [one for one in listing.decided if one.decision.code == code]
    return {"decisions": [decision_row(one, listing.owner_names, listing.day) for one in on]}


def to_csv(actions: Iterable[Action], names: Names | None = None) -> str:
    """Write actions as Dutch Excel opens it by itself: semicolons, CRLF, UTF-8 with its mark.

    All is quoted, so that LibreOffice can be told to take it as text. A text that begins like a
    formula gets an apostrophe in front, which an import takes off.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([column.heading for column in COLUMNS])
    for action in actions:
        writer.writerow([_cell(column.value(action, names or Names())) for column in COLUMNS])
    return "\ufeff" + text.getvalue()


def _excel(listing: Listing) -> bytes:
    from bot.documents.excel import write_excel

    return write_excel(list_book(listing))


def _ods(listing: Listing) -> bytes:
    from bot.documents.ods import write_ods

    return write_ods(list_book(listing))


def _word(listing: Listing) -> bytes:
    from bot.actions.list_papers import list_document

    return list_document(listing)


def _slides(listing: Listing) -> bytes:
    from bot.actions.list_papers import list_deck
    from bot.documents.slides import write_slides

    return write_slides(list_deck(listing))


FORMS: Mapping[str, Callable[[Listing], bytes]] = {
    ".xlsx": _excel,
    ".ods": _ods,
    ".docx": _word,
    ".pptx": _slides,
    ".csv": lambda listing: to_csv(listing.actions, listing.names).encode(),
    ".yaml": lambda listing: to_yaml(listing.actions).encode(),
    ".json": lambda listing: to_json(listing).encode(),
}
"""What an ending makes of the list. What makes a file is loaded when it is asked for."""

ENDINGS = f"{', '.join([*FORMS][:-1])} of {[*FORMS][-1]}"


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
    """Write a value as text: a day as 2027-03-31, nothing as nothing, and never a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def _too_long(listing: Listing, error: TextTooLong) -> str:
    code = listing.actions[error.row].code
    return (
        f"Actie {code}: de tekst onder {error.heading} is te lang voor een cel ({error.length} "
        f"tekens; er passen er {MOST_IN_CELL}). Maak hem korter, of kies een bestand op .yaml."
    )
