"""Writes the whole list as an Excel workbook that goes with the digest.

Its sheets: all actions with all that the list knows of them, what changed since the previous
meeting, what earlier meetings decided and what owners ask of this one where they do, and what the
columns mean.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.actions.columns import COLUMNS, Names
from bot.core.digest.parts import Agreements, ChangeLine, Digest, RaisedActions
from bot.core.dutch import due_words
from bot.core.promises import Promise
from bot.documents.excel import write_excel
from bot.documents.workbook import CellValue, ListSheet, SheetColumn, Workbook, fit, sheet_text
from mappings.canonical import Action, code_order

_COURSE = (
    SheetColumn("Eerst beloofd", 16),
    SheetColumn("Keer verzet", 9),
    SheetColumn("Gereed op", 12),
)
_COURSE_MEANINGS = (
    "De eerste deadline met een dag of een jaar. Leeg: die was er nooit.",
    "Hoe vaak de deadline naar een latere dag ging. Wat is teruggenomen, telt niet mee.",
    "De dag waarop de actie gereed kwam. Leeg: nog niet, of al voordat zij in de lijst kwam.",
)
_CONFIRMED = SheetColumn("Bevestigd", 26)
_CONFIRMED_MEANING = "Wanneer de eigenaar sinds het vorige overleg zei dat de actie nog klopt."
_CHANGES = (
    SheetColumn("Code", 7),
    SheetColumn("Titel", 50),
    SheetColumn("Wijziging", 18),
    SheetColumn("Was", 24),
    SheetColumn("Nu", 60),
)
_AGREED = (
    SheetColumn("Besluit", 8),
    SheetColumn("Overleg", 12),
    SheetColumn("Code", 7),
    SheetColumn("Actie", 40),
    SheetColumn("Afgesproken", 50),
    SheetColumn("Hoe staat het", 16),
    SheetColumn("Wat ervan werd", 50),
)
_RAISED = (
    SheetColumn("Code", 7),
    SheetColumn("Titel", 50),
    SheetColumn("Vraag", 70),
    SheetColumn("Sinds", 30),
)
_MEANINGS = (SheetColumn("Kolom", 20), SheetColumn("Betekenis", 90))
_NOTHING = (("", "Er is niets gewijzigd, of dit is het eerste overzicht.", "", "", ""),)


def write_workbook(
    digest: Digest,
    actions: Iterable[Action],
    *,
    names: Names,
    day: date,
) -> bytes:
    """Write the workbook as .xlsx. The same values give the same bytes.

    day: the day it is made on.
    """
    listed = sorted(actions, key=lambda action: code_order(action.code))
    columns = [*(SheetColumn(column.heading, column.width) for column in COLUMNS), *_COURSE]
    confirmed = {line.code: line.confirmed for goal in digest.lists for line in goal.actions}
    columns += [_CONFIRMED] if digest.confirmed else []
    rows = [
        [
            *(_short(column.value(action, names)) for column in COLUMNS),
            *_course(digest.promises.get(action.code, Promise())),
            digest.completed.get(action.code),
            *([confirmed.get(action.code, "")] if digest.confirmed else []),
        ]
        for action in listed
    ]
    changes = [_change_row(line) for line in digest.changes] or _NOTHING
    return write_excel(
        Workbook(
            title=digest.title,
            subject=digest.occasion,
            foot=f"{digest.title}, {digest.made_on}",
            day=day,
            sheets=(
                ListSheet("Actielijst", "Acties", columns, rows),
                ListSheet("Wijzigingen", "Wijzigingen", _CHANGES, changes),
                *_agreed(digest.agreed),
                *_raised_sheet(digest.raised),
                ListSheet("Toelichting", "Toelichting", _MEANINGS, _explained(digest)),
            ),
        )
    )


def _course(promise: Promise) -> Sequence[CellValue]:
    return due_words(promise.first) if promise.first else "", promise.moves or None


def _agreed(agreed: Agreements | None) -> list[ListSheet]:
    if agreed is None:
        return []
    rows: list[Sequence[CellValue]] = [
        (
            line.number,
            line.held_on,
            line.code,
            line.title,
            _short(line.text),
            line.state,
            _short(line.became),
        )
        for line in agreed.lines
    ]
    return [ListSheet("Afgesproken", "Afgesproken", _AGREED, rows)]


def _raised_sheet(raised: RaisedActions | None) -> list[ListSheet]:
    if raised is None:
        return []
    rows = [(line.code, line.title, line.question, line.since) for line in raised.lines]
    return [ListSheet("Gevraagd", "Gevraagd", _RAISED, rows)]


def _change_row(line: ChangeLine) -> Sequence[CellValue]:
    return line.code, line.title, line.kind, _short(line.old), _short(line.new)


def _short(value: CellValue) -> CellValue:
    """Cut off what no cell can hold: a digest goes out whatever stands in a note."""
    return fit(sheet_text(value)) if isinstance(value, str) else value


def _explained(digest: Digest) -> list[Sequence[CellValue]]:
    rows: list[Sequence[CellValue]] = [(column.heading, column.meaning) for column in COLUMNS]
    rows += zip((column.heading for column in _COURSE), _COURSE_MEANINGS, strict=True)
    rows += [(_CONFIRMED.heading, _CONFIRMED_MEANING)] if digest.confirmed else []
    return [
        *rows,
        ("Gemaakt op", f"{digest.made_on}, voor: {digest.occasion}."),
        ("Gemaakt uit", f"{digest.made_from[:1].upper()}{digest.made_from[1:]}."),
        *([("Bijzonder", digest.banner)] if digest.banner else []),
        ("Let op", "Dit is een kopie. Wijzigingen in dit bestand komen niet in Planner terecht."),
    ]
