"""All of one action on one page: for who is asked about it, or has to decide."""

from collections.abc import Mapping
from datetime import datetime

import typer

from bot.actions.columns import Names
from bot.actions.discussions import read_questions
from bot.actions.listing import names_in
from bot.actions.overview import ActionOverview, read_overview
from bot.commands.actions import (
    WRITERS,
    CodeArgument,
    action_row,
    history_columns,
    history_rows,
)
from bot.commands.conduct import looks
from bot.commands.output import clock, day_words, or_table, show_facts, show_json
from bot.commands.reminders import SEND_STATES, past_row, who
from bot.commands.session import JsonFlag, Session, session_of
from bot.commands.snooze import PAUSE_REASONS
from bot.core.confirmations.record import confirmations_of
from bot.core.digest.figures import is_late, status_label
from bot.core.dutch import due_words, enumerated, field_word, full_date
from bot.core.promises import Promise, promise_of
from bot.core.rhythms.tally import Tally
from bot.core.sync.sides import OUTLOOK, PLANNER
from bot.core.values import spoken
from bot.core.waits import wait_words, waits_of
from bot.core.workdays import local_date
from bot.reminders.pauses import pauses_of
from bot.rhythms.reading import read_tallies
from bot.rhythms.report import occasions_data
from bot.store.records.links import Link
from bot.store.records.snoozes import Snooze
from mappings.canonical import Action, yes_no
from mappings.planner_links import task_url

LAST_LINES = 8
_LINK_STATES = {"live": "", "astray": " (verplaatst)", "gone": " (verwijderd)"}


@looks
def show(context: typer.Context, code: CodeArgument, as_json: JsonFlag = False) -> None:
    """Toon alles van één actie: tekst, stand, koppelingen, pauzes, botsingen en wat er gebeurde.

    Voorbeeld: driehoek show 2.4
    """
    session = session_of(context)
    today = local_date(session.now())
    with session.house.store.read() as ledger:
        seen = read_overview(ledger, code)
        pauses = pauses_of(ledger, seen.action, today)
        questions = read_questions(ledger)
        tallies = read_tallies(ledger, session.house.agenda, [seen.action], today)
        waits = waits_of(ledger.actions.all().values())
    if as_json:
        show_json(_as_data(session, seen, pauses, questions, tallies) | waits.data(code))
        return
    names = names_in(session.house.agenda)
    show_facts(
        {
            "actie": seen.action.heading,
            **_agreed(seen.action, names, _promise(seen), late=is_late(seen.action, today)),
            field_word("discuss"): _question_words(questions.get(code)),
            "wacht op": wait_words(waits.of(code)),
            "hierop wacht": enumerated(waits.waiters(code)),
            field_word("confirmed"): _confirmed_words(seen),
            field_word("occasions"): tallies[code].words if code in tallies else "",
            "taak": _task_words(session, seen),
            "afspraak": _link_words(seen.links.get(OUTLOOK)),
            "pauze": "\n".join(map(_pause_words, pauses)),
            "botsing": _conflict_words(seen),
            "herinnerd": _reminder_words(seen),
        }
    )
    last = seen.history[-LAST_LINES:]
    or_table(False, history_rows(last), history_columns(session.house, last))
    if len(seen.history) > LAST_LINES:
        session.say(f"Alles wat er gebeurde: driehoek history {code}")
    session.say(f"Welke herinneringen nog komen: driehoek reminders {code}")


def _promise(seen: ActionOverview) -> Promise:
    return promise_of(seen.action, seen.history)


def _agreed(action: Action, names: Names, promise: Promise, *, late: bool) -> dict[str, str]:
    """What the list itself says, by its Dutch name."""
    promised = f"\n{promise.words}" if promise.moves else ""
    return {
        "doel": names.goal(action.goal),
        field_word("text"): action.text,
        field_word("status"): status_label(action),
        field_word("due"): due_words(action.due) + (", te laat" if late else "") + promised,
        field_word("rhythm"): action.rhythm or "",
        field_word("owners"): names.all_owners(action) or "nog geen regiehouder",
        field_word("note"): action.note,
        field_word("plateau"): str(action.vng.plateau or ""),
        field_word("framework"): yes_no(action.vng.framework),
    }


def _confirmed_words(seen: ActionOverview) -> str:
    """When an owner last said that it is still true, and for which meeting."""
    said = confirmations_of(seen.history).get(seen.action.code, ())
    return f"{full_date(local_date(said[-1].at))}, {said[-1].said}" if said else ""


def _question_words(since: datetime | None) -> str:
    return f"gevraagd op {full_date(local_date(since))}" if since else ""


def _as_data(
    session: Session,
    seen: ActionOverview,
    pauses: list[Snooze],
    questions: Mapping[str, datetime],
    tallies: Mapping[str, Tally],
) -> dict[str, object]:
    """The row of `list --json`, with what belongs to the action."""
    code = seen.action.code
    ids = {side: {code: link.remote_id} for side, link in seen.links.items()}
    return {
        **action_row(
            seen.action, ids.get(PLANNER, {}), ids.get(OUTLOOK, {}), questions, _promise(seen)
        ),
        "occasions": occasions_data(tallies.get(code)),
        "late": is_late(seen.action, local_date(session.now()))
        or (code in tallies and bool(tallies[code].late)),
        "link_states": {side: link.state for side, link in seen.links.items()},
        "task_url": _task_page(session, seen),
        "pauses": [pause.model_dump(mode="json") for pause in pauses],
        "conflicts": [conflict.model_dump(mode="json") for conflict in seen.conflicts],
        "reminders": [past_row(row) for row in seen.reminders],
        "history": history_rows(seen.history),
    }


def _task_page(session: Session, seen: ActionOverview) -> str | None:
    """The address of the task's page; None without a task, and on a tenant without a number."""
    link, tenant = seen.links.get(PLANNER), session.settings.sign_in.tenant_id
    if link is None or link.state == "gone" or not seen.plan or not tenant:
        return None
    template = session.house.agenda.planner.task_url
    return task_url(template, plan_id=seen.plan, task_id=link.remote_id, tenant_id=tenant)


def _task_words(session: Session, seen: ActionOverview) -> str:
    words, page = _link_words(seen.links.get(PLANNER)), _task_page(session, seen)
    return f"{words}\n{page}" if page else words


def _link_words(link: Link | None) -> str:
    return f"{link.remote_id}{_LINK_STATES[link.state]}" if link else "geen"


def _pause_words(pause: Snooze) -> str:
    return f"{pause.name} tot {full_date(pause.until)}: {PAUSE_REASONS[pause.kind]}"


def _conflict_words(seen: ActionOverview) -> str:
    return "\n".join(
        f"{field_word(row.field)}: lijst {spoken(row.field, row.list)}, "
        f"{WRITERS[row.side]} {spoken(row.field, row.other)}, "
        f"sinds {clock(row.since.isoformat())}"
        for row in seen.conflicts
    )


def _reminder_words(seen: ActionOverview) -> str:
    rows = [past_row(row) for row in seen.reminders]
    return "\n".join(
        f"{day_words(str(row['date']))} {who(str(row['owner']))}: {row['why']} "
        f"({SEND_STATES[str(row['state'])]})"
        for row in rows
    )
