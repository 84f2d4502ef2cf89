"""The values of a dossier: its files, and what each of them is for an archive."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.core.dossier.retention import Retention


class FileFormat(NamedTuple):
    """A format as archives name it. puid: its identifier in the PRONOM register."""

    label: str
    puid: str


FORMATS = {
    ".csv": FileFormat("Comma Separated Values", "x-fmt/18"),
    ".json": FileFormat("JSON Data Interchange Format", "fmt/817"),
    ".html": FileFormat("Hypertext Markup Language 5", "fmt/471"),
    ".txt": FileFormat("Plain Text File", "x-fmt/111"),
    ".png": FileFormat("Portable Network Graphics 1.2", "fmt/13"),
    ".docx": FileFormat("Microsoft Word for Windows 2007 onwards", "fmt/412"),
    ".xlsx": FileFormat("Microsoft Excel for Windows 2007 onwards", "fmt/214"),
    ".pdf": FileFormat("Acrobat PDF 1.7", "fmt/276"),
}
"""By the ending of a file's name (PRONOM, The National Archives)."""

UNKNOWN = FileFormat("Onbekend", "onbekend")


@dataclass(frozen=True)
class DossierFile:
    """A file of a dossier. name: with forward slashes, unique within it."""

    name: str
    content: bytes

    @property
    def format(self) -> FileFormat:
        """What it is, by the ending of its name."""
        dot = self.name.rfind(".")
        return FORMATS.get(self.name[dot:].lower() if dot >= 0 else "", UNKNOWN)


@dataclass(frozen=True)
class Dossier:
    """All of one meeting. id: names it for ever. held_at: when the meeting began.

    closed_at: the moment of the newest thing in it, so that it is the same whenever it is made.
    missing: what should be in it and is not, as Dutch sentences.
    """

    id: str
    title: str
    source: str
    held_at: datetime
    held_on: date
    closed_at: datetime
    files: tuple[DossierFile, ...]
    missing: tuple[str, ...]
    retention: Retention
