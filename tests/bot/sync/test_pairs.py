"""Tasks that people already had, bearing the titles of actions: asked about, and never doubled."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.installation import Office

import bot.sync.planning
from bot.actions.decisions import NotDecidable, accept, reject
from bot.actions.pairs import among, ask_again, chosen, refuse, take_over
from bot.core.sync.effects import StepKind
from bot.service.outcomes import ExitCode, round_outcome
from bot.wiring import House
from mappings.canonical import Status

FIVE = ("1.2", "1.6", "2.4", "3.7", "5.2")
OTHERS = ("1.9", "2.12")


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines mensenhandel"}


@pytest.fixture
def plan(office: Office) -> str:
    """The id of the plan, in which the bot has made one task and nothing else."""
    office.load("6.4")
    office.sync()
    return str(office.control.state()["plans"][0]["id"])


@pytest.fixture
def owned(office: Office, plan: str) -> Office:
    """People have tasks for five of seven actions; the list comes after them."""
    office.load(*FIVE, *OTHERS)
    for code in FIVE:
        made(office, plan, office.action(code).title)
    made(office, plan, "Folder laten vertalen")
    office.control.forget()
    return office


def made(office: Office, plan: str, title: str, **facts: Any) -> str:
    """A task that somebody made by hand; gives its id."""
    return str(office.control.act("create", plan=plan, title=title, **facts)["id"])


def titles(office: Office) -> list[str]:
    return [task["title"] for task in office.control.state()["tasks"]]


def task(office: Office, id_: str) -> dict[str, Any]:
    return next(one for one in office.control.state()["tasks"] if one["id"] == id_)


def take(office: Office, *codes: str, which: str | None = None) -> None:
    """Let the coordinator take pairs over, as they are now."""
    pairs = chosen(office.preview().pairs, codes, which)
    with office.ledger as ledger:
        take_over(ledger, pairs, at=office.clock.now(), run=office.run("pairs"))


def apart(office: Office, *codes: str) -> None:
    """Let the coordinator say that these are no pairs."""
    pairs = among(office.preview().pairs, codes, None)
    with office.ledger as ledger:
        refuse(ledger, pairs, at=office.clock.now())


def test_the_preview_asks_about_all_of_them_and_writes_nothing(owned: Office) -> None:
    report = owned.preview()
    assert [(p.code, p.title, p.sure) for p in report.pairs] == [
        (code, owned.action(code).title, True) for code in FIVE
    ]
    parked = {s.code for s in report.steps if s.kind is StepKind.PARK and s.side == "planner"}
    assert parked == {*FIVE}
    assert {s.code for s in report.steps if s.kind is StepKind.CREATE} == {*OTHERS}
    assert all("driehoek pairs" in s.reason for s in report.steps if s.kind is StepKind.PARK)
    assert round_outcome(report) is ExitCode.WAITS_FOR_PERSON
    assert owned.writes() == []


def test_a_round_makes_the_others_and_of_these_nothing_anywhere(owned: Office) -> None:
    for code in FIVE:
        owned.set(code, due="2027-03-01")
    for _ in range(2):
        report = owned.sync()
        assert round_outcome(report) is ExitCode.WAITS_FOR_PERSON
        assert report.sides["planner"].parked == 5
    assert len(titles(owned)) == 1 + 5 + 1 + 2
    assert {*owned.links()} == {"6.4", *OTHERS}
    assert not {*owned.links("outlook")} & {*FIVE}
    told = "5 acties lijken op wat mensen al in Planner maakten: 1.2, 1.6, 2.4, 3.7 en 5.2."
    assert [s.startswith(told) for s in report.for_person if "driehoek pairs" in s] == [True]
    with owned.ledger as ledger:
        assert [pair.code for pair in ledger.pairs.asked("planner")] == [*FIVE]


def test_without_the_question_each_of_them_is_doubled(
    owned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: it is the question that keeps the others from being made."""
    monkeypatch.setattr(bot.sync.planning, "look_for_pairs", lambda *_: [])
    owned.sync()
    assert {*owned.links()} == {"6.4", *FIVE, *OTHERS}
    assert len(titles(owned)) == 1 + 2 * 5 + 1 + 2


def test_what_is_taken_over_keeps_what_people_wrote(office: Office, plan: str) -> None:
    office.load("2.4")
    office.set("2.4", note="", status="Planning", due="")
    facts = {"date": "2027-04-01", "percent": 50, "text": "Eerst de inkoop."}
    theirs = made(office, plan, "Interne leeromgeving inzetten", **facts)
    office.control.act("label", task=theirs, label="category7")
    office.control.act("add-checklist-item", task=theirs, title="Offertes")
    somebody = office.house().settings.members["OOV"][0]
    office.control.act("assign", task=theirs, colleague=somebody)
    before = task(office, theirs)
    take(office, "2.4")
    office.sync()
    action = office.action("2.4")
    assert (action.status, action.note, action.due.text) == (
        Status.RUNNING,
        "Eerst de inkoop.",
        "2027-04-01",
    )
    after = task(office, theirs)
    assert after["title"] == office.action("2.4").heading
    told = ("planner", "title", None, "Interne leeromgeving inzetten", "reported")
    assert told in office.history("2.4")
    assert (after["percentComplete"], after["dueDateTime"]) == (50, before["dueDateTime"])
    assert after["bucketId"] == before["bucketId"]
    assert "category7" in after["appliedCategories"]
    assert before["assignments"].keys() <= after["assignments"].keys()
    assert len(titles(office)) == 2
    assert ("list", "item", None, "taak overgenomen die er al was", "applied") in office.history(
        "2.4"
    )
    office.assert_quiet()


def test_what_differs_is_asked_and_overwritten_on_neither_side(office: Office, plan: str) -> None:
    office.load("2.4")
    office.set("2.4", note="Uit de agenda.", due="2027-01-31", status="Gereed")
    facts = {"date": "2027-04-01", "text": "Van de maker."}
    theirs = made(office, plan, "2.4 leeromgeving", **facts)
    take(office, "2.4")
    report = office.sync()
    assert {(s.code, s.field) for s in report.steps if s.kind is StepKind.CONFLICT} == {
        ("2.4", "note"),
        ("2.4", "due"),
    }
    assert office.action("2.4").note == "Uit de agenda."
    (details,) = office.house().planner.api.details_of([theirs])
    assert str(getattr(details, "description", "")).startswith("Van de maker.")
    # a task that nobody touched says nothing of the status, and the list does
    assert task(office, theirs)["percentComplete"] == 100
    assert office.action("2.4").status is Status.DONE


def test_a_refusal_makes_a_task_of_its_own_and_is_asked_no_more(owned: Office) -> None:
    apart(owned, *FIVE)
    report = owned.sync()
    assert round_outcome(report) is ExitCode.DONE
    assert report.sides["planner"].created == 7
    assert owned.sync().pairs == []
    with owned.ledger as ledger:
        waiting = {proposal.title for proposal in ledger.proposals.waiting()}
        assert ledger.pairs.asked("planner") == []
    assert waiting == {*(owned.action(code).title for code in FIVE), "Folder laten vertalen"}


def test_a_refusal_that_is_taken_back_in_time_is_asked_again(owned: Office) -> None:
    apart(owned, "2.4")
    assert "2.4" not in {pair.code for pair in owned.preview().pairs}
    with owned.ledger as ledger:
        ask_again(ledger, ["2.4"])
    assert "2.4" in {pair.code for pair in owned.preview().pairs}
    with owned.ledger as ledger, pytest.raises(NotDecidable, match="geen taak afgewezen"):
        ask_again(ledger, ["2.4"])


def test_a_word_about_the_task_answers_as_well(owned: Office) -> None:
    """Rejected it is nobody's, accepted it is another action's: either way this one is made."""
    owned.sync()
    rejected, accepted = _id(owned, "1.2"), _id(owned, "2.4")
    with owned.ledger as ledger:
        reject(ledger, rejected)
        accept(ledger, accepted, 2, "Iets heel anders", at=owned.clock.now(), run="accept")
        assert [p.code for p in ledger.pairs.asked("planner")] == ["1.6", "3.7", "5.2"]
    assert {p.code for p in owned.sync().pairs} == {"1.6", "3.7", "5.2"}
    assert {"1.2", "2.4"} <= owned.links().keys()


def test_of_two_tasks_a_person_says_which(office: Office, plan: str) -> None:
    office.load("2.4")
    title = office.action("2.4").title
    one, other = made(office, plan, title), made(office, plan, title)
    pairs = office.preview().pairs
    assert [pair.sure for pair in pairs] == [False, False]
    with pytest.raises(NotDecidable, match="meer dan één taak"):
        chosen(pairs, ["2.4"], None)
    take(office, "2.4", which=other)
    office.sync()
    assert office.links()["2.4"] == other
    assert task(office, one)["title"] == title


def test_a_task_made_later_holds_nothing_up(owned: Office, plan: str) -> None:
    apart(owned, *FIVE)
    owned.sync()
    made(owned, plan, owned.action("1.9").title)
    report = owned.sync()
    assert (report.pairs, round_outcome(report)) == ([], ExitCode.DONE)


def test_an_action_that_was_made_meanwhile_takes_no_task_over(owned: Office) -> None:
    pairs = owned.preview().pairs
    apart(owned, *FIVE)
    owned.sync()
    with owned.ledger as ledger, pytest.raises(NotDecidable, match="heeft al een taak"):
        take_over(ledger, pairs, at=owned.clock.now(), run="late")


def test_while_planner_cannot_be_read_an_asked_action_waits_in_outlook_too(
    owned: Office,
) -> None:
    owned.set("2.4", due="2027-03-01")
    owned.sync()
    owned.control.fault("status", path="/planner/**", status=503, times=1000)
    report = owned.sync()
    assert report.is_without("planner")
    assert "2.4" not in owned.links("outlook")


def test_a_lost_database_doubles_nothing_taken_over_or_not(owned: Office, tmp_path: Path) -> None:
    take(owned, "1.2", "1.6")  # of these the next round marks the task
    owned.sync()
    take(owned, "2.4")  # of this one nothing is marked yet
    reborn = replace(
        owned, environ={**owned.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'nieuw.db'}"}
    )
    reborn.load("6.4", *FIVE, *OTHERS)
    before = len(titles(reborn))
    report = reborn.sync()
    assert {pair.code for pair in report.pairs} == {"2.4", "3.7", "5.2"}
    assert len(titles(reborn)) == before
    assert {"1.2", "1.6"} <= reborn.links().keys()


def test_a_round_that_is_killed_at_any_step_after_a_take_over_doubles_nothing(
    owned: Office,
) -> None:
    take(owned, *FIVE)
    dies_at, lived = 1, False
    while not lived:
        lived = owned.lives_through(dies_at, _round)
        dies_at += 1
    for _ in range(2):  # so long it takes to prove that what got no answer was not made
        owned.clock.forward(minutes=11)
        owned.sync()
    assert len(titles(owned)) == 1 + 5 + 1 + 2
    assert {*owned.links()} == {"6.4", *FIVE, *OTHERS}


def _round(house: House) -> None:
    with closing(house):
        house.engine().round("mortal")


def test_without_the_package_the_same_words_are_still_asked(
    owned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    owned.control.act("retitle", task=_id(owned, "1.2"), title="Beleid baseren op een analyse")
    assert {pair.code for pair in owned.preview().pairs} == {*FIVE} - {"1.2"}


def _id(office: Office, code: str) -> str:
    title = office.action(code).title
    return next(str(t["id"]) for t in office.control.state()["tasks"] if t["title"] == title)
