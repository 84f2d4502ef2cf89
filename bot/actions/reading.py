"""Gives the rows of a file their meaning: tables become drafts of actions, whatever the format.

Columns are known by their headings, goals by a heading above or between the rows, and what has no
column of its own is taken out of the Stand van zaken. Nothing is guessed: what can be read in two
ways is a doubt, and what cannot be read at all is a problem that stops the import.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from bot.actions.cells import read_due, read_goal, read_goal_number
from bot.actions.columns import HEADINGS, ColumnKey, column_heading
from bot.actions.copies import MarkedRow, join_copies
from bot.actions.drafts import AgendaWords, Draft, ListReading, RowProblem
from bot.actions.origins import read_origin
from bot.actions.rows import RowContext, read_row
from bot.core.dutch import enumerated
from bot.documents.headings import heading_key
from bot.documents.ooxml import FORMULA_SIGNS
from bot.documents.tables import EMPTY, Cell, Document, Place, Row, Table
from mappings.canonical import Action

_STATES: frozenset[ColumnKey] = frozenset(
    {"status", "day", "due", "rhythm", "owners", "plateau", "framework", "note"}
)
_SAFELINK = re.compile(r"https://[\w.-]*safelinks\.protection\.outlook\.com/\S*", re.IGNORECASE)
_GUARDED = re.compile(f"'+[{re.escape(''.join(FORMULA_SIGNS))}]")


@dataclass
class _ListReader:
    """Reads one document; `goal` is the one whose heading was seen last, on `sheet`."""

    words: AgendaWords
    known: Mapping[str, Action]
    format: str
    goal: int | None = None
    sheet: str = ""
    rows: list[MarkedRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def table(self, table: Table) -> bool:
        """Read a table; tells whether it holds actions at all."""
        keys = self._columns(table)
        if not _holds_actions({key for key in keys if key}):
            return False
        if table.rows:
            above = replace(table.rows[0].place, row=0)
            if above.kind == "sheet" and above.name != self.sheet:  # a goal ends with its sheet
                self.sheet, self.goal = above.name, self._goal_of_sheet(above)
            self.goal = self._goal_named(table.caption, above) or self.goal
        for row in table.rows:
            filled = [cell for cell in row.cells if cell.text.strip()]
            if not filled:
                continue
            cells = {k: c for k, c in zip(keys, row.cells, strict=False) if k}
            heading = self._heading(row, filled[0], cells) if len(filled) == 1 else None
            if heading is not None:
                self.goal = heading
            else:
                self._row(row, cells)
        return True

    def _heading(self, row: Row, only: Cell, cells: Mapping[ColumnKey, Cell]) -> int | None:
        """The goal that a row with one filled cell is the heading of, None when it is none."""
        if cells.get("code") is only:  # under Code it is no text of an action
            return self._goal_named(only.text, row.place)
        return read_goal(only.text, self.words.goals)

    def _goal_of_sheet(self, place: Place) -> int | None:
        """The goal that a sheet is named after; a mere number may be anything."""
        return None if place.name.strip().isdigit() else self._goal_named(place.name, place)

    def _goal_named(self, text: str, place: Place) -> int | None:
        """The goal of a heading, be it by its number alone; that is told, as its name is another.

        Else rows under it would come under the goal before it.
        """
        goals = self.words.goals
        named = read_goal(text, goals)
        if named is not None or (number := read_goal_number(text, goals)) is None:
            return named
        shown = " ".join(text.split())
        goal = f"doel {number} ({goals[number]})"
        where = f" op {place.words()}" if place.words() else ""
        self._remark(f"De kop '{shown}'{where} is gelezen als {goal}.")
        return number

    def _columns(self, table: Table) -> list[ColumnKey | None]:
        """What each column holds; the first of two that hold the same counts."""
        keys: list[ColumnKey | None] = []
        unread = []
        for heading in table.headings:
            key = HEADINGS.get(heading_key(heading))
            if key is None or key in keys:
                unread.append(" ".join(heading.split()))
                key = None
            keys.append(key)
        if _holds_actions({key for key in keys if key}) and (named := list(filter(None, unread))):
            shown = enumerated([f"'{heading}'" for heading in named])
            self._remark(f"Niet gelezen: {'kolom' if len(named) == 1 else 'kolommen'} {shown}.")
        return keys

    def _row(self, row: Row, cells: dict[ColumnKey, Cell]) -> None:
        if self.format == "csv":
            cells = {key: _unguarded(cell) for key, cell in cells.items()}
        cells = {key: _unwrapped(cell) for key, cell in cells.items()}
        mark = cells.pop("origin", Cell("")).text
        cells.pop("occasions", None)
        self.rows.append(MarkedRow(row.place, cells, self.goal, read_origin(mark)))

    def drafts(self) -> list[Draft]:
        """What all rows say; a row that says nothing is a problem."""
        result = []
        for row in join_copies(self.rows):
            context = RowContext(self.words, self.known, row.goal, self.format == "txt", row.origin)
            draft = read_row(row.place, row.cells, context)
            if not draft.code and not draft.text and not draft.title:
                sentence = "deze rij heeft geen code en geen tekst; vul een van beide in."
                self.problems.append(RowProblem(row.place, sentence))
            else:
                self.problems += _no_deadlines(row, self.words)
                result.append(_as_changed(draft, row))
        return result

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def read_list(
    document: Document, words: AgendaWords, known: Mapping[str, Action] | None = None
) -> ListReading:
    """Read a document as a list of actions. known: the list as it is now, by code."""
    reader = _ListReader(words, known or {}, document.format)
    unread = [table for table in document.tables if not reader.table(table)]
    drafts = reader.drafts()
    if not drafts and not reader.problems:
        reader.problems.append(RowProblem(None, _no_actions(document)))
    elif unread:
        places = [table.rows[0].place for table in unread if table.rows]
        shown = enumerated(list(dict.fromkeys(replace(place, row=0).words() for place in places)))
        if shown:
            reader.remarks.append(f"Geen acties gevonden op {shown}.")
    return ListReading(
        document.file,
        document.format,
        tuple(drafts),
        (*reader.problems, *_equal_codes(drafts)),
        (*document.remarks, *reader.remarks),
    )


def _no_deadlines(row: MarkedRow, words: AgendaWords) -> Iterator[RowProblem]:
    """Refuse a number where a deadline stands: 0.3 shown as 30%, a date without its format.

    It is a mistake in the sheet, and a text in its place would be one that nobody wrote.
    """
    for key in ("due", "day"):
        cell = row.cells.get(key, EMPTY)
        if cell.number is not None and (doubts := read_due(cell, words.window)[1]):
            name = f"cel {cell.name}: " if cell.name else ""
            yield RowProblem(row.place, f"{name}{doubts[0].sentence}")


def _as_changed(draft: Draft, row: MarkedRow) -> Draft:
    """In a row of ours only what somebody changed since then is stated, or in doubt."""
    origin = row.origin
    if origin is None:
        return draft
    changed = {key for key, cell in row.cells.items() if not origin.left_alone(key, cell)}
    fields = {"due" if key == "day" else str(key) for key in changed}
    return replace(
        draft,
        stated=draft.stated & fields,
        doubts=tuple(doubt for doubt in draft.doubts if doubt.field in fields),
        origin=origin,
    )


def _holds_actions(keys: set[ColumnKey]) -> bool:
    """A text makes an action; a code does so only beside something to say about it."""
    return "text" in keys or ("code" in keys and bool(keys & _STATES))


def _no_actions(document: Document) -> str:
    found = [h for table in document.tables for h in table.headings if h.strip()]
    needed = f"'{column_heading('text')}' of '{column_heading('code')}'"
    seen = enumerated([f"'{' '.join(h.split())}'" for h in found[:12]]) or "geen enkel kopje"
    return f"{document.file} heeft geen kolom {needed}; gevonden: {seen}. Geef de kolommen een kop."


def _equal_codes(rows: Iterable[Draft]) -> Iterator[RowProblem]:
    seen: dict[str, Place] = {}
    for draft in rows:
        if draft.code and draft.code in seen:
            first = seen[draft.code].words()
            sentence = f"code {draft.code} staat ook al op {first}; geef een van beide een andere."
            yield RowProblem(draft.place, sentence)
        elif draft.code:
            seen[draft.code] = draft.place


def _unguarded(cell: Cell) -> Cell:
    """Take the apostrophe off that a CSV has before text that looks like a formula."""
    return Cell(cell.text[1:]) if _GUARDED.match(cell.text) else cell


def _unwrapped(cell: Cell) -> Cell:
    """Replace a safelink by the address it hides: it carries a person's mail address along."""
    text = _SAFELINK.sub(_real_address, cell.text)
    return cell if text == cell.text else Cell(text, cell.day, cell.number, cell.doubt)


def _real_address(found: re.Match[str]) -> str:
    return parse_qs(urlsplit(found[0]).query).get("url", [""])[0]
