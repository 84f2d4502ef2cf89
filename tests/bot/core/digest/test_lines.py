"""What each owner has to do, what the VNG asks, and how far ahead a digest looks."""

from datetime import date

import pytest
from support.year_of_work import HELD, ORDINARY, autumn_digest

from bot.core.digest.lines import Desk
from bot.core.digest.parts import Waiting
from bot.core.workdays import Workdays
from mappings.canonical import Action, Due, Status, Vng

DESK = Desk({"OOV": "Team\nOOV"}, date(2026, 11, 24), Workdays())


def action(code: str, plateau: int | None = None, **changed: object) -> Action:
    values: dict[str, object] = {
        "code": code,
        "title": f"Actie {code}",
        "text": "Tekst",
        "status": Status.RUNNING,
        "due": Due.parse("2026"),
        "vng": Vng.model_validate({"plateau": plateau}),
    }
    return Action.model_validate(values | changed)


def test_without_a_next_meeting_six_weeks_count_as_coming() -> None:
    digest = autumn_digest(ORDINARY.model_copy(update={"upcoming": None}))
    assert "uiterlijk 7 januari 2027" in digest.horizon
    assert digest.horizon == (
        "De deadline is voorbij, of is uiterlijk 7 januari 2027, zes weken na dit overleg."
    )


def test_with_a_next_meeting_its_day_is_the_horizon() -> None:
    assert autumn_digest().horizon == (
        "De deadline is voorbij, of is uiterlijk 21 januari 2027. Dan is het volgende overleg."
    )


def test_what_is_late_or_coming_stands_under_each_of_its_owners_and_nobodys_work_last() -> None:
    digest = autumn_digest()
    told = {
        owner.name: ([line.code for line in owner.late], [line.code for line in owner.coming])
        for owner in digest.owners
    }
    assert list(told.items()) == [
        ("Team OOV", (["2.11", "1.10"], ["4.11"])),
        ("G&R", (["2.11"], ["4.10"])),
        ("H&T", (["6.5"], ["3.3"])),
        ("Centrum gemeente Haarlem", ([], ["4.6"])),
        ("MOz", ([], ["4.6"])),
        ("Nog geen regiehouder", (["2.10"], [])),
    ]


def test_the_obligations_of_the_vng_are_counted_and_the_worst_come_first() -> None:
    obligations, additions = autumn_digest().obligations
    assert additions.sentence == (
        "0 van de 7 aanvullende acties zijn gereed en 1 loopt. 2 gaan niet door."
    )
    assert obligations.sentence == (
        "4 van de 27 verplichtingen zijn gereed en 19 lopen. 2 gaan niet door."
    )
    assert [(share.label, share.count) for share in obligations.shares] == [
        ("Gereed", 4),
        ("Loopt", 19),
        ("Planning", 2),
        ("NIET", 2),
    ]
    assert len(obligations.open) == 23
    assert [(line.code, line.status) for line in obligations.open[:5]] == [
        ("3.17", "Gaat niet door"),
        ("5.7", "Gaat niet door"),
        ("2.7", "Planning"),
        ("3.3", "Planning"),
        ("1.7", "Loopt"),
    ]


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([Status.DONE], "1 van de 1 verplichting is gereed en 0 lopen."),
        ([Status.RUNNING, None], "0 van de 2 verplichtingen zijn gereed en 1 loopt."),
        (
            [Status.DONE, Status.DROPPED],
            "1 van de 2 verplichtingen is gereed en 0 lopen. 1 gaat niet door.",
        ),
    ],
)
def test_few_obligations_read_well_too(statuses: list[Status | None], sentence: str) -> None:
    actions = [
        action(f"1.{number}", 1, status=status) for number, status in enumerate(statuses, start=1)
    ]
    obligations, _ = DESK.obligations([*actions, action("2.1", 2), action("2.2")])
    assert obligations.sentence == sentence


def test_an_agenda_without_obligations_says_nothing_about_them() -> None:
    (additions,) = DESK.obligations([action("1.1", 2), action("1.2")])
    assert (additions.is_obliged, additions.sentence) == (
        False,
        "0 van de 1 aanvullende actie zijn gereed en 1 loopt.",
    )
    assert DESK.obligations([action("1.2")]) == ()


def test_an_owner_without_a_name_goes_by_the_code_and_a_name_is_one_line() -> None:
    agendas = DESK.owner_agendas([], [action("1.1", owners=("OOV", "X"))])
    assert [agenda.name for agenda in agendas] == ["Team OOV", "X"]


def test_a_line_tells_a_missing_deadline_from_one_that_is_a_word() -> None:
    told = [DESK.line(action("1.1", due=Due.parse(word))) for word in ("", "Continue", "2027")]
    assert [(line.due, line.has_due) for line in told] == [
        ("niet ingevuld", False),
        ("Continue", True),
        ("2027", True),
    ]


def test_the_timeline_covers_every_meeting_held_and_today() -> None:
    digest = autumn_digest()
    assert len(digest.timeline) == len(HELD) + 1
    last = digest.timeline[-1]
    figures = {figure.label: figure.count for figure in digest.figures}
    assert (last.done, last.running, last.planned) == (
        figures["Gereed"],
        figures["Loopt"],
        figures["Planning"],
    )


def test_nothing_that_waits_is_nothing_to_mention() -> None:
    headings = [concern.heading for concern in autumn_digest(waiting=Waiting()).concerns]
    assert headings == [
        "Gaat niet door (NIET)",
        "Geld",
        "Nog geen regiehouder",
        "Nog geen deadline",
    ]
