"""A file into the list: shown first, asked where it is doubtful, then taken over as a whole."""

import io
import json
import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.installation import Office, own_actions
from typer.testing import Result

from bot.actions.exports import to_csv
from bot.commands.imports import import_file
from bot.commands.session import Session
from bot.documents.refusal import DocumentRefused
from bot.errors import UsageError

Run = Callable[..., Result]
HEADINGS = ("Code", "Wat gaan we doen?", "Wanneer gereed?", "Regie", "Stand van zaken/ toelichting")
SCAN = Path(__file__).parents[1] / "actions" / "agenda-scan.txt"


@pytest.fixture
def run(typing_in: Callable[[typer.Typer], Run]) -> Run:
    """Type `driehoek import ...`; raises what the command raised."""
    program = typer.Typer()
    program.command("import")(import_file)
    program.command("other")(lambda: None)
    typed = typing_in(program)
    return lambda *words: typed("import", *words)


def workbook(path: Path, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> str:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (headings, *rows):
        sheet.append(list(row))
    book.save(path)
    return str(path)


def looked(run: Run, *words: str) -> dict[str, Any]:
    result = run(*words, "--dry-run", "--json")
    data: dict[str, Any] = json.loads(result.stdout)
    return data | {"exit": result.exit_code}


def kinds(data: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """What changes, without what stays: by code and field, old and new."""
    return {
        (line["code"], line["field"]): (line["old"], line["new"])
        for line in data["changes"]
        if line["kind"] in ("changed", "new")
    }


def history(office: Office, code: str) -> list[tuple[str, Any, Any]]:
    with office.ledger as ledger:
        return [(c.field, c.old, c.new) for c in ledger.history.of(code)]


def test_a_workbook_of_the_coordinator_is_shown_and_then_taken_over(
    run: Run, office: Office, tmp_path: Path, heard: io.StringIO
) -> None:
    office.load("1.9", "2.10")
    text = office.action("1.9").text
    file = workbook(
        tmp_path / "lijst.xlsx",
        ("1.9", text, "2027", "OOV", "Loopt. Plateau 1. Bijna klaar."),
        (
            None,
            "Een heel nieuw onderwerp: fietsendiefstal rond het station",
            None,
            None,
            "Planning",
        ),
    )
    goal = [*HEADINGS, "Doel"]
    data = looked(run, file)
    assert data["exit"] == 3  # nothing says which goal the new one is for
    file = workbook(
        tmp_path / "lijst2.xlsx",
        ("1.9", text, "2027", "OOV", "Loopt. Plateau 1. Bijna klaar.", None),
        (None, "Een nieuw onderwerp: fietsendiefstal bij het station", None, None, None, "6"),
        headings=goal,
    )
    data = looked(run, file)
    assert (data["exit"], data["format"], data["problems"]) == (0, "xlsx", [])
    assert kinds(data) == {
        ("1.9", "status"): ("Planning", "Loopt"),
        ("1.9", "due"): (None, "2027"),
        ("1.9", "owners"): ([], ["OOV"]),
        ("1.9", "plateau"): (None, "1"),
        ("1.9", "note"): ("", "Bijna klaar."),
        ("6.1", "item"): (None, "Een nieuw onderwerp: fietsendiefstal bij het station"),
    }
    assert [line["code"] for line in data["changes"] if line["kind"] == "gone"] == ["2.10"]
    first = data["rows"][0]
    assert (first["place"], first["code"], first["goal"]) == (
        {"sheet": "Sheet", "row": 2},
        "1.9",
        1,
    )
    assert first["due"] == {"kind": "year", "date": "2027-12-31", "text": "2027"}
    assert first["vng"] == {"plateau": 1, "framework": None}
    assert (first["doubts"], first["confidence"]) == ([], 1.0)
    assert office.action("1.9").due.text == ""
    result = run(file, "--yes")
    assert ("1.9" in result.stdout, "deadline" in result.stdout) == (True, True)
    assert "Overgenomen: 1 nieuw; 1 gewijzigd" in heard.getvalue()
    assert (office.action("1.9").due.text, office.action("6.1").title[:9]) == ("2027", "Een nieuw")
    assert ("owners", (), ("OOV",)) in history(office, "1.9")
    assert office.action("2.10").code == "2.10"
    again = looked(run, file)
    assert kinds(again) == {}


def test_nobody_at_the_terminal_means_nothing_is_taken_over(
    run: Run, office: Office, tmp_path: Path
) -> None:
    office.load("1.9")
    file = workbook(tmp_path / "l.xlsx", ("1.9", office.action("1.9").text, "2027", "", ""))
    with pytest.raises(UsageError, match="--yes"):
        run(file)
    assert office.action("1.9").due.text == ""


def test_a_new_edition_never_overwrites_what_owners_wrote_since(
    run: Run, office: Office, tmp_path: Path
) -> None:
    """Except that a field which both changed is put before the coordinator."""
    office.load("1.9", "2.10")
    texts = {code: office.action(code).text for code in ("1.9", "2.10")}
    first = workbook(
        tmp_path / "een.xlsx",
        ("1.9", texts["1.9"], "2026", "OOV", "Planning. Begin."),
        ("2.10", texts["2.10"], "2026", "OOV", "Planning. Begin."),
    )
    run(first, "--yes")
    office.set("1.9", status="Loopt", note="Van de eigenaar.")
    office.set("2.10", due="2028")
    second = workbook(
        tmp_path / "twee.xlsx",
        ("1.9", texts["1.9"], "2026", "MOz", "Planning. Begin."),
        ("2.10", texts["2.10"], "2027", "OOV", "Planning. Begin."),
    )
    result = run(second, "--yes")
    assert result.exit_code == 3
    after = office.action("1.9")
    assert (after.status, after.note, after.owners) == ("Loopt", "Van de eigenaar.", ("MOz",))
    assert office.action("2.10").due.text == "2028"
    with office.ledger as ledger:
        (conflict,) = ledger.conflicts.open_ones()
    assert (conflict.code, conflict.field, conflict.list, conflict.other) == (
        "2.10", "due", "2028", "2027",
    )  # fmt: skip


def test_equal_codes_refuse_the_file_and_name_both_rows(
    run: Run, office: Office, tmp_path: Path
) -> None:
    office.load("1.9")
    rows = (("1.1", "Een", "", "", ""), ("1.10", "Twee", "", "", ""), ("1.1", "Drie", "", "", ""))
    file = workbook(tmp_path / "l.xlsx", *rows)
    with pytest.raises(
        UsageError,
        match=r"^l\.xlsx, blad 'Sheet', rij 4: code 1\.1 staat ook al op blad 'Sheet', rij 2",
    ):
        run(file, "--yes")
    with office.ledger as ledger:
        assert set(ledger.actions.all()) == {"1.9"}


def test_a_file_that_cannot_be_read_is_refused_as_one_sentence(
    run: Run, office: Office, tmp_path: Path
) -> None:
    office.load("1.9")
    file = tmp_path / "l.xlsx"
    file.write_bytes(b"PK\x03\x04 en dan niets meer")
    with pytest.raises(DocumentRefused):
        run(str(file), "--yes")


def answer(path: Path, given: dict[tuple[str, str], str]) -> None:
    """Fill the review workbook in, by the text that was read and the name of the field."""
    book = load_workbook(path)
    sheet = book["Vragen"]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(names, row, strict=True))
        for (read, field), said in given.items():
            if cells["Veld"].value == field and str(cells["Gelezen"].value or "").startswith(read):
                cells["Antwoord"].value = said
    book.save(path)


@pytest.mark.parametrize("look", [("--dry-run",), ()])
def test_what_a_first_file_would_ask_is_shown_at_once(
    run: Run, office: Office, tmp_path: Path, look: Sequence[str]
) -> None:
    file = workbook(tmp_path / "l.xlsx", ("1.9", "Een aanpak maken", "eind 2026", "OOV", "Loopt"))
    result = run(file, *look)
    assert result.exit_code == 3
    assert re.search(r"1\.9 +vraag +deadline", result.stdout)
    with office.ledger as ledger:
        assert ledger.actions.all() == {}


def test_what_is_doubtful_is_asked_in_a_workbook_and_taken_over_with_its_answers(
    run: Run, office: Office, tmp_path: Path, heard: io.StringIO
) -> None:
    office.load("1.9", "4.2", "4.3")
    file = workbook(
        tmp_path / "l.xlsx",
        ("1.9", office.action("1.9").text, "eind 2026", "KMAR", "Planning"),
        ("4.2", office.action("4.3").text, "2026", "OOV", "Planning"),
        (None, "Iets heel anders dan alle andere: fietsen", "2026", "OOV", "Planning"),
    )
    review = tmp_path / "vragen.xlsx"
    result = run(file, "--review", str(review))
    assert result.exit_code == 3
    assert "Eerst zijn er 4 vragen te beantwoorden. Er is niets overgenomen." in heard.getvalue()
    assert stat.S_IMODE(review.stat().st_mode) == 0o600
    assert office.action("1.9").owners == ()
    answer(
        review,
        {
            ("", "deadline"): "31-12-2026",
            ("", "regie"): "leeg",
            (office.action("4.3").text[:20], "welke actie"): "4.3",
            ("", "doel"): "4",
        },
    )
    assert run(file, "--answers", str(review), "--dry-run").exit_code == 0
    run(file, "--answers", str(review), "--yes")
    assert (office.action("1.9").due.text, office.action("1.9").owners) == ("2026-12-31", ())
    assert (office.action("4.3").due.text, office.action("4.3").owners) == ("2026", ("OOV",))
    assert office.action("4.2").due.text == ""
    assert office.action("4.4").text.startswith("Iets heel anders")


def test_half_the_answers_leave_the_rest_asked_and_a_wrong_one_is_told(
    run: Run, office: Office, tmp_path: Path
) -> None:
    office.load("1.9")
    file = workbook(tmp_path / "l.xlsx", ("1.9", "", "eind 2026", "KMAR", "Planning"))
    review = tmp_path / "vragen.xlsx"
    run(file, "--review", str(review))
    answer(review, {("", "deadline"): "ooit"})
    data = looked(run, file, "--answers", str(review))
    assert data["exit"] == 3
    reasons = [line["reason"] for line in data["changes"] if line["kind"] == "ask"]
    assert any("KMAR" in reason for reason in reasons)
    assert any(reason.startswith("Uw antwoord 'ooit'") for reason in reasons)


def test_answers_about_another_file_are_refused(run: Run, office: Office, tmp_path: Path) -> None:
    office.load("1.9")
    row = ("1.9", office.action("1.9").text, "eind 2026", "OOV", "Planning")
    file = workbook(tmp_path / "l.xlsx", row)
    review = tmp_path / "vragen.xlsx"
    run(file, "--review", str(review))
    answer(review, {("", "deadline"): "2026"})
    workbook(tmp_path / "l.xlsx", row, row[:1])
    with pytest.raises(UsageError, match="horen bij een ander bestand"):
        run(file, "--answers", str(review), "--yes")


def test_the_csv_of_the_list_changes_nothing(run: Run, office: Office, tmp_path: Path) -> None:
    office.load()
    file = tmp_path / "lijst.csv"
    file.write_text(to_csv(own_actions()), encoding="utf-8", newline="")
    data = looked(run, str(file))
    assert (data["exit"], {line["kind"] for line in data["changes"]}) == (0, {"same"})
    assert run(str(file)).exit_code == 0


def test_the_scan_recognises_all_seventy_and_asks_what_is_not_sure(
    run: Run, office: Office
) -> None:
    office.load()
    data = looked(run, str(SCAN))
    assert (data["exit"], data["format"], len(data["rows"])) == (3, "txt", 70)
    assert [row["code"] for row in data["rows"]] == [action.code for action in own_actions()]
    assert {row["match"] for row in data["rows"]} == {"same"}
    assert not [line for line in data["changes"] if line["kind"] in ("new", "gone")]
    changed = {line["code"] for line in data["changes"] if line["kind"] == "changed"}
    assert changed == {"2.5", "2.11", "3.17"}  # a blank or an accent less is no other text
    asked = [line for line in data["changes"] if line["kind"] == "ask"]
    doubtful = {row["code"] for row in data["rows"] if row["doubts"]}
    assert {line["code"] for line in asked} == doubtful


def test_actions_that_were_known_by_their_text_alone_are_told(
    run: Run, office: Office, tmp_path: Path, heard: io.StringIO
) -> None:
    office.load("1.9")
    file = workbook(tmp_path / "l.xlsx", (None, office.action("1.9").text, "2027", "", "Planning"))
    assert run(file, "--dry-run").exit_code == 0
    assert "Zonder code in het bestand, en herkend aan de tekst: 1 actie.\n" in heard.getvalue()


def test_a_first_file_fills_an_empty_list(run: Run, office: Office, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "l.xlsx",
        ("1. Beleidsmatige basis op orde brengen", None, None, None, None),
        (None, "Beleid vaststellen", "2026", "OOV", "Loopt. Bijna."),
        (None, "Beleid uitvoeren", "Continue", None, "Planning"),
    )
    assert run(file).exit_code == 0
    assert [office.action(code).text for code in ("1.1", "1.2")] == [
        "Beleid vaststellen",
        "Beleid uitvoeren",
    ]


def test_an_action_that_was_taken_off_the_list_stays_off(
    run: Run, office: Office, tmp_path: Path, heard: io.StringIO
) -> None:
    office.load("1.9", "2.10")
    text = office.action("2.10").text
    with office.ledger as ledger:
        ledger.actions.strike("2.10", office.clock.now())
    file = workbook(tmp_path / "l.xlsx", ("2.10", text, "2030", "OOV", "Loopt"))
    run(file, "--yes")
    assert "drop --undo 2.10" in heard.getvalue()
    with office.ledger as ledger:
        assert set(ledger.actions.all()) == {"1.9"}


def test_a_sheet_can_be_chosen(run: Run, office: Office, tmp_path: Path) -> None:
    office.load("1.9")
    book = Workbook()
    for name, due in (("Concept", "2029"), ("Vastgesteld", "2030")):
        sheet = book.create_sheet(name)
        sheet.append(["Code", "Deadline"])
        sheet.append(["1.9", due])
    book.save(tmp_path / "l.xlsx")
    run(str(tmp_path / "l.xlsx"), "--sheet", "Vastgesteld", "--yes")
    assert office.action("1.9").due.text == "2030"


def test_a_list_that_changed_between_the_look_and_the_yes_is_not_overwritten(
    run: Run, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.load("1.9")
    file = workbook(tmp_path / "l.xlsx", ("1.9", office.action("1.9").text, "2027", "", "Planning"))

    def agrees(*_: object, **__: object) -> bool:
        office.set("1.9", due="2031")
        return True

    monkeypatch.setattr(Session, "agrees", agrees)
    with pytest.raises(UsageError, match="intussen gewijzigd"):
        run(file)
    assert office.action("1.9").due.text == "2031"


def test_an_import_tells_only_what_it_did(run: Run, heard: io.StringIO) -> None:
    run()
    assert "Overgenomen: 70 nieuw.\n" in heard.getvalue()
    run("--dry-run")
    assert heard.getvalue().endswith("Zou overnemen: niets nieuws.\n")


def test_much_of_the_same_is_counted_and_not_shown_line_by_line(
    run: Run, office: Office, tmp_path: Path, heard: io.StringIO
) -> None:
    """Codes that are left out are named as far as somebody reads them."""
    office.load()
    one = office.action("1.9")
    result = run(
        workbook(tmp_path / "deel.xlsx", ("1.9", one.text, "2027", "", "Planning")), "--yes"
    )
    run(str(tmp_path / "deel.xlsx"), "--dry-run")
    assert heard.getvalue().endswith("Zou overnemen: niets nieuws; 69 niet in het bestand.\n")
    gone = [line for line in result.stdout.splitlines() if " ontbreekt " in line]
    assert [line.split()[0] for line in gone] == ["1.1", "1.2", "1.3", "1.4", "1.5", "…"]
    assert "En nog 64: 1.6," in " ".join(result.stdout.split())
    rows = [(action.code, action.text, "2029", "OOV", "Loopt. Klaar.") for action in own_actions()]
    result = run(workbook(tmp_path / "veel.xlsx", *rows), "--dry-run")
    lines = [line.split()[:3] for line in result.stdout.splitlines() if " gewijzigd " in line]
    assert [code for code, _, field in lines if field == "deadline"] == [
        "1.1", "1.2", "1.3", "1.4", "1.5", "…",
    ]  # fmt: skip
    assert len(lines) <= 6 * 6


def test_the_help_names_every_kind_of_document_that_an_import_reads(run: Run) -> None:
    shown = " ".join(run("--help").stdout.split())
    for kind in ("xlsx", "ods", "csv", "docx", "pptx", "pdf", "yaml"):
        assert f".{kind}" in shown.split("Eindigt op")[1].split(";")[0]
