"""Every request we send is one that Microsoft's own description of Graph knows.

Two judges: the generated models of msgraph-sdk, which are always there, and the published
description of the service, where its file stands beside the repository.
"""

import inspect
from base64 import b64decode, b64encode
from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from contract.graph_sdk import QUIET
from contract.published import PUBLISHED, faults_in_request
from contract.sdk_models import MODELS, faults_in
from contract.sent import Sent

from connectors.outlook import OutlookApi
from connectors.outlook_calendar import CalendarApi
from connectors.planner import PlannerApi

pytestmark = pytest.mark.filterwarnings(*QUIET)

Judge = Callable[[Sent], list[str]]


def by_the_sdk(request: Sent) -> list[str]:
    """Judge a body by the models of msgraph-sdk, and a change of Planner by its If-Match."""
    if request.method == "GET":
        return [] if request.body is None else ["a body where none belongs"]
    versioned = "/planner/" in request.path or "/events/" in request.path
    changes = request.method in ("PATCH", "DELETE") and versioned
    found = ["no If-Match"] if changes and "If-Match" not in request.headers else []
    if isinstance(request.body, str):
        return found + faults_in_mime(request)
    model = MODELS[request.call]
    if model is None:
        return found + ([] if request.body in (None, {}) else ["a body where none belongs"])
    return found + faults_in(model, request.body)


def faults_in_mime(request: Sent) -> list[str]:
    """Judge a mail in MIME by the standards, as Python's own reader knows them."""
    if request.call != ("POST", "/users/{id}/messages"):
        return ["text where none belongs"]
    found = [] if request.headers.get("Content-Type") == "text/plain" else ["no text/plain"]
    message = message_from_bytes(b64decode(request.body, validate=True), policy=policy.default)
    found += [f"{part.get_content_type()}: {d!r}" for part in message.walk() for d in part.defects]
    return found + [f"{n}: {d!r}" for n, value in message.items() for d in value.defects]


def by_the_published_description(request: Sent) -> list[str]:
    """Judge path, query, headers and body by Microsoft's OpenAPI and metadata."""
    return faults_in_request(
        request.method, request.path, request.query, request.headers, request.body or None
    )


JUDGES = [by_the_sdk, *([by_the_published_description] if PUBLISHED.exists() else [])]
each_judge = pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)

# Which call each method that writes makes; a new one has to be added here and to `sent`.
WRITES: dict[object, tuple[str, str]] = {
    PlannerApi.create_plan: ("POST", "/planner/plans"),
    PlannerApi.rewrite_label: ("PATCH", "/planner/plans/{id}/details"),
    PlannerApi.start_plan: ("POST", "/planner/buckets"),
    PlannerApi.furnish: ("POST", "/planner/buckets"),
    PlannerApi.create_tasks: ("POST", "/planner/tasks"),
    PlannerApi.patch_tasks: ("PATCH", "/planner/tasks/{id}"),
    PlannerApi.patch_details: ("PATCH", "/planner/tasks/{id}/details"),
    PlannerApi.patch_whole: ("PATCH", "/planner/tasks/{id}/details"),
    PlannerApi.delete_tasks: ("DELETE", "/planner/tasks/{id}"),
    CalendarApi.create_calendar: ("POST", "/users/{id}/calendars"),
    CalendarApi.create: ("POST", "/users/{id}/calendars/{id}/events"),
    CalendarApi.patch: ("PATCH", "/users/{id}/events/{id}"),
    CalendarApi.delete: ("DELETE", "/users/{id}/events/{id}"),
    OutlookApi.create_draft: ("POST", "/users/{id}/messages"),
    OutlookApi.mark_draft: ("PATCH", "/users/{id}/messages/{id}"),
    OutlookApi.send_draft: ("POST", "/users/{id}/messages/{id}/send"),
    OutlookApi.delete_draft: ("DELETE", "/users/{id}/messages/{id}"),
}


@each_judge
def test_every_request_we_send_is_known_to_microsoft(sent: list[Sent], judge: Judge) -> None:
    single = [request for request in sent if request.path != "/$batch"]
    assert len(single) > 50
    assert {request.call: judge(request) for request in single if judge(request)} == {}


def test_what_is_judged_holds_every_call_that_writes(sent: list[Sent]) -> None:
    """And every field that we can write, so that none escapes the judges."""
    written = [request for request in sent if request.method != "GET" and request.path != "/$batch"]
    assert {request.call for request in written} == set(WRITES.values()) == set(MODELS)
    in_tasks = {name for request in written for name in _fields(request, "/planner/tasks/{id}")}
    assert in_tasks == {
        *("title", "percentComplete", "startDateTime", "dueDateTime"),
        *("appliedCategories", "assignments"),
    }
    changes = [r.body for r in written if r.call == ("PATCH", "/planner/tasks/{id}")]
    assert {"dueDateTime": None} in [{k: b[k] for k in b if k == "dueDateTime"} for b in changes]
    assert any(None in body.get("assignments", {}).values() for body in changes)
    mails = [r.body for r in written if r.call == ("POST", "/users/{id}/messages")]
    assert any(b"Content-Disposition: attachment" in b64decode(mail) for mail in mails)
    assert any(b"Content-Disposition: inline" in b64decode(mail) for mail in mails)


def _fields(request: Sent, pattern: str) -> set[str]:
    return set(request.body) if request.call == ("PATCH", pattern) else set()


def test_no_method_that_writes_is_forgotten() -> None:
    signs = ('"POST"', '"PATCH"', '"DELETE"', "patch(", "new_buckets(", "_patch_each(")
    writing: set[object] = {
        method
        for connector in (PlannerApi, OutlookApi, CalendarApi)
        for name, method in inspect.getmembers(connector, inspect.isfunction)
        if not name.startswith("_") and any(sign in inspect.getsource(method) for sign in signs)
    }
    assert writing == set(WRITES)


def test_every_envelope_keeps_the_rules_of_json_batching(sent: list[Sent]) -> None:
    """Graph docs, "JSON batching"; and one write per object, for parts run at the same time."""
    envelopes = [request.body["requests"] for request in sent if request.path == "/$batch"]
    assert envelopes
    for parts in envelopes:
        assert 1 <= len(parts) <= 20
        assert len({part["id"].lower() for part in parts}) == len(parts)
        changed = [part["url"] for part in parts if part["method"] in ("PATCH", "DELETE")]
        assert len({url.removesuffix("/details") for url in changed}) == len(changed)
        for part in parts:
            assert set(part) <= {"id", "method", "url", "headers", "body"}
            assert part["url"].startswith("/")
            assert "body" not in part or part["headers"]["Content-Type"] == "application/json"


def test_every_change_of_planner_asks_for_the_result(sent: list[Sent]) -> None:
    """With it the new version comes back, for the next change."""
    changes = [r for r in sent if r.method == "PATCH" and r.path.startswith("/planner")]
    assert {request.headers["Prefer"] for request in changes} == {"return=representation"}


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a misspelt name": ("/planner/tasks", {"percentComplet": 50}),
    "a name in another case": ("/planner/tasks", {"Title": "1.1"}),
    "a number as text": ("/planner/tasks", {"percentComplete": "50"}),
    "a truth for a number": ("/planner/tasks", {"percentComplete": True}),
    "a day without a time": ("/planner/tasks", {"dueDateTime": "2026-12-31"}),
    "a moment without a zone": ("/planner/tasks", {"dueDateTime": "2026-12-31T10:00:00"}),
    "a word that is no member": ("/planner/tasks", {"previewType": "Checklist"}),
    "a misspelt name below": ("/planner/tasks", {"details": {"descripton": "x"}}),
    "a field of an assignee": ("/planner/tasks", {"assignments": {"u": {"orderHnt": " !"}}}),
    "another kind of body": ("/users/x/messages", {"body": {"contentType": "markdown"}}),
    "one recipient, no list": ("/users/x/messages", {"toRecipients": {"emailAddress": {}}}),
    "an event's wrong zone": (
        "/users/x/calendars/y/events",
        {"start": {"dateTime": "2027-03-31T00:00:00", "timezone": "UTC"}},
    ),
    "an event shown as a word that is none": ("/users/x/calendars/y/events", {"showAs": "vrij"}),
    "a file's wrong field": (
        "/users/x/messages",
        {"attachments": [{"@odata.type": "#microsoft.graph.fileAttachment", "bytes": "QQ=="}]},
    ),
}


@each_judge
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_body_would_be_caught(judge: Judge, wrong: str) -> None:
    """The control: without this, judges that approve of anything would pass."""
    path, body = WRONG[wrong]
    assert judge(Sent("POST", path, {}, {}, body, inner=False))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/planner/tasks", {"createdBy": {"user": {"id": "x"}}}),
        ("/planner/tasks", {"hasDescription": True}),
        ("/planner/tasks", {"id": "x"}),
        ("/planner/tasks", {"assignments": {"u": {"assignedDateTime": "2026-01-01T00:00:00Z"}}}),
        ("/users/x/messages", {"isDraft": False}),
    ],
)
def test_a_read_only_property_would_be_caught(path: str, body: dict[str, Any]) -> None:
    """By the models alone: the published description does not say which those are."""
    assert by_the_sdk(Sent("POST", path, {}, {}, body, inner=False))


@pytest.mark.parametrize(
    ("path", "kind", "mail"),
    [
        ("/users/x/messages", "application/json", b"Subject: x\r\n\r\nx"),
        ("/users/x/messages/y", "text/plain", b"Subject: x\r\n\r\nx"),
        ("/users/x/messages", "text/plain", b"Content-Type: multipart/mixed\r\n\r\nx"),
        ("/users/x/messages", "text/plain", b"To: <a@b.nl\r\n\r\nx"),
    ],
)
def test_wrong_mime_would_be_caught(path: str, kind: str, mail: bytes) -> None:
    body = b64encode(mail).decode()
    assert by_the_sdk(Sent("POST", path, {}, {"Content-Type": kind}, body, inner=False))


@pytest.mark.skipif(
    not PUBLISHED.exists(),
    reason="Microsoft's published description stands beside the repository, not in it",
)
def test_text_that_is_no_base64_or_goes_elsewhere_would_be_caught() -> None:
    kind = {"Content-Type": "text/plain"}
    for path, body in (("/users/x/messages", "geen base64!"), ("/planner/tasks", "QQ==")):
        assert by_the_published_description(Sent("POST", path, {}, kind, body, inner=False))


@each_judge
def test_a_change_without_its_version_would_be_caught(judge: Judge) -> None:
    for path in ("/planner/tasks/x", "/planner/tasks/x/details", "/planner/plans/x/details"):
        assert judge(Sent("PATCH", path, {}, {}, {}, inner=False))
