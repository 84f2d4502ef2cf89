"""A folder for a municipality that has no agenda yet, out of the document it has."""

from pathlib import Path
from typing import Annotated

import typer

from bot.actions.files import FileToRead
from bot.actions.founding import QUESTIONS, found_agenda
from bot.commands.conduct import looks
from bot.commands.session import session_of
from bot.core.dutch import counted, enumerated
from bot.settings import OWN_AGENDA


@looks
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De nieuwe map.")],
    source: Annotated[
        Path,
        typer.Option("--from", "--uit", help="Excel, Word, PowerPoint of PDF met de acties."),
    ],
    name: Annotated[
        str, typer.Option("--name", "--naam", help="Hoe de agenda heet.")
    ] = "Uitvoeringsagenda",
    sheet: Annotated[str, typer.Option("--sheet", "--blad", help="Alleen dit blad.")] = "",
) -> None:
    """Maak een map met agenda.yaml en actions.yaml uit een document dat er al is.

    Voorbeeld: driehoek init onze-agenda --from uitvoeringsagenda.pptx
    """
    session = session_of(context)
    file = FileToRead(source, sheet)
    made = found_agenda(folder, file, name=name, template=OWN_AGENDA, at=session.now())
    session.say(
        f"Gemaakt in {folder}: {enumerated(made.files)}, met "
        f"{counted(len(made.words.goals), 'doel', 'doelen')}, "
        f"{counted(len(made.words.owners), 'regiehouder', 'regiehouders')} en "
        f"{counted(len(made.edition.actions), 'actie', 'acties')}."
    )
    for remark in made.edition.reading.remarks:
        session.say(remark)
    if QUESTIONS in made.files:
        count = counted(len(made.edition.questions), "vraag", "vragen")
        session.say(
            f"Niet alles was zeker te lezen: in {folder / QUESTIONS} staan {count}. Vul ze in, en "
            f"geef na driehoek import: driehoek import {source} --answers {folder / QUESTIONS}"
        )
    session.say(
        "Kijk in agenda.yaml de overleggen, de labels en de vrije dagen na. "
        f"Zet daarna in .env: AGENDA_DIR={folder}"
    )
