"""Tells what an edition of the list would change: for a program, and for a person."""

from collections.abc import Sequence
from pathlib import Path

from bot.actions.answers import ITEM
from bot.actions.drafts import Draft, ListReading
from bot.actions.editions import Difference, ListEdition
from bot.actions.imports import Imported
from bot.core.actions.matching import Kinship, Match
from bot.core.dutch import counted, enumerated, field_word
from bot.core.values import cells
from bot.documents.refusal import DocumentRefused
from bot.documents.tables import Place
from mappings.agenda_file import AgendaErrors

KINDS = {
    "new": "nieuw",
    "changed": "gewijzigd",
    "gone": "ontbreekt",
    "same": "gelijk",
    "ask": "vraag",
}
"""What becomes of an action, as people read it."""

_MOST_PROBLEMS = 20
_MOST_LINES = 100  # of a table that is shown whole
_MOST_ALIKE, _FIRST_ALIKE = 10, 5  # lines of a kind: all of them, or the first and a count
_MOST_CODES = 20


def edition_data(edition: ListEdition) -> dict[str, object]:
    """An edition as `import --json` shows it."""
    reading = edition.reading
    return {
        "file": reading.file,
        "format": reading.format,
        "rows": [_row_data(draft, match) for draft, match in edition.rows],
        "changes": [_change_data(line) for line in edition.differences],
        "problems": [_problem_data(one.place, one.sentence) for one in reading.problems],
        "remarks": list(reading.remarks),
        **edition.imported.codes(),
    }


def refusal_data(path: Path, error: DocumentRefused | AgendaErrors) -> dict[str, object]:
    """A file of which nothing was read, in the shape of `edition_data`: only problems.

    format: what the name says, as the contents did not tell.
    """
    match error:
        case DocumentRefused():
            problems = [_problem_data(error.place, str(error))]
        case AgendaErrors():
            lines = [(Place("line", "", p.row) if p.row else None, str(p)) for p in error.problems]
            problems = [_problem_data(place, sentence) for place, sentence in lines]
    return {
        "file": path.name,
        "format": path.suffix.lower().removeprefix(".") or None,
        "rows": [],
        "changes": [],
        "problems": problems,
    }


def problems_sentence(reading: ListReading) -> str:
    """Say why a file cannot be taken over, a line per problem; of many the first ones."""
    lines = [
        f"{reading.file}, {problem}" if problem.place else problem.sentence
        for problem in reading.problems[:_MOST_PROBLEMS]
    ]
    if more := len(reading.problems) - len(lines):
        lines.append(f"En nog {more} van zulke regels; met --json staan ze er allemaal.")
    return "\n".join(lines)


TableRow = tuple[str, str, str, str, str, str]
"""A line of the table of differences: code, what, field, old, new, why."""


def difference_rows(edition: ListEdition) -> list[TableRow]:
    """What changes, as lines of a table; of much of the same kind only the first ones.

    Else the changes of a file with a part of the list stood above a screen of what it leaves out,
    and a new agenda of 1,000 actions gave 5,000 lines that nobody reads.
    """
    lines = [line for line in edition.differences if line.kind != "same"]
    is_long = len(lines) > _MOST_LINES
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for line in lines:
        alike = is_long or line.kind == "gone"
        key = (line.kind, line.field, str(line.is_kept)) if alike else ("",)
        groups.setdefault(key, []).append(line)
    rows: list[TableRow] = []
    for (kind, *_), group in groups.items():
        shown = group if not kind or len(group) <= _MOST_ALIKE else group[:_FIRST_ALIKE]
        rows += [_table_row(line) for line in shown]
        if rest := group[len(shown) :]:
            rows.append(_rest_row(rest))
    return rows


def _table_row(line: Difference) -> TableRow:
    old, new = cells(line.field, line.old, line.new)
    return (line.code, KINDS[line.kind], _field_of(line), old, new, line.reason)


def _rest_row(rest: Sequence[Difference]) -> TableRow:
    """One line for what is left of a kind: how often, of which actions, and how to see it all."""
    codes = list(dict.fromkeys(line.code for line in rest if line.code))
    named = ", ".join(codes[:_MOST_CODES]) + (" en andere" if len(codes) > _MOST_CODES else "")
    why = f"En nog {len(rest)}{': ' if named else ''}{named}. Met --json ziet u alles."
    return ("…", KINDS[rest[0].kind], _field_of(rest[0]), "", "", why)


def _field_of(line: Difference) -> str:
    return "" if line.field in ("", ITEM) else field_word(line.field)


def outcome_sentence(imported: Imported, *, would: bool) -> str:
    """Say what was taken over, and only that. would: nothing was yet."""
    taken = [(len(imported.added), "nieuw"), (len(imported.changed), "gewijzigd")]
    left = [
        (len(imported.kept), "met een eigen wijziging in de lijst, die blijft staan"),
        (len(imported.absent), "niet in het bestand"),
    ]
    came, stayed = (
        [f"{count} {words}" for count, words in counts if count] for counts in (taken, left)
    )
    told = "; ".join([*(came or ["niets nieuws"]), *stayed])
    return f"{'Zou overnemen' if would else 'Overgenomen'}: {told}."


def struck_sentence(imported: Imported) -> str:
    """Say what was left out because it was taken off the list, "" when nothing was."""
    if not imported.struck:
        return ""
    return (
        f"Overgeslagen, want eerder uit de lijst gehaald: {enumerated(imported.struck)}. "
        f"Terugzetten kan met: driehoek drop --undo {' '.join(imported.struck)}"
    )


def recognised_sentence(edition: ListEdition) -> str:
    """Say how many actions were known by their text alone, "" when none was."""
    known = (Kinship.SAME, Kinship.REWORDED)
    by_text = [match for draft, match in edition.rows if match.kinship in known and not draft.code]
    if not by_text:
        return ""
    count = counted(len(by_text), "actie", "acties")
    return f"Zonder code in het bestand, en herkend aan de tekst: {count}."


def conflicts_sentence(imported: Imported) -> str:
    """Say which values of the file wait for a person, "" when none does."""
    if not imported.kept:
        return ""
    return f"Kies wat geldt bij {enumerated(imported.kept)}. Zie: driehoek conflicts"


def questions_sentence(edition: ListEdition, *, written: str) -> str:
    """Say what has to be answered first. written: the workbook with the questions, "" for none."""
    count = counted(len(edition.questions), "vraag", "vragen")
    first = f"Eerst {'is' if len(edition.questions) == 1 else 'zijn'} er {count} te beantwoorden."
    how = (
        f"Vul {written} in en geef dan --answers {written} mee."
        if written
        else "Met --review vragen.xlsx komen ze in een werkmap om in te vullen."
    )
    return f"{first} Er is niets overgenomen. {how}"


def _row_data(draft: Draft, match: Match) -> dict[str, object]:
    return {
        "place": _place_data(draft.place),
        "code": draft.code or match.code or None,
        "goal": draft.goal,
        "title": draft.title or None,
        "text": draft.text,
        "status": draft.status.value if draft.status else None,
        "due": draft.due.model_dump(mode="json"),
        "rhythm": draft.rhythm,
        "owners": list(draft.owners),
        "vng": draft.vng.model_dump(mode="json"),
        "note": draft.note,
        "doubts": [doubt.sentence for doubt in draft.doubts],
        "confidence": draft.confidence,
        "match": match.kinship.value,
    }


def _change_data(line: Difference) -> dict[str, object]:
    return {
        "code": line.code or None,
        "kind": line.kind,
        "field": line.field or None,
        "old": line.old,
        "new": line.new,
        "likeness": round(line.likeness, 1) if line.likeness is not None else None,
        "reason": line.reason,
    }


def _problem_data(place: Place | None, sentence: str) -> dict[str, object]:
    return {"place": _place_data(place) if place else None, "sentence": sentence}


def _place_data(place: Place) -> dict[str, object]:
    return {place.kind: place.name, "row": place.row} if place.name else {"row": place.row}
