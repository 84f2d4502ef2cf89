"""Writes what equals a password to a file that is its owner's alone (0600)."""

import os
import tempfile
from pathlib import Path


def replace_private(file: Path, content: str) -> None:
    """Replace a file; it holds the old or the new text, whenever the process ends. Raises OSError.

    A link is replaced by a file, and rights that others had on the old one are gone.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
