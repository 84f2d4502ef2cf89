"""What a round tells, beforehand, on the way and afterwards; and that it runs alone."""

from datetime import datetime
from typing import Any

import pytest
from support.installation import Office

from bot.core.sync.brake import BrakePulled
from bot.core.sync.effects import StepKind
from bot.store.errors import RoundBusy
from bot.sync.report import RoundReport, SideCounts
from bot.sync.side import SideUnavailable
from mappings.canonical import Status


def test_a_preview_without_a_plan_promises_what_the_first_round_does(office: Office) -> None:
    """It makes nothing itself: no plan, no columns, no tasks, no line in the ledger."""
    office.load()
    promised = office.preview()
    state = office.control.state()
    assert (office.writes(), state["plans"], state["tasks"]) == ([], [], [])
    assert office.links() == {}
    assert [step.kind for step in promised.steps] == [StepKind.CREATE] * 70
    assert office.sync().steps == promised.steps


def test_a_preview_equals_what_the_round_then_does(filled: Office) -> None:
    """Edits on both sides, a collision, a deletion, a retitle; and it writes nothing itself."""
    filled.act("tick", "1.7")
    filled.act("due", "6.5", date="2027-05-01")
    filled.set("6.5", due="2027-04-01")
    filled.act("retitle", "5.1", title="Iets anders")
    filled.act("delete", "6.4")
    filled.set("1.9", status="Loopt", owners=("OOV",))
    filled.load("4.11")
    promised = filled.preview()
    assert filled.writes() == []
    assert (filled.action("1.7").status, filled.history("1.7")) == (Status.RUNNING, [])
    done = filled.sync()
    assert done.steps == promised.steps
    assert {step.kind for step in done.steps} == set(StepKind) - {StepKind.REMOVE}
    assert filled.preview().steps == []


def test_only_one_round_runs_at_a_time(filled: Office) -> None:
    with filled.house().store.one_round_at_a_time(), pytest.raises(RoundBusy):
        filled.sync()


def test_the_progress_counts_to_the_end(office: Office) -> None:
    office.load("1.1", "1.7", "1.9")
    seen: list[tuple[str, int, int]] = []
    office.sync(lambda *step: seen.append(step))
    sent = [("Planner bijwerken", done, 3) for done in (1, 2, 3)]
    assert seen == [("Planner lezen", 0, 0), *sent]


def test_the_log_holds_no_texts_addresses_or_ids_of_people(filled: Office, log: list[Any]) -> None:
    filled.act("note", "2.1", text="Alleen voor ons.")
    filled.set("1.9", status="Loopt", note="Ook geheim.")
    filled.sync()
    told = repr(log)
    assert "/$batch" in told
    secrets = [filled.action("1.9").title, "Alleen voor ons", "Ook geheim", "sandbox-token"]
    secrets += [
        "haarlemmermeer.example",
        filled.environ["PLANNER_GROUP_ID"],
        *filled.links().values(),
    ]
    assert [secret for secret in secrets if secret in told] == []


def test_history_is_stamped_with_the_clock_and_the_run(filled: Office) -> None:
    filled.act("tick", "1.7")
    report = filled.sync()
    with filled.ledger as ledger:
        change = ledger.history.of("1.7")[-1]
    assert (change.run, change.at) == (report.run, filled.clock.now())
    assert isinstance(change.at, datetime)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (SideCounts(), "niets veranderd"),
        (SideCounts(created=70), "70 gemaakt"),
        (SideCounts(updated=1, conflicts=1), "1 bijgewerkt en 1 botsing"),
        (
            SideCounts(removed=1, pulled=2, conflicts=2, parked=1, waiting=2),
            "1 weggehaald, 2 overgenomen, 2 botsingen, 1 apart gezet en 2 wachten nog",
        ),
    ],
)
def test_only_what_happened_is_counted_out(counts: SideCounts, words: str) -> None:
    assert RoundReport("run", {"planner": counts}).side_words("planner") == f"Planner: {words}."


def test_a_side_that_the_round_did_without_is_not_said_to_be_unchanged() -> None:
    report = RoundReport("run", {"planner": SideCounts(), "outlook": SideCounts()})
    report.miss_reading(SideUnavailable("planner", "Geen antwoord."), "Geen antwoord.")
    report.miss_reading(BrakePulled("outlook", "Outlook is leeg"), "Outlook is leeg.")
    assert report.side_words("planner") == "Planner: niet gelezen."
    assert report.side_words("outlook") == "Outlook: met rust gelaten."
