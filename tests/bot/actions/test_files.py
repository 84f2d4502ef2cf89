"""A list comes in from the files that people have, whatever made them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.agenda_files import write_deck, write_document
from support.installation import agenda_in, own_actions

from bot.actions.exports import to_yaml
from bot.actions.files import FileToRead, read_file
from bot.core.actions.matching import Incoming, Kinship, match_rows
from bot.documents.refusal import DocumentRefused
from bot.settings import OWN_AGENDA

AGENDA = agenda_in(OWN_AGENDA)


@pytest.mark.parametrize(
    ("name", "write"), [("agenda.pptx", write_deck), ("agenda.docx", write_document)]
)
def test_the_agenda_as_a_deck_and_as_a_document_is_the_list(
    tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    """All 70 actions without a code, each known by its text, and no field read otherwise."""
    write(tmp_path / name)
    reading = read_file(FileToRead(tmp_path / name), AGENDA, {})
    assert (reading.problems, reading.remarks) == ((), ())
    for draft, action in zip(reading.rows, own_actions(), strict=True):
        for field in ("goal", "text", "status", "due", "rhythm", "owners", "vng", "note"):
            assert getattr(draft, field) == getattr(action, field), (action.code, field)
        assert draft.doubts == ()
    known = {action.code: action.text for action in own_actions()}
    found = match_rows(known, [Incoming(draft.code, draft.text) for draft in reading.rows])
    assert [match.code for match in found.rows] == list(known)
    assert {match.kinship for match in found.rows} == {Kinship.SAME}


def test_yaml_of_the_list_states_every_field(tmp_path: Path) -> None:
    file = tmp_path / "lijst.yaml"
    file.write_text(to_yaml(own_actions()), encoding="utf-8")
    reading = read_file(FileToRead(file), AGENDA, {})
    assert (reading.format, len(reading.rows)) == ("yaml", 70)
    assert reading.rows[0].stated >= {"status", "framework", "note"}


def test_a_text_that_is_no_scan_is_read_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "lijst.txt"
    file.write_text("Code;Regie\n1.1;OOV\n", encoding="utf-8")
    (draft,) = read_file(FileToRead(file), AGENDA, {}).rows
    assert (draft.code, draft.owners) == ("1.1", ("OOV",))
    file.write_text("Beste collega, de agenda volgt later.", encoding="utf-8")
    with pytest.raises(DocumentRefused):
        read_file(FileToRead(file), AGENDA, {})
