"""The agenda as municipalities have it: a deck and a document, without codes or titles."""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from pptx import Presentation
from pptx.util import Inches
from support.installation import agenda_in, own_actions

from bot.settings import OWN_AGENDA
from mappings.canonical import Action, yes_no

HEADINGS = (
    *("Wat gaan we doen voor dit beleidsdoel?", "Wanneer gereed?", "Regie", "VNG Kader?"),
    "Stand van zaken/ toelichting",
)
PER_SLIDE = 5
_PLATEAUS = {None: "", 1: "Plateau 1 VNG verplicht.", 2: "Plateau 2 VNG, aanvullend."}


def row(action: Action) -> Sequence[str]:
    """An action as the agenda writes it, with status, plateau and note in one cell."""
    names = agenda_in(OWN_AGENDA).owner_names
    status = f"{action.status}." if action.status else ""
    return (
        action.text,
        action.due.text,
        " / ".join(names[owner] for owner in action.owners),
        yes_no(action.vng.framework).capitalize(),
        " ".join(filter(None, (status, _PLATEAUS[action.vng.plateau], action.note))),
    )


def per_goal() -> dict[str, list[Sequence[str]]]:
    """The rows below the heading of each goal."""
    return {
        f"{goal.number}. {goal.name}": [row(a) for a in own_actions() if a.goal == goal.number]
        for goal in agenda_in(OWN_AGENDA).goals
    }


def write_deck(path: Path) -> None:
    """Write the agenda as slides; a goal's table goes on over several of them."""
    deck = Presentation()
    for title, rows in per_goal().items():
        for start in range(0, len(rows), PER_SLIDE):
            part = (HEADINGS, *rows[start : start + PER_SLIDE])
            slide = deck.slides.add_slide(deck.slide_layouts[5])
            slide.shapes.title.text = title
            size = [Inches(inches) for inches in (0.3, 1.5, 9, 5)]
            table = slide.shapes.add_table(len(part), len(HEADINGS), *size).table
            for number, cells in enumerate(part):
                for place, text in enumerate(cells):
                    table.cell(number, place).text = text
    deck.save(str(path))


def write_document(path: Path) -> None:
    """Write the agenda as a document with a table below each heading."""
    document = Document()
    for title, rows in per_goal().items():
        document.add_heading(title, 1)
        table = document.add_table(rows=0, cols=len(HEADINGS))
        for cells in (HEADINGS, *rows):
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    document.save(str(path))
