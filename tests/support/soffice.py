"""LibreOffice as a second program that reads and writes office files, where it is installed."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_PROGRAM = shutil.which("soffice")

needs_soffice = pytest.mark.skipif(
    _PROGRAM is None, reason="soffice (LibreOffice) is not installed"
)


@cache
def _profile() -> TemporaryDirectory[str]:
    """A profile for this process alone: to make one takes as long as a few conversions."""
    return TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)


def converted(path: Path, suffix: str, *, form: str = "") -> Path:
    """Open a file in LibreOffice and save it as another kind, beside it in a folder of its own.

    suffix: "ods". form: the name of the filter with its options, where the suffix is not enough.
    """
    assert _PROGRAM
    folder = path.parent / f"as-{suffix}"
    command = [
        _PROGRAM,
        f"-env:UserInstallation=file://{_profile().name}",
        "--headless",
        "--convert-to",
        f"{suffix}:{form}" if form else suffix,
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{suffix}"
