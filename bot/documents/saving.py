"""Puts a file in its place: whole or not at all, and for its owner alone to read.

What goes into a file here names people and what they work on; whoever may read it is for its owner
to say.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def put(file: Path, content: bytes) -> None:
    """Write it under a name of its own, and give it its place in one step. Raises OSError."""
    handle, part = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(part).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise
