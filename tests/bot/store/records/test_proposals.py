"""Tasks that people made themselves."""

from datetime import datetime, timedelta

import pytest

from bot.store.database import Store
from bot.store.records.proposals import Proposal


def test_a_task_is_first_seen_once(store: Store, now: datetime) -> None:
    later = now + timedelta(days=1)
    with store.begin() as ledger:
        assert ledger.proposals.see("planner", "t1", "Nieuwe taak", now)
        assert not ledger.proposals.see("planner", "t1", "Hernoemde taak", later)
        assert ledger.proposals.see("planner", "T1", "Andere taak", later)
    with store.begin() as ledger:
        seen = [(one.remote_id, one.title, one.seen_at) for one in ledger.proposals.all()]
    assert seen == [("t1", "Hernoemde taak", now), ("T1", "Andere taak", later)]


def test_a_decision_survives_seeing_the_task_again(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.proposals.see("planner", "t1", "Nieuwe taak", now)
        ledger.proposals.set_state("planner", "t1", "rejected")
        ledger.proposals.see("planner", "t1", "Nieuwe taak", now)
    with store.begin() as ledger:
        assert ledger.proposals.all() == [
            Proposal(
                side="planner",
                remote_id="t1",
                title="Nieuwe taak",
                seen_at=now,
                state="rejected",
                gone_at=None,
            )
        ]


def test_a_task_that_comes_back_is_no_longer_gone(store: Store, now: datetime) -> None:
    with store.begin() as ledger:
        ledger.proposals.see("planner", "t1", "Nieuwe taak", now)
        ledger.proposals.note_gone("planner", "t1", now)
        assert ledger.proposals.all()[0].gone_at == now
        ledger.proposals.see("planner", "t1", "Nieuwe taak", now)
        assert ledger.proposals.all()[0].gone_at is None


def test_a_task_that_was_never_seen_cannot_be_decided_on(store: Store, now: datetime) -> None:
    with store.begin() as ledger, pytest.raises(LookupError):
        ledger.proposals.set_state("planner", "t1", "accepted")
    with store.begin() as ledger, pytest.raises(LookupError):
        ledger.proposals.note_gone("planner", "t1", now)
