"""Files that name people: for their owner alone, and all of them or none."""

import errno
import os
import stat
from pathlib import Path

import pytest
from support.full_disk import no_file_above

from bot.documents.saving import put, put_all
from mappings.system_words import why


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_file_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    file, before = tmp_path / "lijst.csv", os.umask(mask)
    try:
        put(file, b"code;titel\r\n")
    finally:
        os.umask(before)
    assert (stat.S_IMODE(file.stat().st_mode), file.read_bytes()) == (0o600, b"code;titel\r\n")


def test_a_file_that_all_could_read_is_private_once_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_bytes(b"oud")
    file.chmod(0o644)
    put(file, b"nieuw")
    assert (stat.S_IMODE(file.stat().st_mode), file.read_bytes()) == (0o600, b"nieuw")


def test_when_the_last_does_not_fit_none_is_there(tmp_path: Path) -> None:
    """And what was there before is as it was."""
    (tmp_path / "a").write_bytes(b"oud")
    files = {tmp_path / "a": b"nieuw", tmp_path / "b": b"x" * 5000}
    with no_file_above(4096), pytest.raises(OSError, match="Errno") as caught:
        put_all(files)
    assert caught.value.errno == errno.EFBIG
    assert why(caught.value) == "het bestand is groter dan daar mag"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"oud"}


def test_a_name_may_be_as_long_as_the_system_takes(tmp_path: Path) -> None:
    """The name that it has until then is no longer."""
    put(tmp_path / ("x" * 251 + ".csv"), b"")
