"""A Gereed that was a mistake is taken back in the list, in Planner and in Outlook, for good."""

from typing import Any

import pytest
from support.installation import Office

from bot.actions.completions import reopen
from mappings.canonical import Status

NAME = "Deadlines mensenhandel"


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": NAME}


@pytest.fixture(params=["Loopt", "Planning"])
def ticked(request: pytest.FixtureRequest, office: Office) -> Office:
    """An action with a day, of either status, that its owner ticked off an hour ago."""
    office.load("1.9", "6.5")
    office.set("1.9", due="2027", status=request.param)
    office.sync()
    office.clock.forward(hours=1)
    office.act("tick", "1.9")
    office.sync()
    assert office.action("1.9").status is Status.DONE
    assert codes_in_outlook(office) == ["6.5"]
    return office


def codes_in_outlook(office: Office) -> list[str]:
    """The codes of our events; one that stands there twice is there twice."""
    found = [
        e for e in office.control.state()["events"] if e["calendar"] == NAME and e["properties"]
    ]
    return sorted(event["properties"][0]["value"].split("/")[1] for event in found)


def take_back(office: Office, *codes: str) -> None:
    with office.ledger as ledger:
        reopen(ledger, codes, at=office.clock.now(), run=office.run("reopen"))


def state(office: Office) -> tuple[str | None, Any, list[str]]:
    """The status in the list, the progress in Planner, and the codes in Outlook."""
    task = office.tasks()["1.9"]
    return office.action("1.9").status, task["percentComplete"], codes_in_outlook(office)


def expected(office: Office) -> tuple[str, int, list[str]]:
    was = next(old for _, field, old, new, _ in office.history("1.9") if new == "Gereed")
    return was, {"Loopt": 50, "Planning": 0}[was], ["1.9", "6.5"]


def test_it_is_again_what_it_was_on_all_sides_and_stays_so(ticked: Office) -> None:
    take_back(ticked, "1.9")
    ticked.sync()
    assert state(ticked) == expected(ticked)
    ticked.clock.forward(hours=1)
    ticked.control.forget()
    assert (ticked.sync().steps, ticked.writes()) == ([], [])
    assert state(ticked) == expected(ticked)
    assert ticked.history("1.9")[-1] == ("list", "status", "Gereed", expected(ticked)[0], "applied")


def test_it_is_undone_by_ticking_again_and_never_doubles_the_event(ticked: Office) -> None:
    for _ in range(2):
        take_back(ticked, "1.9")
        ticked.sync()
        assert state(ticked) == expected(ticked)
        ticked.clock.forward(hours=1)
        ticked.act("tick", "1.9")
        ticked.sync()
        assert (ticked.action("1.9").status, codes_in_outlook(ticked)) == ("Gereed", ["6.5"])
        ticked.clock.forward(hours=1)


def test_it_is_taken_back_before_the_round_that_would_have_taken_the_event_away(
    office: Office,
) -> None:
    office.load("1.9")
    office.set("1.9", due="2027", status="Loopt")
    office.sync()
    office.set("1.9", status="Gereed")
    take_back(office, "1.9")
    office.clock.forward(hours=1)
    office.control.forget()
    assert (office.sync().steps, office.writes()) == ([], [])
    assert codes_in_outlook(office) == ["1.9"]


def test_a_kill_between_any_two_steps_of_the_round_doubles_nothing(ticked: Office) -> None:
    take_back(ticked, "1.9")
    for dies_at in range(1, 60):
        if ticked.lives_through(dies_at, lambda house: house.engine().round("sync-killed")):
            break
        ticked.clock.forward(minutes=11)
    ticked.sync()
    ticked.clock.forward(minutes=11)
    ticked.sync()
    assert state(ticked) == expected(ticked)


def test_what_the_owner_did_meanwhile_counts(ticked: Office) -> None:
    """She took her tick back herself, and a note was written: nobody is asked anything."""
    take_back(ticked, "1.9")
    ticked.act("progress", "1.9", percent=50)
    ticked.act("note", "1.9", text="Toch nog niet klaar.")
    report = ticked.sync()
    action = ticked.action("1.9")
    assert action.note == "Toch nog niet klaar."
    assert ticked.tasks()["1.9"]["percentComplete"] == 50
    assert report.asks == 0


def test_a_collision_about_the_status_is_decided_by_it(office: Office) -> None:
    office.load("1.9")
    office.set("1.9", due="2027", status="Loopt")
    office.sync()
    office.act("tick", "1.9")
    office.set("1.9", status="Planning")
    office.sync()
    with office.ledger as ledger:
        assert [c.field for c in ledger.conflicts.open_ones()] == ["status"]
    take_back(office, "1.9")
    office.sync()
    with office.ledger as ledger:
        assert ledger.conflicts.open_ones() == []
    assert state(office) == ("Planning", 0, ["1.9"])


def test_a_gereed_that_was_sent_and_never_confirmed_does_not_come_back(office: Office) -> None:
    """Killed when Planner had it and nobody knew: what stands there is the bot's, no edit."""
    office.load("1.9")
    office.set("1.9", due="2027", status="Loopt")
    office.sync()
    office.clock.forward(hours=1)
    office.set("1.9", status="Gereed")
    for dies_at in range(1, 60):
        office.lives_through(dies_at, lambda house: house.engine().round("sync-killed"))
        if office.tasks()["1.9"]["percentComplete"] == 100:
            break
    with office.ledger as ledger:
        assert [i.code for i in ledger.intents.unsettled("planner")] == ["1.9"]
    take_back(office, "1.9")
    for _ in range(2):
        office.sync()
        office.clock.forward(minutes=11)
    assert state(office) == ("Loopt", 50, ["1.9"])
    with office.ledger as ledger:
        assert ledger.intents.unsettled("planner") == []
        assert ledger.conflicts.open_ones() == []


def test_an_event_that_the_bot_took_away_and_never_knew_of_is_no_deletion(office: Office) -> None:
    """Killed when Outlook had let it go: reopened, the deadline stands there again."""
    office.load("1.9")
    office.set("1.9", due="2027", status="Loopt")
    office.sync()
    office.clock.forward(hours=1)
    office.set("1.9", status="Gereed")
    office.sync(OUTLOOK_CALENDAR="")
    for dies_at in range(1, 60):
        office.lives_through(dies_at, lambda house: house.engine().round("sync-killed"))
        if not codes_in_outlook(office):
            break
    with office.ledger as ledger:
        assert [i.kind for i in ledger.intents.unsettled("outlook")] == ["remove"]
    take_back(office, "1.9")
    for _ in range(3):
        report = office.sync()
        assert [s for s in report.for_person if "verwijderd" in s] == []
        office.clock.forward(minutes=11)
    assert state(office) == ("Loopt", 50, ["1.9"])
