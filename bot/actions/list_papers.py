"""The list on paper and on slides: a table per goal, in the columns that fit there.

The titles of Planner are left out, and so is the day of a deadline, which its words tell. What a
file is silent about stays as it is, so that an import of these is no change either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.actions.columns import COLUMNS, ColumnKey, ListColumn
from bot.actions.listing import Listing
from bot.core.dutch import counted, short_date
from bot.documents.slide_deck import SlideColumn, SlideDeck, SlideTable
from bot.documents.word import Memo
from bot.documents.word_rows import Column, Words
from bot.documents.workbook import sheet_text
from mappings.canonical import Action

_ON_PAPER: Mapping[ColumnKey, float] = {
    "code": 1.3,
    "text": 7.2,
    "due": 2.5,
    "rhythm": 1.8,
    "owners": 2.9,
    "plateau": 1.7,
    "framework": 1.5,
    "status": 2.0,
    "note": 5.2,
}
"""How wide, in centimetres, in the order that councils know; together a page on its side."""

_ON_SLIDES: Mapping[ColumnKey, float] = {
    "code": 1.6,
    "text": 8.6,
    "due": 3.2,
    "rhythm": 2.2,
    "owners": 3.5,
    "plateau": 2.2,
    "framework": 1.8,
    "status": 2.5,
    "note": 5.4,
}
"""The same on a slide."""


@dataclass(frozen=True)
class GoalTable:
    """The actions of one goal as rows of text. title: the goal by its number and name."""

    title: str
    codes: Sequence[str]
    rows: Sequence[Sequence[str]]


def goal_tables(listing: Listing, keys: Sequence[ColumnKey]) -> list[GoalTable]:
    """Cut the list into a table per goal, with these columns."""
    columns = [_column(key) for key in keys]
    return [
        _goal_table(listing, columns, number, list(actions))
        for number, actions in groupby(listing.actions, key=lambda action: action.goal)
    ]


def list_document(listing: Listing) -> bytes:
    """Write the list as a Word document, its tables with header rows that a screen reader knows."""
    memo = Memo(title=listing.title, subject="Actielijst", wide=True)
    memo.title(listing.title)
    tables = goal_tables(listing, tuple(_ON_PAPER))
    memo.paragraph(summary(listing))
    columns = [Column(_column(key).heading, width) for key, width in _ON_PAPER.items()]
    for table in tables:
        memo.heading(table.title, 1)
        memo.table(table.title, columns, table.rows, shown=False)
    memo.heading("Wat de kolommen betekenen", 1)
    for key in _ON_PAPER:
        column = _column(key)
        memo.paragraph((Words(f"{column.heading}: ", bold=True), Words(column.meaning)))
    memo.footer(f"{listing.title}, {short_date(listing.day)}")
    return memo.finished(listing.day)


def list_deck(listing: Listing) -> SlideDeck:
    """Lay the list out as the deck that a council knows: a table per goal, the source as a note."""
    columns = [SlideColumn(_column(key).heading, width) for key, width in _ON_SLIDES.items()]
    tables = [
        SlideTable(table.title, columns, table.rows, _source(listing, table))
        for table in goal_tables(listing, tuple(_ON_SLIDES))
    ]
    return SlideDeck(listing.title, summary(listing), listing.day, tables)


def summary(listing: Listing) -> str:
    """Say how much there is, and of which day: "70 acties onder 6 doelen, op 30 november 2026."."""
    goals = len({action.goal for action in listing.actions})
    count = counted(len(listing.actions), "actie", "acties")
    return f"{count} onder {counted(goals, 'doel', 'doelen')}, stand op {short_date(listing.day)}."


def _source(listing: Listing, table: GoalTable) -> str:
    first, last = table.codes[0], table.codes[-1]
    shown = f"Actie {first}" if first == last else f"Acties {first} tot en met {last}"
    return f"{shown}. Bron: de actielijst {listing.title}, stand op {short_date(listing.day)}."


def _column(key: ColumnKey) -> ListColumn:
    return next(column for column in COLUMNS if column.key == key)


def _goal_table(
    listing: Listing, columns: Sequence[ListColumn], number: int, actions: Sequence[Action]
) -> GoalTable:
    rows = [
        [_text(column.value(action, listing.names)) for column in columns] for action in actions
    ]
    return GoalTable(listing.names.goal(number), [action.code for action in actions], rows)


def _text(value: object) -> str:
    return "" if value is None else sheet_text(str(value))
