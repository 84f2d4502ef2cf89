"""What became of a decision follows from the list, the history and the mails: a readable table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.decisions.record import DecisionKind, MeetingDecision
from bot.core.decisions.states import Aftermath, DecisionStanding, DecisionState, standings
from bot.core.decisions.words import became
from bot.core.history import Change, Outcome
from mappings.canonical import Action, Due, FieldValue, Status

HELD = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 9)
SEEN = HELD + timedelta(hours=3)


def decision(kind: DecisionKind = "change", **given: object) -> MeetingDecision:
    """A decision on 2.4 of the driehoek of 17 December."""
    values: dict[str, object] = {
        "id": 1,
        "series": "driehoek",
        "meeting": "m1",
        "held_at": HELD,
        "kind": kind,
        "code": "2.4",
        "text": "Iets",
        "run": "decide-1",
        "at": HELD + timedelta(hours=1),
    }
    return MeetingDecision.model_validate(values | given)


def change(
    field: str, old: FieldValue, new: FieldValue, *, side: str = "planner", run: str = "sync-1"
) -> Change:
    return Change(
        at=HELD + timedelta(hours=2),
        run=run,
        code="2.4",
        side=side,
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )


OWN = change("decision", None, "besloten in de driehoek", side="list", run="decide-1")


def action(status: Status | None = Status.RUNNING, due: str = "", note: str = "") -> Action:
    return Action(
        code="2.4",
        title="Iets doen",
        text="Iets doen.",
        status=status,
        due=Due.parse(due),
        owners=("OOV",),
        note=note,
    )


def standing(
    decided: MeetingDecision,
    now: Action | None,
    *since: Change,
    seen: datetime | None = SEEN,
    reported: frozenset[str] = frozenset(),
) -> DecisionStanding:
    before = change("note", "", "Van vroeger", run="sync-0")
    history = [before, *([OWN] if decided.code else []), *since]
    actions = {now.code: now} if now else {}
    (found,) = standings([decided], Aftermath(actions, history, seen, {1: reported}))
    return found


DUE = {"due": "2027-03-31"}
IN_MARCH, CLOSED = "De deadline is 31 maart 2027.", "De stand is Gereed."
OVERDUE = "Het antwoord moest er op 1 februari zijn."
MOVED = change("due", "2027-03-31", "2027-06-30")
NOTED = change("note", "Oud", "Ja.\nOud")
TICKED = change("status", "Loopt", "Gereed")


@pytest.mark.parametrize(
    ("given", "now", "since", "state", "words"),
    [
        # A date is done once a round saw it, and not when somebody moved it again.
        (DUE, action(due="2027-03-31"), [], "done", IN_MARCH),
        (
            DUE,
            action(due="2027-06-30"),
            [MOVED],
            "under_way",
            "De stand is Loopt. De deadline is 30 juni 2027.",
        ),
        (DUE, action(due="2027-03-31", note="Ja."), [NOTED], "done", IN_MARCH),
        ({"due": "2026"}, action(due="2026-12-31"), [], "done", "De deadline is 31 december 2026."),
        ({"due": "Continue"}, action(due="Continue"), [], "done", "De deadline is Continue."),
        ({"due": ""}, action(), [], "done", "Er is geen deadline meer."),
        ({"due": ""}, action(due="Ad hoc"), [], "open", "De deadline is Ad hoc."),
        # Status and owner alike.
        ({"status": "Loopt"}, action(), [], "done", "De stand is Loopt."),
        ({"status": "NIET"}, action(Status.DROPPED), [], "done", "Gaat niet door."),
        ({"status": "Loopt"}, action(Status.DONE), [TICKED], "done", CLOSED),
        ({"owners": ("OOV",)}, action(), [], "done", "De regie heeft Team OOV."),
        # What was said in words is done when the action is.
        ({"note": "Plan"}, action(note="Plan"), [], "open", ""),
        (DUE | {"note": "Plan"}, action(due="2027-03-31", note="Plan"), [], "open", ""),
        (
            {"note": "Plan"},
            action(note="Ja.\nOud"),
            [NOTED],
            "under_way",
            "De stand is Loopt. Ja. Oud",
        ),
        ({"note": "Plan"}, action(Status.DONE), [TICKED], "done", CLOSED),
        ({"note": "Evaluatie"}, action(Status.DONE), [], "open", CLOSED),
        # A new action is done when it is closed, whatever was decided of its deadline.
        (DUE | {"kind": "new"}, action(due="2027-03-31"), [], "open", ""),
        (
            {"kind": "new"},
            action(),
            [change("status", None, "Loopt")],
            "under_way",
            "De stand is Loopt.",
        ),
        ({"kind": "new"}, action(Status.DONE), [TICKED], "done", CLOSED),
        # Nothing is lost sight of when the action leaves the list.
        (DUE, None, [], "open", "De actie staat niet meer op de lijst."),
    ],
)
def test_what_became_of_a_decision_on_an_action(
    given: dict[str, object], now: Action | None, since: list[Change], state: str, words: str
) -> None:
    found = standing(decision(**given), now, *since)  # type: ignore[arg-type] # a table of values
    assert (found.state, became(found, {"OOV": "Team OOV"}, TODAY)) == (state, words)


def test_a_decision_is_open_until_a_round_looked_at_what_people_did() -> None:
    now = action(due="2027-03-31")
    for seen, state in ((None, "open"), (HELD, "open"), (SEEN, "done")):
        assert standing(decision(**DUE), now, seen=seen).state == state  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", [Outcome.LOST, Outcome.REPORTED])
def test_what_did_not_come_to_hold_is_not_heard(outcome: Outcome) -> None:
    lost = NOTED.model_copy(update={"outcome": outcome})
    assert standing(decision(note="Plan"), action(), lost).state == DecisionState.OPEN


ASKED = {"owner": "OOV", "by": date(2027, 2, 1)}


@pytest.mark.parametrize(
    ("code", "since", "today", "state", "words"),
    [
        ("2.4", [], date(2027, 1, 9), "open", "Antwoord verwacht op 1 februari."),
        ("2.4", [], TODAY, "open", OVERDUE),
        ("2.4", [NOTED], TODAY, "done", "Antwoord: Ja."),
        ("2.4", [change("due", None, "2027-03-31")], TODAY, "under_way", OVERDUE),
        ("2.4", [change("note", "", "Nee", side="list")], TODAY, "under_way", OVERDUE),
        ("2.4", [NOTED, change("note", "Ja.\nOud", "Oud")], TODAY, "under_way", OVERDUE),
        (None, [], TODAY, "open", OVERDUE),
    ],
)
def test_a_question_is_answered_by_what_people_write_in_the_task(
    code: str | None, since: list[Change], today: date, state: str, words: str
) -> None:
    found = standing(decision("question", code=code, **ASKED), action(), *since)
    assert (found.state, became(found, {}, today)) == (state, words)


def test_a_question_about_what_is_done_already_is_not_answered_by_that() -> None:
    assert standing(decision("question", **ASKED), action(Status.DONE)).state == DecisionState.OPEN


def test_the_word_of_the_coordinator_settles_it() -> None:
    settled = decision(note="Plan", settled_at=SEEN, answer="Besproken.")
    found = standing(settled, action())
    assert (found.state, became(found, {}, TODAY)) == ("done", "Besproken.")
    silent = standing(settled.model_copy(update={"answer": ""}), action())
    assert became(silent, {}, TODAY) == "Afgerond op 17 december 2026."


def test_what_was_reported_stays_so_and_what_was_dropped_is_dropped() -> None:
    found = standing(decision(**DUE), action(), MOVED, reported=frozenset({"m2"}))  # type: ignore[arg-type]
    assert (found.state, found.reported) == (DecisionState.REPORTED, frozenset({"m2"}))
    dropped = decision(**DUE, dropped_at=SEEN)  # type: ignore[arg-type]
    assert standing(dropped, action(), reported=frozenset({"m2"})).state == DecisionState.DROPPED
