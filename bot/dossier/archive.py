"""Packs a dossier as one ZIP, and reads out of one how long it is to be kept.

Packed without compression, in a fixed order, with the moment of its newest part as the time of all:
so the same dossier is the same bytes, whenever and wherever it is made.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.core.dossier.parts import Dossier, DossierFile
from bot.core.workdays import local_time
from bot.documents.limits import FileLimits
from bot.documents.packages import damaged, open_package, read_part, scan
from bot.documents.refusal import DocumentRefused
from bot.dossier.mdto import describe_dossier, describe_file

ENDING = ".zip"
CONTENTS = "inhoud.txt"
DESCRIPTION = "mdto/dossier.mdto.xml"
_TOLD = (("informatieobject", "naam"), ("bewaartermijn", "termijnEinddatum"))


@dataclass(frozen=True)
class Kept:
    """What a dossier says of itself. ends_on: None where its term has no end."""

    file: Path
    title: str
    ends_on: date | None

    def has_served(self, today: date) -> bool:
        """Whether its term is over."""
        return self.ends_on is not None and self.ends_on < today


def pack(dossier: Dossier) -> bytes:
    """Give the dossier as a ZIP file, with what MDTO asks beside every file."""
    files = [
        *dossier.files,
        DossierFile(DESCRIPTION, describe_dossier(dossier)),
        *(
            DossierFile(f"mdto/{file.name}.bestand.mdto.xml", describe_file(dossier, file))
            for file in dossier.files
        ),
    ]
    moment = local_time(dossier.closed_at)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for file in files:
            entry = zipfile.ZipInfo(file.name, moment.timetuple()[:6])
            entry.create_system = 3  # Unix, on whatever machine
            entry.external_attr = 0o600 << 16
            package.writestr(entry, file.content)
    return packed.getvalue()


def read_kept(file: Path) -> Kept:
    """Read what a dossier says of itself. Raises DocumentRefused for a file that is none."""
    found: dict[str, str] = {}
    way: list[str] = []

    def open_element(name: str, _attributes: Mapping[str, str]) -> None:
        way.append(name)

    def close_element(_name: str) -> None:
        way.pop()

    def text(part: str) -> None:
        for name in _TOLD:
            if tuple(way[-len(name) :]) == name:
                found[name[-1]] = found.get(name[-1], "") + part

    if not file.is_file():
        raise DocumentRefused(
            file.name, "dit bestand bestaat niet", "kies een bestand van driehoek dossier"
        )
    with open_package(file, FileLimits()) as package:
        if not read_part(file, package, DESCRIPTION):
            raise DocumentRefused(
                file.name, "dit is geen dossier van de bot", "kies een bestand van driehoek dossier"
            )
        scan(file, package, DESCRIPTION, start=open_element, end=close_element, text=text)
    end = found.get("termijnEinddatum")
    try:
        return Kept(file, found.get("naam", file.name), date.fromisoformat(end) if end else None)
    except ValueError as error:
        raise damaged(file.name) from error
