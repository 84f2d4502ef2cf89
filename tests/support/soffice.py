"""LibreOffice as a second program that reads and writes office files, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

_PROGRAM = shutil.which("soffice")

needs_soffice = pytest.mark.skipif(
    _PROGRAM is None, reason="soffice (LibreOffice) is not installed"
)


def converted(path: Path, suffix: str, *, form: str = "") -> Path:
    """Open a file in LibreOffice and save it as another kind, beside it in a folder of its own.

    suffix: "ods". form: the name of the filter with its options, where the suffix is not enough.
    """
    assert _PROGRAM
    folder = path.parent / f"as-{suffix}"
    command = [
        _PROGRAM,
        f"-env:UserInstallation=file://{path.parent}/office",
        "--headless",
        "--convert-to",
        f"{suffix}:{form}" if form else suffix,
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{suffix}"
