"""Grids become tables: headings that come again go, and what goes on is one table."""

from bot.documents.assembly import assemble, found_headings
from bot.documents.headings import Headings
from bot.documents.tables import Cell, Grid, Place, PlaceKind, Row, Table

HEADINGS = Headings.of(("Code", "Actie", "Regie", "Wanneer gereed"))
HEAD = ("Code", "Actie", "Regie")


def grid(
    *rows: tuple[str, ...], kind: PlaceKind = "slide", name: str = "1", caption: str = ""
) -> Grid:
    """Rows on one slide, page or sheet."""
    return Grid(
        caption,
        tuple(
            Row(Place(kind, name, number), tuple(Cell(text) for text in row))
            for number, row in enumerate(rows, 1)
        ),
    )


def tables(*grids: Grid) -> list[tuple[str, list[str]]]:
    """Each table as its caption and its first column."""
    return [
        (table.caption, [row.cells[0].text for row in table.rows])
        for table in assemble(grids, HEADINGS)[0]
    ]


def only(*grids: Grid) -> Table:
    (table,) = assemble(grids, HEADINGS)[0]
    return table


def test_a_heading_again_on_the_next_slide_is_dropped() -> None:
    first = grid(HEAD, ("1.1", "Aanpak", "OOV"), caption="1. Beleid")
    for caption in (
        "",
        "1. Beleid",
        "1. Beleid (vervolg)",
        "1. Beleid (2/3)",
        "1. Beleid - deel 2",
    ):
        second = grid(HEAD, ("1.2", "Agenda", "MOz"), name="2", caption=caption)
        table = only(first, second)
        assert [row.place.name for row in table.rows] == ["1", "2"]


def test_another_caption_is_another_table() -> None:
    first = grid(HEAD, ("1.1", "Aanpak", "OOV"), caption="1. Beleid")
    second = grid(HEAD, ("2.1", "Training", "MOz"), name="2", caption="2. Signalen")
    assert tables(first, second) == [("1. Beleid", ["1.1"]), ("2. Signalen", ["2.1"])]


def test_a_grid_without_headings_goes_on_when_it_is_as_wide() -> None:
    first = grid(HEAD, ("1.1", "Aanpak", "OOV"))
    same, other = grid(("1.2", "Agenda", "MOz"), name="2"), grid(("x", "y"), name="3")
    made, remarks = assemble((first, same, other), HEADINGS)
    assert [row.cells[0].text for row in made[0].rows] == ["1.1", "1.2"]
    assert remarks == ("Dia 3 is niet gelezen: er staan geen bekende koppen.",)


def test_sheets_never_go_on() -> None:
    first = grid(HEAD, ("1.1", "Aanpak", "OOV"), kind="sheet", name="Een")
    second = grid(HEAD, ("1.2", "Agenda", "MOz"), kind="sheet", name="Twee")
    assert tables(first, second) == [("", ["1.1"]), ("", ["1.2"])]
    headless = grid(("1.2", "Agenda", "MOz"), kind="sheet", name="Twee")
    assert tables(first, headless) == [("", ["1.1"])]


def test_a_line_above_the_headings_is_the_caption() -> None:
    made = grid(("1. Beleid", "", ""), HEAD, ("1.1", "Aanpak", "OOV"), caption="Dia")
    assert tables(made) == [("1. Beleid", ["1.1"])]


def test_other_headings_on_the_same_sheet_open_another_table() -> None:
    made = grid(
        HEAD,
        ("1.1", "Aanpak", "OOV"),
        ("2. Signalen", "", ""),
        ("Code", "Actie", "Wanneer gereed"),
        ("2.1", "Training", "2026"),
        kind="sheet",
    )
    assert tables(made) == [("", ["1.1"]), ("2. Signalen", ["2.1"])]


def test_headings_are_known_in_capitals_broken_and_turned() -> None:
    for written in ("ACTIE", "Ac-\ntie", "A\nc\nt\ni\ne", "eitcA", "Actie:", "Ａｃｔｉｅ"):
        assert only(grid(("Code", written), ("1.1", "Aanpak"))).headings == ("Code", "Actie")


def test_an_unknown_heading_stays_as_it_is_written_and_a_missing_one_is_empty() -> None:
    made = grid(("Code", "Actie", "Wie\nbetaalt", ""), ("1.1", "Aanpak", "OOV", "los"))
    assert only(made).headings == ("Code", "Actie", "Wie betaalt", "")


def test_a_row_of_words_that_are_headings_too_is_no_heading_row() -> None:
    made = grid(HEAD, ("1.1", "Actie", "Regie", "meer", "nog meer"))
    assert [row.cells[0].text for row in only(made).rows] == ["1.1"]


def test_what_stands_where_headings_are_expected_is_named() -> None:
    made = grid(("Agenda", ""), ("Nummer", "Wat"), ("1", "x"))
    assert assemble((made,), HEADINGS)[0] == ()
    assert found_headings((made,)) == ("Nummer", "Wat")
