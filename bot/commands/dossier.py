"""The archive file of a meeting: made, named when its term is over, removed on a word."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.conduct import acts, looks
from bot.commands.output import day_words, or_table
from bot.commands.session import JsonFlag, SeriesOption, day_of, nothing_in_front, session_of
from bot.core.dutch import counted, full_date
from bot.core.workdays import local_date
from bot.decisions.meeting import find_held
from bot.documents.refusal import DocumentRefused
from bot.dossier.archive import ENDING, Kept, pack, read_kept
from bot.dossier.mails import digests_of, fetch_mails
from bot.dossier.make import compose_dossier, read_papers
from bot.errors import UsageError
from bot.folders import write_folder
from mappings.system_words import why

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
@looks
def dossier(
    context: typer.Context,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="DATUM", help="De dag van het overleg.")
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="MAP", help="In welke map het bestand komt.")
    ] = Path("dossiers"),
    series: SeriesOption = None,
) -> None:
    """Maak van een overleg één bestand voor het archief: lijst, overzicht, besluiten en ontvangers.

    Voorbeeld: driehoek dossier --meeting 2026-12-17
    """
    if context.invoked_subcommand is not None:
        nothing_in_front(context)
        return
    if meeting is None:
        raise UsageError("Noem het overleg, zoals: driehoek dossier --meeting 2026-12-17")
    session, day = session_of(context), day_of(meeting)
    house, wanted = session.house, session.series(series)
    if wanted.prepares:
        decides = house.agenda.series(wanted.prepares).names[0]
        raise UsageError(
            f"De {wanted.names[0]} heeft geen dossier. Het concept zit in dat van de {decides}: "
            "laat --series weg."
        )
    held = find_held(
        house.store, lambda: house.calendar, wanted, day, session.now(), remember=False
    )
    with house.store.read() as ledger:
        papers = read_papers(ledger, house.agenda, held)
        mailed = digests_of(ledger, house.agenda, held)
    mails = tuple(fetch_mails(house.mailer, mailed)) if mailed else ()
    made = compose_dossier(house.agenda, papers, mails)
    name = f"dossier-{wanted.key}-{day.isoformat()}{ENDING}"
    for file in write_folder(out, {name: pack(made)}):
        session.say(f"Geschreven: {file}")
    for sentence in (*made.missing, made.retention.words):
        session.say(sentence)


@group.command()
@looks
def expired(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map met dossiers.")],
    as_json: JsonFlag = False,
) -> None:
    """Noem de dossiers in een map waarvan de bewaartermijn voorbij is. Verwijdert niets.

    Voorbeeld: driehoek dossier expired dossiers
    """
    session = session_of(context)
    if not folder.is_dir():
        raise UsageError(f"{folder} is geen map. Noem de map met de dossiers.")
    today = local_date(session.now())
    served = [kept for kept in _kept_in(folder) if kept.has_served(today)]
    if not served:
        session.say("Van geen dossier is de bewaartermijn voorbij.")
    rows = [
        {"file": str(kept.file), "title": kept.title, "ended_on": str(kept.ends_on)}
        for kept in served
    ]
    columns = {
        "bestand": lambda row: row["file"],
        "dossier": lambda row: row["title"],
        "bewaard tot en met": lambda row: day_words(row["ended_on"]),
    }
    or_table(as_json, rows, columns)


@group.command()
@acts()
def remove(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="De dossiers.")],
    yes: Annotated[bool, typer.Option("--yes", "--ja", help="Niet eerst vragen.")] = False,
) -> None:
    """Verwijder dossiers waarvan de bewaartermijn voorbij is, na uw ja.

    Voorbeeld: driehoek dossier remove dossiers/dossier-lokale-driehoek-2016-12-15.zip
    """
    session = session_of(context)
    today = local_date(session.now())
    files = [*dict.fromkeys(files)]
    for kept in [read_kept(file) for file in files]:
        if kept.ends_on is None:
            raise UsageError(f"{kept.file} heeft geen termijn die eindigt, en blijft dus bewaard.")
        if not kept.has_served(today):
            raise UsageError(f"{kept.file} blijft bewaard tot en met {full_date(kept.ends_on)}.")
    many = counted(len(files), "dossier", "dossiers")
    if not (yes or session.agrees(f"{many} voorgoed verwijderen?", otherwise="--yes")):
        session.say("Er is niets verwijderd.")
        return
    for file in files:
        try:
            file.unlink()
        except OSError as error:
            raise UsageError(f"{file} is niet te verwijderen: {why(error)}.") from error
        session.say(f"Verwijderd: {file}.")


def _kept_in(folder: Path) -> Iterator[Kept]:
    """What the dossiers in a folder say of themselves; other files are left aside."""
    for file in sorted(folder.glob(f"*{ENDING}")):
        with suppress(DocumentRefused):
            yield read_kept(file)
