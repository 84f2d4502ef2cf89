"""Opens a session for a command: its environment with what .env adds, its clock and its log.

Every command begins here; the help and the version do without.
"""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.commands.session import Session
from bot.core.dutch import enumerated
from bot.core.workdays import AMSTERDAM
from bot.errors import UsageError
from bot.log import set_up_logging
from mappings.dates import DATE_WINDOW

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_AS_UTF8 = "Sla het op als UTF-8: in Kladblok met Opslaan als, Codering."


def open_session(now: str | None) -> Session:
    """The session of one command. now: what `--now` was given. Raises UsageError."""
    set_up_log(os.environ)  # before anything is read, as reading is logged too
    session = Session(environ=_environment())
    if now is not None:
        session.fixed_now = _moment(now)
    set_up_log(session.environ)
    return session


def set_up_log(environ: Mapping[str, str]) -> None:
    """Log as LOG_FORMAT and LOG_LEVEL say; a level that does not exist is WARNING."""
    level = environ.get("LOG_LEVEL", "").upper()
    known = level in ("DEBUG", "INFO", "WARNING", "ERROR")
    set_up_logging(environ.get("LOG_FORMAT", "text").lower(), level if known else "WARNING")


def _environment() -> Mapping[str, str]:
    """The environment, with what a .env file in this folder adds to it. Raises UsageError."""
    text = _text_of(Path(".env"))
    wrong = [str(part.original.line) for part in parse_stream(StringIO(text)) if part.error]
    if wrong:
        raise UsageError(
            f"In .env is regel {enumerated(wrong)} niet te lezen: schrijf NAAM=waarde."
        )
    values = dotenv_values(stream=StringIO(text))
    return {**{name: value or "" for name, value in values.items()}, **os.environ}


def _text_of(file: Path) -> str:
    """The text of a settings file; "" when there is none. Raises UsageError for no UTF-8."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        advice = "Geef het programma leesrechten."
        raise UsageError(f"Het bestand {file} is niet te lezen. {advice}") from error
    if b"\0" in raw:
        raise UsageError(f"Het bestand {file} is geen UTF-8 (misschien UTF-16). {_AS_UTF8}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"Het bestand {file}, regel {line}, heeft een teken dat geen UTF-8 is. {_AS_UTF8}"
        ) from None


def _moment(text: str) -> datetime:
    """Read a moment; without a zone it is one on the clock of the municipality."""
    try:
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None:
        raise UsageError(
            f"--now '{text}' is geen moment; schrijf het als 2026-10-20T09:00, of met een tijdzone "
            "als 2026-10-20T09:00+02:00."
        )
    if not DATE_WINDOW.holds(moment.date()):
        raise UsageError(
            f"--now '{text}' ligt niet in de jaren {DATE_WINDOW}; controleer het jaar."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)
