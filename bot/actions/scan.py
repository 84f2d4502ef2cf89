"""Reads the text of a scanned agenda into the rows that any other file gives.

What the scan tore apart is put together: its pages, its columns, its words. Actions and states of
affairs are paired by their order within one page, and so are the columns that stand apart; a column
with another number of entries than there are actions is not used, and that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.actions.cells import read_framework, read_goal
from bot.actions.columns import ColumnKey, column_heading
from bot.actions.drafts import AgendaWords
from bot.actions.owners import owners_per_row
from bot.actions.scan_entries import (
    Entries,
    due_behind,
    note_signs,
    pair_entries,
    text_entries,
    text_signs,
)
from bot.actions.scan_pages import Line, Page, loose_words, read_pages
from bot.actions.scan_words import join_lines, mend, vocabulary
from bot.documents.tables import Cell, Document, Place, Row, Table
from mappings.canonical import Due

_Aside = Literal["due", "owners", "framework"]
_ASIDE: tuple[_Aside, ...] = ("due", "owners", "framework")
_UNSURE_START = "Niet zeker is waar deze actie in de scan begint; vergelijk de tekst."
_UNSURE_NOTE = "Niet zeker is of deze stand van zaken bij deze actie hoort."
_UNPAIRED = "Een haakje of aanhalingsteken heeft hier geen tweede; vergelijk de tekst."
_PAIRS = (("(", ")"), ("“", "”"))
_BY_ORDER = "In de scan staat deze kolom los; op volgorde bij de acties gezet."


@dataclass
class _Entry:
    """One action, as lines that may go on over the page."""

    text: list[str]
    due: str
    note: list[str]
    unsure_text: bool
    unsure_note: bool


@dataclass
class _PageRows:
    """The actions of one page, and the columns that stood apart from them."""

    page: Page
    entries: list[_Entry]
    asides: dict[_Aside, list[Cell]] = field(default_factory=dict)


def read_scan(file: str, text: str, words: AgendaWords) -> Document:
    """Read the text of a scan as a document with a table per page."""
    pages = read_pages(text)
    found: list[_PageRows] = []
    goal = None
    for page in pages:
        named = read_goal(page.goal, words.goals) if page.goal else None
        opens = named is not None and named != goal
        found.append(_read_page(page, found[-1].entries if found else [], opens_goal=opens))
        goal = named or goal
        _take_asides(found[-1], words)
    known = vocabulary(text)
    tables = tuple(_table(rows, words, known) for rows in found if rows.entries)
    return Document(file, "txt", tables, tuple(loose_words(pages)))


def _read_page(page: Page, before: list[_Entry], *, opens_goal: bool) -> _PageRows:
    lines, notes = page.columns.get("text", []), page.columns.get("note", [])
    last = " ".join(before[-1].text) if before else ""
    signs = text_signs(lines, is_dated=page.is_dated, opens_goal=opens_goal, before=last)
    beginnings = note_signs(notes)
    if beginnings[0] or beginnings[1]:
        texts, states = pair_entries(signs, beginnings)
    else:
        texts, states = text_entries(signs), Entries((), frozenset())
    if before:
        before[-1].text += [line.text for line in lines[: min(texts.starts, default=len(lines))]]
    said = _cut(notes, states)
    entries = [
        _entry(
            page,
            part,
            said[number] if number < len(said) else [],
            unsure_text=texts.starts[number] in texts.doubtful,
            unsure_note=number < len(said) and states.starts[number] in states.doubtful,
        )
        for number, part in enumerate(_cut(lines, texts))
    ]
    return _PageRows(page, entries)


def _entry(
    page: Page, part: list[str], note: list[str], *, unsure_text: bool, unsure_note: bool
) -> _Entry:
    first, due = due_behind(part[0]) if page.is_dated else (part[0], "")
    return _Entry([first, *part[1:]], due, note, unsure_text, unsure_note)


def _cut(lines: Sequence[Line], entries: Entries) -> list[list[str]]:
    ends = (*entries.starts[1:], len(lines))
    return [
        [line.text for line in lines[start:end]]
        for start, end in zip(entries.starts, ends, strict=True)
    ]


def _take_asides(rows: _PageRows, words: AgendaWords) -> None:
    """Give each action its part of the columns that stand apart, when the numbers agree."""
    count = len(rows.entries)
    if rows.page.is_dated:
        rows.asides["due"] = [Cell(entry.due) for entry in rows.entries]
    for key in _ASIDE:
        lines = [line.text for line in rows.page.columns.get(key, [])]
        if not lines or key in rows.asides:
            continue
        values = _values(key, lines, words)
        if len(values) == count:
            rows.asides[key] = [Cell(value, doubt=_BY_ORDER) for value in values]
        else:
            heading = column_heading(key)
            told = f"Bij '{heading}' staat op deze bladzijde {len(values)} keer iets, voor {count}"
            rows.asides[key] = [Cell("", doubt=f"{told} acties.")] * count


def _values(key: _Aside, lines: list[str], words: AgendaWords) -> list[str]:
    match key:
        case "owners":
            return owners_per_row(lines, words.owners)
        case "due":
            return [line for line in lines if _is_due(line)]
        case "framework":
            return [line for line in lines if not read_framework(Cell(line))[1]]


def _is_due(line: str) -> bool:
    try:
        return bool(Due.parse(line).text)
    except ValueError:
        return False


def _table(rows: _PageRows, words: AgendaWords, known: frozenset[str]) -> Table:
    keys: list[ColumnKey] = ["text", *rows.asides, "note"]
    return Table(
        rows.page.goal,
        tuple(column_heading(key) for key in keys),
        tuple(
            Row(
                Place("page", str(rows.page.number), number + 1),
                (
                    _cell(entry.text, _UNSURE_START if entry.unsure_text else "", words, known),
                    *(cells[number] for cells in rows.asides.values()),
                    _cell(entry.note, _UNSURE_NOTE if entry.unsure_note else "", words, known),
                ),
            )
            for number, entry in enumerate(rows.entries)
        ),
    )


def _cell(lines: Iterable[str], doubt: str, words: AgendaWords, known: frozenset[str]) -> Cell:
    text, mended = mend(join_lines(lines, known), words.owners, known)
    is_paired = all(text.count(left) == text.count(right) for left, right in _PAIRS)
    return Cell(text, doubt=" ".join(filter(None, (doubt, mended, "" if is_paired else _UNPAIRED))))
