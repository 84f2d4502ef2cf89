"""What the connectors write down: enough for Microsoft's support, nothing for a thief."""

import io
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests
import structlog
from structlog.testing import capture_logs

from connectors.card_places import FlowAddress
from connectors.errors import GraphError
from connectors.graph.calls import GraphRequest
from connectors.graph.client import GraphClient
from connectors.graph.pace import Limits
from connectors.graph.session import new_session
from connectors.mime import OutgoingMail
from connectors.outlook import OutlookApi
from connectors.planner import PlannerApi
from connectors.sandbox.control import Sandbox
from connectors.sign_in.app import client_credentials
from connectors.sign_in.proofs import Secret
from connectors.teams_webhook import post_card
from connectors.wire import Task

SECRETS = [
    "sandbox-geheim-token",
    "client-geheim",
    "Vertrouwelijke titel",
    "Vertrouwelijk onderwerp",
    "Vertrouwelijke inhoud",
    "Vertrouwelijke kaart",
    "digest-sleutel",
    "burgemeester@",
    "burgemeester%40",
    "driehoekbot@",
    "driehoekbot%40",
    "sig=",
    "webhooks/",
]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, by structlog or by any library, at the lowest level."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    configured = structlog.get_config()
    renderer = structlog.processors.KeyValueRenderer()
    factory = structlog.PrintLoggerFactory(out)
    structlog.configure(processors=[renderer], logger_factory=factory)
    try:
        yield out
    finally:
        structlog.configure(**configured)
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture
def client(sandbox: Sandbox, clock: Any) -> GraphClient:
    clock.also = sandbox.control.advance
    return GraphClient(
        sandbox.base_url,
        lambda _=None: "sandbox-geheim-token",
        sleep=clock.sleep,
        now=clock.now,
        limits=Limits(timeouts=(0.5, 0.3)),
    )


def steps(client: GraphClient, sandbox: Sandbox, clock: Any) -> list[Callable[[], object]]:
    """Use each connector, with secrets in every place that holds any."""
    planner, outlook = PlannerApi(client), OutlookApi(client, "driehoekbot@haarlemmermeer.example")
    group = sandbox.environment()["PLANNER_GROUP_ID"]
    plan = planner.create_plan(group, "Vertrouwelijke titel")
    (task,) = planner.create_tasks([{"planId": plan.id, "title": "Vertrouwelijke titel"}])
    assert isinstance(task, Task)
    reader = "burgemeester@haarlemmermeer.example"
    mail = OutgoingMail("Vertrouwelijk onderwerp", "Vertrouwelijke inhoud", (reader,))
    draft = outlook.create_draft(mail, "digest-sleutel")
    card = {"type": "AdaptiveCard", "version": "1.4", "speak": "Vertrouwelijke kaart"}
    return [
        lambda: planner.create_plan(group, "Vertrouwelijke titel"),
        lambda: planner.read_plan(plan.id),
        lambda: planner.users([reader, "burgemeester@elders.example"]),
        lambda: planner.create_tasks([{"planId": plan.id, "Vertrouwelijke titel": "x"}]),
        lambda: planner.patch_tasks([(task, {"title": "Vertrouwelijke titel 2"})]),
        lambda: planner.patch_tasks([(task, {"title": "Vertrouwelijke titel 3"})]),
        lambda: outlook.find_by_key("digest-sleutel"),
        lambda: outlook.create_draft(mail, "digest-sleutel"),
        lambda: outlook.send_draft(draft.id),
        lambda: post_card(
            new_session(),
            FlowAddress(sandbox.webhook("H&T"), ("127.0.0.1",)),
            card,
            sleep=clock.sleep,
            now=clock.now,
            timeouts=(0.5, 0.3),
        ),
    ]


def test_no_log_of_any_library_holds_a_secret(
    client: GraphClient, sandbox: Sandbox, clock: Any, written: io.StringIO
) -> None:
    kinds = ["throttle", "status", "html", "lost_request", "lost_response", "truncated"]
    for kind in [None, *kinds, "malformed_json"]:
        for step in steps(client, sandbox, clock):
            if kind:
                options: dict[str, Any] = {"status": 500} if kind == "status" else {}
                sandbox.control.fault(kind, times=2, **options)
            with suppress(GraphError):
                step()
            sandbox.control.mend()
    log = written.getvalue()
    assert log.count("\n") > 150
    assert all(f"failure='{name}'" in log for name in ("Stale", "Refused", "Missing"))
    assert [secret for secret in SECRETS if secret in log] == []


def test_the_search_above_finds_what_is_there(written: io.StringIO) -> None:
    """Control: both ways of logging end up in what is searched."""
    structlog.get_logger().info("graph", path="/users/burgemeester@x.nl")
    logging.getLogger("elsewhere").debug("sig=%s", "x")
    assert "burgemeester@" in written.getvalue()
    assert "sig=" in written.getvalue()


def failures(origin: str, clock: Any) -> list[Callable[[], object]]:
    client = GraphClient(
        f"{origin}/v1.0",
        lambda _=None: "sandbox-geheim-token",
        sleep=clock.sleep,
        now=clock.now,
        limits=Limits(timeouts=(0.2, 0.1)),
    )
    path = "/users/burgemeester%40x.nl/messages?$search=Vertrouwelijke%20titel"
    body = {"subject": "Vertrouwelijk onderwerp"}
    return [
        lambda: client.get(path),
        lambda: client.send(GraphRequest("POST", path, body)),
        client_credentials(
            "tenant", "app", Secret("client-geheim"), authority_host=origin.replace("http", "https")
        ),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        (200, b'"Vertrouwelijke titel"', {}),
        (400, b'{"error":{"code":"Vertrouwelijke titel"}}', {"request-id": "sig= x"}),
        (500, b"<h1>Vertrouwelijke titel</h1>", {}),
        None,
    ],
)
def test_no_traceback_holds_a_secret(serve: Any, clock: Any, answer: Any) -> None:
    """Not even through the exceptions beneath, whose texts quote whole addresses."""
    origin = serve(lambda _: answer).origin if answer else "http://localhost:9"
    for call in failures(origin, clock):
        with pytest.raises(GraphError) as raised:
            call()
        shown = "".join(traceback.format_exception(raised.value))
        # The line of this test that makes the call is part of the traceback, so search the rest.
        shown += repr(raised.value) + str(raised.value.args)
        assert [secret for secret in SECRETS if secret in shown] == []


def test_a_log_line_says_what_happened_and_how_to_trace_it(client: GraphClient) -> None:
    with capture_logs() as lines, suppress(GraphError):
        client.get("/planner/plans/xxxxxxxxxxxxxxxxxxxxxxxxxxxx")
    (line,) = lines
    assert line["event"] == "graph"
    assert (line["method"], line["path"]) == ("GET", "/planner/plans/{id}")
    assert (line["status"], line["attempt"]) == (403, 1)
    assert line["request_id"]
    assert line["client_request_id"]
    assert line["ms"] >= 0


def test_sessions_keep_urllib3_from_writing_paths(session: requests.Session) -> None:
    assert session.adapters["https://"].max_retries.total == 0  # type: ignore[attr-defined] # ours
    assert logging.getLogger("urllib3.connectionpool").getEffectiveLevel() > logging.DEBUG
