"""Message trace as Graph gives it: per recipient, for who has the right."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.graph.client import GraphClient
from connectors.message_trace import MessageTraceApi, NotTraced
from connectors.mime import OutgoingMail
from connectors.outlook import OutlookApi
from connectors.sandbox.control import Control, Sandbox

TWO = ("om@om.example", "politie@politie.example")


@pytest.fixture
def mail(client: GraphClient, sandbox: Sandbox, control: Control) -> dict[str, Any]:
    """A mail to two readers that has just left."""
    control.settings(tracing="granted")
    outlook = OutlookApi(client, sandbox.environment()["OUTLOOK_MAILBOX"])
    draft = outlook.create_draft(OutgoingMail("Stand", "<p>Dag</p>", TWO), "key")
    outlook.send_draft(draft.id)
    return dict(control.state()["sent"][-1])


def around(mail: dict[str, Any]) -> tuple[datetime, datetime]:
    left = datetime.fromisoformat(mail["sentDateTime"]).astimezone(UTC)
    return left - timedelta(hours=1), left


def test_each_recipient_has_a_line(client: GraphClient, mail: dict[str, Any]) -> None:
    lines = MessageTraceApi(client).of(mail["internetMessageId"], *around(mail))
    assert [(line.recipient_address, line.status) for line in lines] == [
        (address, "delivered") for address in TWO
    ]


def test_of_another_mail_it_says_nothing(client: GraphClient, mail: dict[str, Any]) -> None:
    assert MessageTraceApi(client).of("<iemand's@elders.example>", *around(mail)) == []


@pytest.mark.parametrize(("tracing", "status"), [("denied", 403), ("absent", 401)])
def test_without_the_right_or_the_service_it_says_what_to_do(
    client: GraphClient, control: Control, mail: dict[str, Any], tracing: str, status: int
) -> None:
    control.settings(tracing=tracing)
    with pytest.raises(NotTraced) as caught:
        MessageTraceApi(client).of(mail["internetMessageId"], *around(mail))
    assert caught.value.status == status
    assert "DIGEST_TRACE" in caught.value.advice
    assert str(caught.value).startswith("GET /admin/exchange/tracing/messageTraces: NotTraced")
