"""Messages in a Teams channel: from people only, with a card as text, and an id in return."""

import copy
import json
from typing import Any

import pytest
import requests

GUID = "74d20c7f-34aa-4a7f-b74e-2b30004247c5"
PERSON = {"Authorization": "Bearer sandbox-person"}
MESSAGE: dict[str, Any] = {
    "body": {
        "contentType": "html",
        "content": f'<p>Let op</p><attachment id="{GUID}"></attachment>',
    },
    "attachments": [
        {
            "id": GUID,
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": None,
            "content": json.dumps({"type": "AdaptiveCard", "version": "1.5", "body": []}),
        }
    ],
}


def post(sandbox: Any, message: Any, headers: Any = PERSON, owner: str = "H&T") -> Any:
    team, channel = sandbox.channel(owner).split("/")
    url = f"{sandbox.base_url}/teams/{team}/channels/{channel}/messages"
    return requests.post(url, json=message, headers=headers, timeout=10)


def changed(**attachment: Any) -> dict[str, Any]:
    message = copy.deepcopy(MESSAGE)
    message["attachments"][0] |= attachment
    return message


def test_a_message_is_made_with_an_id_of_its_own(sandbox: Any) -> None:
    answers = [post(sandbox, MESSAGE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    kept = sandbox.control.state()["cards"]
    assert [card["id"] for card in kept] == [answer.json()["id"] for answer in answers]
    assert len({card["id"] for card in kept}) == 2


def test_an_app_is_refused_as_it_may_only_migrate(sandbox: Any) -> None:
    answer = post(sandbox, MESSAGE, {"Authorization": "Bearer sandbox-token"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "Forbidden")


@pytest.mark.parametrize(
    "message",
    [
        changed(content={"type": "AdaptiveCard", "version": "1.5"}),
        changed(content="geen kaart"),
        changed(content=json.dumps({"type": "AdaptiveCard", "version": "1.6"})),
        changed(id="4d20c7f7-34aa-4a7f-b74e-2b30004247c5"),
        changed(contentType="text/html"),
        {**MESSAGE, "body": {"contentType": "text", "content": "Let op"}},
        {**MESSAGE, "attachments": []},
    ],
)
def test_what_teams_does_not_take_is_400(sandbox: Any, message: Any) -> None:
    assert post(sandbox, message).status_code == 400
    assert sandbox.control.state()["cards"] == []


def test_a_message_that_is_too_large_is_413(sandbox: Any) -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "speak": "x" * 29_000}
    assert post(sandbox, changed(content=json.dumps(card))).status_code == 413
