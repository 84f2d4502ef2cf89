"""A text that is changed again after every put-back is left alone in the end, and told once."""

from itertools import count

import pytest
from support.installation import Office

from bot.core.history import MOST_PUT_BACKS, PUT_BACK_WITHIN

NUMBERS = count(1)


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines"}


def edit(office: Office, field: str) -> None:
    """Let a client of people change a text of ours, in other words each time."""
    number = next(NUMBERS)
    match field:
        case "title":
            office.act("retitle", "5.1", title=f"5.1 Iets anders {number}")
        case "card":
            office.act("describe", "5.1", text="\u2500" * 10 + " Driehoekbot " + "\u2500" * 10)
        case _:
            event = office.links("outlook")["5.1"]
            office.control.act("rename-event", event=event, subject=f"Anders {number}")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", "de titel in Planner"),
        ("card", "de tekst onder de lijn in Planner"),
        ("subject", "de titel in Outlook"),
    ],
)
def test_a_text_that_keeps_coming_back_is_put_back_a_few_times_and_told_once(
    office: Office, field: str, words: str
) -> None:
    office.load("5.1", "6.5")
    office.set("5.1", due="2027", status="Loopt")
    office.sync()
    sent, told = [], []
    for _ in range(MOST_PUT_BACKS + 4):
        edit(office, field)
        office.clock.forward(minutes=5)
        office.control.forget()
        told += office.sync().for_person
        sent.append(len([write for write in office.writes() if "PATCH" in write]))
    assert sent == [1] * MOST_PUT_BACKS + [0] * 4
    (sentence,) = told
    assert sentence.startswith(f"Actie 5.1: {words} verandert steeds weer")
    reported = [line for line in office.history("5.1") if line[-1] == "reported"]
    edits = MOST_PUT_BACKS + (1 if field == "card" else 4)  # one and the same card is one edit
    assert len(reported) == edits
    office.set("6.5", note="Besproken.")
    assert office.sync().sides["planner"].updated == 1, "the rest goes on"


def test_what_was_left_is_put_back_again_a_week_later(office: Office) -> None:
    office.load("5.1")
    office.sync()
    for _ in range(MOST_PUT_BACKS + 1):
        edit(office, "title")
        office.sync()
    assert "Iets anders" in office.tasks()["5.1"]["title"]
    office.clock.forward(seconds=PUT_BACK_WITHIN.total_seconds())
    office.sync()
    assert office.tasks()["5.1"]["title"] == office.action("5.1").heading
    office.assert_quiet()


def test_a_new_text_of_ours_goes_out_though_the_old_one_was_left(office: Office) -> None:
    office.load("5.1")
    office.sync()
    for _ in range(MOST_PUT_BACKS + 1):
        edit(office, "title")
        office.sync()
    office.set("5.1", title="Zorg voor minderjarigen")
    assert office.sync().sides["planner"].updated == 1
    assert office.tasks()["5.1"]["title"] == "5.1 Zorg voor minderjarigen"


def test_once_people_put_it_back_themselves_all_is_as_it_was(office: Office) -> None:
    office.load("5.1")
    office.sync()
    for _ in range(MOST_PUT_BACKS + 1):
        edit(office, "title")
        office.sync()
    office.act("retitle", "5.1", title=office.action("5.1").heading)
    office.assert_quiet()


@pytest.mark.parametrize("ends", ["a week passes", "the list says something else"])
def test_all_that_people_made_of_a_text_that_was_left_is_in_the_history(
    office: Office, ends: str
) -> None:
    """In the end it is put back, or something else takes its place; nothing of theirs is lost."""
    office.load("5.1")
    office.sync()
    for _ in range(MOST_PUT_BACKS + 3):
        edit(office, "title")
        office.sync()
    last = office.tasks()["5.1"]["title"]
    if ends == "a week passes":
        office.clock.forward(seconds=PUT_BACK_WITHIN.total_seconds())
    else:
        office.set("5.1", title="Zorg voor minderjarigen")
    office.sync()
    assert office.tasks()["5.1"]["title"] == office.action("5.1").heading
    assert last in [line[-2] for line in office.history("5.1")]


def test_the_last_put_back_goes_on_though_the_side_was_away_when_it_was_due(office: Office) -> None:
    office.load("5.1")
    office.sync()
    for _ in range(MOST_PUT_BACKS - 1):
        edit(office, "title")
        office.sync()
    edit(office, "title")
    office.control.fault("status", method="PATCH", path="/planner/tasks/*", status=503, times=20)
    office.sync()
    office.control.mend()
    office.clock.forward(minutes=15)
    assert office.sync().for_person == []
    assert office.tasks()["5.1"]["title"] == office.action("5.1").heading


def test_what_is_left_is_told_once_in_a_week_however_often_it_changes(office: Office) -> None:
    office.load("5.1")
    office.sync()
    told: list[int] = []
    for hours in range(0, 16 * 24, 12):
        edit(office, "title")
        told += [hours] * len(office.sync().for_person)
        office.clock.forward(minutes=12 * 60)
    week, first = 7 * 24, MOST_PUT_BACKS * 12
    # What is put back when the week is over was told before, so it is none of the new three.
    assert told == [first, first + week + 12 + first]
