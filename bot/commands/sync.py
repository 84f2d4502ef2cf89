"""The round: show it beforehand, or do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.commands.session import (
    BookedRun,
    DryRunFlag,
    JsonFlag,
    Session,
    session_of,
    show_json,
    show_table,
)
from bot.core.sync.effects import Step
from bot.service.outcomes import UNAVAILABLE
from bot.sync.engine import Progress as ReportProgress
from bot.sync.report import RoundReport

WAITS_FOR_PERSON = 3
_KINDS = {
    "create": "maken",
    "update": "bijwerken",
    "remove": "weghalen",
    "pull": "overnemen",
    "conflict": "botsing",
    "park": "apart gezet",
}


def plan(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Laat zien wat een ronde zou doen. Verandert niets.

    Voorbeeld: driehoek plan
    """
    session = session_of(context)
    _preview(session, as_json=as_json)


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
    account, run = do_round(session, allow_deletions=allow_deletions)
    tell_account(session, account)
    if as_json:
        show_json(
            {
                "run": account.run,
                "sides": run.summary,
                "remarks": account.remarks,
                "steps": [step.model_dump(mode="json") for step in account.steps],
            }
        )
    raise typer.Exit(run.outcome)


def do_round(session: Session, *, allow_deletions: bool = False) -> tuple[RoundReport, BookedRun]:
    """Do a round and book it. Raises what `Engine.round` raises."""
    with session.run("sync") as run:
        with progress_bar(session, "Bezig met de ronde") as bar:
            account = session.house.engine(bar, allow_deletions=allow_deletions).round(run.id)
        run.outcome = outcome_of(account)
        run.summary = {name: asdict(side) for name, side in account.sides.items()}
    return account, run


def outcome_of(account: RoundReport) -> int:
    """The exit code of a round that came to its end."""
    if account.unavailable:
        return UNAVAILABLE
    return WAITS_FOR_PERSON if account.waits_for_person else 0


def tell_account(session: Session, account: RoundReport) -> None:
    """One summary line per side, then what somebody should know."""
    for name, side in account.sides.items():
        session.say(
            f"{name}: {side.created} gemaakt, {side.updated} bijgewerkt, "
            f"{side.removed} weggehaald, {side.pulled} overgenomen, {side.conflicts} botsingen, "
            f"{side.parked} apart gezet, {side.waiting} wachten."
        )
    for step in account.steps:
        if step.kind in ("conflict", "park"):
            session.say(f"  {step.code or ''} {step.field or ''} {step.reason}".rstrip())
    for remark in account.remarks:
        session.say(f"  {remark}")


def _preview(session: Session, *, as_json: bool) -> None:
    account = session.house.engine(None).preview("plan")
    for remark in account.remarks:
        session.say(remark)
    if not account.steps:
        session.say("Er is niets te doen: overal staat hetzelfde.")
    if as_json:
        show_json([step.model_dump(mode="json") for step in account.steps])
    elif account.steps:
        rows = [_row(step) for step in account.steps]
        show_table(("code", "kant", "wat", "veld", "was", "wordt", "waarom"), rows)
    raise typer.Exit(outcome_of(account))


def _row(step: Step) -> tuple[object, ...]:
    return (
        step.code,
        step.side,
        _KINDS[step.kind],
        step.field,
        short(step.old),
        short(step.new),
        step.reason,
    )


def short(value: object) -> str:
    """A field's value in one line of a table."""
    text = ", ".join(value) if isinstance(value, tuple) else str(value or "")
    first = text.split("\n")[0]
    return first if first == text and len(text) <= 60 else first[:59] + "…"


@contextmanager
def progress_bar(session: Session, sentence: str) -> Iterator[ReportProgress]:
    """A bar on stderr; without a terminal nothing moves and nothing is printed."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=session.talk, transient=True) as bar:
        task = bar.add_task(sentence, total=None)
        yield lambda _side, done, total: bar.update(task, completed=done, total=total)
