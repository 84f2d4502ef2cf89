"""What is no file at all is refused at once, whatever it is called."""

import os
from pathlib import Path

import pytest

from bot.documents.kinds import kind_of
from bot.documents.refusal import DocumentRefused


def test_a_folder_a_device_and_a_pipe_that_nobody_writes_in_are_no_files(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "lijst.csv", tmp_path / "map.xlsx"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder, Path("/dev/zero")):
        with pytest.raises(DocumentRefused, match="dit is een map of een apparaat; noem een"):
            kind_of(path)
