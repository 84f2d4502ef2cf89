"""The canonical action: one line of the agenda, in the words every other module uses.

All models are frozen values without I/O. Words that people read (status, deadline) keep the
agenda's Dutch spelling as their value, so that data, command line and mail agree; the glossary
in docs/ pairs them with the English names used in code.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from mappings.dates import DATE_WINDOW, DateWindow, NoDate, read_day, read_year
from mappings.text import clean

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""A day is a day here, wherever its hours come from."""

FieldValue = str | tuple[str, ...] | None
"""One field as a side can hold it: text, an ISO date, a status word, or a set as a sorted tuple."""

Fields = Mapping[str, FieldValue]
"""What a side holds of one action, by field name. A field the side cannot hold is left out."""


MAX_TITLE = 90
"""How long a short title may be, in characters."""


class Policy(StrEnum):
    """Who may change a field, and who wins when both changed it.

    SIDE, LIST: two-way; on a collision the side or the list wins and the loser is kept.
    RESTORE: the list owns it; a change on the side is put back and reported once.
    ANNOUNCE: a set of which the list sends its own additions and removals; what people add or
    remove on the side stands.
    """

    SIDE = "side"
    LIST = "list"
    RESTORE = "restore"
    ANNOUNCE = "announce"


class Frozen(BaseModel):
    """A value: no field changes after construction, and unknown fields are an error.

    Its checks are built when the first one is made: no command makes a value of every kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Status(StrEnum):
    """Where an action stands ("stand van zaken")."""

    DONE = "Gereed"
    RUNNING = "Loopt"
    PLANNED = "Planning"
    DROPPED = "NIET"


class DueKind(StrEnum):
    """What sort of deadline the agenda states ("wanneer gereed")."""

    DATE = "date"
    YEAR = "year"
    CONTINUOUS = "continuous"
    AD_HOC = "ad_hoc"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


_WORDS = {
    "continue": (DueKind.CONTINUOUS, "Continue"),
    "continu": (DueKind.CONTINUOUS, "Continue"),
    "ad hoc": (DueKind.AD_HOC, "Ad hoc"),
    "ad-hoc": (DueKind.AD_HOC, "Ad hoc"),
    "niet": (DueKind.DROPPED, "NIET"),
    "": (DueKind.UNKNOWN, ""),
}


class Due(Frozen):
    """A deadline that is not always a date.

    kind: what was stated; date: set for DATE and YEAR only (a year means 31 December of it), a
    calendar day in Europe/Amsterdam; text: the word as people write it, e.g. "2026", "Continue",
    "2027-03-31", or "" when the agenda states nothing.
    """

    kind: DueKind
    date: dt.date | None
    text: str

    @classmethod
    def parse(cls, text: str, window: DateWindow = DATE_WINDOW) -> Self:
        """Read a day (see `mappings.dates`), a year, `Continue`, `Ad hoc`, `NIET` or nothing.

        Raises ValueError with a Dutch sentence when the text is none of these, or its year lies
        outside the window.
        """
        word = " ".join(text.split())
        if word.casefold() in _WORDS:
            kind, shown = _WORDS[word.casefold()]
            return cls(kind=kind, date=None, text=shown)
        if (year := read_year(word, window)) is not None:
            return cls(kind=DueKind.YEAR, date=dt.date(year, 12, 31), text=word)
        try:
            return cls.on(read_day(word, window))
        except NoDate:
            raise ValueError(
                f"'{text}' is geen deadline; schrijf een datum (2027-03-31), een jaar (2026), "
                "Continue, Ad hoc of NIET"
            ) from None

    @classmethod
    def on(cls, day: dt.date) -> Self:
        """Name a deadline on one calendar day."""
        return cls(kind=DueKind.DATE, date=day, text=day.isoformat())


class HolidayCalendar(StrEnum):
    """Whose days off are meant; which days those are, `bot.core.workdays` knows."""

    CAO_GEMEENTEN = "cao-gemeenten"
    RIJK = "rijk"
    TERMIJNENWET = "termijnenwet"


class Vng(Frozen):
    """How the action relates to the VNG framework (Vereniging van Nederlandse Gemeenten).

    plateau: 1 (obliged) or 2 (additional); framework: the column "VNG Kader?"; None = not stated.
    """

    plateau: Literal[1, 2] | None = None
    framework: bool | None = None


class Action(Frozen):
    """One of the agenda's actions.

    code: `goal.number`, stable for ever. text: the full sentence of the agenda, list-owned.
    rhythm: "2 x jaar" and the like. owners: codes from agenda.yaml, lead first, may be empty.
    note: the stand-van-zaken text, without status word and plateau.
    """

    code: str = Field(pattern=r"^\d+\.\d+$")
    title: str = Field(min_length=1, max_length=MAX_TITLE)
    text: str = Field(min_length=1)
    status: Status | None = None
    due: Due
    rhythm: str | None = None
    owners: tuple[str, ...] = ()
    vng: Vng = Vng()
    note: str = ""

    @property
    def goal(self) -> int:
        """The policy goal's number: the part of the code before the dot."""
        return int(self.code.split(".")[0])

    @property
    def is_open(self) -> bool:
        """Whether work is still expected: neither done nor dropped."""
        return self.status not in (Status.DONE, Status.DROPPED)

    @property
    def heading(self) -> str:
        """Code and title as people see them on a card, e.g. "2.4 Leeromgeving inzetten"."""
        return f"{self.code} {self.title}"

    @model_validator(mode="after")
    def _owners_once(self) -> Self:
        if len(set(self.owners)) != len(self.owners):
            raise ValueError("een regiehouder staat er dubbel in")
        return self


class Tick(Frozen):
    """A tick that people set somewhere. at: None when nobody knows; by: the account's id, or ""."""

    at: AwareDatetime | None
    by: str


def local_day(instant: dt.datetime) -> dt.date:
    """The day of an aware instant on the clock of Europe/Amsterdam, also of the very last one."""
    try:
        return instant.astimezone(AMSTERDAM).date()
    except OverflowError:
        return instant.date()


def code_order(code: str) -> tuple[int, int]:
    """Sort key that puts 1.2 before 1.10."""
    goal, number = code.split(".")
    return int(goal), int(number)


def normal_text(text: str | None) -> str:
    """Text as it is compared and kept: clean, NFC, no blanks at line ends or around it.

    Planner's own editors and other writers differ in exactly these things and in nothing a
    reader sees, so they never count as an edit. See `mappings.text` for what clean means.
    """
    lines = unicodedata.normalize("NFC", clean(text or "")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def revise(action: Action, field: str, value: FieldValue, *, before: str | None = None) -> Action:
    """Take over one two-way field, given as a side holds it.

    field: "status" (a status word), "due" (an ISO date, or None for no date) or "note" (text).
    A value that says the same as the action already does changes nothing, so that a due date of
    2026-12-31 leaves the word "2026" alone. before: the word for the deadline that a day set on a
    side took the place of; it comes back when that day is taken away. Raises KeyError for any
    other field.
    """
    text = value if isinstance(value, str) else ""
    match field:
        case "status":
            return action.model_copy(update={"status": Status(text)})
        case "due" if not text:
            due = action.due if action.due.date is None else Due.parse(before or "")
            return action.model_copy(update={"due": due})
        case "due":
            day = dt.date.fromisoformat(text)
            return (
                action if action.due.date == day else action.model_copy(update={"due": Due.on(day)})
            )
        case "note":
            return action.model_copy(update={"note": normal_text(text)})
        case _:
            raise KeyError(field)


def held(action: Action, field: str) -> FieldValue:
    """A two-way field as any side can hold it: what `revise` takes. Raises KeyError for others."""
    match field:
        case "status":
            return (action.status or Status.PLANNED).value
        case "due":
            return action.due.date.isoformat() if action.due.date else None
        case "note":
            return normal_text(action.note)
        case _:
            raise KeyError(field)


def word(action: Action, field: str) -> FieldValue:
    """A two-way field in the agenda's own word, as history and previews show it."""
    match field:
        case "status":
            return action.status.value if action.status else None
        case "due":
            return action.due.text or None
        case "note":
            return action.note
        case _:
            raise KeyError(field)


def yes_no(answer: bool | None, unknown: str = "") -> str:
    """Write "ja", "nee", or what stands for not known."""
    return unknown if answer is None else "ja" if answer else "nee"
