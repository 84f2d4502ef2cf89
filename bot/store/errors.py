"""What can go wrong in the store, and the one place where a database's own errors become words.

    Exception
    ├── StoreError      the database cannot be used; `fault` says whose it is
    │   ├── RoundBusy   another process is in the middle of a round
    │   └── WorkerBusy  another process is the worker
    └── UnknownCode     nobody has an action with this code
        └── StruckCode  it was taken off the list, and can be put back

An error that means our own statement is wrong (a broken constraint, a missing column) is no
StoreError: it stays SQLAlchemy's, so that it shows up as the bug it is.
"""

import sqlite3
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError


class Fault(StrEnum):
    """Whose fault it is, and with that whether trying again makes sense."""

    SETTINGS = "settings"
    """The address, the password or the rights are wrong; someone has to change a setting."""
    STORAGE = "storage"
    """The disk is full or the file is damaged; someone has to mend the machine."""
    AWAY = "away"
    """The server does not answer; it may in a while."""
    BUSY = "busy"
    """Another process holds the database; it will let go."""
    PROGRAM = "program"
    """This version of the program does not fit the database."""

    @property
    def worth_a_retry(self) -> bool:
        """Whether the same call may succeed later without anybody doing anything."""
        return self in (Fault.AWAY, Fault.BUSY)


class StoreError(Exception):
    """The database cannot be used. The message is Dutch, says what to do and holds no password."""

    def __init__(self, sentence: str, fault: Fault) -> None:
        super().__init__(sentence)
        self.fault = fault


class RoundBusy(StoreError):
    """Another process is in the middle of a round; this one has touched nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Er is al een ronde bezig. Wacht tot die klaar is en probeer het dan opnieuw.",
            Fault.BUSY,
        )


class WorkerBusy(StoreError):
    """Another process is the worker on this database; this one did nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Er draait al een dienst op deze database. Stop die eerst; één is genoeg.",
            Fault.BUSY,
        )


class UnknownCode(LookupError):
    """The list has no action with this code."""

    def __init__(self, code: str, advice: str = "Controleer de code.") -> None:
        super().__init__(f"Actie {code} staat niet in de lijst. {advice}")
        self.code = code


class StruckCode(UnknownCode):
    """The action with this code was taken off the list."""

    def __init__(self, code: str) -> None:
        super().__init__(
            code, f"Zij is eruit gehaald; zet haar terug met: driehoek drop --undo {code}"
        )


class _Meaning(NamedTuple):
    """What an error code comes down to. `sentence` has room for the {place}."""

    fault: Fault
    sentence: str


_READ_ONLY = _Meaning(
    Fault.SETTINGS,
    "De database {place} is alleen te lezen. Geef het programma schrijfrechten, "
    "bij een bestand ook op de map waar het in staat.",
)
_NO_ACCESS = _Meaning(
    Fault.SETTINGS,
    "Het programma mag niet bij de database {place}. Controleer of de plaats bestaat en of "
    "het programma daar mag lezen en schrijven.",
)
_FULL = _Meaning(
    Fault.STORAGE,
    "De schijf met de database {place} is vol. De laatste wijziging is niet opgeslagen. "
    "Maak ruimte vrij en start het programma opnieuw.",
)
_BROKEN_DISK = _Meaning(
    Fault.STORAGE,
    "De schijf met de database {place} geeft fouten bij lezen of schrijven. De laatste wijziging "
    "is niet opgeslagen. Laat de schijf controleren.",
)
_DAMAGED = _Meaning(
    Fault.STORAGE,
    "De database {place} is beschadigd of is geen database. Zet de laatste reservekopie terug, "
    "of kies met DATABASE_URL een andere plaats.",
)
_BUSY = _Meaning(
    Fault.BUSY,
    "De database {place} is te lang bezet door een ander proces. Probeer het straks opnieuw.",
)
_AWAY = _Meaning(
    Fault.AWAY,
    "De database {place} is niet bereikbaar. Controleer of de server draait, en of adres, naam "
    "en wachtwoord in DATABASE_URL kloppen.",
)

_MEANINGS = {
    # SQLite, the first part of the result code's name. Source: SQLite docs, "Result Codes".
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _NO_ACCESS,
    "SQLITE_PERM": _NO_ACCESS,
    "SQLITE_AUTH": _NO_ACCESS,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _BROKEN_DISK,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_PROTOCOL": _BUSY,
    # PostgreSQL, SQLSTATE or its class of two signs. Source: PostgreSQL docs, appendix A.
    "08": _AWAY,
    "25006": _READ_ONLY,
    "28": _NO_ACCESS,
    "3D": _NO_ACCESS,
    "3F": _NO_ACCESS,
    "42501": _NO_ACCESS,
    "53100": _FULL,
    "53300": _BUSY,
    "55P03": _BUSY,
    "57P": _AWAY,
    "58030": _BROKEN_DISK,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


def explain(error: DBAPIError, place: str, *, connecting: bool) -> StoreError | None:
    """Put a database's error into words, or return None when it is our own bug.

    place: the file or server, without name and password. connecting: no connection existed yet,
    so that whatever the driver says is about the address or the server, never about our SQL.
    """
    code = code_of(error.orig)
    for beginning, meaning in _MEANINGS.items():
        if code.startswith(beginning):
            return StoreError(meaning.sentence.format(place=place), meaning.fault)
    # PostgreSQL gives no code when it refuses a connection or when one is cut.
    if connecting or (not code and isinstance(error, OperationalError)):
        return StoreError(_AWAY.sentence.format(place=place), _AWAY.fault)
    # The class itself, as its children ProgrammingError and IntegrityError are about our SQL.
    if type(error) in (OperationalError, DatabaseError) and code != "SQLITE_ERROR":
        return StoreError(
            f"De database {place} geeft een fout die het programma niet kent ({code}). "
            "Geef deze code door aan de beheerder van de database.",
            Fault.STORAGE,
        )
    return None


def code_of(error: BaseException | None) -> str:
    """Return SQLite's result code by name or PostgreSQL's SQLSTATE; "" when there is none."""
    name = "sqlite_errorname" if isinstance(error, sqlite3.Error) else "sqlstate"
    return str(getattr(error, name, None) or "")
