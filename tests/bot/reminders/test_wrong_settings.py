"""A wrong setting closes one way to one owner, and is told; everybody else gets their cards."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from support.installation import Office

from bot.service import jobs

MORNING = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)  # two weeks before 4.10 and 4.11 must be done


@pytest.fixture
def december(office: Office) -> Office:
    """The morning on which G&R and OOV are to be told of an action each."""
    office.load("4.10", "4.11")
    office.sync()
    office.clock.moment = MORNING
    return office


def received(office: Office) -> Counter[str]:
    """How many cards each channel got."""
    return Counter(card["owner"] for card in office.control.state()["cards"])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://kwaad.example/flow?sig=geheim", "geen Workflows-webhook"),
        ("http://prod-1.westeurope.logic.azure.com/flow?sig=geheim", "https"),
        ("https://gemeente.webhook.office.com/x?sig=geheim", "mei 2026"),
    ],
)
def test_a_webhook_outside_the_fence_closes_that_channel_only(
    december: Office, address: str, reason: str
) -> None:
    """By the name of its setting; the address holds a secret. The mail remains."""
    wrong = {"TEAMS_WEBHOOK_G_R": address}
    done = jobs.remind(december.house(**wrong))
    assert {card.owner: card.way for card in done.cards} == {"G&R": "mail", "OOV": "teams-webhook"}
    assert received(december) == {"OOV": 1}
    reminder, alarm = (mail["subject"] for mail in december.sent())
    assert reminder == "Herinnering: 1 actie moet binnenkort klaar zijn"
    assert alarm.endswith("op u in de actielijst")
    (problem,) = december.house(**wrong).settings.problems
    assert problem.startswith("TEAMS_WEBHOOK_G_R is niet te gebruiken. ")
    assert reason in problem
    assert "geheim" not in problem


BAD = {
    "TEAMS_WEBHOOK_G_R": "https://kwaad.example/x",
    "OWNER_G_R_MAIL": "twee@krant.example\ndrie@krant.example",
}


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        (BAD, ("TEAMS_WEBHOOK_G_R", "OWNER_G_R_MAIL")),
        ({"TEAMS_CHANNEL_G_R": "kanaal", **BAD}, ("TEAMS_CHANNEL_G_R", "OWNER_G_R_MAIL")),
    ],
)
def test_an_owner_with_nothing_but_bad_settings_is_silent_alone_and_that_is_told(
    december: Office, wrong: dict[str, str], names: tuple[str, ...]
) -> None:
    done = jobs.remind(december.house(**wrong))
    (silent,) = (card for card in done.cards if card.outcome != "accepted")
    assert (silent.owner, silent.outcome) == ("G&R", "skipped")
    assert received(december) == {"OOV": 1}
    (told,) = (mail["body"]["content"] for mail in december.sent())
    for name in names:
        assert name in silent.reason
        assert name in told
    assert "krant.example" not in told + silent.reason
