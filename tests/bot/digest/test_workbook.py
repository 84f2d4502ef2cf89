"""The workbook: the whole list as real cells, easy to filter and print, and never a formula."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from support.digest_samples import full_digest

from bot.actions.columns import Names
from bot.core.promises import Promise
from bot.digest.workbook import write_workbook
from bot.documents.workbook import sheet_text
from mappings.canonical import Action, Due, Status, Vng

DAY = date(2026, 11, 24)
HEADER = [
    *("Code", "Titel", "Doel", "Volledige tekst", "Stand", "Deadline", "Afspraak", "Ritme"),
    "Keren gedaan",
    *("Regie", "VNG-plateau", "VNG-kader", "Stand van zaken", "Eerst beloofd", "Keer verzet"),
    "Gereed op",
]
GOALS = {1: "Basis op orde"}
OWNERS = {"OOV": "Team OOV", "MOz": "MOz"}


def action(code: str, due: str = "Continue", **changed: Any) -> Action:
    values: dict[str, Any] = {
        "code": code,
        "title": f"Actie {code}",
        "text": "De volledige tekst",
        "status": Status.RUNNING,
        "due": Due.parse(due),
        "owners": ("OOV", "MOz"),
    }
    return Action(**(values | changed))


def foot(sheet: Worksheet, place: str) -> str:
    return str(getattr(sheet.oddFooter, place).text)


def written(*actions: Action, **changes: Any) -> bytes:
    return write_workbook(
        full_digest(**{"confirmed": None} | changes), actions, names=Names(GOALS, OWNERS), day=DAY
    )


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def values(sheet: Any) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_every_action_has_a_row_with_all_that_is_known_of_it() -> None:
    full = action(
        "1.2",
        "2027-03-31",
        rhythm="2 x jaar",
        vng=Vng(plateau=1, framework=True),
        note="Regel één\nRegel twee",
    )
    bare = action("1.10", "", status=None, owners=(), vng=Vng(framework=False))
    promised = {"1.2": Promise(first=Due.parse("2025"), moves=2)}
    sheet = opened(written(bare, full, promises=promised, completed={"1.2": DAY}))["Actielijst"]
    assert values(sheet) == [
        HEADER,
        [
            *("1.2", "Actie 1.2", "1. Basis op orde", "De volledige tekst", "Loopt"),
            *(
                datetime.fromisoformat("2027-03-31"),
                "31 maart 2027",
                "2 x jaar",
                None,
                "Team OOV, MOz",
                1,
                "ja",
            ),
            *("Regel één\nRegel twee", "2025", 2, datetime.fromisoformat("2026-11-24")),
        ],
        [
            *("1.10", "Actie 1.10", "1. Basis op orde", "De volledige tekst", "Geen stand"),
            *(None, "niet ingevuld", None, None, None, None, "nee", None, None, None, None),
        ],
    ]


@pytest.mark.parametrize(
    ("due", "day", "word"),
    [
        ("2026", datetime.fromisoformat("2026-12-31"), "2026"),
        ("2026-10-05", datetime.fromisoformat("2026-10-05"), "5 oktober 2026"),
        ("Continue", None, "Continue"),
        ("Ad hoc", None, "Ad hoc"),
        ("NIET", None, "NIET"),
    ],
)
def test_a_deadline_is_a_real_date_and_the_word_stands_beside_it(
    due: str, day: datetime | None, word: str
) -> None:
    sheet = opened(written(action("1.1", due)))["Actielijst"]
    cell = sheet["F2"]
    assert (cell.value, cell.is_date if day else None) == (day, True if day else None)
    assert sheet["G2"].value == word
    assert cell.number_format == ("dd-mm-yyyy" if day else "@")


def test_the_sheets_are_real_tables_to_sort_filter_and_print() -> None:
    book = opened(written(action("1.1"), action("1.2")))
    assert book.sheetnames == [
        "Actielijst",
        "Wijzigingen",
        "Afgesproken",
        "Gevraagd",
        "Toelichting",
    ]
    assert book["Actielijst"].tables["Acties"].ref == "A1:P3"
    for sheet in book.worksheets:
        (table,) = sheet.tables.values()
        assert table.autoFilter.ref == table.ref == sheet.dimensions
        assert [column.name for column in table.tableColumns] == values(sheet)[0]
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
        assert foot(sheet, "right") == "Pagina &P van &N"
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_a_row_is_high_enough_for_all_its_text() -> None:
    note = "woord " * 80
    sheet = opened(written(action("1.1", note=note), action("1.2")))["Actielijst"]
    assert sheet.row_dimensions[2].height > 10 * sheet.row_dimensions[3].height / 2
    endless = opened(written(action("1.1", note="woord " * 9000)))["Actielijst"]
    assert endless.row_dimensions[2].height == 409
    assert len(endless["M2"].value) == 32_767
    assert endless["M2"].value.endswith("…")


def test_changes_and_explanations_have_sheets_of_their_own() -> None:
    book = opened(written(action("1.1")))
    assert values(book["Wijzigingen"])[1:] == [["1.1", "Actie 1.1", "Afgerond", "Loopt", "Gereed"]]
    explained = [row[0] for row in values(book["Toelichting"])[1:]]
    assert explained == [*HEADER, "Gemaakt op", "Gemaakt uit", "Let op"]
    concept = opened(written(action("1.1"), banner="Concept, voor: de werkgroep."))
    assert ["Bijzonder", "Concept, voor: de werkgroep."] in values(concept["Toelichting"])
    first = opened(written(action("1.1"), changes=()))["Wijzigingen"]
    assert "niets gewijzigd" in str(values(first)[1][1])


def test_an_ampersand_in_a_name_is_no_code_in_the_foot_of_the_page() -> None:
    sheet = opened(written(action("1.1"), title="Agenda H&T"))["Actielijst"]
    assert foot(sheet, "left").startswith("Agenda H&&T")


NASTY = [
    *("=1+1", '=HYPERLINK("https://elders.example";"klik")', "+31 23", "-2+3", "@SUM(A1)"),
    *("\t=1+1", "\r=1+1", "＝1+1", "#N/A", "#REF!", "TRUE", "2026", "1.1", "'=1+1"),
]


@pytest.mark.parametrize("nasty", NASTY)
def test_text_is_never_a_formula_an_error_or_a_number(nasty: str) -> None:
    content = written(action("1.1", note=nasty, title=nasty, text=nasty))
    sheet = opened(content)["Actielijst"]
    for place in ("B2", "D2", "M2"):
        assert (sheet[place].data_type, sheet[place].value) == ("s", sheet_text(nasty))
        assert sheet[place].number_format == "@"  # text as well after somebody edits it
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert b"<f>" not in made.read("xl/worksheets/sheet1.xml")


@settings(max_examples=10, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_gives_a_workbook_without_formulas(text: str) -> None:
    content = written(action("1.1", note=text), changes=())
    book = opened(content)
    assert all(cell.data_type != "f" for row in book["Actielijst"].iter_rows() for cell in row)


def test_control_characters_are_left_out_and_a_tab_is_a_blank() -> None:
    sheet = opened(written(action("1.1", note="a\x00\x0bb\x1fc\td")))["Actielijst"]
    assert sheet["M2"].value == "a\nbc d"


def test_the_file_says_what_it_is_and_is_the_same_twice() -> None:
    content = written(action("1.1"))
    assert content == written(action("1.1"))
    known = opened(content).properties
    assert (known.title, known.creator) == ("Uitvoeringsagenda mensenhandel", "Driehoekbot")
    assert (known.language, known.modified) == ("nl-NL", datetime.fromisoformat("2026-11-24"))


def test_where_owners_confirm_a_column_says_when_they_did() -> None:
    asked = opened(written(action("4.11"), action("1.1"), confirmed=full_digest().confirmed))
    header, first, second = values(asked["Actielijst"])
    assert header == [*HEADER, "Bevestigd"]
    assert [first[-1], second[-1]] == [None, "bevestigd op 12 november"]
    assert [row[0] for row in values(asked["Toelichting"]) if row[0] == "Bevestigd"] == [
        "Bevestigd"
    ]
