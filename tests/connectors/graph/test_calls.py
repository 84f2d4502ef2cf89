"""A request, an answer and the verdict on it; nothing of it leaks when shown."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.errors import (
    BadReply,
    Denied,
    GraphError,
    LimitReached,
    Missing,
    Refused,
    ServerFailed,
    SignInFailed,
    Stale,
    Throttled,
)
from connectors.graph.calls import (
    Answer,
    GraphRequest,
    claims_challenge,
    decode,
    pattern_of,
    segment,
    understood,
    verdict_on,
)
from connectors.graph.retry import Kind
from connectors.wire import Task

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def judge(status: int, code: str = "", **headers: str) -> Answer | GraphError:
    body = {"error": {"code": code, "message": "MaximumTasksInProject in a message means nothing"}}
    answer = Answer(status, headers, body if status >= 400 else {}, "r-1")
    return verdict_on(answer, "GET /x", now=NOW)


@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        (301, "", BadReply),
        (302, "", BadReply),
        (400, "UnknownError", Refused),
        (401, "", SignInFailed),
        (403, "", Denied),
        (403, "ErrorAccessDenied", Denied),
        (403, "MaximumActiveTasksInProject", LimitReached),
        (404, "", Missing),
        (405, "", Refused),
        (408, "", ServerFailed),
        (409, "", Stale),
        (410, "", Missing),
        (412, "", Stale),
        (413, "", Refused),
        (423, "", ServerFailed),
        (424, "", Refused),
        (429, "UnknownError", Throttled),
        (500, "MaximumTasksInProject", ServerFailed),
        (503, "", ServerFailed),
        (509, "", ServerFailed),
    ],
)
def test_the_status_decides_and_for_403_the_limit_codes(
    status: int, code: str, failure: type[GraphError]
) -> None:
    verdict = judge(status, code)
    assert type(verdict) is failure
    assert (verdict.status, verdict.request_id) == (status, "r-1")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_success_with_retry_after_is_a_success(status: int) -> None:
    assert isinstance(judge(status, **{"retry-after": "30"}), Answer)


def test_the_wait_a_server_asks_is_kept() -> None:
    verdict = judge(503, **{"retry-after": "30"})
    assert isinstance(verdict, ServerFailed)
    assert verdict.wait_seconds == 30.0


def test_a_code_that_is_no_plain_word_is_dropped() -> None:
    """It would end up in the log."""
    verdict = judge(400, "Titel van een taak\nen meer")
    assert isinstance(verdict, Refused)
    assert verdict.code == ""


@pytest.mark.parametrize("body", [{}, {"error": None}, {"error": "text"}, {"error": {"code": 7}}])
def test_an_error_body_may_have_any_shape(body: dict[str, object]) -> None:
    assert isinstance(verdict_on(Answer(400, {}, body), "GET /x", now=NOW), Refused)


def test_a_401_keeps_the_challenge() -> None:
    claims = '{"access_token":{"nbf":{"essential":true}}}'
    encoded = b64encode(claims.encode()).decode()
    header = f'Bearer realm="", error="insufficient_claims", claims="{encoded}"'
    verdict = judge(401, **{"www-authenticate": header})
    assert isinstance(verdict, SignInFailed)
    assert verdict.claims == claims


@pytest.mark.parametrize("header", ["", 'Bearer realm=""', 'claims="%%%"', 'claims="/w=="'])
def test_a_401_without_a_readable_challenge_asks_for_nothing(header: str) -> None:
    assert claims_challenge(header) == ""


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("GET", Kind.READ),
        ("PATCH", Kind.CONDITIONAL_WRITE),
        ("DELETE", Kind.CONDITIONAL_WRITE),
        ("POST", Kind.ONCE_ONLY),
    ],
)
def test_the_method_says_what_a_repeat_would_do(method: str, kind: Kind) -> None:
    assert GraphRequest(method, "/x").effective_kind is kind
    assert GraphRequest(method, "/x", kind=Kind.READ).effective_kind is Kind.READ


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/planner/tasks/-xY_9", "/planner/tasks/{id}"),
        ("/planner/plans/abc/tasks?$expand=details", "/planner/plans/{id}/tasks"),
        ("/users/eigenaar%40gemeente.nl/messages/AAMk/send", "/users/{id}/messages/{id}/send"),
        ("/users/eigenaar@gemeente.nl/calendarView?startDateTime=x", "/users/{id}/calendarView"),
        ("/$batch", "/$batch"),
        ("/geheim/geheimer", "/{id}/{id}"),
    ],
)
def test_a_pattern_names_nothing_and_nobody(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


def test_requests_and_answers_show_no_contents() -> None:
    request = GraphRequest("POST", "/users/x@y.nl/messages", {"subject": "S"}, {"If-Match": "E"})
    answer = Answer(200, {"set-cookie": "C"}, {"subject": "S"}, "r-1")
    assert "x@y.nl" not in repr(request)
    assert repr(request) == "GraphRequest(method='POST', kind=None)"
    assert repr(answer) == "Answer(status=200, request_id='r-1')"


BODIES: tuple[dict[str, Any] | str | None, ...] = (None, {}, "tekst")


def test_the_body_says_what_it_is() -> None:
    kinds = {GraphRequest("POST", "/x", body).content_type for body in BODIES}
    assert kinds == {"", "application/json", "text/plain"}
    assert GraphRequest("POST", "/x", {}).content_type == "application/json"
    assert GraphRequest("POST", "/x", "").content_type == "text/plain"


def test_a_segment_cannot_break_out_of_its_path() -> None:
    assert segment("a/b?c@d") == "a%2Fb%3Fc%40d"


@pytest.mark.parametrize("raw", [b"", b"  \r\n"])
def test_nothing_is_an_empty_object(raw: bytes) -> None:
    assert decode(raw, "GET /x") == {}


@pytest.mark.parametrize(
    "raw", [b"<html>", b"[]", b'"x"', b'{"a":', b"\xff\xfe\xff", b"[" * 200_000]
)
def test_what_is_no_json_object_is_a_bad_reply(raw: bytes) -> None:
    with pytest.raises(BadReply) as raised:
        decode(raw, "GET /x")
    assert raised.value.__cause__ is None
    assert "<html>" not in str(raised.value)


def test_a_wrong_shape_names_the_field_and_not_its_value() -> None:
    body = {
        "id": "t",
        "@odata.etag": "e",
        "planId": "p",
        "title": "Geheim",
        "percentComplete": "Geheim",
    }
    with pytest.raises(BadReply, match="Task percentComplete") as raised:
        understood(Task, body, "GET /planner/tasks/{id}")
    assert "Geheim" not in str(raised.value)
