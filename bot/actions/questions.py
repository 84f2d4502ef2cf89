"""The questions about a file as a workbook that a person fills in, and her answers out of it.

A hidden column says which question a row is, and of which file: answers about another file, or
about the same one before it was changed, are refused.
"""

import hashlib
from datetime import date
from pathlib import Path

from bot.actions.answers import (
    AS_READ,
    EMPTY,
    ITEM,
    NEW,
    SKIP,
    Answers,
    QuestionKey,
)
from bot.actions.drafts import FIELDS, ListReading
from bot.actions.editions import ListEdition
from bot.core.dutch import field_word
from bot.documents.excel import write_excel
from bot.documents.headings import Headings
from bot.documents.read import read_document
from bot.documents.saving import put
from bot.documents.tables import Document, Row
from bot.documents.workbook import ListSheet, SheetColumn, Workbook, fit
from bot.errors import UsageError
from mappings.system_words import why

_PLACE, _READ, _QUESTION, _ANSWER, _KEY = "Waar", "Gelezen", "Vraag", "Antwoord", "Kenmerk"
_COLUMNS = (
    SheetColumn(_PLACE, 24),
    SheetColumn("Code", 8),
    SheetColumn("Veld", 16),
    SheetColumn(_READ, 50),
    SheetColumn(_QUESTION, 60),
    SheetColumn(_ANSWER, 40),
    SheetColumn(_KEY, 12, hidden=True),
)
_ASKED = (ITEM, "code", "goal", *FIELDS)
_HOW = (SheetColumn("Antwoord", 24), SheetColumn("Betekenis", 90))
_MEANINGS = (
    (AS_READ, "Wat onder Gelezen staat, is goed."),
    ("een andere waarde", "Dit moet het zijn, zoals Loopt, 31-12-2027, 2027 of OOV."),
    (EMPTY, "Hier hoort niets te staan."),
    ("een code, zoals 2.4", "Bij de vraag welke actie dit is: het is die."),
    (NEW, "Bij de vraag welke actie dit is: het is een nieuwe."),
    (SKIP, "Bij de vraag welke actie dit is: neem deze rij niet over."),
    ("niets", "De vraag blijft open, en dan wordt van het bestand niets overgenomen."),
)


def write_questions(path: Path, edition: ListEdition, fingerprint: str, *, day: date) -> None:
    """Write the questions about an edition as .xlsx. fingerprint: of its file; day: of the making.

    Raises UsageError for another ending, a file that is there already, and when it cannot be
    written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError("De werkmap met vragen eindigt op .xlsx.")
    file = edition.reading.file
    rows = [
        (
            question.key.place.words(),
            question.code,
            "welke actie" if question.key.field == ITEM else field_word(question.key.field),
            fit(question.read),
            question.sentence,
            None,
            _mark(fingerprint, question.key),
        )
        for question in edition.questions
    ]
    book = Workbook(
        title=f"Vragen bij {file}",
        subject="Vragen bij een bestand",
        foot=f"Vragen bij {file}",
        day=day,
        sheets=(
            ListSheet("Vragen", "Vragen", _COLUMNS, rows),
            ListSheet("Toelichting", "Toelichting", _HOW, _MEANINGS),
        ),
    )
    if path.exists():
        raise UsageError(f"{path} bestaat al. Kies een andere naam.")
    try:
        put(path, write_excel(book))
    except OSError as error:
        raise UsageError(f"{path} is niet te schrijven: {why(error)}.") from error


def read_answers(path: Path, fingerprint: str, reading: ListReading) -> Answers:
    """Read what a person filled in about a reading of a file. fingerprint: of that file.

    Raises DocumentRefused for a workbook that cannot be read, and UsageError for one that belongs
    to another file.
    """
    document = read_document(path, Headings.of(column.heading for column in _COLUMNS))
    keys = (QuestionKey(row.place, name) for row in reading.rows for name in _ASKED)
    marks = {_mark(fingerprint, key): key for key in keys}
    answers: dict[QuestionKey, str] = {}
    for mark, answer in _filled(document):
        if mark not in marks:
            raise UsageError(
                f"De antwoorden in {path.name} horen bij een ander bestand, of het bestand is "
                "sindsdien gewijzigd. Laat de vragen opnieuw maken met --review."
            )
        answers[marks[mark]] = answer
    return answers


def _filled(document: Document) -> list[tuple[str, str]]:
    """The rows with an answer: its mark, and what stands there."""
    found = []
    for table in document.tables:
        if {_ANSWER, _KEY} <= {*table.headings}:
            mark, answer = table.headings.index(_KEY), table.headings.index(_ANSWER)
            found += [(_text(row, mark), _text(row, answer)) for row in table.rows]
    return [(mark, answer) for mark, answer in found if answer]


def _text(row: Row, column: int) -> str:
    cell = row.cells[column]
    return cell.day.isoformat() if cell.day else cell.text.strip()


def _mark(fingerprint: str, key: QuestionKey) -> str:
    place = key.place
    plain = "\0".join((fingerprint, place.kind, place.name, str(place.row), key.field))
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()
