"""Reads one row into a draft of an action: each field from its own column, or out of the note."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.actions.cells import (
    choose_due,
    is_nothing,
    read_code,
    read_due,
    read_framework,
    read_goal,
    read_plateau,
    read_state,
)
from bot.actions.columns import ColumnKey
from bot.actions.drafts import AgendaWords, Draft
from bot.actions.explanation import TAKEN, Doubt, Explanation, find_rhythm, read_explanation
from bot.actions.origins import Origin
from bot.actions.owners import read_owners
from bot.documents.tables import Cell, Place
from mappings.canonical import Action, Due, Vng, normal_text
from mappings.text import clean_line

_Read = TypeVar("_Read")
_EMPTY = Cell("")
_PERSON = re.compile(r"\b[\w-]+\.[\w.-]*@[\w-]+\.[\w.-]+")
_NEEDED = ("title", "text")  # never empty, so that an empty cell says nothing about them


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row is read with. known: the list as it is now, by code.

    goal: of the heading above the row, if any. scanned: the letters come from a scan. origin: of
    a row that the list itself wrote.
    """

    words: AgendaWords
    known: Mapping[str, Action]
    goal: int | None
    scanned: bool
    origin: Origin | None = None


def read_row(place: Place, cells: Mapping[ColumnKey, Cell], context: RowContext) -> Draft:
    """Read one row. cells: by what their column holds; the order of columns does not matter."""
    return _RowReader(place, _explained(cells), context).read()


def _explained(cells: Mapping[ColumnKey, Cell]) -> Mapping[ColumnKey, Cell]:
    """Take a column Status with whole sentences for what it is: the Stand van zaken."""
    if "note" in cells or "status" not in cells or not read_state(cells["status"])[1]:
        return cells
    moved: dict[ColumnKey, Cell] = {**cells, "note": cells["status"]}
    del moved["status"]
    return moved


@dataclass
class _RowReader:
    """Gathers the fields of one row, and what is in doubt."""

    place: Place
    cells: Mapping[ColumnKey, Cell]
    context: RowContext
    doubts: list[Doubt] = field(default_factory=list)

    def read(self) -> Draft:
        for key, cell in self.cells.items():
            if cell.doubt:
                self.doubts.append(Doubt("due" if key == "day" else key, cell.doubt))
        words = self.context.words
        code = self._take(read_code(self._cell("code")))
        said = self._explanation()
        text = normal_text(self._cell("text").text)
        owners = self._take(
            read_owners(self._cell("owners").text, words.owners, scanned=self.context.scanned)
        )
        status = self._take(read_state(self._cell("status")))
        plateau = self._take(read_plateau(self._cell("plateau")))
        draft = Draft(
            place=self.place,
            code=code,
            goal=self._goal(code),
            title=clean_line(self._cell("title").text),
            text=text,
            status=status or said.status,
            due=self._due(code, said.due),
            rhythm=self._rhythm(text, said.note),
            owners=owners,
            vng=Vng(
                plateau=plateau or said.plateau,
                framework=self._take(read_framework(self._cell("framework"))),
            ),
            note=said.note,
            stated=frozenset(),
        )
        self._seek_persons(draft)
        stated = self._stated(draft, said)
        return replace(draft, stated=stated, doubts=tuple(dict.fromkeys(self.doubts)))

    def _stated(self, draft: Draft, said: Explanation) -> frozenset[str]:
        """Of which fields the row speaks: those with a column, and those that the note tells."""
        stated = {str(key) for key in self.cells} - {"code", "goal", "day"}
        if "note" in self.cells:
            stated |= {"status", "plateau"}
        if "day" in self.cells or said.due:
            stated.add("due")
        if draft.rhythm:
            stated.add("rhythm")
        return frozenset(stated - {name for name in _NEEDED if not getattr(draft, name)})

    def _cell(self, key: ColumnKey) -> Cell:
        return self.cells.get(key, _EMPTY)

    def _take(self, read: tuple[_Read, tuple[Doubt, ...]]) -> _Read:
        value, doubts = read
        self.doubts += doubts
        return value

    def _explanation(self) -> Explanation:
        """What has a column of its own is read there only, and stays in the note as it is."""
        columns = {*self.cells} | ({"due"} if "day" in self.cells else set())
        said = read_explanation(
            self._cell("note").text, self.context.words.window, take=TAKEN - columns
        )
        self.doubts += said.doubts
        return said

    def _due(self, code: str, said: Due | None) -> Due:
        columns: tuple[ColumnKey, ...] = ("due", "day")
        window = self.context.words.window
        dues = [
            self._take(read_due(self.cells[key], window)) for key in columns if key in self.cells
        ]
        if not dues:
            return said or Due.parse("")
        known = self.context.known.get(code)
        if len(dues) == 1:
            return dues[0]
        words, day = dues
        if origin := self.context.origin:
            words_kept, day_kept = (origin.left_alone(key, self.cells[key]) for key in columns)
        else:
            words_kept = known is not None and words == known.due
            day_kept = known is not None and day.date == known.due.date
        return self._take(choose_due(words, day, words_kept=words_kept, day_kept=day_kept))

    def _rhythm(self, text: str, note: str) -> str | None:
        if "rhythm" not in self.cells:
            return self._take(find_rhythm(text, note))
        word = clean_line(self._cell("rhythm").text)
        return None if is_nothing(word) else word

    def _goal(self, code: str) -> int | None:
        cell = self._cell("goal")
        named = read_goal(cell.text, self.context.words.goals)
        if not is_nothing(cell.text) and named is None:
            sentence = f"Doel '{clean_line(cell.text)}' staat niet in agenda.yaml."
            self.doubts.append(Doubt("goal", sentence))
        of_code = int(code.split(".", maxsplit=1)[0]) if code else None
        if of_code and named and of_code != named:
            sentence = f"Code {code} hoort bij doel {of_code}, maar hier staat doel {named}."
            self.doubts.append(Doubt("goal", sentence))
        return of_code or named or self.context.goal

    def _seek_persons(self, draft: Draft) -> None:
        for name, text in (("text", draft.text), ("note", draft.note)):
            if _PERSON.search(text):
                sentence = "Hier staat een mailadres dat van een persoon lijkt; haal het weg."
                self.doubts.append(Doubt(name, sentence))
