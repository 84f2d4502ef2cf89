"""The canonical action: one line of the agenda, in the words every other module uses.

All models are frozen values without I/O. Words that people read (status, deadline) keep the
agenda's Dutch spelling as their value, so that data, command line and mail agree; the glossary
in docs/ pairs them with the English names used in code.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """A value: no field changes after construction, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
    "ad hoc": (DueKind.AD_HOC, "Ad hoc"),
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
    date: date | None
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2027-03-31`, `2026`, `Continue`, `Ad hoc`, `NIET` or nothing.

        Raises ValueError with a Dutch sentence when the text is none of these.
        """
        word = " ".join(text.split())
        if word.lower() in _WORDS:
            kind, shown = _WORDS[word.lower()]
            return cls(kind=kind, date=None, text=shown)
        if re.fullmatch(r"20\d\d", word):
            return cls(kind=DueKind.YEAR, date=date(int(word), 12, 31), text=word)
        try:
            return cls.on(date.fromisoformat(word))
        except ValueError:
            raise ValueError(
                f"'{text}' is geen deadline; schrijf een datum (2027-03-31), een jaar (2026), "
                "Continue, Ad hoc of NIET"
            ) from None

    @classmethod
    def on(cls, day: date) -> Self:
        """Name a deadline on one calendar day."""
        return cls(kind=DueKind.DATE, date=day, text=day.isoformat())


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
    title: str = Field(min_length=1, max_length=90)
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


def code_order(code: str) -> tuple[int, int]:
    """Sort key that puts 1.2 before 1.10."""
    goal, number = code.split(".")
    return int(goal), int(number)
