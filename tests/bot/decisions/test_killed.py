"""A process that is killed while it records a decision: given again, the decision stands once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from support.installation import Office

from bot.actions.edits import EditWords
from bot.decisions.choices import undo_decision
from bot.decisions.meeting import find_held
from bot.decisions.record import DecisionWords, Recording, record
from bot.service.runs import book_run
from bot.wiring import House

HELD = date(2026, 10, 1)
CHANGE = DecisionWords("2.1", EditWords(due="2027-03-31", owners=("OOV",)))
NEW = DecisionWords(change=EditWords(title="Signalen delen"), goal=2)
QUESTION = DecisionWords("2.1", ask=("OOV", "Is er budget?"), by=date(2027, 2, 1))


def recording(words: DecisionWords) -> Callable[[House], object]:
    """What the command does to record this."""

    def work(house: House) -> None:
        held = find_held(
            house.store, lambda: house.calendar, house.agenda.driehoek, HELD, house.now()
        )
        with book_run(house, "decide") as run, house.store.begin() as ledger:
            record(ledger, words, Recording(held, house.agenda, house.now(), run.id))

    return work


def undoing(house: House) -> None:
    """What the command does to take the first decision back."""
    with book_run(house, "decide") as run, house.store.begin() as ledger:
        undo_decision(ledger, 1, at=house.now(), run=run.id)


@pytest.mark.parametrize("words", [CHANGE, NEW, QUESTION], ids=["change", "new", "question"])
def test_a_decision_is_recorded_whole_or_not_at_all_and_once(
    office: Office, tmp_path: Path, words: DecisionWords
) -> None:
    for dies_at in count(1):
        database = f"sqlite:///{tmp_path / f'{dies_at}.db'}"
        fresh = replace(office, environ={**office.environ, "DATABASE_URL": database})
        fresh.load("2.1")
        lived = fresh.lives_through(dies_at, recording(words))
        with fresh.ledger as ledger:
            recorded = ledger.decisions.all()
            told = [c for code in ledger.actions.all() for c in ledger.history.of(code)]
        assert len(recorded) == sum(change.field == "decision" for change in told) <= 1
        recording(words)(fresh.house())
        with fresh.ledger as ledger:
            (decision,) = ledger.decisions.all()
            codes, lines = list(ledger.actions.all()), ledger.history.of(decision.code or "")
        assert codes == (["2.1", "2.2"] if words is NEW else ["2.1"])
        assert [line.field for line in lines].count("decision") == 1
        if lived:
            assert dies_at > 3
            return


def test_a_mistake_is_taken_back_whole_or_not_at_all(office: Office, tmp_path: Path) -> None:
    for dies_at in count(1):
        database = f"sqlite:///{tmp_path / f'{dies_at}.db'}"
        fresh = replace(office, environ={**office.environ, "DATABASE_URL": database})
        fresh.load("2.1")
        was = fresh.action("2.1")
        recording(CHANGE)(fresh.house())
        lived = fresh.lives_through(dies_at, undoing)
        with fresh.ledger as ledger:
            (decision,) = ledger.decisions.all()
        assert (fresh.action("2.1") == was) is (decision.dropped_at is not None)
        if lived:
            assert decision.dropped_at is not None
            return
