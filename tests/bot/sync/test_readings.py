"""The ledger knows of which moment its knowledge of a side is, and since when that fails."""

from datetime import timedelta

import pytest
from support.installation import Office

from bot.core.sync.brake import BrakePulled
from bot.store.records.readings import SideReading
from bot.sync.side import SideMisset, SideUnavailable


def reading(office: Office, side: str = "planner") -> SideReading:
    with office.ledger as ledger:
        return ledger.readings.of(side)


def test_a_round_notes_when_it_read_a_side_whole(office: Office) -> None:
    office.load("1.7")
    began = office.clock.now()
    report = office.sync()
    assert reading(office) == SideReading(side="planner", read_at=began)
    assert (report.read_at, report.unread) == ({"planner": began}, {})
    office.clock.forward(hours=1)
    office.sync()
    assert reading(office).read_at == began + timedelta(hours=1)


def test_a_preview_notes_nothing_but_tells(filled: Office) -> None:
    before = reading(filled)
    report = filled.preview()
    assert reading(filled) == before
    assert report.read_at == {"planner": filled.clock.now()}


def test_a_side_that_is_away_is_noted_with_its_reason_and_since_when(filled: Office) -> None:
    whole = reading(filled).read_at
    since = filled.clock.now()
    filled.control.fault("status", status=503, path="**", times=99)
    for _ in range(2):
        with pytest.raises(SideUnavailable, match="Planner is nu niet te gebruiken"):
            filled.sync()
        filled.clock.forward(hours=1)
    found = reading(filled)
    assert (found.read_at, found.failing_since) == (whole, since)
    assert found.reason is not None
    assert found.reason.startswith("Planner is nu niet te gebruiken.")
    filled.control.mend()
    filled.sync()
    assert reading(filled).is_whole


def test_a_pulled_brake_is_no_whole_reading(filled: Office) -> None:
    whole = reading(filled).read_at
    for code in list(filled.tasks()):
        filled.act("delete", code)
    with pytest.raises(BrakePulled):
        filled.sync()
    found = reading(filled)
    assert (found.read_at, found.failing_since) == (whole, filled.clock.now())
    assert found.reason == "Noodrem: Planner is leeg, terwijl er 12 acties in stonden."


def test_a_plan_that_is_not_ours_to_touch_is_no_reading_either(filled: Office) -> None:
    filled.environ["PLANNER_PLAN_ID"] = "bestaat-niet"
    with pytest.raises(SideMisset):
        filled.sync()
    found = reading(filled)
    assert found.failing_since == filled.clock.now()
    assert found.reason is not None
    assert "bestaat-niet" not in found.reason
