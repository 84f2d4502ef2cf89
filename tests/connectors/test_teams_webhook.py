"""A card to a Teams channel: one of three outcomes, and never two cards."""

import json
from time import sleep
from typing import Any

import pytest
import requests

from connectors.card_places import FlowAddress, check_webhook_url, webhook_doubt
from connectors.cards import CardAccepted, CardOutcome, CardRejected, CardUnknown
from connectors.errors import Fenced
from connectors.sandbox.control import Control, Sandbox
from connectors.teams_webhook import post_card

CARD = {
    "type": "AdaptiveCard",
    "version": "1.4",
    "body": [{"type": "TextBlock", "text": "Let op ✓"}],
}
HERE = ("127.0.0.1", "localhost")


@pytest.fixture
def post(sandbox: Sandbox, session: requests.Session, clock: Any) -> Any:
    clock.also = sandbox.control.advance

    def send(card: dict[str, Any] = CARD, url: str = "", **options: Any) -> CardOutcome:
        return post_card(
            session,
            FlowAddress(url or sandbox.webhook("H&T"), HERE, **options),
            card,
            sleep=clock.sleep,
            now=clock.now,
            timeouts=(0.5, 0.3),
        )

    return send


def cards(control: Control) -> list[dict[str, Any]]:
    return [entry["card"] for entry in control.state()["cards"]]


def test_a_card_is_accepted_which_is_not_yet_shown(post: Any, control: Control) -> None:
    assert post() == CardAccepted()
    assert cards(control) == [CARD]


def test_a_bare_card_is_for_flows_that_want_one(serve: Any, post: Any) -> None:
    server = serve(lambda _: (202, b"", {}))
    assert post(url=f"{server.origin}/flow?sig=x", envelope="bare") == CardAccepted()
    assert json.loads(server.heard[0].body) == CARD
    assert server.heard[0].headers["content-type"] == "application/json; charset=utf-8"


def test_a_success_that_advises_to_wait_is_a_success(serve: Any, post: Any, clock: Any) -> None:
    server = serve(lambda _: (202, b"", {"Retry-After": "30"}))
    assert post(url=f"{server.origin}/flow") == CardAccepted()
    assert len(server.heard) == 1
    assert clock.slept == []


@pytest.mark.parametrize("kind", ["lost_request", "lost_response"])
def test_without_an_answer_nobody_knows_and_nothing_is_sent_again(
    post: Any, control: Control, kind: str
) -> None:
    control.fault(kind, path="/webhooks/*")
    assert isinstance(post(), CardUnknown)
    assert len(cards(control)) == int(kind == "lost_response")


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_a_failing_server_leaves_it_open(serve: Any, post: Any, status: int) -> None:
    server = serve(lambda _: (status, b"", {}))
    assert isinstance(post(url=f"{server.origin}/flow"), CardUnknown)
    assert len(server.heard) == 1


def test_a_throttled_card_goes_once_more_after_the_wait(
    post: Any, control: Control, clock: Any
) -> None:
    control.fault("throttle", path="/webhooks/*", retry_after=12)
    assert post() == CardAccepted()
    assert cards(control) == [CARD]
    assert clock.slept == [12.0]


@pytest.mark.parametrize(("wait", "heard"), [("5", 2), ("301", 1)])
def test_a_card_that_stays_throttled_was_not_posted(
    serve: Any, post: Any, wait: str, heard: int
) -> None:
    server = serve(lambda _: (429, b"", {"Retry-After": wait}))
    outcome = post(url=f"{server.origin}/flow")
    assert isinstance(outcome, CardRejected)
    assert outcome.worth_retry
    assert len(server.heard) == heard


def test_a_wrong_address_is_rejected_with_advice(post: Any, sandbox: Sandbox) -> None:
    outcome = post(url=sandbox.webhook("H&T")[:-3])
    assert isinstance(outcome, CardRejected)
    assert not outcome.worth_retry
    assert "Workflows" in outcome.reason


@pytest.mark.parametrize(
    ("state", "status", "advice"),
    [("tenant-only", "401", "'Anyone'"), ("off", "404", "kopieer het adres opnieuw")],
)
def test_a_flow_that_takes_nothing_is_rejected_with_what_to_do(
    post: Any, control: Control, state: str, status: str, advice: str
) -> None:
    control.act("change-flow", owner="H&T", state=state)
    outcome = post()
    assert isinstance(outcome, CardRejected)
    assert status in outcome.reason
    assert advice in outcome.reason
    assert cards(control) == []


def test_a_private_channel_takes_a_card_and_shows_none(post: Any, control: Control) -> None:
    """Nobody but a person who looks can tell."""
    control.act("change-flow", owner="H&T", state="private")
    assert post() == CardAccepted()
    assert cards(control) == []


PAGE = b"<!DOCTYPE html><title>Meld u aan</title>"


@pytest.mark.parametrize(
    ("status", "body", "kind", "taken"),
    [
        (202, b"", "", True),
        (200, b"", "text/html", True),
        (204, b"", "", True),
        (200, b'{"ok": true}', "application/json; charset=utf-8", True),
        (200, PAGE, "text/html", False),
        (202, PAGE, "text/html", False),
        (200, PAGE, "application/json", False),
        (200, b"1", "text/plain", False),  # what a dead Office 365 connector says
        (200, b"1", "application/json", False),
        (200, b'{"ok": true}', "text/html", False),
        (200, b"\x00" * 9000, "application/octet-stream", False),
    ],
)
def test_a_success_counts_when_a_flow_can_have_said_it(
    serve: Any, post: Any, status: int, body: bytes, kind: str, *, taken: bool
) -> None:
    server = serve(lambda _: (status, body, {"Content-Type": kind} if kind else {}))
    assert isinstance(post(url=f"{server.origin}/flow"), CardAccepted if taken else CardUnknown)
    assert len(server.heard) == 1


def test_a_success_in_a_coding_that_it_is_not_in_is_unknown(serve: Any, post: Any) -> None:
    server = serve(lambda _: (200, b"geen gzip", {"Content-Encoding": "gzip"}))
    assert isinstance(post(url=f"{server.origin}/flow"), CardUnknown)


@pytest.mark.parametrize("sent", [b"", b'{"ok"'])
def test_a_success_that_breaks_off_is_unknown_unless_a_flow_began_it(
    serve: Any, post: Any, sent: bytes
) -> None:
    def break_off(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(sent)

    server = serve(lambda _: break_off)
    kind = CardAccepted if sent else CardUnknown
    assert isinstance(post(url=f"{server.origin}/flow"), kind)
    assert len(server.heard) == 1


def test_a_success_that_never_ends_is_judged_by_its_beginning(serve: Any, post: Any) -> None:
    def hang(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.flush()
        sleep(1)

    server = serve(lambda _: hang)
    assert isinstance(post(url=f"{server.origin}/flow"), CardUnknown)


def test_a_card_the_flow_cannot_show_is_rejected(post: Any, control: Control) -> None:
    assert isinstance(post({"text": "geen kaart"}), CardRejected)
    assert cards(control) == []


def test_a_card_that_is_too_large_is_not_sent(post: Any, control: Control) -> None:
    outcome = post({**CARD, "speak": "x" * 28_000})
    assert isinstance(outcome, CardRejected)
    assert not any("webhooks" in entry["path"] for entry in control.journal())


def test_a_redirect_is_not_followed(serve: Any, post: Any) -> None:
    elsewhere = serve(lambda _: (202, b"", {}))
    server = serve(lambda _: (307, b"", {"Location": elsewhere.origin}))
    assert isinstance(post(url=f"{server.origin}/flow"), CardRejected)
    assert elsewhere.heard == []


def test_what_was_never_sent_is_rejected_and_may_go_later(post: Any) -> None:
    outcome = post(url="http://localhost:9/flow")
    assert isinstance(outcome, CardRejected)
    assert outcome.worth_retry


@pytest.mark.parametrize(
    "url",
    [
        "https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual?sig=y",
        "https://default12.34.environment.api.powerplatform.com:443/powerautomate/x?sig="
        + "y" * 300,
        "https://flows.gemeente.nl/x",
        "https://a.proxy.gemeente.nl/x",
        "http://127.0.0.1:8765/webhooks/H_T?sig=x",
    ],
)
def test_workflows_and_configured_hosts_are_allowed(url: str) -> None:
    hosts = ("flows.gemeente.nl", "*.proxy.gemeente.nl", "127.0.0.1")
    assert check_webhook_url(url, hosts) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://default12.34.environment.api.powerplatform.com:443/powerautomate/x?api-version=1",
        "https://default12.34.environment.api.powerplatform.com/powerautomate/x?api-version=1&sig=",
        "https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual?sp=sig",
    ],
)
def test_an_address_without_a_signature_is_of_a_flow_that_is_not_open(url: str) -> None:
    with pytest.raises(Fenced) as raised:
        check_webhook_url(url)
    assert "'Anyone'" in raised.value.advice


def test_an_address_where_flows_no_longer_live_is_doubtful() -> None:
    assert "30 november 2025" in webhook_doubt("https://prod-12.logic.azure.com/workflows/x?sig=y")
    assert webhook_doubt("https://a.12.environment.api.powerplatform.com/x?sig=y") == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://gemeente.webhook.office.com/webhookb2/x",
        "https://outlook.office.com/webhook/x",
        "https://outlook.office365.com/webhook/x",
    ],
)
def test_the_retired_connectors_are_refused_with_the_reason(url: str) -> None:
    """Even when somebody allows their host."""
    with pytest.raises(Fenced) as raised:
        check_webhook_url(url, ["outlook.office.com", "*.webhook.office.com"])
    assert "connector" in raised.value.advice


@pytest.mark.parametrize(
    "url",
    [
        "http://prod-12.westeurope.logic.azure.com/workflows/x",
        "https://logic.azure.com/x",
        "https://evil.example/x.logic.azure.com",
        "https://prod-12.logic.azure.com.evil.example/x",
        "https://evillogic.azure.com/x",
        "https://prod-12.logic.azure.com@evil.example/x",
        "http://10.0.0.1/x",
        "http://127.0.0.1/x",
        "prod-12.westeurope.logic.azure.com/workflows/x",
        "",
    ],
)
def test_every_other_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(Fenced) as raised:
        check_webhook_url(url, ["10.0.0.1"])
    assert "evil" not in str(raised.value)
    assert raised.value.advice.endswith(".")


def test_nothing_is_sent_to_an_address_that_is_not_allowed(
    serve: Any, session: requests.Session, clock: Any
) -> None:
    server = serve(lambda _: (202, b"", {}))
    address = FlowAddress(f"{server.origin}/flow")
    with pytest.raises(Fenced):
        post_card(session, address, CARD, sleep=clock.sleep, now=clock.now)
    assert server.heard == []
