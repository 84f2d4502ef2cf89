"""Makes an agenda folder for a municipality that has none, from the document it has.

Goals come from the headings, owners from the column Regie, actions get the next number of their
goal in the order of the document. All that differs between municipalities beside those is as in the
agenda that comes with the program, and has to be looked at.
"""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from bot.actions.cells import is_nothing
from bot.actions.columns import HEADINGS
from bot.actions.drafts import AgendaWords
from bot.actions.editions import ListEdition, first_edition
from bot.actions.exports import to_yaml
from bot.actions.files import FileToRead, fingerprint_of, open_document
from bot.actions.questions import write_questions
from bot.actions.reading import read_list
from bot.actions.report import problems_sentence
from bot.core.workdays import local_date
from bot.documents.headings import heading_key
from bot.documents.tables import Document, Table
from bot.errors import UsageError
from mappings.agenda import load_actions, load_agenda
from mappings.system_words import why
from mappings.text import clean_line

QUESTIONS = "vragen.xlsx"
_NUMBERED = re.compile(r"(?:(?:beleids)?doel\s*)?(\d{1,2})[.:)]?\s+(\D.*)", re.IGNORECASE)
_APART = re.compile(r"\s*[/,;\n]\s*")
_LONGEST_CODE = 12
_BLOCK = r"^{name}:\n(?:[ #-].*\n)*"


@dataclass(frozen=True)
class Founded:
    """What was made. words: goals and owners as they were found; files: in the folder."""

    words: AgendaWords
    edition: ListEdition
    files: tuple[str, ...]


def found_agenda(
    folder: Path, file: FileToRead, *, name: str, template: Path, at: datetime
) -> Founded:
    """Make the folder, all of it or nothing. name: of the agenda; template: a folder to start from.

    Raises UsageError when the folder is there already, or the document has no goals or actions,
    and DocumentRefused when it cannot be read.
    """
    if folder.exists():
        raise UsageError(f"{folder} bestaat al. Kies een andere naam voor de nieuwe map.")
    document = open_document(file, AgendaWords())
    words = AgendaWords(find_goals(document), find_owners(document))
    if not words.goals:
        raise UsageError(
            f"In {document.file} staan geen doelen. Zet boven elke tabel een kop met het nummer en "
            "de naam van het doel, zoals '1. Beleid op orde brengen'."
        )
    reading = read_list(open_document(file, words), words)
    if reading.problems:
        raise UsageError(problems_sentence(reading))
    edition = first_edition(reading, words, at=at)
    if not edition.actions:
        raise UsageError(f"In {document.file} staan geen acties die over te nemen zijn.")
    try:
        files = _write(folder, file.path, edition, words, name=name, template=template, at=at)
    except OSError as error:
        raise UsageError(f"{folder} is niet te maken: {why(error)}.") from error
    return Founded(words, edition, files)


def _write(
    folder: Path,
    source: Path,
    edition: ListEdition,
    words: AgendaWords,
    *,
    name: str,
    template: Path,
    at: datetime,
) -> tuple[str, ...]:
    """Write the files beside the folder first, and see that they can be read back."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        text = (template / "agenda.yaml").read_text(encoding="utf-8")
        (part / "agenda.yaml").write_text(agenda_text(text, name, words), encoding="utf-8")
        (part / "actions.yaml").write_text(to_yaml(edition.actions), encoding="utf-8")
        load_actions(part / "actions.yaml", load_agenda(part))
        if edition.questions:
            day = local_date(at)
            write_questions(part / QUESTIONS, edition, fingerprint_of(source), day=day)
        part.chmod(0o755)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return tuple(sorted(path.name for path in folder.iterdir()))


def find_goals(document: Document) -> dict[int, str]:
    """The goals that stand above and between the rows; without numbers they are counted."""
    headings = list(dict.fromkeys(filter(None, _headings(document))))
    numbered = [found for text in headings if (found := _NUMBERED.fullmatch(text))]
    if numbered:
        goals = {int(found[1]): found[2].strip() for found in numbered}
        return dict(sorted(goals.items()))
    return dict(enumerate(headings, 1))


def _headings(document: Document) -> Iterator[str]:
    for table in document.tables:
        yield clean_line(table.caption)
        goals = _column(table, "goal")
        yield from (clean_line(text) for text in goals if not is_nothing(text))
        for row in table.rows:
            filled = [cell.text for cell in row.cells if cell.text.strip()]
            if len(filled) == 1 and _NUMBERED.fullmatch(clean_line(filled[0])):
                yield clean_line(filled[0])


def find_owners(document: Document) -> dict[str, str]:
    """The names under Regie by a code: the name itself when it is short, else its initials."""
    owners: dict[str, str] = {}
    for table in document.tables:
        for text in _column(table, "owners"):
            for part in _APART.split(text):
                name = clean_line(part)
                if is_nothing(name) or name.casefold() in ("niet", "geen"):
                    continue
                if name.casefold() not in {known.casefold() for known in owners.values()}:
                    owners[_code_for(name, owners)] = name
    return owners


def _column(table: Table, key: str) -> Iterable[str]:
    places = [n for n, h in enumerate(table.headings) if HEADINGS.get(heading_key(h)) == key]
    return [row.cells[place].text for row in table.rows for place in places]


def _code_for(name: str, taken: Mapping[str, str]) -> str:
    words = re.findall(r"\w+", name)
    short = name if len(name) <= _LONGEST_CODE else "".join(word[0] for word in words).upper()
    code, number = short, 1
    while code.casefold() in {known.casefold() for known in taken}:
        number += 1
        code = f"{short}{number}"
    return code


def agenda_text(template: str, name: str, words: AgendaWords) -> str:
    """The template with another name, other goals and other owners; its notes stay."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    key = "-".join(re.findall(r"[a-z0-9]+", plain)) or "agenda"
    goals = [{"number": number, "name": goal} for number, goal in words.goals.items()]
    owners = [{"code": code, "name": owner} for code, owner in words.owners.items()]
    text = _replaced(template, r"^key: .*\n", _dumped({"key": key}))
    text = _replaced(text, r"^name: .*\n", _dumped({"name": name}))
    text = _replaced(text, _BLOCK.format(name="goals"), _dumped({"goals": goals}))
    text = _replaced(text, _BLOCK.format(name="owners"), _dumped({"owners": owners}))
    text = _replaced(text, r"^  meetings: \{.*\n", "  meetings: {}\n")  # other codes than here
    return _replaced(text, r"^  plan_title: .*\n", f"  {_dumped({'plan_title': name})}")


def _replaced(text: str, pattern: str, new: str) -> str:
    changed, count = re.subn(pattern, lambda _: new, text, count=1, flags=re.MULTILINE)
    if not count:
        raise ValueError(f"the template of an agenda has nothing like {pattern}")
    return changed


def _dumped(data: Mapping[str, object]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
