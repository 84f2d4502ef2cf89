"""The report over a past year: shown in short, or written to a folder."""

from pathlib import Path
from typing import Annotated

import typer

from bot.annual.make import make_report, write_report
from bot.annual.report import report_facts, report_json
from bot.commands.conduct import looks
from bot.commands.output import show_facts, show_json
from bot.commands.session import JsonFlag, day_of, session_of
from bot.core.annual.span import Span
from bot.errors import UsageError
from bot.folders import check_folder
from mappings.dates import read_year


@looks
def report(
    context: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar="JAAR", help="Over een heel jaar.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATUM", help="Vanaf deze dag.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATUM", help="Tot en met deze dag.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="MAP", help="Schrijf het verslag in deze map."),
    ] = None,
    public: Annotated[
        bool,
        typer.Option("--public", help="Zonder berichten, regiehouders en geld; met open data."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Maak het verslag over een jaar: wat gereed kwam, wat is verzet en hoe elk doel ervoor staat.

    Met --out als webpagina, in Word en als toegankelijke PDF; met --public voor de gemeenteraad en
    de website.

    Voorbeeld: driehoek report --year 2026 --out jaarverslag
    """
    session = session_of(context)
    span = _span(year, first, last)
    if public and out is None and not as_json:
        raise UsageError("--public gaat over wat wordt geschreven. Geef ook --out MAP.")
    if out is not None:
        check_folder(out)
    with session.house.store.read() as ledger:
        made = make_report(ledger, session.house.agenda, span, session.now())
    if out is not None:
        for file in write_report(made, out, is_public=public):
            session.say(f"Geschreven: {file}")
    if as_json:
        show_json(report_json(made, is_public=public))
    elif out is None:
        show_facts(report_facts(made))
        session.say("Het hele verslag schrijft u in een map met --out MAP.")


def _span(year: str | None, first: str | None, last: str | None) -> Span:
    """The period that was asked for. Raises UsageError."""
    if (year is None) == (first is None and last is None):
        raise UsageError("Geef --year JAAR, of --from DATUM met --to DATUM.")
    try:
        if year is not None:
            return Span.of_year(_year(year))
        if first is None or last is None:
            raise UsageError("Geef bij --from ook --to, en andersom.")
        return Span(day_of(first), day_of(last))
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def _year(text: str) -> int:
    number = read_year(text)
    if number is None:
        raise UsageError(f"'{text}' is geen jaar; schrijf bijvoorbeeld 2026.")
    return number
