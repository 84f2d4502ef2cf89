"""A file of the list says how often it was done, in a column that an import leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.installation import agenda_in, own_actions
from support.listings import EXPORTED_AT

from bot.actions.drafts import words_of
from bot.actions.exports import FORMS, write_list
from bot.actions.files import FileToRead, open_document
from bot.actions.listing import listing_of
from bot.actions.reading import read_list
from bot.core.rhythms.frequency import Frequency
from bot.core.rhythms.tally import Returning, Stretch, tally
from bot.core.workdays import local_date
from bot.settings import OWN_AGENDA

SINCE = Stretch(first=local_date(EXPORTED_AT).replace(year=2020))
TALLY = tally(Returning(frequency=Frequency(2, 12), stretches=(SINCE,)), local_date(EXPORTED_AT))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods"])
def test_a_file_has_a_column_that_an_import_does_not_read(tmp_path: Path, ending: str) -> None:
    """Whoever changes it there changes nothing, and is asked nothing."""
    agenda = agenda_in(OWN_AGENDA)
    actions = [action for action in own_actions() if action.code in ("3.3", "6.5")]
    own = listing_of(actions, agenda, EXPORTED_AT, {"3.3": TALLY})
    changed = replace(own, names=replace(own.names, occasions={"3.3": "2 van 2 gedaan"}))
    readings = []
    for name, content in (("as-is", own), ("changed", changed)):
        file = tmp_path / f"{name}{ending}"
        write_list(content, file, overwrite=False)
        document = open_document(FileToRead(file), words_of(agenda))
        known = {action.code: action for action in own.actions}
        readings.append(read_list(document, words_of(agenda), known))
    assert TALLY.words.encode() in FORMS[".csv"](own)
    first, second = readings
    assert not first.problems
    assert not first.remarks
    assert [replace(row, origin=None) for row in first.rows] == [
        replace(row, origin=None) for row in second.rows
    ]
    assert all(not row.doubts and "occasions" not in row.stated for row in second.rows)
