"""A row of a file as an action that nobody agreed to yet: where it stands, and what is in doubt.

A draft may lack what an action needs: a code, a title, a text. `stated` says which fields the file
speaks of at all; a field it is silent about is left as the list has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.actions.explanation import Doubt
from bot.actions.origins import Origin
from bot.documents.tables import Place
from mappings.agenda import Agenda
from mappings.canonical import Action, Due, Status, Vng
from mappings.dates import DATE_WINDOW, DateWindow

FIELDS = ("title", "text", "status", "due", "rhythm", "owners", "plateau", "framework", "note")
"""What a file can say of an action, by the names an import uses."""

_COST = 0.2  # of one doubt to the confidence in a row


@dataclass(frozen=True, slots=True)
class AgendaWords:
    """The words that a file is read with. goals, owners: names by number and by code."""

    goals: Mapping[int, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    window: DateWindow = DATE_WINDOW


def words_of(agenda: Agenda) -> AgendaWords:
    """The words of an agenda."""
    goals = {goal.number: goal.name for goal in agenda.goals}
    return AgendaWords(goals, agenda.owner_names, agenda.dates)


@dataclass(frozen=True, slots=True)
class Draft:
    """One row. code: "" when the file gives none; goal: None when nothing says which.

    stated: the names in `FIELDS` of which the file says something, be it that there is nothing.
    origin: in a file that the list itself wrote; then only what was changed there is stated.
    """

    place: Place
    code: str
    goal: int | None
    title: str
    text: str
    status: Status | None
    due: Due
    rhythm: str | None
    owners: tuple[str, ...]
    vng: Vng
    note: str
    stated: frozenset[str]
    doubts: tuple[Doubt, ...] = ()
    origin: Origin | None = None

    @property
    def confidence(self) -> float:
        """How sure the reading is, from 0 to 1: each doubt costs a fifth."""
        return max(0.0, round(1 - _COST * len(self.doubts), 2))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a file cannot be taken over as it is. place: None when the whole file is meant."""

    place: Place | None
    sentence: str

    def __str__(self) -> str:
        """One line: "blad 'Acties', rij 4: ..."."""
        return f"{self.place.words()}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a file says. rows: in its order; remarks: Dutch sentences that stop nothing."""

    file: str
    format: str
    rows: tuple[Draft, ...]
    problems: tuple[RowProblem, ...] = ()
    remarks: tuple[str, ...] = ()


def reading_of(file: str, actions: tuple[Action, ...], form: str = "yaml") -> ListReading:
    """Our own YAML or JSON as a reading: every field is stated, and nothing is in doubt."""
    rows = tuple(
        Draft(
            place=Place("line", "", number),
            code=action.code,
            goal=action.goal,
            title=action.title,
            text=action.text,
            status=action.status,
            due=action.due,
            rhythm=action.rhythm,
            owners=action.owners,
            vng=action.vng,
            note=action.note,
            stated=frozenset(FIELDS),
        )
        for number, action in enumerate(actions, 1)
    )
    return ListReading(file, form, rows)
