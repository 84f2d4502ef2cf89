"""What becomes of the making of an event that nobody knows the outcome of."""

import pytest
from support.installation import Office


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """An installation with its deadlines in Outlook."""
    return {**environ, "OUTLOOK_CALENDAR": "Deadlines"}


def test_a_making_that_did_not_happen_is_settled_although_it_is_not_wanted_any_more(
    office: Office,
) -> None:
    """The answer was lost, and by the next round the action is done."""
    office.load("4.10")
    office.control.fault("lost_request", method="POST", path="/users/*/calendars/*/events", times=9)
    office.sync()
    office.control.mend()
    office.set("4.10", status="Gereed")
    states = []
    for _ in range(2):
        office.sync()
        with office.ledger as ledger:
            states.append([intent.state for intent in ledger.intents.unsettled("outlook")])
        office.clock.forward(minutes=11)
    assert states == [["unknown"], []]
