"""The list itself: look at it, change it, write it to a file, see its history."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.actions.discussions import read_questions
from bot.actions.edits import EditWords, edit
from bot.actions.exports import ENDINGS, write_list
from bot.actions.listing import listing_of
from bot.actions.ordering import Order, in_order, read_order
from bot.actions.selection import SelectionWords, select
from bot.commands.conduct import acts, looks
from bot.commands.output import clock, or_table
from bot.commands.progress import progress_line
from bot.commands.session import (
    JsonFlag,
    session_of,
)
from bot.core.dutch import field_word
from bot.core.history import Change, Outcome
from bot.core.promises import Promise, promises
from bot.core.sync.sides import SIDES, side_name
from bot.core.values import NOBODY_KNOWN, ValueNames, cell, cells, spoken
from bot.core.waits import wait_words, waits_of
from bot.core.workdays import local_date
from bot.decisions.report import read_standings
from bot.rhythms.reading import read_tallies
from bot.rhythms.report import occasions_data
from bot.store.errors import StruckCode
from bot.wiring import House
from mappings.canonical import Action

_OUTCOMES = {
    Outcome.APPLIED: "overgenomen",
    Outcome.LOST: "niet gekozen",
    Outcome.REPORTED: "gemeld",
}
WRITERS = {"list": "lijst", "import": "import"} | {side: side_name(side) for side in SIDES}
"""Who can say something of a field, as people read it."""

CodeArgument = Annotated[
    str, typer.Argument(metavar="CODE", help="De code van de actie, zoals 2.4.")
]


StatusOption = Annotated[
    str | None,
    typer.Option("--status", "--stand", help="Gereed, Loopt, Planning of NIET. - voor geen."),
]
DueOption = Annotated[
    str | None,
    typer.Option(
        "--due", "--deadline", help="2027-03-31, 2026, Continue, Ad hoc, NIET. - voor geen."
    ),
]
NoteOption = Annotated[
    str | None,
    typer.Option("--note", "--bericht", help="De stand van zaken; vervangt de oude. - voor geen."),
]
OwnerOption = Annotated[
    list[str] | None,
    typer.Option("--owner", "--regie", help="Code van de regiehouder; mag vaker. - voor geen."),
]


@looks
def export_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help=f"Eindigt op {ENDINGS}.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Vervang het bestand als het er al is.")
    ] = False,
) -> None:
    """Schrijf de lijst in een bestand, om in te vullen en weer te importeren.

    Alleen .json is voor andere programma's: dat leest import niet.

    Voorbeeld: driehoek export actielijst.xlsx
    """
    session = session_of(context)
    agenda = session.house.agenda
    with session.house.store.read() as ledger:
        actions = ledger.actions.all()
        tallies = read_tallies(ledger, agenda, actions.values(), local_date(session.now()))
        decided = read_standings(ledger)
    listing = listing_of(actions.values(), agenda, session.now(), tallies, decided)
    write_list(listing, file, overwrite=overwrite)
    session.say(f"{len(actions)} acties geschreven in {file}.")


@looks
def list_actions(
    context: typer.Context,
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", "--regie", help="Regiehouder; mag vaker. - voor geen."),
    ] = None,
    goal: Annotated[
        list[int] | None, typer.Option("--goal", "--doel", help="Nummer van het doel; mag vaker.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", "--stand", help="Zoals Loopt; mag vaker. - voor geen."),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Alleen wat te laat is.")] = False,
    no_owner: Annotated[bool, typer.Option("--no-owner", help="Zonder regiehouder.")] = False,
    no_deadline: Annotated[bool, typer.Option("--no-deadline", help="Zonder deadline.")] = False,
    discuss: Annotated[
        bool,
        typer.Option("--discuss", "--bespreken", help="Alleen wat een eigenaar wil bespreken."),
    ] = False,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            "--sorteer",
            help="code, deadline, beloofd (wat het eerst beloofd was) of verzet (het vaakst).",
        ),
    ] = Order.CODE,
    as_json: JsonFlag = False,
) -> None:
    """Toon de lijst, of een deel ervan: wat aan alle opties voldoet.

    Voorbeeld: driehoek list --owner OOV --late
    """
    session = session_of(context)
    words = SelectionWords(
        owner or (),
        goal or (),
        status or (),
        late=late,
        no_owner=no_owner,
        no_deadline=no_deadline,
        discuss=discuss,
    )
    order, agenda, today = read_order(sort), session.house.agenda, local_date(session.now())
    with progress_line(session, "De lijst lezen"), session.house.store.read() as ledger:
        actions, questions = ledger.actions.all(), read_questions(ledger)
        promised = promises(actions.values(), ledger.history.of_field("due"))
        tallies = read_tallies(ledger, agenda, actions.values(), today)
        tasks = {code: link.remote_id for code, link in ledger.links.all("planner").items()}
        events = {code: link.remote_id for code, link in ledger.links.all("outlook").items()}
    if not actions:
        from bot.sync.report import EMPTY_LIST  # here: a list that is filled needs no sync

        session.say(EMPTY_LIST)
    waits = waits_of(actions.values())
    passed = {code for code, tally in tallies.items() if tally.late}
    chosen = select(actions.values(), words, agenda, today=today, raised=questions, passed=passed)
    if actions and not chosen:
        session.say("Geen enkele actie voldoet aan wat u zoekt.")
    data = [
        action_row(action, tasks, events, questions, promised[action.code])
        | {"occasions": occasions_data(tallies.get(action.code))}
        | waits.data(action.code)
        for action in in_order(chosen, order, promised)
    ]
    columns = {
        "code": lambda row: row["code"],
        "titel": lambda row: row["title"],
        field_word("status"): lambda row: row["status"],
        field_word("due"): lambda row: cell("due", row["due"]["text"]),
        "regie": lambda row: ", ".join(row["owners"]),
    }
    if order in (Order.PROMISED, Order.MOVED):  # a screen has no room for more
        columns |= {
            "beloofd": lambda row: cell("due", (row["first_due"] or {"text": ""})["text"]),
            "verzet": lambda row: row["moves"] or "",
        }
    elif any(action.code in tallies for action in chosen):
        columns[field_word("occasions")] = lambda row: (row["occasions"] or {}).get("words")
    if any(waits.of(action.code) for action in chosen):
        columns["wacht op"] = lambda row: wait_words(waits.of(row["code"]))
    or_table(as_json, data, columns)


@acts()
def set_fields(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="De codes, zoals 2.4.")],
    status: StatusOption = None,
    due: DueOption = None,
    note: NoteOption = None,
    owner: OwnerOption = None,
    title: Annotated[str | None, typer.Option("--title", "--titel", help="Korte titel.")] = None,
    text: Annotated[str | None, typer.Option("--text", "--tekst", help="De hele tekst.")] = None,
    vng: Annotated[str | None, typer.Option("--vng", help="Plateau 1, 2, of - voor geen.")] = None,
) -> None:
    """Wijzig acties in de lijst, allemaal of geen; de volgende ronde brengt het naar Planner.

    Voorbeeld: driehoek set 2.4 2.5 --status Loopt --deadline 2027-03-31
    """
    session = session_of(context)
    words = EditWords(status, due, note, owner, title, text, vng)
    agenda = session.house.agenda
    with session.run("set") as run, session.house.store.begin() as ledger:
        edited = edit(ledger, codes, words, agenda, at=session.now(), run=run.id)
        fields = dict.fromkeys(change.field for found in edited.values() for change in found)
        run.summary = {"codes": list(edited), "fields": list(fields)}
    for code, changes in edited.items():
        if not changes:
            session.say(f"Actie {code} was al zo; er is niets veranderd.")
        for change in changes:
            now = spoken(change.field, change.new)
            session.say(f"Actie {code}: {field_word(change.field)} is nu {now}.")


@looks
def show_history(context: typer.Context, code: CodeArgument, as_json: JsonFlag = False) -> None:
    """Toon wat er met een actie gebeurd is: wanneer, van welke kant, oud en nieuw.

    Voorbeeld: driehoek history 2.4
    """
    session = session_of(context)
    with session.house.store.read() as ledger:
        try:
            ledger.actions.get(code)
        except StruckCode as struck:
            session.say(str(struck.args[0]))
        changes = ledger.history.of(code)
    columns = {} if as_json else history_columns(session.house, changes)
    or_table(as_json, history_rows(changes), columns)


def history_columns(house: House, changes: Sequence[Change]) -> Mapping[str, Callable[..., object]]:
    """How lines of the history read to people, with their names looked up for this screen."""
    values = [(change.field, value) for change in changes for value in (change.old, change.new)]
    accounts = {change.by for change in changes} - {""}
    names = house.names([*values, ("assignees", tuple(accounts))])
    who = {"wie": lambda row: names.people.get(row["by"], NOBODY_KNOWN) if row["by"] else ""}
    return {
        "wanneer": lambda row: clock(row["at"]),
        "kant": lambda row: WRITERS[row["side"]],
        **(who if accounts else {}),
        "veld": lambda row: field_word(row["field"]),
        "was": lambda row: _both(row, names)[0],
        "werd": lambda row: _both(row, names)[1],
        "uitkomst": lambda row: _OUTCOMES[row["outcome"]],
    }


def _both(row: Mapping[str, Any], names: ValueNames) -> tuple[str, str]:
    return cells(row["field"], row["old"], row["new"], names)


def history_rows(changes: Iterable[Change]) -> list[dict[str, object]]:
    """Lines of the history as `history --json` shows them."""
    return [change.model_dump(mode="json", exclude={"code"}) for change in changes]


def action_row(
    action: Action,
    tasks: Mapping[str, str],
    events: Mapping[str, str],
    questions: Mapping[str, datetime],
    promise: Promise,
) -> dict[str, object]:
    """An action as `list --json` shows it.

    tasks, events: the ids on the sides, by code. questions: since when each is to be discussed.
    first_due: as `due`, or None when no day was ever promised. moves: how often it was put off.
    """
    data = action.model_dump(mode="json")
    data["goal"] = action.goal
    data["first_due"] = promise.first.model_dump(mode="json") if promise.first else None
    data["moves"] = promise.moves
    data["links"] = {
        "planner_task_id": tasks.get(action.code),
        "outlook_event_id": events.get(action.code),
    }
    since = questions.get(action.code)
    data["discuss_since"] = since.isoformat() if since else None
    return data
