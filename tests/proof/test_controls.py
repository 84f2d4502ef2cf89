"""Each protection switched off: the proofs must show the double, the loss and the wipe.

Every history is played twice: with the protection it passes all promises, without it fails by
name. The last ones let the random histories and the crash matrix find it by themselves.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase
from office import Office
from proof.acts import CODES, InList, InPlanner
from proof.crashes import DONE, KILLED, Stage, on_stage
from proof.histories import Beginning, play_histories
from proof.journeys import BARE_FILL, Journey
from proof.mishaps import LISTING, Fault, Meanwhile
from proof.ordeal import Ordeal
from proof.relay import Plug
from proof.sabotage import SABOTAGES, brake_off, etags_off, journal_off

from connectors.sandbox.control import Sandbox

SENDING = 4  # the unit of work right before the first call that writes: everything is read by then


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


def test_without_etags_the_edit_of_a_person_is_overwritten(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """An owner ticks a task off between our reading and our writing."""
    if not protected:
        etags_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    ordeal.perform(InList("1.9", {"status": "Loopt"}))

    def go_on() -> None:
        ordeal.round((), Meanwhile(SENDING, InPlanner("tick", "1.9")))
        ordeal.settle(Random(0))

    _expect(protected, "LOST from Planner: status of 1.9", go_on)


def test_without_the_brake_a_bad_listing_wipes_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """Planner shows no task, in a listing or by itself: as when it has a bad day."""
    if not protected:
        brake_off(monkeypatch)
    ordeal = Ordeal(office)
    ordeal.round()
    ordeal.forward(minutes=11)
    blind = [Fault("empty_listing", LISTING), Fault("status", "reads", 99, {"status": 404})]
    ordeal.round(blind)
    sight = ordeal.look()
    wiped = {code for code, link in sight.links.items() if link.state == "gone"}
    told = {
        code
        for code, lines in sight.history.items()
        if any((line.field, line.new) == ("item", "verwijderd") for line in lines)
    }
    assert len(sight.tasks) == len(CODES)
    assert wiped == told == (set() if protected else set(CODES))


@pytest.mark.parametrize(
    ("sabotage", "failure", "seed"), [("journal", "DOUBLE", 11), ("etags", "LOST", 12)]
)
def test_random_histories_find_it_by_themselves(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch, sabotage: str, failure: str, seed: int
) -> None:
    """The seeds are those that find it soon; others do so in up to some hundreds of histories."""
    SABOTAGES[sabotage](monkeypatch)
    with pytest.raises(AssertionError, match=failure):
        play_histories(begin, histories=400, steps=25, seed=seed, phases=(Phase.generate,))


@pytest.mark.parametrize("sabotage", [(), ("journal",)], ids=["on", "off"])
def test_a_killed_process_without_a_journal_makes_twenty_doubles(
    sandbox: Sandbox, tmp_path: Path, sabotage: tuple[str, ...]
) -> None:
    """Killed when Planner made twenty tasks, which the next listing does not show yet."""
    journey = BARE_FILL
    with on_stage(sandbox, tmp_path, *sabotage) as stage:
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
