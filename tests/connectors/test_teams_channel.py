"""A card as a message in a channel: only a person may post it, and it gets an id."""

import json
from typing import Any

import pytest
import requests

from connectors.card_places import Channel
from connectors.cards import CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import SignInFailed
from connectors.graph.client import GraphClient
from connectors.graph.pace import Limits
from connectors.graph.transport import Token
from connectors.sandbox.control import Control, Sandbox
from connectors.sign_in.app import sandbox_person_token, sandbox_token
from connectors.teams_channel import post_to_channel

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "speak": 'Let op: <b>"R&D"</b>',
    "body": [{"type": "TextBlock", "text": "Let op ✓"}],
}


@pytest.fixture
def post(sandbox: Sandbox, session: requests.Session, clock: Any) -> Any:
    clock.also = sandbox.control.advance

    def send(
        card: dict[str, Any] = CARD,
        *,
        token: Token | None = None,
        url: str = "",
        place: str = "",
    ) -> CardOutcome:
        client = GraphClient(
            url or sandbox.base_url,
            token or sandbox_person_token(),
            session=session,
            sleep=clock.sleep,
            now=clock.now,
            jitter=lambda: 0.0,
            limits=Limits(timeouts=(0.5, 0.3)),
        )
        return post_to_channel(
            client, Channel.read(place or sandbox.channel("H&T")), "card:run-1:H&T", card
        )

    return send


def posts(control: Control) -> int:
    return sum(entry["path"].endswith("/messages") for entry in control.journal())


def test_a_card_gets_the_id_of_its_message(post: Any, control: Control) -> None:
    outcome = post()
    (kept,) = control.state()["cards"]
    assert (kept["owner"], kept["card"]) == ("H&T", CARD)
    assert outcome == CardAccepted(kept["id"])


def test_the_card_travels_as_text_and_its_words_as_escaped_html(serve: Any, post: Any) -> None:
    server = serve(lambda _: (201, b'{"id": "17"}', {}))
    assert post(url=f"{server.origin}/v1.0") == CardAccepted("17")
    (heard,) = server.heard
    assert heard.path.endswith("%40thread.tacv2/messages")
    message = json.loads(heard.body)
    (attachment,) = message["attachments"]
    assert json.loads(attachment["content"]) == CARD
    assert message["body"] == {
        "contentType": "html",
        "content": "<p>Let op: &lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;</p>"
        f'<attachment id="{attachment["id"]}"></attachment>',
    }


def test_an_app_may_not_post(post: Any, control: Control) -> None:
    outcome = post(token=sandbox_token())
    assert isinstance(outcome, CardRejected)
    assert control.state()["cards"] == []


def test_an_account_that_must_sign_in_again_says_so(post: Any) -> None:
    def token(_claims: str | None = None) -> str:
        error = SignInFailed("sign-in", code="interaction_required")
        error.advice = "Draai: driehoek login"
        raise error

    assert post(token=token) == CardRejected("Draai: driehoek login")


def test_a_channel_that_is_gone_is_a_refusal(post: Any, sandbox: Sandbox) -> None:
    outcome = post(place=sandbox.channel("H&T").replace("h_t", "weg"))
    assert outcome == CardRejected("Dit onderdeel bestaat niet (meer) in Microsoft 365.")


@pytest.mark.parametrize("kind", ["lost_request", "lost_response", "malformed_json", "status"])
def test_an_unsure_outcome_is_unknown_and_nothing_is_sent_again(
    post: Any, control: Control, kind: str
) -> None:
    control.fault(kind, method="POST", path="/teams/**")
    outcome = post()
    assert isinstance(outcome, CardUnknown)
    assert outcome.reason.endswith("Misschien staat de kaart er toch.")
    assert posts(control) == 1


def test_an_answer_without_an_id_is_no_proof(serve: Any, post: Any) -> None:
    server = serve(lambda _: (201, b"{}", {}))
    assert isinstance(post(url=f"{server.origin}/v1.0"), CardUnknown)


def test_a_throttled_card_goes_again_after_the_wait(
    post: Any, control: Control, clock: Any
) -> None:
    control.fault("throttle", method="POST", path="/teams/**", retry_after=12)
    assert isinstance(post(), CardAccepted)
    assert sum(clock.slept) == pytest.approx(12, abs=1)
    assert len(control.state()["cards"]) == 1


def test_a_card_that_is_too_large_is_not_sent(post: Any, control: Control) -> None:
    assert isinstance(post({**CARD, "fallbackText": "x" * 28_000}), CardRejected)
    assert posts(control) == 0


@pytest.mark.parametrize(
    "text", ["", "team", "team/kanaal", "a/b/19:x@thread.tacv2", "a/19%3ax", "../19:x", "a/19:x?y"]
)
def test_a_place_that_is_no_team_and_channel_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        Channel.read(text)


def test_the_log_holds_no_ids_and_no_text(post: Any, sandbox: Sandbox, log: list[Any]) -> None:
    post()
    told = repr(log)
    assert "POST" in told
    assert [w for w in (*sandbox.channel("H&T").split("/"), "Let op") if w in told] == []
