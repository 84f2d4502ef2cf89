"""A file into the list: what it would change is shown first, and taken over as a whole or not."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.actions.answers import Answers
from bot.actions.drafts import ListReading, words_of
from bot.actions.editions import ListEdition, read_edition, take_edition
from bot.actions.files import FileToRead, fingerprint_of, read_file
from bot.actions.questions import read_answers, write_questions
from bot.actions.report import (
    conflicts_sentence,
    difference_rows,
    edition_data,
    outcome_sentence,
    problems_sentence,
    questions_sentence,
    recognised_sentence,
    refusal_data,
    struck_sentence,
)
from bot.commands.conduct import acts, dry_run
from bot.commands.output import show_json, show_table
from bot.commands.progress import progress_line
from bot.commands.session import DryRunFlag, JsonFlag, Session, session_of
from bot.core.workdays import local_date
from bot.documents.kinds import READABLE
from bot.documents.refusal import DocumentRefused
from bot.errors import UsageError
from bot.service.outcomes import ExitCode
from mappings.agenda_file import AgendaErrors
from mappings.canonical import Action

READING = "Het bestand lezen"
_COLUMNS = ("code", "wat", "veld", "was", "wordt", "waarom")


@acts(unless=dry_run)
def import_file(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BESTAND]",
            help=f"Eindigt op {READABLE}; zonder: de eigen acties van de agenda.",
        ),
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", "--blad", help="Alleen dit blad.")] = "",
    dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
    yes: Annotated[bool, typer.Option("--yes", "--ja", help="Neem over zonder te vragen.")] = False,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="De ingevulde werkmap met vragen.")
    ] = None,
    review: Annotated[
        Path | None, typer.Option("--review", help="Schrijf de vragen in deze werkmap (.xlsx).")
    ] = None,
) -> None:
    """Neem acties over in de lijst. Wat mensen sindsdien wijzigden, blijft staan.

    Voorbeeld: driehoek import actielijst.xlsx --dry-run
    """
    session = session_of(context)
    path = file or session.settings.agenda_dir / "actions.yaml"
    agenda = session.house.agenda
    with session.house.store.read() as ledger:
        current = ledger.actions.all()
    reading = _read(session, FileToRead(path, sheet), current, as_json=as_json)
    given = _answers(answers, path, reading)
    with progress_line(session, "Met de lijst vergelijken"), session.house.store.read() as ledger:
        edition = read_edition(ledger, reading, words_of(agenda), given, at=session.now(), run="")
    is_shown = dry_run or not edition.is_ready or (file is not None and bool(current))
    if as_json and (dry_run or not edition.is_ready):
        show_json({"run": None, **edition_data(edition)})
    elif is_shown and not as_json and (rows := difference_rows(edition)):
        show_table(_COLUMNS, rows)
    for remark in (*reading.remarks, recognised_sentence(edition)):
        session.say(remark)
    if not edition.is_ready:
        _refuse(session, path, edition, review)
    if dry_run:
        session.say(outcome_sentence(edition.imported, would=True))
        session.say(struck_sentence(edition.imported))
        return
    if file and current and not edition.is_empty and not yes:
        session.say(outcome_sentence(edition.imported, would=True))
        if not session.agrees("Overnemen?", otherwise="--yes"):
            session.say("Er is niets overgenomen.")
            return
    _take(session, edition, given, as_json=as_json)


def _read(
    session: Session, file: FileToRead, current: Mapping[str, Action], *, as_json: bool
) -> ListReading:
    """Read the file; a refusal reaches a program that asked for JSON as well."""
    try:
        with progress_line(session, READING) as told:
            watched = replace(file, progress=lambda done, of: told(READING, done, of))
            return read_file(watched, session.house.agenda, current)
    except (DocumentRefused, AgendaErrors) as error:
        if as_json:
            show_json({"run": None, **refusal_data(file.path, error)})
        raise


def _answers(workbook: Path | None, path: Path, reading: ListReading) -> Answers:
    return read_answers(workbook, fingerprint_of(path), reading) if workbook else {}


def _refuse(session: Session, path: Path, edition: ListEdition, review: Path | None) -> NoReturn:
    """Say why nothing is taken over, with the questions in a workbook when that was asked for."""
    if edition.reading.problems:
        raise UsageError(problems_sentence(edition.reading))
    if review:
        day = local_date(session.now())
        write_questions(review, edition, fingerprint_of(path), day=day)
    session.say(questions_sentence(edition, written=str(review) if review else ""))
    raise typer.Exit(ExitCode.WAITS_FOR_PERSON)


def _take(session: Session, edition: ListEdition, given: Answers, *, as_json: bool) -> None:
    words = words_of(session.house.agenda)
    with (
        progress_line(session, "In de lijst schrijven"),
        session.run("import") as run,
        session.house.store.begin() as ledger,
    ):
        taken = take_edition(ledger, edition, words, given, at=session.now(), run=run.id)
        run.summary = taken.imported.codes()
        if taken.imported.kept:
            run.outcome = ExitCode.WAITS_FOR_PERSON
    if as_json:
        show_json({"run": run.id, **edition_data(taken)})
    session.say(outcome_sentence(taken.imported, would=False))
    session.say(struck_sentence(taken.imported))
    session.say(conflicts_sentence(taken.imported))
    if run.outcome is not ExitCode.DONE:
        raise typer.Exit(run.outcome)
