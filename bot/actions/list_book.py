"""The list as a workbook to fill in: all actions, a sheet per goal, the owners, and what it means.

What may stand in a column is offered there, so that a file that comes back can be read. A hidden
column tells of each row which action it was and what it said, see `origins`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.actions.columns import (
    COLUMNS,
    DECISIONS_SHEET,
    MEANINGS_SHEET,
    ORIGIN_HEADING,
    OWNERS_SHEET,
    ColumnKey,
)
from bot.actions.listing import Listing
from bot.actions.origins import origin_of
from bot.core.decisions.words import STATE_WORDS, became
from bot.core.digest.figures import NO_STATUS
from bot.core.dutch import short_date
from bot.core.workdays import local_date
from bot.documents.workbook import (
    CellValue,
    Choices,
    Days,
    ListSheet,
    SheetColumn,
    Workbook,
    fit,
    sheet_text,
)
from mappings.canonical import Action, Status, yes_no

_OWNERS = (SheetColumn("Afkorting", 14), SheetColumn("Naam in de lijst", 40))
_DECISIONS = (
    SheetColumn("Nummer", 9),
    SheetColumn("Overleg van", 13),
    SheetColumn("Code", 7),
    SheetColumn("Wat is besloten", 60),
    SheetColumn("Gevraagd aan", 24),
    SheetColumn("Uiterlijk", 13),
    SheetColumn("Hoe het staat", 18),
    SheetColumn("Wat ervan werd", 60),
)
"""No two of them may be headings of a list: an import would take the sheet for one."""
_MEANINGS = (SheetColumn("Kolom", 20), SheetColumn("Betekenis", 90))
_HOW_TO = (
    (
        "Wijzigen",
        "Wijzig een actie op het blad Actielijst of op dat van het doel, niet op beide.",
    ),
    (
        "Deadline wijzigen",
        "Zet een dag onder Deadline, of een dag, een jaar of een woord onder Afspraak.",
    ),
    (
        "Nieuwe actie",
        "Vul onder de laatste rij een nieuwe in, met een code die er nog niet is en een tekst.",
    ),
    (
        "Terug in de lijst",
        "Bewaar dit bestand en geef: driehoek import BESTAND. U ziet eerst wat er verandert.",
    ),
    ("Wat u niet wijzigt", "Dat blijft zoals het dan in de lijst staat."),
)
_STATES = (*Status, NO_STATUS)
_ANSWERS = (yes_no(True), yes_no(False))


def list_book(listing: Listing) -> Workbook:
    """Lay the list out as a workbook."""
    columns = _columns(listing)
    pages = [("Actielijst", "Acties", listing.actions)]
    for goal in dict.fromkeys(action.goal for action in listing.actions):
        of_goal = tuple(action for action in listing.actions if action.goal == goal)
        pages.append((f"Doel {goal}", f"Doel_{goal}", of_goal))
    sheets = [
        ListSheet(name, table, columns, _rows(actions, listing), spare=True)
        for name, table, actions in pages
    ]
    owners = [(code, listing.names.owners.get(code, code)) for code in listing.owners]
    return Workbook(
        title=listing.title,
        subject="Actielijst",
        foot=f"{listing.title}, {short_date(listing.day)}",
        day=listing.day,
        sheets=(
            *sheets,
            *_decided(listing),
            ListSheet(OWNERS_SHEET, OWNERS_SHEET, _OWNERS, owners),
            ListSheet(MEANINGS_SHEET, MEANINGS_SHEET, _MEANINGS, _explained(listing)),
        ),
    )


def _decided(listing: Listing) -> list[ListSheet]:
    """What meetings decided, where they did: to read, as an import leaves it aside."""
    if not listing.decided:
        return []
    names = listing.owner_names
    rows: list[Sequence[CellValue]] = [
        (
            one.decision.id,
            local_date(one.decision.held_at),
            one.decision.code,
            fit(sheet_text(one.decision.text)),
            names.get(one.decision.owner or "", one.decision.owner),
            one.decision.by,
            STATE_WORDS[one.state].capitalize(),
            fit(sheet_text(became(one, names, listing.day))),
        )
        for one in listing.decided
    ]
    return [ListSheet(DECISIONS_SHEET, DECISIONS_SHEET, _DECISIONS, rows)]


def _columns(listing: Listing) -> Sequence[SheetColumn]:
    takes = _takes(listing)
    shown = [SheetColumn(column.heading, column.width, takes.get(column.key)) for column in COLUMNS]
    return (*shown, SheetColumn(ORIGIN_HEADING, 12, hidden=True))


def _takes(listing: Listing) -> Mapping[ColumnKey, Choices | Days]:
    """What may be filled in, for the columns that do not take any text."""
    owners = [listing.names.owners.get(code, code) for code in listing.owners]
    first, last = listing.window.first_year, listing.window.last_year
    takes: dict[ColumnKey, Choices | Days] = {
        "status": Choices(_STATES, f"Kies {_or(_STATES)}.", only=True),
        "day": Days(
            date(first, 1, 1),
            date(last, 12, 31),
            "Vul een dag in, zoals 31-12-2027. Een jaar of een woord hoort onder Afspraak.",
        ),
        "plateau": Choices(("1", "2"), "Kies 1 of 2, of maak de cel leeg.", only=True),
        "framework": Choices(_ANSWERS, f"Kies {_or(_ANSWERS)}, of maak de cel leeg.", only=True),
    }
    if owners:
        hint = (
            f"Deze naam staat niet op het blad {OWNERS_SHEET}. Meer namen? Zet er een komma tussen."
        )
        takes["owners"] = Choices(owners, hint, sheet=OWNERS_SHEET)
    return takes


def _rows(actions: Iterable[Action], listing: Listing) -> list[Sequence[CellValue]]:
    return [
        [
            *(column.value(action, listing.names) for column in COLUMNS),
            str(origin_of(action, listing.names, listing.export)),
        ]
        for action in actions
    ]


def _explained(listing: Listing) -> list[Sequence[CellValue]]:
    made = f"{short_date(listing.day)}, uit de lijst {listing.title}."
    return [
        *((column.heading, column.meaning) for column in COLUMNS),
        ("Gemaakt op", made),
        *_HOW_TO,
    ]


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} of {words[-1]}"
