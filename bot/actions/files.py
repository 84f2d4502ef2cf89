"""Opens a file with a list, whatever its form, and reads it.

What the list itself wrote as YAML comes in as it is; a scan has a reader of its own; anything else
is read by its columns.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.actions.columns import list_headings
from bot.actions.drafts import AgendaWords, ListReading, reading_of, words_of
from bot.actions.reading import read_list
from bot.actions.scan import read_scan
from bot.actions.scan_pages import read_pages
from bot.documents.headings import Headings
from bot.documents.kinds import kind_of
from bot.documents.limits import LIMITS, Progress
from bot.documents.read import read_document
from bot.documents.tables import Document
from mappings.agenda import Agenda, load_actions
from mappings.canonical import Action

_OURS = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""The forms that say of every field what it is, by the ending of the name."""


def _silent(_done: int, _of: int) -> None:
    """Say nothing of how far it is."""


@dataclass(frozen=True)
class FileToRead:
    """What to read. sheet: the one of a workbook to read, "" for all. progress: told how far."""

    path: Path
    sheet: str = ""
    progress: Progress = _silent


def headings_of(words: AgendaWords) -> Headings:
    """Every heading that means something in a list, and the names that a hyphen belongs in."""
    return list_headings((*words.owners, *words.owners.values()))


def read_file(file: FileToRead, agenda: Agenda, known: Mapping[str, Action]) -> ListReading:
    """Read a file as a list. known: the list as it is now, by code.

    Raises AgendaErrors for YAML with mistakes, DocumentRefused for any other file that cannot be
    read.
    """
    if form := _OURS.get(file.path.suffix.lower()):
        return reading_of(file.path.name, load_actions(file.path, agenda), form)
    words = words_of(agenda)
    return read_list(open_document(file, words), words, known)


def open_document(file: FileToRead, words: AgendaWords) -> Document:
    """Open a file that has columns. Raises DocumentRefused."""
    if file.path.suffix.lower() == ".txt" and kind_of(file.path) == "text":
        text = file.path.read_bytes()[: LIMITS.text_bytes].decode("utf-8-sig", "replace")
        if any("text" in page.columns and "note" in page.columns for page in read_pages(text)):
            return read_scan(file.path.name, text, words)
    return read_document(file.path, headings_of(words), progress=file.progress, sheet=file.sheet)


def fingerprint_of(path: Path) -> str:
    """A short print of what a file holds, by which answers are known to belong to it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=8)).hexdigest()
