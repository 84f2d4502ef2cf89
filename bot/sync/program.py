"""Which program decides: what one found settled, another one looks at again."""

import os
from functools import cache
from pathlib import Path

import bot.core.sync
import mappings
from bot.core.sync.unmoved import terms_of

_ROOMS = (bot.core.sync, mappings)  # what decides, and what translates


@cache
def program() -> str:
    """A fingerprint of the files of this program as they were installed, without reading them."""
    files = (
        f"{file.name} {file.stat().st_mtime_ns} {file.stat().st_size}"
        for room in _ROOMS
        for file in os.scandir(Path(str(room.__file__)).parent)
        if file.name.endswith(".py")
    )
    return terms_of(*sorted(files))
