"""The Teams webhook takes a card and says 202, whatever becomes of it."""

import copy
from typing import Any

import pytest
import requests

from connectors.sandbox.control import Sandbox

ENVELOPE: dict[str, Any] = {
    "type": "message",
    "attachments": [
        {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": None,
            "content": {
                "type": "AdaptiveCard",
                "version": "1.5",
                "body": [{"type": "TextBlock", "text": "Nog 3 werkdagen", "wrap": True}],
                "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": "https://a.nl"}],
            },
        }
    ],
}


def _with(**changes: Any) -> dict[str, Any]:
    envelope = copy.deepcopy(ENVELOPE)
    envelope["attachments"][0]["content"] |= changes
    return envelope


def test_a_card_is_accepted_with_an_empty_202_and_kept(sandbox: Sandbox) -> None:
    answer = requests.post(sandbox.webhook("H&T"), json=ENVELOPE, timeout=10)
    assert (answer.status_code, answer.content) == (202, b"")
    (card,) = sandbox.control.state()["cards"]
    assert (card["owner"], card["card"]) == ("H&T", ENVELOPE["attachments"][0]["content"])


def test_every_accepted_post_is_one_more_card(sandbox: Sandbox) -> None:
    for _ in range(2):
        requests.post(sandbox.webhook("OOV"), json=ENVELOPE, timeout=10)
    assert len(sandbox.control.state()["cards"]) == 2


def test_the_environment_has_a_webhook_for_every_owner(sandbox: Sandbox) -> None:
    addresses = {
        name: value
        for name, value in sandbox.environment().items()
        if name.startswith("TEAMS_WEBHOOK_") and name != "TEAMS_WEBHOOK_HOSTS"
    }
    assert {"TEAMS_WEBHOOK_H_T", "TEAMS_WEBHOOK_HVO_Q", "TEAMS_WEBHOOK_MOZ"} < set(addresses)
    for address in addresses.values():
        assert requests.post(address, json=ENVELOPE, timeout=10).status_code == 202


def test_a_wrong_signature_is_401_and_an_unknown_owner_404(sandbox: Sandbox) -> None:
    good = sandbox.webhook("OOV")
    cut = requests.post(good[:-3], json=ENVELOPE, timeout=10)
    other = requests.post(good.replace("/OOV", "/XYZ"), json=ENVELOPE, timeout=10)
    assert (cut.status_code, other.status_code) == (401, 404)


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hoi"},
        ENVELOPE["attachments"][0]["content"],
        {"type": "message", "attachments": []},
        {"type": "message", "attachments": [{**ENVELOPE["attachments"][0], "content": "{}"}]},
        {"type": "message", "attachments": [{**ENVELOPE["attachments"][0], "contentType": "x"}]},
        {"type": "message", "attachments": [{**ENVELOPE["attachments"][0], "contentUrl": "x"}]},
        _with(type="Card"),
        _with(version="1.6"),
        _with(version=""),
        _with(actions=[{"type": "Action.Submit", "title": "Stuur"}]),
        _with(body=[{"type": "Container", "items": [{"type": "Action.Submit"}]}]),
        _with(fallbackText="x" * 28 * 1024),
    ],
)
def test_what_the_flow_cannot_post_is_400(sandbox: Sandbox, body: Any) -> None:
    assert requests.post(sandbox.webhook("OOV"), json=body, timeout=10).status_code == 400
    assert sandbox.control.state()["cards"] == []


def test_signs_beyond_ascii_need_a_charset(sandbox: Sandbox) -> None:
    raw = '{"type": "message", "attachments": [{"contentType": '
    raw += '"application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard", '
    raw += '"version": "1.4", "body": [], "speak": "één ✔"}}]}'
    for kind, status in (("application/json", 400), ("application/json; charset=utf-8", 202)):
        head = {"Content-Type": kind}
        answer = requests.post(sandbox.webhook("OOV"), raw.encode(), headers=head, timeout=10)
        assert answer.status_code == status


def test_faults_and_the_journal_cover_webhooks_too(sandbox: Sandbox) -> None:
    sandbox.control.fault("throttle", path="/webhooks/*", retry_after=2)
    assert requests.post(sandbox.webhook("OOV"), json=ENVELOPE, timeout=10).status_code == 429
    entry = sandbox.control.journal()[-1]
    assert (entry["path"], entry["status"]) == ("/webhooks/OOV", 429)
