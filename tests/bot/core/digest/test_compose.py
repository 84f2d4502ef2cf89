"""The digest: the answer first, and every figure and change right."""

from datetime import date, datetime, timedelta
from typing import Any

from support.meeting_samples import occurrence

from bot.core.digest.compose import compose_digest
from bot.core.digest.lines import Desk
from bot.core.digest.parts import ActionLine, ChangeLine, Digest, Material, Occasion, Waiting
from bot.core.digest.sources import Source
from bot.core.history import Change, Outcome
from bot.core.meetings.verdicts import Occurrence
from bot.core.workdays import AMSTERDAM, Workdays
from mappings.canonical import Action, Due, Status

TODAY = date(2026, 10, 13)
GOALS = {1: "Basis op orde", 2: "Signaleren"}
OWNERS = {"OOV": "Team OOV", "MOz": "MOz", "CGH": "Centrum gemeente Haarlem"}


def meeting(day: date) -> Occurrence:
    start = datetime(day.year, day.month, day.day, 10, tzinfo=AMSTERDAM)
    return occurrence(start)


PREVIOUS = meeting(date(2026, 6, 18))


def action(code: str, due: str = "Continue", **changed: Any) -> Action:
    values: dict[str, Any] = {
        "code": code,
        "title": f"Actie {code}",
        "text": "Tekst",
        "status": Status.RUNNING,
        "due": Due.parse(due),
        "owners": ("OOV",),
    }
    return Action(**(values | changed))


def edit(code: str, field: str, old: str | None, new: str) -> Change:
    return Change(
        at=datetime(2026, 8, 3, 9, tzinfo=AMSTERDAM),
        run="r1",
        code=code,
        side="planner",
        field=field,
        old=old,
        new=new,
        outcome=Outcome.APPLIED,
    )


def compose(
    *actions: Action,
    history: tuple[Change, ...] = (),
    previous: Occurrence | None = PREVIOUS,
    sources: tuple[Source, ...] = (),
) -> Digest:
    return compose_digest(
        Material(actions=actions, history=history, waiting=Waiting(), sources=sources),
        Occasion(meeting=meeting(date(2026, 10, 15)), previous=previous),
        title="Uitvoeringsagenda",
        goals=GOALS,
        desk=Desk(OWNERS, TODAY, Workdays()),
    )


def test_subject_and_first_sentences_give_the_answer() -> None:
    digest = compose(
        action("1.1", status=Status.DONE),
        action("1.2", status=Status.DONE),
        action("1.3", "2025"),
        action("2.1", status=Status.PLANNED),
    )
    assert digest.subject == "Lokale driehoek 15 oktober: 2 van 4 acties gereed, 1 te laat"
    assert digest.occasion == "Lokale driehoek, donderdag 15 oktober 2026 om 10:00 uur"
    assert digest.answer == "2 van de 4 acties zijn gereed en 1 loopt."
    assert digest.warning == "1 actie is te laat."


def test_nothing_late_is_said_too() -> None:
    assert compose(action("1.1")).warning == "Geen enkele actie is te laat."


def test_the_changes_since_the_previous_meeting_stand_in_one_sentence() -> None:
    history = (
        edit("1.1", "status", "Loopt", "Gereed"),
        edit("1.2", "due", "2026", "2027"),
        edit("1.2", "note", "", "Nieuws"),
        edit("2.1", "note", "", "Nieuws"),
    )
    digest = compose(
        action("1.1", status=Status.DONE),
        action("1.2", "2027", note="Nieuws"),
        action("2.1", note="Nieuws"),
        history=history,
    )
    assert digest.since == (
        "Sinds de vorige keer, op 18 juni 2026: 1 afgerond, 1 verschoven en 2 nieuwe berichten."
    )


def test_each_change_shows_old_and_new() -> None:
    history = (
        edit("1.1", "status", None, "Gereed"),
        edit("1.2", "due", "2026", "2027-03-31"),
        edit("1.3", "note", "Oud bericht", "Nieuw bericht"),
    )
    digest = compose(
        action("1.1", status=Status.DONE),
        action("1.2", "2027-03-31"),
        action("1.3", note="Nieuw\nbericht"),
        history=history,
    )
    assert digest.changes == (
        ChangeLine(code="1.1", title="Actie 1.1", kind="Afgerond", old="Geen stand", new="Gereed"),
        ChangeLine(
            code="1.2", title="Actie 1.2", kind="Verschoven", old="2026", new="31 maart 2027"
        ),
        ChangeLine(
            code="1.3",
            title="Actie 1.3",
            kind="Nieuw bericht",
            old="Oud bericht",
            new="Nieuw bericht",
        ),
    )


def test_a_long_note_is_cut_at_200_characters() -> None:
    digest = compose(
        action("1.1", note="woord " * 100), history=(edit("1.1", "note", "", "woord"),)
    )
    (line,) = digest.changes
    assert len(line.new) <= 200
    assert line.new.endswith("woord…")


def test_without_changes_the_digest_says_so() -> None:
    digest = compose(action("1.1"))
    assert digest.since == "Sinds de vorige keer, op 18 juni 2026, is er niets gewijzigd."
    assert digest.changes == ()


def test_changes_from_before_the_previous_meeting_are_no_news() -> None:
    early = edit("1.1", "status", "Planning", "Loopt").model_copy(
        update={"at": PREVIOUS.start - timedelta(days=1)}
    )
    assert compose(action("1.1"), history=(early,)).changes == ()


def test_the_first_digest_compares_with_nothing() -> None:
    history = (edit("1.1", "status", "Planning", "Loopt"),)
    digest = compose(action("1.1"), history=history, previous=None)
    assert digest.since == (
        "Dit is het eerste overzicht. Er is nog geen vorige keer om mee te vergelijken."
    )
    assert digest.changes == ()
    assert {figure.change for figure in digest.figures} == {""}


def test_figures_tell_the_change_since_the_previous_meeting() -> None:
    history = (
        edit("1.1", "status", "Loopt", "Gereed"),
        edit("1.2", "status", "Planning", "Loopt"),
    )
    digest = compose(
        action("1.1", status=Status.DONE), action("1.2", "2026-07-01"), history=history
    )
    told = {figure.label: (figure.count, figure.change) for figure in digest.figures}
    assert told == {
        "Gereed": (1, "1 meer dan vorige keer"),
        "Loopt": (1, "gelijk gebleven"),
        "Planning": (0, "1 minder dan vorige keer"),
        "NIET": (0, "gelijk gebleven"),
        "Geen stand": (0, "gelijk gebleven"),
        "Te laat": (1, "1 meer dan vorige keer"),
    }


def test_late_stands_oldest_first_with_how_late() -> None:
    digest = compose(
        action("1.1", "2026-10-12"), action("1.2", "2025"), action("1.3", "2026-10-13")
    )
    assert [(line.code, line.left) for line in digest.late] == [
        ("1.2", "40 weken te laat"),
        ("1.1", "1 werkdag te laat"),
    ]


def test_coming_up_reaches_six_weeks_past_the_meeting() -> None:
    digest = compose(
        action("1.1", "2026-11-27"),
        action("1.2", "2026-11-26"),
        action("1.3", "2026-10-13"),
        action("2.1", "2026-10-20", status=Status.DONE),
    )
    assert "uiterlijk 26 november 2026" in digest.horizon
    assert [(line.code, line.left) for line in digest.coming] == [
        ("1.3", "vandaag"),
        ("1.2", "nog 32 werkdagen"),
    ]


def test_attention_goes_to_dropped_unowned_and_undated_actions() -> None:
    digest = compose(
        action("1.1", "NIET", status=Status.DROPPED, note="Geen budget.", owners=()),
        action("1.2", "NIET", status=Status.DROPPED),
        action("1.3", owners=()),
        action("1.4", ""),
        action("1.5", "", status=Status.DONE, owners=()),
    )
    told = [(concern.sentence, concern.lines, concern.codes) for concern in digest.concerns]
    assert told == [
        (
            "2 acties gaan niet door.",
            (
                ("1.1", "Actie 1.1", "Geen budget."),
                ("1.2", "Actie 1.2", "Er staat geen reden bij."),
            ),
            (),
        ),
        ("1 open actie heeft nog niemand die de regie heeft.", (), ("1.3",)),
        ("1 open actie heeft nog geen deadline.", (), ("1.4",)),
    ]


def test_what_needs_no_attention_is_not_mentioned() -> None:
    assert compose(action("1.1")).concerns == ()


def test_the_whole_list_stands_per_goal_in_the_order_of_the_codes() -> None:
    digest = compose(action("2.1"), action("1.10"), action("1.2"))
    assert [(g.number, g.name, g.caption) for g in digest.lists] == [
        (1, "Basis op orde", "Doel 1: 2 acties"),
        (2, "Signaleren", "Doel 2: 1 actie"),
    ]
    assert [[line.code for line in g.actions] for g in digest.lists] == [["1.2", "1.10"], ["2.1"]]


def test_a_line_shows_owners_by_name_and_the_deadline_in_words() -> None:
    digest = compose(action("1.1", "2026", owners=("MOz", "CGH")), action("1.2", owners=()))
    shared, orphan = digest.lists[0].actions
    assert shared == ActionLine(
        code="1.1",
        title="Actie 1.1",
        owners="MOz en Centrum gemeente Haarlem",
        status="Loopt",
        due="2026",
        left="nog 56 werkdagen",
        is_late=False,
    )
    assert (orphan.owners, orphan.due, orphan.left) == ("geen regiehouder", "Continue", "")


def test_what_was_put_off_twice_stands_beside_its_deadline_as_long_as_it_is_open() -> None:
    history = [
        edit("1.1", "due", old, new).model_copy(update={"at": PREVIOUS.start + timedelta(days=day)})
        for day, (old, new) in enumerate([("2025", "2026"), ("2026", "2027")])
    ]
    for status, promised in (
        (Status.RUNNING, "beloofd voor 2025, twee keer verzet"),
        (Status.DONE, ""),
    ):
        digest = compose(action("1.1", "2027", status=status), history=tuple(history))
        assert digest.lists[0].actions[0].promised == promised
        assert digest.promises["1.1"].moves == 2
        assert [c.heading for c in digest.concerns] == (["Vaker verzet"] if promised else [])


def test_a_finished_action_has_no_time_left() -> None:
    digest = compose(action("1.1", "2025", status=Status.DONE))
    (line,) = digest.lists[0].actions
    assert (line.due, line.left, line.is_late) == ("2025", "", False)


def test_a_meeting_next_year_is_named_with_its_year() -> None:
    digest = compose_digest(
        Material(actions=(action("1.1"),), history=(), waiting=Waiting(), sources=()),
        Occasion(meeting=meeting(date(2027, 1, 4)), previous=None),
        title="Uitvoeringsagenda",
        goals=GOALS,
        desk=Desk(OWNERS, date(2026, 12, 30), Workdays()),
    )
    assert digest.subject.startswith("Lokale driehoek 4 januari 2027: ")
