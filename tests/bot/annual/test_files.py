"""The files of a report: for the municipality all of it, for everybody what everybody may read."""

import csv
import io
import json
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from support.year_of_work import autumn_report

from bot.annual.make import write_report
from bot.annual.open_data import COLUMNS
from bot.annual.paper import report_paper
from bot.core.annual.parts import PeriodReport
from bot.core.annual.public import SOME_OWNER, WITHHELD
from bot.core.digest.concerns import speaks_of_money
from bot.documents.paper import PaperList, PaperPlot
from bot.settings import OWN_AGENDA
from mappings.agenda import load_agenda
from mappings.canonical import Action

PRICED = "Budget regelen voor de opvang"


@pytest.fixture(scope="module")
def report() -> PeriodReport:
    """On the autumn's list, with one title that speaks of money."""
    told = autumn_report()
    actions = tuple(_priced(action) for action in told.actions)
    done = tuple(x.model_copy(update={"action": _priced(x.action)}) for x in told.done)
    return told.model_copy(update={"actions": actions, "done": done})


def _priced(action: Action) -> Action:
    return action.model_copy(update={"title": PRICED}) if action.code == "2.3" else action


def texts(folder: Path) -> dict[str, str]:
    """All that can be read in each file."""
    word = Document(str(folder / "verslag.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    with pdfplumber.open(folder / "verslag.pdf") as pdf:
        printed = "\n".join(page.extract_text() for page in pdf.pages)
    found = {
        "verslag.html": (folder / "verslag.html").read_text("utf-8"),
        "verslag.docx": "\n".join([*(p.text for p in word.paragraphs), *cells]),
        "verslag.pdf": printed,
    }
    return found | {
        file.name: file.read_text("utf-8") for file in folder.iterdir() if file.stem == "open-data"
    }


def test_the_municipality_reads_notes_owners_and_money(
    report: PeriodReport, tmp_path: Path
) -> None:
    files = write_report(report, tmp_path / "verslag", is_public=False)
    assert [Path(file).name for file in files] == ["verslag.html", "verslag.docx", "verslag.pdf"]
    for told in texts(tmp_path / "verslag").values():
        assert "De meldprocedure staat op intranet." in told
        assert "Per regiehouder" in told
        assert PRICED in told
        assert "Plateau 2, per actie" in told


def test_everybody_reads_no_notes_no_owners_and_no_money(
    report: PeriodReport, tmp_path: Path
) -> None:
    write_report(report, tmp_path / "openbaar", is_public=True)
    told = texts(tmp_path / "openbaar")
    assert {*told} == {
        *("verslag.html", "verslag.docx", "verslag.pdf", "open-data.csv", "open-data.json")
    }
    notes = [a.note.split("\n")[0] for a in report.actions if len(a.note) > 12]
    names = load_agenda(OWN_AGENDA).owner_names
    owners = [name for name in {*names, *names.values()} if len(name) > 2 and name != "Advies"]
    for name, text in told.items():
        assert WITHHELD in text, name
        assert SOME_OWNER in text, name
        assert not [note for note in notes if note in text], name
        assert not [owner for owner in owners if owner in text], name
        assert not [t for t in (PRICED, "budget") if t.casefold() in text.casefold()], name


def test_the_open_data_is_one_table_with_its_columns_explained(
    report: PeriodReport, tmp_path: Path
) -> None:
    write_report(report, tmp_path / "openbaar", is_public=True)
    table = (tmp_path / "openbaar" / "open-data.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    whole = json.loads((tmp_path / "openbaar" / "open-data.json").read_text("utf-8"))
    assert rows == whole["acties"]
    assert [*rows[0]] == [*whole["kolommen"]] == [*COLUMNS]
    assert len(rows) == report.count.total
    done = [row for row in rows if row["stand_eind"] == "Gereed"]
    assert len(done) == report.count.done
    assert {row["code"] for row in rows if row["gereed_op"]} == {x.action.code for x in report.done}


def test_the_words_for_money_are_those_of_the_digest() -> None:
    assert speaks_of_money(PRICED)
    assert not speaks_of_money("Hulpmiddelen verspreiden")


def test_a_first_day_is_read_well(report: PeriodReport) -> None:
    """A list that began this morning: one day is counted twice, and nothing happened yet."""
    day = report.last
    begun = report.course[0].model_copy(update={"day": day})
    paper = report_paper(
        report.model_copy(update={"course": (begun, report.course[-1]), "done": (), "moved": ()}),
        is_public=False,
    )
    told = [item for block in paper.blocks if isinstance(block, PaperList) for item in block.items]
    assert "In deze periode is geen actie afgerond." in told
    assert "In deze periode is geen deadline verzet." in told
    (plot, *_) = [block for block in paper.blocks if isinstance(block, PaperPlot)]
    assert plot.bars.labels == ("begin 24 november 2026", "eind 24 november 2026")
