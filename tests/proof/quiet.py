"""What must be true once it is quiet: all sides are equal, and people have been told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from proof.acts import words_in
from proof.sight import OUTLOOK, PLANNER, Json, Sight, made_by_bot, marked_by_bot

from bot.core.history import Change, Outcome
from bot.store.ledger import Ledger
from connectors.wire import Task
from mappings import planner as lens
from mappings.agenda import Agenda
from mappings.canonical import Action

WEEK = timedelta(days=7)
MOST = 3  # put-backs of one and the same text within a week
SHARED = ("title", "status", "due", "note", "card")
OUR_TEXTS = ("title", "card")
"""Texts of the list, which are put back."""


def check_equal(sight: Sight, ledger: Ledger, agenda: Agenda, now: datetime) -> None:
    """Every action has its task, or its task was deleted; and both say the same."""
    places = ledger.places.all("planner")
    board = lens.Board(
        agenda=agenda.key,
        labels={key[6:]: slot for key, slot in places.items() if key.startswith("label:")},
        owner_names={owner.code: owner.name for owner in agenda.owners},
    )
    for code, action in sight.actions.items():
        link, task = sight.ties[PLANNER].links.get(code), sight.item_of(PLANNER, code)
        assert link is not None, f"UNEQUAL: {code} has no task"
        assert (task is not None) == (link.state == "live"), f"UNEQUAL: {code} is {link.state}"
        if task is not None:
            card = str(sight.ties[PLANNER].bases[code].get("card", ""))
            ours = lens.view_action(action, board)
            theirs = lens.view_task(Task.read(task), board, known_cards=(card, str(ours["card"])))
            past = sight.history.get(code, [])
            for name in SHARED:
                is_left = name in OUR_TEXTS and _is_left(past, PLANNER, name, str(ours[name]), now)
                assert is_left or ours[name] == theirs[name], f"UNEQUAL: {name} of {code}"
            _check_words(action, task)


def check_calendar(sight: Sight, now: datetime) -> None:
    """Every open action with a day has its event, or its event was deleted; the others have none.

    Read from the rules, and not with the lens.
    """
    made = {code for event in sight.items[OUTLOOK].values() if (code := marked_by_bot(event))}
    wanted = set()
    for code, action in sight.actions.items():
        day = action.due.date
        if day is None or (action.status and action.status.value in ("Gereed", "NIET")):
            continue
        link, event = sight.ties[OUTLOOK].links.get(code), sight.item_of(OUTLOOK, code)
        assert link is not None, f"UNEQUAL: {code} has no event"
        assert (event is not None) == (link.state == "live"), f"UNEQUAL: event of {code} {link}"
        if event is not None:
            wanted.add(code)
            assert sight.on_side(event, "due") == day.isoformat(), f"UNEQUAL: day of {code}"
            subject = f"Deadline {code} {action.title}"
            is_left = _is_left(sight.history.get(code, []), OUTLOOK, "title", subject, now)
            assert is_left or event["subject"] == subject, f"UNEQUAL: {event['subject']}"
            _check_form(event)
    stray = made & sight.actions.keys() - wanted
    assert not stray, f"UNEQUAL: {stray} stand in Outlook"


def check_told(sight: Sight, ledger: Ledger) -> None:
    """What people made is a proposal, and what they deleted is in the history."""
    known = {p.remote_id for p in ledger.proposals.all() if p.gone_at is None}
    linked = {link.remote_id for link in sight.ties[PLANNER].links.values()}
    made = {task["id"] for task in sight.items[PLANNER].values() if not made_by_bot(task)}
    assert made - linked <= known, "UNTOLD: a task that people made is no proposal"
    for side, ties in sight.ties.items():
        for code, link in ties.links.items():
            told = [(c.side, c.field, c.new) for c in sight.history.get(code, [])]
            deleted = (side, "item", "verwijderd") in told
            assert link.state == "live" or deleted, f"UNTOLD: {code} was deleted in {side}"


def _check_form(event: Json) -> None:
    """Nobody is invited, warned or kept busy."""
    form = (event["attendees"], event["isReminderOn"], event["showAs"], event["type"])
    assert form == ([], False, "free", "singleInstance"), f"FORM: {form}"


def _is_left(past: Sequence[Change], side: str, name: str, ours: str, now: datetime) -> bool:
    """Whether people changed this text of ours again after the most put-backs within a week.

    Then, and only for a week from there, it stays as they have it.
    """
    told = [c for c in past if (c.side, c.field, c.old) == (side, name, ours)]
    moments = [c.at for c in told if c.outcome is Outcome.REPORTED]
    runs = zip(moments, moments[MOST:], strict=False)
    return any(last - first < WEEK and now - last < WEEK for first, last in runs)


def _check_words(action: Action, task: Json) -> None:
    """By the traceable words that anybody can see."""
    written = words_in(task["details"]["description"])
    told = words_in(action.note, action.text)  # the text of an accepted task is people's own
    assert words_in(action.note) <= written <= told, f"UNEQUAL: words on {action.code}"
