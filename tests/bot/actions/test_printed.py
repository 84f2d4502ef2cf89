"""Our own memo and deck, printed to PDF by LibreOffice, are still the same list."""

from pathlib import Path

import pytest
from support.installation import agenda_in, own_actions
from support.listings import own_listing
from support.soffice import converted, needs_soffice

from bot.actions.columns import list_headings
from bot.actions.drafts import words_of
from bot.actions.exports import write_list
from bot.actions.reading import read_list
from bot.documents.read import read_document
from bot.settings import OWN_AGENDA

WORDS = words_of(agenda_in(OWN_AGENDA))


@needs_soffice
@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_the_seventy_actions_survive_a_printer(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"lijst.{ending}"
    write_list(own_listing(*own_actions()), file, overwrite=True)
    source, printed = (
        read_list(read_document(path, list_headings()), WORDS)
        for path in (file, converted(file, "pdf"))
    )
    fields = ("code", "goal", "text", "status", "due", "rhythm", "owners", "vng", "note", "doubts")
    assert len(printed.rows) == 70
    for row, original in zip(printed.rows, source.rows, strict=True):
        for name in fields:
            assert getattr(row, name) == getattr(original, name), (row.code, name)
    assert printed.problems == ()
