"""What comes: per week and owner, where it piles up, and a proposal to spread it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.ahead.make import Ahead, look_ahead, take_over
from bot.ahead.report import ahead_json, ahead_rows, pile_sentences
from bot.commands.conduct import acts, looks
from bot.commands.output import show_json, show_table
from bot.commands.session import JsonFlag, Session, day_of, nothing_in_front, session_of
from bot.core.dutch import short_date
from bot.folders import check_folder

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)


@group.callback()
@looks
def ahead(
    context: typer.Context,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATUM", help="Tot en met deze dag; anders een jaar."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="MAP", help="Schrijf de vooruitblik in deze map."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Toon wat er komt, per week en regiehouder, en waar deadlines zich ophopen.

    Dit is het komende jaar als niemand iets wijzigt.

    Voorbeeld: driehoek ahead --out vooruitblik
    """
    if context.invoked_subcommand is not None:
        nothing_in_front(context)
        return
    session = session_of(context)
    if out is not None:
        check_folder(out)
    found = _look(session, until)
    if out is not None:
        from bot.ahead.files import write_ahead  # takes long to load

        for file in write_ahead(found, out):
            session.say(f"Geschreven: {file}")
    if as_json:
        show_json(ahead_json(found))
    elif out is None:
        _show(session, found)


@group.command()
@acts()
def accept(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="De codes, zoals 4.6.")],
) -> None:
    """Neem voor deze acties de dag over die is voorgesteld om een ophoping te spreiden.

    Wat nog is voorgesteld voor de andere acties van die dag, schuift daarna mee.

    Voorbeeld: driehoek ahead accept 4.6
    """
    session = session_of(context)
    house = session.house
    with session.run("ahead") as run, house.store.begin() as ledger:
        steps, others_shift = take_over(ledger, house.agenda, codes, at=session.now(), run=run.id)
        run.summary = {"codes": [step.action.code for step in steps]}
    for step in steps:
        code = step.action.code
        session.say(f"Actie {code}: deadline is nu {short_date(step.day)}.")
        session.say(f"Toch niet? driehoek set {code} --due {step.action.due.text}")
    if others_shift:
        session.say("Het voorstel voor de andere acties schuift mee. Zie: driehoek ahead")


def _look(session: Session, until: str | None) -> Ahead:
    house, last = session.house, day_of(until) if until is not None else None
    findings = house.findings()
    with house.store.read() as ledger:
        return look_ahead(ledger, house.agenda, findings, session.now(), last)


def _show(session: Session, found: Ahead) -> None:
    rows = ahead_rows(found)
    if rows:
        show_table([*rows[0]], [[*row.values()] for row in rows])
    else:
        session.say("Er komt niets aan.")
    for sentence in pile_sentences(found):
        session.say(sentence)
    for pile in found.piles:
        for step in pile.proposed:
            session.say(f"Voorstel: actie {step.action.code} op {short_date(step.day)}.")
    if any(pile.proposed for pile in found.piles):
        session.say("Neem een voorstel over met: driehoek ahead accept CODE")
