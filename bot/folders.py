"""Writes several files together in a folder, to look at or to send on: all of them or none."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.documents.saving import put_all
from bot.errors import UsageError
from mappings.system_words import why

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")  # of a file's name


def write_folder(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files by name, all or none; gives their paths.

    The folder is made when only it is missing. Raises UsageError for what is no folder, and when
    it cannot be made or written in.
    """
    check_folder(folder)
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        put_all({folder / name: content for name, content in files.items()})
    except OSError as error:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise _unwritable(folder, error) from error
    return [str(folder / name) for name in files]


def check_folder(folder: Path) -> None:
    """Raise UsageError for what cannot be a folder to write in."""
    try:
        if folder.is_dir():
            return
        is_file, has_place = folder.exists(), folder.parent.is_dir()
    except OSError as error:
        raise _unwritable(folder, error) from error
    if is_file:
        raise UsageError(f"{folder} is een bestand, geen map. Kies een andere map.")
    if _ENDING.fullmatch(folder.suffix):
        raise UsageError(
            f"{folder} is een naam van een bestand, en hier komen er meer dan één. Noem een map."
        )
    if not has_place:
        raise UsageError(f"De map {folder.parent} bestaat niet. Maak haar, of kies een andere.")


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"In de map {folder} is niet te schrijven: {why(error)}. Kies een andere map."
    )
