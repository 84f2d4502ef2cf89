"""A date that nobody can have meant sets one field apart, and everything else goes on."""

import pytest
from support.installation import Office

TOLD = "ligt niet in de jaren 2000 tot en met 2100. Verbeter het daar"


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines"}


@pytest.fixture
def both(office: Office) -> Office:
    """Four actions in the list, in Planner and, with a day, in the calendar."""
    office.load("1.7", "1.9", "6.4", "6.5")
    office.set("6.5", due="2027", status="Loopt")
    office.sync()
    return office


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("9999-12-31", "31 december 9999"),
        ("2206-06-15", "15 juni 2206"),
        ("1999-12-31", "31 december 1999"),
    ],
)
def test_a_slip_in_planner_sets_that_deadline_apart_and_the_rest_goes_on(
    both: Office, day: str, told: str
) -> None:
    was = both.action("6.5").due
    both.act("due", "6.5", date=day)
    both.act("note", "6.5", text="Begonnen.")
    both.act("due", "6.4", date="2027-05-01")
    both.act("tick", "1.9")
    report = both.sync()
    assert report.for_person == [
        f"Actie 6.5: de deadline in Planner staat op {told}, en dat {TOLD}."
    ]
    assert (report.sides["planner"].parked, report.waits_for_person) == (1, True)
    assert both.action("6.5").due == was
    assert both.action("6.5").note.startswith("Begonnen.")
    assert both.action("6.4").due.text == "2027-05-01"
    assert both.action("1.9").status == "Gereed"
    assert both.tasks()["6.5"]["dueDateTime"].startswith(day), "nobody but its owner mends it"


def test_once_the_slip_is_mended_the_deadline_comes_in(both: Office) -> None:
    both.act("due", "6.5", date="2206-06-15")
    both.sync()
    both.act("due", "6.5", date="2026-06-15")
    assert both.sync().for_person == []
    assert both.action("6.5").due.text == "2026-06-15"


def test_a_slip_in_the_calendar_sets_that_deadline_apart(both: Office) -> None:
    (event,) = (e for e in both.control.state()["events"] if "Deadline 6.5" in str(e["subject"]))
    both.control.act("move-event", event=event["id"], date="2206-06-15")
    was = both.action("6.5").due
    report = both.sync()
    assert report.for_person == [
        f"Actie 6.5: de deadline in Outlook staat op 15 juni 2206, en dat {TOLD}."
    ]
    assert both.action("6.5").due == was
    assert both.preview().sides["outlook"].parked == 1


def test_what_a_round_saw_is_kept_though_the_round_then_fails(office: Office) -> None:
    """That a task was deleted is seen once: it must not be lost with the round."""
    office.environ.pop("OUTLOOK_CALENDAR")
    office.load("1", "2")
    office.sync()
    office.clock.forward(hours=1)
    office.act("delete", "1.7")
    office.set("1.9", status="Loopt")

    def fail(_doing: str, done: int, _total: int) -> None:
        if done:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.sync(fail)
    with office.ledger as ledger:
        told = [notice.sentence for notice in ledger.notices.untold()]
    assert told == ["Actie 1.7 is in Planner verwijderd; zij blijft in de lijst."]


def test_a_begin_that_nobody_can_mean_silences_no_reminder(both: Office) -> None:
    both.set("1.7", due="Continue")
    both.sync()
    both.act("start", "1.7", date="2206-06-15")
    assert both.sync().for_person == [
        f"Actie 1.7: de begindatum in Planner staat op 15 juni 2206, en dat {TOLD}."
    ]
    with both.ledger as ledger:
        assert "1.7" not in {snooze.name for snooze in ledger.snoozes.all()}


@pytest.mark.parametrize("word", ["Continue", "2028", "Ad hoc"])
def test_a_day_set_in_planner_and_taken_away_again_gives_the_word_back(
    both: Office, word: str
) -> None:
    both.set("6.5", due=word)
    both.sync()
    for day in ("2027-03-01", "2027-04-01", None):
        both.act("due", "6.5", date=day)
        both.sync()
    assert both.action("6.5").due.text == word
    assert both.sync().steps == []


def test_a_day_that_the_list_set_and_an_owner_takes_away_leaves_no_deadline(both: Office) -> None:
    both.set("6.5", due="2027-03-01")
    both.sync()
    both.act("due", "6.5", date=None)
    both.sync()
    assert both.action("6.5").due.text == ""
