"""The label Bespreken: made once by the bot, put on and taken off by owners alone."""

from pathlib import Path
from typing import Any

import pytest
from support.installation import Office

from bot.core.discussions import DISCUSS, RAISED
from bot.sync.sides.planner_setup import SLOTS

ASKED = ("planner", DISCUSS, None, RAISED, "applied")
TAKEN_BACK = ("planner", DISCUSS, RAISED, None, "applied")


@pytest.fixture
def two(office: Office) -> Office:
    """Two actions in Planner."""
    office.load("1.9", "5.1")
    office.sync()
    return office


def names(office: Office) -> dict[str, Any]:
    """The label slots of the plan."""
    slots: dict[str, Any] = office.control.state()["planDetails"][0]["categoryDescriptions"]
    return slots


def slot_of(office: Office, name: str = "Bespreken") -> str:
    return next(slot for slot, text in names(office).items() if text == name)


def name_label(office: Office, slot: str, name: str | None) -> None:
    """Let people name a label of the plan, or clear its name."""
    plan = office.control.state()["plans"][0]["id"]
    office.control.act("name-label", plan=plan, slot=slot, name=name)


def told_once(office: Office) -> list[str]:
    """What the coordinator is to hear a single time."""
    with office.ledger as ledger:
        return [notice.sentence for notice in ledger.notices.untold()]


def test_a_label_put_on_and_taken_off_are_lines_of_the_history(two: Office) -> None:
    two.act("label", "1.9", label="Bespreken")
    report = two.sync()
    assert [(s.code, s.kind, s.field, s.new) for s in report.steps] == [
        ("1.9", "pull", DISCUSS, RAISED)
    ]
    two.assert_quiet()
    assert two.history("1.9") == [ASKED]
    two.act("unlabel", "1.9", label="Bespreken")
    two.sync()
    two.assert_quiet()
    assert two.history("1.9") == [ASKED, TAKEN_BACK]


def test_a_preview_says_it_and_writes_nothing_down(two: Office) -> None:
    two.act("label", "1.9", label="Bespreken")
    assert [step.field for step in two.preview().steps] == [DISCUSS]
    assert two.history("1.9") == []


def test_the_bot_neither_puts_it_on_nor_takes_it_off(two: Office) -> None:
    """Not even in a round that changes other labels of the task, its people and its progress."""
    two.act("label", "1.9", label="Bespreken")
    two.set("1.9", owners=("OOV", "MOz"), due="Continue", status="NIET")
    two.set("5.1", owners=("OOV",), due="Ad hoc")
    two.sync()
    slot = slot_of(two)
    on = {code: task["appliedCategories"].get(slot) for code, task in two.tasks().items()}
    assert on == {"1.9": True, "5.1": None}
    two.assert_quiet()


def test_a_renamed_label_says_the_same(two: Office) -> None:
    two.act("label", "1.9", label="Bespreken")
    name_label(two, slot_of(two), "Voor de driehoek")
    two.sync()
    two.act("label", "5.1", label="Voor de driehoek")
    two.sync()
    assert two.history("1.9") == two.history("5.1") == [ASKED]
    assert "Bespreken" not in names(two).values()


def test_a_label_that_people_took_away_is_not_made_again(two: Office) -> None:
    """Then nobody asks anything by it; what people make of the slot later is theirs."""
    two.act("label", "1.9", label="Bespreken")
    two.sync()
    slot = slot_of(two)
    name_label(two, slot, None)
    two.sync()
    assert two.history("1.9") == [ASKED, TAKEN_BACK]
    name_label(two, slot, "Wacht op geld")
    two.sync()
    two.assert_quiet()
    assert two.history("1.9") == [ASKED, TAKEN_BACK]
    assert "Bespreken" not in names(two).values()
    (told,) = told_once(two)
    assert told.startswith("Het label 'Bespreken' is in Planner weggehaald. De bot maakt het niet")


def test_people_may_bring_it_back_by_its_name(two: Office) -> None:
    name_label(two, slot_of(two), None)
    two.sync()
    name_label(two, "category25", "Bespreken")
    two.act("label", "1.9", label="Bespreken")
    two.sync()
    assert two.history("1.9") == [ASKED]


def test_without_a_free_slot_that_is_told_once_and_room_is_used_later(office: Office) -> None:
    api = office.house().planner.api
    api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    for slot in SLOTS:
        name_label(office, slot, f"Van ons {slot}")
    office.load("1.9")
    office.sync()
    office.sync()
    told = [sentence for sentence in told_once(office) if "Bespreken" in sentence]
    assert told == [
        "Alle 25 labels van het plan zijn in gebruik; het label 'Bespreken' past er niet bij."
    ]
    for slot in SLOTS[3:]:
        name_label(office, slot, None)
    office.sync()
    assert slot_of(office) in SLOTS[3:]


def test_a_colour_that_people_use_without_a_name_is_not_given_one(office: Office) -> None:
    """Else their tasks would say what nobody meant: Bespreken, or worse, NIET."""
    api = office.house().planner.api
    plan = api.create_plan(office.environ["PLANNER_GROUP_ID"], "Uitvoeringsagenda mensenhandel")
    theirs = office.control.act("create", plan=plan.id, title="Van ons")["id"]
    for slot in SLOTS[:3]:
        office.control.act("label", task=theirs, label=slot)
    office.load("1.9")
    office.sync()
    assert next(slot for slot, name in names(office).items() if name) == SLOTS[3]


def test_a_task_that_was_deleted_asks_nothing_any_more(two: Office) -> None:
    two.act("label", "1.9", label="Bespreken")
    two.sync()
    two.act("delete", "1.9")
    two.sync()
    assert two.history("1.9")[:2] == [ASKED, TAKEN_BACK]
    two.sync()
    assert two.history("1.9").count(TAKEN_BACK) == 1


def test_a_round_that_is_killed_anywhere_writes_it_down_once(two: Office) -> None:
    two.act("label", "1.9", label="Bespreken")
    dies_at = 1
    while not two.lives_through(dies_at, lambda house: house.engine().round("killed")):
        dies_at += 1
    two.sync()
    assert dies_at > 3
    assert two.history("1.9") == [ASKED]


def test_a_lost_database_sees_what_is_asked(two: Office, tmp_path: Path) -> None:
    two.act("label", "1.9", label="Bespreken")
    two.sync()
    lost = Office(
        two.sandbox, {**two.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}, two.clock
    )
    lost.load("1.9", "5.1")
    lost.sync()
    assert lost.history("1.9") == [ASKED]
    assert list(names(two).values()).count("Bespreken") == 1
