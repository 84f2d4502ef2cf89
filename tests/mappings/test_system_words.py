"""What the system refuses is told in Dutch, whatever language the machine speaks."""

import errno
from pathlib import Path

import pytest

from mappings.system_words import why


def test_a_reason_is_dutch_and_has_no_full_stop(tmp_path: Path) -> None:
    file = tmp_path / "bestand"
    file.touch()
    reasons = {
        tmp_path / "weg" / "x": "de map of het bestand bestaat niet",
        file / "x": "een deel van het pad is geen map",
        tmp_path: "dit is een map",
        tmp_path / ("x" * 300): "de naam is te lang",
    }
    for path, words in reasons.items():
        with pytest.raises(OSError, match=r"^\[Errno \d+\]") as caught:
            path.read_bytes()
        assert why(caught.value) == words


def test_a_full_disk_and_what_nobody_has_words_for() -> None:
    assert why(OSError(errno.ENOSPC, "No space left on device")) == "de schijf is vol"
    assert why(OSError(9999, "Strange")) == "het systeem weigert het (fout 9999)"
