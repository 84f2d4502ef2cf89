"""What the readers of workbooks share: which sheets are read, and what they say of hidden rows."""

from collections.abc import Collection, Mapping
from pathlib import Path

from bot.documents.refusal import DocumentRefused

_NAMED = 8  # rows that a remark names


def chosen_sheets(
    path: Path, hidden: Mapping[str, bool], sheet: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which sheets to read, and remarks about the others.

    hidden: by the name of each sheet. sheet: the one that was asked for, "" for all that can be
    seen. Raises DocumentRefused when the workbook does not have it.
    """
    if sheet:
        named = [title for title in hidden if title.strip().casefold() == sheet.strip().casefold()]
        if not named:
            raise DocumentRefused(
                path.name, f"er is geen blad '{sheet}'", f"kies uit: {', '.join(hidden) or 'geen'}"
            )
        return tuple(named), ()
    seen = tuple(title for title in hidden if not hidden[title])
    remarks = tuple(
        f"Blad '{title}' is verborgen en daarom niet gelezen." for title in hidden if hidden[title]
    )
    return seen, remarks


def hidden_rows(title: str, rows: Collection[int]) -> tuple[str, ...]:
    """Say that rows were read that nobody sees on this sheet."""
    if not rows:
        return ()
    names = ", ".join(str(row) for row in sorted(rows)[:_NAMED])
    more = " en verder" if len(rows) > _NAMED else ""
    what = "1 verborgen rij is" if len(rows) == 1 else f"{len(rows)} verborgen rijen zijn"
    return (f"Blad '{title}': {what} ook gelezen (rij {names}{more}).",)
