"""What a meeting decided: recorded, said to be done or a mistake, and what became of it."""

from collections.abc import Iterable
from typing import Annotated

import typer

from bot.actions.edits import EditWords
from bot.commands.actions import DueOption, NoteOption, OwnerOption, StatusOption
from bot.commands.conduct import acts, looks
from bot.commands.output import day_words, or_table
from bot.commands.session import JsonFlag, SeriesOption, Session, day_of, session_of
from bot.core.decisions.states import DecisionState
from bot.core.decisions.words import STATE_WORDS, decision_row
from bot.core.dutch import enumerated, field_word, near_date, short_date
from bot.core.history import Change
from bot.core.values import spoken
from bot.core.workdays import local_date
from bot.decisions.choices import lapse, settle, undo_decision
from bot.decisions.meeting import HeldMeeting, find_held
from bot.decisions.record import DecisionWords, Recorded, Recording, record
from bot.decisions.report import DecisionFilter, owner_named, read_standings
from bot.errors import UsageError

_EXAMPLE = "driehoek decide --meeting 2026-12-17 2.4 --deadline 2027-03-31"


@acts()
def decide(
    context: typer.Context,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="De actie waarover is besloten: 2.4.")
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", metavar="DATUM", help="De dag van het overleg dat besloot."),
    ] = None,
    status: StatusOption = None,
    due: DueOption = None,
    owner: OwnerOption = None,
    note: NoteOption = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="TITEL", help="Een nieuwe actie.")
    ] = None,
    goal: Annotated[
        int | None, typer.Option("--goal", "--doel", help="Het doel van de nieuwe actie.")
    ] = None,
    ask: Annotated[
        tuple[str, str] | None,
        typer.Option("--ask", metavar="REGIE VRAAG", help="Een vraag aan een regiehouder."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DATUM", help="De dag waarop het antwoord er moet zijn."),
    ] = None,
    done: Annotated[
        int | None,
        typer.Option("--done", metavar="BESLUIT", help="Dit besluit is gedaan; --note zegt hoe."),
    ] = None,
    drop: Annotated[
        int | None,
        typer.Option("--drop", metavar="BESLUIT", help="Het overleg besloot dat dit vervalt."),
    ] = None,
    undo: Annotated[
        int | None,
        typer.Option("--undo", metavar="BESLUIT", help="Dit besluit was een vergissing."),
    ] = None,
    series: SeriesOption = None,
) -> None:
    """Leg vast wat een overleg besloot: een wijziging, een nieuwe actie of een vraag.

    De volgende ronde brengt het naar Planner en Outlook. Het volgende overzicht begint ermee, tot
    het als gedaan is gemeld. Hetzelfde besluit nog eens vastleggen verandert niets.

    Voorbeeld: driehoek decide --meeting 2026-12-17 2.4 --deadline 2027-03-31
    """
    session = session_of(context)
    change = EditWords(status, due, note, owner, new)
    words = DecisionWords(code, change, goal, ask, day_of(by) if by is not None else None)
    numbers = [number for number in (done, drop, undo) if number is not None]
    if numbers:
        _check_alone(words, numbers, note_allowed=done is not None)
    if done is not None:
        _settle(session, done, note or "")
    elif undo is not None:
        _undo(session, undo)
    else:
        if drop is None:
            words.check()
        held = _held(session, meeting, series)
        if drop is not None:
            _drop(session, drop, held)
        else:
            _record(session, words, held)


def _check_alone(words: DecisionWords, numbers: Iterable[int], *, note_allowed: bool) -> None:
    """Raise UsageError when more is asked than what becomes of one decision."""
    extra = EditWords(note=words.change.note) if note_allowed else EditWords()
    if words != DecisionWords(change=extra) or len([*numbers]) > 1:
        raise UsageError(
            "Zeg van één besluit iets: --done, eventueel met --note, --drop met --meeting, of "
            "--undo. De rest hoort bij een nieuw besluit."
        )


def _held(session: Session, meeting: str | None, series: str | None) -> HeldMeeting:
    if meeting is None:
        raise UsageError(f"Zeg met --meeting welk overleg dit besloot. Zo: {_EXAMPLE}")
    house, wanted = session.house, session.series(series)
    return find_held(house.store, lambda: house.calendar, wanted, day_of(meeting), session.now())


def _record(session: Session, words: DecisionWords, held: HeldMeeting) -> None:
    with session.run("decide") as run, session.house.store.begin() as ledger:
        recording = Recording(held, session.house.agenda, session.now(), run.id)
        recorded = record(ledger, words, recording)
        run.summary = {"decision": recorded.decision.id, "new": recorded.is_new}
    number = recorded.decision.id
    if not recorded.is_new:
        session.say(f"Dit stond al vast als besluit {number}; er is niets veranderd.")
        return
    session.say(f"Besluit {number} van {short_date(held.day)} is vastgelegd.")
    _say_what_follows(session, recorded)


def _say_what_follows(session: Session, recorded: Recorded) -> None:
    decision = recorded.decision
    if decision.kind == "new":
        session.say(f"De nieuwe actie is {decision.code}.")
    elif decision.kind == "change":
        _say_changes(session, recorded.changes)
    elif decision.owner is not None and decision.by is not None:
        who = session.house.agenda.owner_names[decision.owner]
        day = near_date(decision.by, today=local_date(session.now()))
        reply = (
            f"Een bericht in de taak van {decision.code} telt als antwoord."
            if decision.code
            else f"Leg het antwoord vast met: driehoek decide --done {decision.id} --note TEKST"
        )
        session.say(f"{who} krijgt de vraag bij de volgende herinneringen, voor {day}. {reply}")


def _say_changes(session: Session, changes: Iterable[Change]) -> None:
    for change in changes:
        now = spoken(change.field, change.new)
        session.say(f"Actie {change.code}: {field_word(change.field)} is nu {now}.")


def _settle(session: Session, number: int, answer: str) -> None:
    with session.run("decide") as run, session.house.store.begin() as ledger:
        settle(ledger, number, answer, session.now())
        run.summary = {"decision": number}
    session.say(f"Besluit {number} is gedaan. Het volgende overzicht meldt het.")


def _drop(session: Session, number: int, held: HeldMeeting) -> None:
    with session.run("decide") as run, session.house.store.begin() as ledger:
        lapse(ledger, number, held, at=session.now(), run=run.id)
        run.summary = {"decision": number}
    session.say(f"Besluit {number} is vervallen. Wat het in de lijst veranderde, blijft staan.")


def _undo(session: Session, number: int) -> None:
    with session.run("decide") as run, session.house.store.begin() as ledger:
        undone = undo_decision(ledger, number, at=session.now(), run=run.id)
        run.summary = {"decision": number}
    session.say(f"Besluit {number} is teruggenomen.")
    _say_changes(session, undone.changes)
    code = undone.decision.code
    if undone.is_struck:
        session.say(f"Actie {code} is uit de lijst. Toch niet? driehoek drop --undo {code}")
    if undone.kept:
        fields = enumerated([field_word(field) for field in undone.kept])
        session.say(f"Actie {code}: {fields} bleef zoals het is; dat is sindsdien gewijzigd.")


@looks
def show_decisions(
    context: typer.Context,
    meeting: Annotated[
        list[str] | None,
        typer.Option("--meeting", metavar="DATUM", help="Van dit overleg; mag vaker."),
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Over deze actie; mag vaker.")
    ] = None,
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", "--regie", help="Van of aan deze regiehouder; mag vaker."),
    ] = None,
    state: Annotated[
        list[DecisionState] | None, typer.Option("--state", help="In deze staat; mag vaker.")
    ] = None,
    waiting: Annotated[
        bool, typer.Option("--open", help="Alleen waar nog iets op wordt verwacht.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Toon de besluiten van de overleggen, en wat er van elk geworden is.

    Voorbeeld: driehoek decisions --open
    """
    session = session_of(context)
    agenda, today = session.house.agenda, local_date(session.now())
    wanted = DecisionFilter(
        days=tuple(day_of(day) for day in meeting or ()),
        owners=tuple(owner_named(one, agenda) for one in owner or ()),
        codes=tuple(code or ()),
        states=tuple(state or ()),
        waiting=waiting,
    )
    with session.house.store.read() as ledger:
        found = [one for one in read_standings(ledger) if wanted.takes(one)]
    if not found:
        session.say("Er zijn geen besluiten die hieraan voldoen.")
    rows = [decision_row(one, agenda.owner_names, today) for one in found]
    columns = {
        "besluit": lambda row: row["id"],
        "overleg": lambda row: day_words(row["meeting"]),
        "actie": lambda row: row["code"],
        "afgesproken": lambda row: row["text"],
        "hoe staat het": lambda row: STATE_WORDS[DecisionState(row["state"])],
        "wat ervan werd": lambda row: row["became"],
    }
    or_table(as_json, rows, columns)
