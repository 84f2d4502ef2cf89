"""The coordinator's round: export, fill in with Excel, import; and owners go on meanwhile."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import load_workbook
from support.installation import DOZEN, Office
from support.soffice import converted, needs_soffice
from typer.testing import Result

from bot.actions.exports import FORMS
from bot.commands.actions import export_file
from bot.commands.imports import import_file
from mappings.canonical import Status

Run = Callable[..., Result]
AS_CSV = "Text - txt - csv (StarCalc):59,34,76,1,,0,true,true"
"""How LibreOffice saves the first sheet: semicolons, UTF-8, all text quoted, cells as shown."""


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek import ...` or `driehoek export ...`."""
    program = typer.Typer()
    program.command("import")(import_file)
    program.command("export")(export_file)
    return typing_in(program)


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with a list in which owners wrote since the first import."""
    office.load(*DOZEN)
    office.set("6.5", note="Wat de eigenaar schreef.", status=Status.RUNNING)
    return office


def exported(run: Run, folder: Path, ending: str = ".xlsx") -> Path:
    file = folder / f"lijst{ending}"
    assert run("export", str(file)).exit_code == 0
    return file


def looked(run: Run, file: Path) -> dict[str, Any]:
    result = run("import", str(file), "--dry-run", "--json")
    data: dict[str, Any] = json.loads(result.stdout)
    return data | {"exit": result.exit_code}


def typed(file: Path, sheet: str, code: str, **cells: object) -> None:
    """What somebody types in the row of an action, by the heading of the column."""
    book = load_workbook(file)
    page = book[sheet]
    headings = [cell.value for cell in page[1]]
    (row,) = [row for row in page.iter_rows(min_row=2) if row[0].value == code]
    for heading, value in cells.items():
        row[headings.index(heading)].value = value  # type: ignore[assignment] # any value
    book.save(file)


def open_conflicts(office: Office) -> dict[tuple[str, str], tuple[Any, Any]]:
    with office.ledger as ledger:
        return {(c.code, c.field): (c.list, c.other) for c in ledger.conflicts.open_ones()}


@pytest.mark.parametrize("ending", FORMS)
def test_what_was_exported_is_no_change(
    run: Run, filled: Office, tmp_path: Path, ending: str
) -> None:
    data = looked(run, exported(run, tmp_path, ending))
    assert (data["exit"], data["problems"]) == (0, [])
    assert {line["kind"] for line in data["changes"]} == {"same"}
    assert len(data["rows"]) == len(DOZEN)
    assert open_conflicts(filled) == {}


@needs_soffice
@pytest.mark.parametrize(
    ("ending", "suffix", "form"),
    [
        (".xlsx", "xlsx", ""),
        (".xlsx", "ods", ""),
        (".xlsx", "csv", AS_CSV),
        (".ods", "ods", ""),
        (".docx", "docx", ""),
        (".pptx", "pptx", ""),
    ],
)
def test_nor_after_a_trip_through_libreoffice(
    run: Run, filled: Office, tmp_path: Path, ending: str, suffix: str, form: str
) -> None:
    assert filled.action("6.5").status is Status.RUNNING
    data = looked(run, converted(exported(run, tmp_path, ending), suffix, form=form))
    assert (data["exit"], data["problems"]) == (0, [])
    assert {line["kind"] for line in data["changes"]} == {"same"}


def test_owners_and_deadlines_are_filled_in_while_an_owner_goes_on(
    run: Run, filled: Office, tmp_path: Path
) -> None:
    file = exported(run, tmp_path)
    typed(file, "Actielijst", "1.1", Regie="MOz", Afspraak="2027")
    typed(file, "Doel 6", "6.5", Regie="H&T, Team OOV", Stand="Gereed")
    filled.set("6.5", note="Intussen verder.")
    filled.set("1.7", status=Status.DONE)
    data = looked(run, file)
    assert {(line["code"], line["field"]) for line in data["changes"] if line["field"]} == {
        *(("1.1", "owners"), ("1.1", "due"), ("6.5", "owners"), ("6.5", "status")),
    }
    assert run("import", str(file), "--yes").exit_code == 0
    one, six = filled.action("1.1"), filled.action("6.5")
    assert (one.owners, one.due.text) == (("MOz",), "2027")
    assert (six.owners, six.status, six.note) == (("H&T", "OOV"), Status.DONE, "Intussen verder.")
    assert filled.action("1.7").status is Status.DONE
    assert open_conflicts(filled) == {}


def test_what_both_changed_since_the_export_waits_with_both_values(
    run: Run, filled: Office, tmp_path: Path
) -> None:
    file = exported(run, tmp_path)
    typed(file, "Actielijst", "6.5", Stand="Gereed")
    filled.set("6.5", status=Status.DROPPED)
    assert run("import", str(file), "--yes").exit_code == 3
    assert filled.action("6.5").status is Status.DROPPED
    assert open_conflicts(filled) == {("6.5", "status"): ("NIET", "Gereed")}


def test_a_new_action_is_a_row_below_the_last_one(run: Run, filled: Office, tmp_path: Path) -> None:
    file = exported(run, tmp_path)
    book = load_workbook(file)
    page = book["Actielijst"]
    headings = [cell.value for cell in page[1]]
    row = {"Code": "6.7", "Volledige tekst": "Iets heel anders regelen", "Regie": "OOV"}
    for heading, value in row.items():
        page.cell(page.max_row + (heading == "Code"), headings.index(heading) + 1).value = value
    book.save(file)
    assert run("import", str(file), "--yes").exit_code == 0
    assert (filled.action("6.7").text, filled.action("6.7").owners) == (
        row["Volledige tekst"],
        ("OOV",),
    )
