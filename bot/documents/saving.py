"""Puts files in their places: whole or not at all, and for their owner alone to read.

What goes into a file here names people and what they work on; whoever may read it is for its owner
to say.
"""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def put(file: Path, content: bytes) -> None:
    """Write it under a name of its own, and give it its place in one step. Raises OSError."""
    put_all({file: content})


def put_all(files: Mapping[Path, bytes]) -> None:
    """Put files in their places once all of them are written.

    Raises OSError; when one cannot be written, none has got its place.
    """
    parts: dict[Path, Path] = {}
    try:
        for file, content in files.items():
            handle, part = tempfile.mkstemp(".part", f".{file.name[:40]}.", file.parent)
            parts[file] = Path(part)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
        for file, written in parts.items():
            written.replace(file)
    finally:
        for left in parts.values():
            with suppress(OSError):
                left.unlink(missing_ok=True)
