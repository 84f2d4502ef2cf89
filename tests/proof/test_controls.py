"""Each protection switched off: the proofs must show the double, the loss and the wipe.

Every history is played twice: with the protection it passes all promises, without it fails by
name. The last ones let the random histories and the crash matrix find it by themselves.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase
from proof.acts import Act, InList, InOutlook, InPlanner
from proof.crashes import DONE, KILLED, Stage, on_stage
from proof.histories import Beginning, play_histories
from proof.journeys import BARE_FILL, Journey
from proof.mishaps import CALENDAR_LISTING, LISTING, Fault, Meanwhile
from proof.ordeal import Ordeal
from proof.relay import Plug
from proof.sabotage import (
    SABOTAGES,
    brake_off,
    etags_off,
    journal_off,
    lines_about_left_texts_off,
    ticks_off,
)
from proof.sight import OUTLOOK, PLANNER
from support.installation import Office

from bot.core.history import MOST_PUT_BACKS
from connectors.sandbox.control import Sandbox
from connectors.sandbox.tenant.world import World

WHEN_LONG = pytest.mark.skipif(
    os.environ.get("PROOF") != "long",
    reason="PROOF=long plays this one; without the journal a double is shown above as well",
)
SENDING = 5  # the unit of work right before the first call that writes: everything is read by then


@pytest.fixture(params=[True, False], ids=["on", "off"])
def protected(request: pytest.FixtureRequest) -> bool:
    """With the protection and without it."""
    return bool(request.param)


def test_without_the_journal_a_lost_answer_makes_a_double(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """Planner made a task, its answer was lost, and the next listing does not show it yet."""
    if not protected:
        journal_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round([Fault("lost_response", "creates")])

    def go_on() -> None:
        Fault("empty_listing", LISTING).order(ordeal.control)
        ordeal.round()
        ordeal.settle(Random(0))

    _expect(protected, "DOUBLE", go_on)


def test_without_a_look_at_the_ticks_a_confirmation_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """An owner ticks that the action is still true, and the ledger knows nothing of it."""
    if not protected:
        ticks_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    ordeal.perform(InPlanner("tick-item", "1.9", {"which": 0}))
    _expect(protected, "TICK", lambda: ordeal.settle(Random(0)))


@pytest.mark.parametrize(
    ("sabotages", "doubles"),
    [((), False), (("journal",), False), (("names",), False), (("journal", "names"), True)],
    ids=["both on", "journal off", "names off", "both off"],
)
def test_in_outlook_the_journal_and_the_name_of_a_making_each_prevent_a_double(
    office: Office, monkeypatch: pytest.MonkeyPatch, sabotages: tuple[str, ...], doubles: bool
) -> None:
    """Outlook made an event, its answer was lost, and the next listing does not show it yet.

    What we wrote down keeps us from making it again; and if we did, Outlook would know it by its
    transaction id.
    """
    for sabotage in sabotages:
        SABOTAGES[sabotage](monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round([Fault("lost_response", "new events", 99)])

    def go_on() -> None:
        Fault("empty_listing", CALENDAR_LISTING).order(ordeal.control)
        ordeal.round()
        ordeal.settle(Random(0))

    _expect(not doubles, "DOUBLE: more than one in outlook", go_on)


@pytest.mark.parametrize(
    ("edit", "act", "failure"),
    [
        ({"status": "Loopt"}, InPlanner("tick", "1.9"), "LOST from planner: status of 1.9"),
        (
            {"due": "2027-05-05"},
            InOutlook("move-event", "1.9", {"date": "2027-03-28"}),
            "LOST from outlook: due of 1.9",
        ),
        (
            {"status": "Gereed"},
            InOutlook("move-event", "1.9", {"date": "2027-03-28"}),
            "LOST with an item of outlook: due of 1.9",
        ),
        (
            {"owners": ("OOV",)},
            InOutlook("categorize-event", "1.9", {"categories": ("Van ons",)}),
            "PEACE",
        ),
    ],
    ids=["task", "event changed", "event removed", "categories"],
)
def test_without_etags_the_edit_of_a_person_is_overwritten(  # all that differs between them
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    protected: bool,
    edit: dict[str, Any],
    act: Act,
    failure: str,
) -> None:
    """Somebody changes a task or an event between our reading and our writing."""
    if not protected:
        etags_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    ordeal.perform(InList("1.9", edit))

    def go_on() -> None:
        ordeal.round((), Meanwhile(SENDING, act))
        ordeal.settle(Random(0))

    _expect(protected, failure, go_on)


@pytest.mark.parametrize(
    ("side", "listing", "reads"),
    [(PLANNER, LISTING, "reads"), (OUTLOOK, CALENDAR_LISTING, "event reads")],
    ids=[PLANNER, OUTLOOK],
)
def test_without_the_brake_a_bad_listing_wipes_everything(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    protected: bool,
    side: str,
    listing: str,
    reads: str,
) -> None:
    """A side shows nothing, in a listing or by itself: as when it has a bad day."""
    if not protected:
        brake_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    ordeal.forward(minutes=11)
    blind = [Fault("empty_listing", listing), Fault("status", reads, 99, {"status": 404})]
    ordeal.round(blind)
    sight = ordeal.look()
    links = sight.ties[side].links
    wiped = {code for code, link in links.items() if link.state == "gone"}
    told = {
        code
        for code, lines in sight.history.items()
        if any((line.side, line.new) == (side, "verwijderd") for line in lines)
    }
    assert links.keys() >= {"1.7", "4.10"}
    assert all(sight.item_of(side, code) for code in links)
    assert wiped == told == (set() if protected else links.keys())


def test_without_lines_about_texts_that_are_left_a_text_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """Somebody changes a title again after every put-back, and goes on when it is left."""
    if not protected:
        lines_about_left_texts_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    for _ in range(MOST_PUT_BACKS + 2):
        ordeal.perform(InPlanner("retitle", "1.9"))
        ordeal.round()
    _expect(protected, "LOST", lambda: ordeal.settle(Random(0)))


@pytest.mark.parametrize(
    ("sabotage", "failure", "seed"),
    [
        pytest.param("journal", "DOUBLE|no event", 12, marks=WHEN_LONG),
        pytest.param("etags", "LOST", 35),
    ],
)
def test_random_histories_find_it_by_themselves(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch, sabotage: str, failure: str, seed: int
) -> None:
    """The seeds are those that find it soon; others do so in up to some hundreds of histories.

    Without the journal an item is made twice, or an event never again, as Outlook knows its name.
    """
    SABOTAGES[sabotage](monkeypatch)
    with pytest.raises(AssertionError, match=failure):
        play_histories(begin, histories=400, steps=25, seed=seed, phases=(Phase.generate,))


@pytest.mark.parametrize("sabotage", [(), ("journal",)], ids=["on", "off"])
def test_a_killed_process_without_a_journal_makes_twenty_doubles(
    sandbox: Sandbox, world: World, tmp_path: Path, sabotage: tuple[str, ...]
) -> None:
    """Killed when Planner made twenty tasks, which the next listing does not show yet."""
    journey = BARE_FILL
    with on_stage(sandbox, world, tmp_path, *sabotage) as stage:
        number = _first_create(stage, journey)
        office = stage.fresh(journey)
        Fault("delayed_visibility", "creates", 20, {"reads": 1}).order(office.control)
        assert stage.run(office, journey, 0, Plug(number=number, moment="after")).code == KILLED
        assert stage.run(office, journey, 6, Plug()).code in DONE
    titles = Counter(task["title"] for task in office.control.state()["tasks"])
    assert titles.total() - len(titles) == (20 if sabotage else 0)


def _first_create(stage: Stage, journey: Journey) -> int:
    """The number of the exchange that makes the first tasks."""
    office = stage.fresh(journey)
    stage.sandbox.control.forget()
    stage.run(office, journey, 0, Plug())
    entries = stage.sandbox.control.journal()
    exchanges = [entry["exchange"] for entry in entries if not entry["inner"]]
    made = next(e for e in entries if (e["method"], e["path"]) == ("POST", "/planner/tasks"))
    return exchanges.index(made["exchange"]) + 1


def _expect(protected: bool, failure: str, play: Callable[[], None]) -> None:
    if protected:
        play()
    else:
        with pytest.raises(AssertionError, match=failure):
            play()
