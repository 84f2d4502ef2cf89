"""The list as a file: it can be imported again, and a spreadsheet computes nothing in it."""

import csv
import io
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.installation import agenda_in, own_actions
from support.listings import own_listing
from support.strategies import action, actions

from bot.actions.exports import FORMS, to_csv, to_json, to_yaml, write_list
from bot.documents.workbook import MOST_IN_CELL
from bot.errors import UsageError
from bot.settings import OWN_AGENDA
from mappings.agenda import load_actions
from mappings.agenda_file import AgendaErrors
from mappings.canonical import Action

AGENDA = agenda_in(OWN_AGENDA)


def read_back(file: Path) -> tuple[Action, ...]:
    return load_actions(file, AGENDA)


def rows(*listed: Action) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    text = to_csv(listed).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_what_is_exported_as_yaml_is_imported_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "lijst.yaml"
    write_list(own_listing(), file, overwrite=False)
    assert read_back(file) == own_actions()


@settings(deadline=None)
@given(current=actions())
def test_every_action_survives_yaml(
    current: Action, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "een.yaml"
    file.write_text(to_yaml([current]), encoding="utf-8")
    assert read_back(file) == (current,)


@pytest.mark.parametrize("sign", ["=1+1", "+31", "-1", "@SUM(A1)", "\t=1", "＝1", "=cmd|' /C'!A0"])
def test_text_that_looks_like_a_formula_stays_text(sign: str) -> None:
    (row,) = rows(action(note=sign))
    assert row["Stand van zaken"] == f"'{sign}"


@given(note=st.text("ab;\"'\n\r,é", max_size=20))
def test_no_text_breaks_a_row(note: str) -> None:
    (row,) = rows(action(note=note))
    guarded = note.lstrip("'").startswith(("\r", "\n"))
    assert row["Stand van zaken"] == (f"'{note}" if guarded else note)


def test_a_deadline_is_a_day_and_what_was_agreed_stands_beside_it() -> None:
    (day, year, word) = rows(*(action(due=w) for w in ("2027-03-31", "2026", "Continue")))
    assert (day["Deadline"], day["Afspraak"]) == ("2027-03-31", "31 maart 2027")
    assert (year["Deadline"], year["Afspraak"]) == ("2026-12-31", "2026")
    assert (word["Deadline"], word["Afspraak"]) == ("", "Continue")


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert to_csv([]).encode().startswith(b'\xef\xbb\xbf"Code";"Titel";')


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("van iemand anders")
    with pytest.raises(UsageError, match="bestaat al"):
        write_list(own_listing(), file, overwrite=False)
    assert file.read_text() == "van iemand anders"
    write_list(own_listing(), file, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["lijst.csv"]


@pytest.mark.parametrize("name", ["lijst.pdf", "lijst", "map/lijst.csv", f"{'x' * 300}.csv"])
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"eindigt op|niet te schrijven"):
        write_list(own_listing(), tmp_path / name, overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_a_csv_is_quoted_throughout_and_has_the_line_ends_of_excel() -> None:
    text = to_csv([action(note="a;b")], own_listing().names)
    assert text.endswith("\r\n")
    assert all(cell[0] == cell[-1] == '"' for cell in text[1:-2].replace("a;b", "").split(";"))


def test_json_is_as_list_shows_it() -> None:
    (row,) = json.loads(to_json(own_listing(action("1.10", "2027-03-31", note="één"))))
    assert (row["code"], row["goal"], row["note"]) == ("1.10", 1, "één")
    assert row["due"] == {"kind": "date", "date": "2027-03-31", "text": "2027-03-31"}
    assert row["vng"] == {"plateau": None, "framework": None}
    assert "links" not in row


@pytest.mark.parametrize("ending", FORMS)
def test_a_file_is_for_its_owner_alone_and_there_whole_or_not_at_all(
    ending: str, tmp_path: Path
) -> None:
    file = tmp_path / f"Lijst{ending.upper()}"
    write_list(own_listing(), file, overwrite=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    write_list(own_listing(), file, overwrite=True)
    assert file.read_bytes() == before  # the same list at the same moment
    assert list(tmp_path.iterdir()) == [file]


def test_a_disk_that_is_full_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lijst.csv"
    write_list(own_listing(action(note="oud")), file, overwrite=False)
    before = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="niet te schrijven"):
        write_list(own_listing(action(note="nieuw")), file, overwrite=True)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_note_that_no_cell_can_hold_is_refused_by_its_action(tmp_path: Path) -> None:
    listing = own_listing(action("1.2"), action("1.10", note="x" * (MOST_IN_CELL + 1)))
    with pytest.raises(
        UsageError, match=r"^Actie 1\.10: de tekst onder Stand van zaken is te lang"
    ):
        write_list(listing, tmp_path / "lijst.xlsx", overwrite=False)
    assert list(tmp_path.iterdir()) == []
    write_list(listing, tmp_path / "lijst.yaml", overwrite=False)


@pytest.mark.parametrize(("ending", "package"), [(".pptx", "pptx")])
def test_a_package_that_is_missing_is_named_with_what_to_do(
    ending: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("bot.documents.slides", package))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=r"pip install 'driehoekbot\[import\]'"):
        write_list(own_listing(), tmp_path / f"lijst{ending}", overwrite=False)
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(current=actions())
def test_every_action_survives_json(
    current: Action, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "een.json"
    file.write_text(to_json(own_listing(current)), encoding="utf-8")
    assert read_back(file) == (current,)


def test_a_mistake_in_json_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "lijst.json"
    file.write_text(
        to_json(own_listing(action(), action("2.5"))).replace('"status": null', '"status": "Bijna"')
    )
    with pytest.raises(AgendaErrors, match=r"lijst\.json, regel \d+ \(2\.5\), veld 'status'"):
        read_back(file)
