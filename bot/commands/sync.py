"""The round: show it beforehand, or do it."""

from typing import Annotated

import typer

from bot.commands.conduct import acts, dry_run, looks
from bot.commands.output import show_json, show_table
from bot.commands.progress import progress_line
from bot.commands.session import DryRunFlag, JsonFlag, Session, session_of
from bot.core.dutch import field_word
from bot.core.sync.effects import Step
from bot.core.sync.sides import side_name
from bot.core.values import ValueNames, cells
from bot.service import jobs
from bot.service.outcomes import round_outcome
from bot.sync.report import RoundReport

_KINDS = {
    "create": "maken",
    "update": "bijwerken",
    "remove": "weghalen",
    "pull": "overnemen",
    "conflict": "botsing",
    "park": "apart gezet",
}


@looks
def plan(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Laat zien wat een ronde zou doen. Verandert niets.

    Voorbeeld: driehoek plan
    """
    session = session_of(context)
    _preview(session, as_json=as_json)


@acts(unless=dry_run)
def sync(
    context: typer.Context,
    dry_run: DryRunFlag = False,
    allow_deletions: Annotated[
        bool,
        typer.Option("--allow-deletions", help="De vele verwijderingen kloppen: geen noodrem."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Breng de lijst, Planner en de agenda in Outlook bij elkaar.

    Voorbeeld: driehoek sync
    """
    session = session_of(context)
    if dry_run:
        _preview(session, as_json=as_json)
        return
    with progress_line(session) as told:
        done = jobs.sync(session.house, told, allow_deletions=allow_deletions)
    tell_round(session, done.report)
    session.say(done.untold)
    if as_json:
        show_json(done.as_json())
    raise typer.Exit(done.outcome)


def tell_round(session: Session, report: RoundReport) -> None:
    """One summary line per side, then what somebody should know."""
    for name in report.sides:
        session.say(report.side_words(name))
    for step in report.steps:
        if step.kind in ("conflict", "park"):
            where = ", ".join(filter(None, (f"Actie {step.code}", field_word(step.field))))
            session.say(f"  {where}. {step.reason}")
    for remark in report.remarks:
        session.say(f"  {remark}")


def _preview(session: Session, *, as_json: bool) -> None:
    with progress_line(session) as told:
        report = session.house.engine(told).preview("plan")
    for remark in report.remarks:
        session.say(remark)
    is_same = not (report.steps or report.is_empty)
    if is_same and not any(report.is_without(side) for side in report.sides):
        session.say("Er is niets te doen: overal staat hetzelfde.")
    elif is_same:
        session.say("Wat gelezen is, staat overal hetzelfde; de rest is niet vergeleken.")
    if as_json:
        show_json([step.model_dump(mode="json") for step in report.steps])
    elif report.steps:
        names = session.house.names((s.field, v) for s in report.steps for v in (s.old, s.new))
        rows = [_row(step, names) for step in report.steps]
        show_table(("code", "kant", "wat", "veld", "was", "wordt", "waarom"), rows)
    raise typer.Exit(round_outcome(report))


def _row(step: Step, names: ValueNames) -> tuple[object, ...]:
    return (
        step.code,
        side_name(step.side),
        _KINDS[step.kind],
        field_word(step.field),
        *cells(step.field, step.old, step.new, names),
        step.reason,
    )
