"""No request whatever makes the sandbox stumble: what is wrong gets Graph's own refusal.

Whatever was taken can be read back as well, so no body poisons a listing for those after it.
"""

import json
from copy import deepcopy
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.sandbox.control import Sandbox

_WORDS = (
    "", "x", "0", "9999999999999999999999", "2026-10-20", "2026-10-20T10:00:00",
    "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999+02:00", "0001-01-01T00:00:00+14:00",
    "UTC", "W. Europe Standard Time", "html", "text", "busy", "required", "daily", "weekly",
    "numbered", "noEnd", "monday", " !", "group", "#microsoft.graph.fileAttachment",
    "microsoft.graph.plannerChecklistItem", "String {00020329-0000-0000-C000-000000000046} Name x",
    "iemand@haarlemmermeer.example", "AAAA", "GET", "POST", "/users", "//[", "AdaptiveCard", "1.4",
    "\u0661", "é", "\x00",
)  # fmt: skip
_MOMENT = {"dateTime": "2026-10-20T10:00:00", "timeZone": "UTC"}
_READER = {"emailAddress": {"address": "iemand@haarlemmermeer.example", "name": "x"}}
_FILE = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "x", "contentBytes": "AAAA"}
_OWN = {"id": "String {00020329-0000-0000-C000-000000000046} Name x", "value": "x"}
_MAIL = {
    "subject": "x", "body": {"contentType": "html", "content": "x"}, "toRecipients": [_READER],
    "attachments": [_FILE], "internetMessageHeaders": [{"name": "x-a", "value": "x"}],
    "importance": "low", "flag": {"flagStatus": "flagged"}, "categories": ["x"], "isRead": True,
    "singleValueExtendedProperties": [_OWN], "from": _READER, "internetMessageId": "<x@x>",
}  # fmt: skip
_EVENT = {
    "subject": "x", "start": _MOMENT, "end": _MOMENT, "isAllDay": False, "showAs": "free",
    "location": {"displayName": "x", "coordinates": {"latitude": 1.5}}, "attendees": [_READER],
    "transactionId": "x", "singleValueExtendedProperties": [_OWN],
    "recurrence": {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"], "month": 2},
        "range": {"type": "numbered", "startDate": "2026-10-20", "numberOfOccurrences": 2},
    },
}  # fmt: skip
_ITEM = {"@odata.type": "microsoft.graph.plannerChecklistItem", "title": "x", "isChecked": True}
_TASK = {
    "planId": "x", "title": "x", "percentComplete": 50, "priority": 1, "orderHint": " !",
    "dueDateTime": "2026-10-20T10:00:00Z", "startDateTime": "2026-10-20T10:00:00Z",
    "assignments": {"x": {"@odata.type": "microsoft.graph.plannerAssignment", "orderHint": " !"}},
    "appliedCategories": {"category1": True}, "details": {"description": "x"},
}  # fmt: skip
_DETAILS = {
    "description": "x", "previewType": "checklist", "checklist": {"x": _ITEM},
    "references": {"https%3A//x": {"@odata.type": "microsoft.graph.plannerExternalReference"}},
    "categoryDescriptions": {"category1": "x"}, "sharedWith": {"x": True},
}  # fmt: skip
_PLAN = {"title": "x", "container": {"url": "https://graph.microsoft.com/v1.0/groups/x"}}
_SENDING = {"Message": _MAIL, "saveToSentItems": True}
_ENVELOPE = {
    "requests": [
        {"id": "1", "method": "GET", "url": "/users", "headers": {"Prefer": "x"}},
        {"id": "2", "method": "GET", "url": "/users", "dependsOn": ["1"], "body": {}},
    ]
}
_CARD = {"type": "AdaptiveCard", "version": "1.4", "body": [], "actions": [{"type": "Action.X"}]}
_TEMPLATES = (_MAIL, _EVENT, _TASK, _DETAILS, _PLAN, _SENDING, _ENVELOPE, _CARD)
_NAMES = tuple({name for template in (*_TEMPLATES, _MOMENT, _FILE, _ITEM) for name in template})

_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(_WORDS),
    st.text(max_size=6),
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def nearly_right(draw: st.DrawFn) -> Any:
    """A good body of some operation, with one to three places in it that hold something else."""
    body = deepcopy(draw(st.sampled_from(_TEMPLATES)))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = body
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = draw(st.sampled_from(keys))
            deeper = place[key]
            if not (isinstance(deeper, dict | list) and deeper) or draw(st.booleans()):
                break
            place = deeper
        place[key] = draw(_VALUES)
    return body


def _wrapped(card: Any) -> Any:
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}


_BODIES = nearly_right() | _VALUES
_OPTIONS = ("$top", "$skip", "$skiptoken", "$filter", "$select", "$expand", "$orderby", "sig")
_QUERY_WORDS = (
    *_WORDS,
    *("YWZ0ZXI6eA==", "subject eq 'x'", "receivedDateTime ge 2026-99-99T99:99:99Z", "id eq"),
    *("contains(subject,'x')", "details", "singleValueExtendedProperties($filter=id eq 'x')"),
    "1" * 5000,
)
_QUERY = st.dictionaries(
    st.sampled_from((*_OPTIONS, "startDateTime", "endDateTime")),
    st.sampled_from(_QUERY_WORDS) | st.text(max_size=6),
    max_size=4,
)
_HEADERS = st.dictionaries(
    st.sampled_from(("If-Match", "Prefer", "Content-Type", "Accept", "client-request-id")),
    st.sampled_from(
        (
            *("*", 'W/"x"', 'W/"JzEt"', 'W/"é"', 'outlook.timezone="x"', 'IdType="ImmutableId"'),
            *("application/json", "text/plain", "text/plain; charset=x", ""),
        )
    ),
    max_size=3,
)
_METHODS = st.sampled_from(("GET", "POST", "PATCH", "PUT", "DELETE"))


class Tenant:
    """A sandbox with one of everything, and the addresses that lead to it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.root = sandbox, sandbox.base_url
        sandbox.control.settings(tracing="granted")
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = "Bearer sandbox-token"
        box = f"/users/{sandbox.environment()['OUTLOOK_MAILBOX']}"
        group = sandbox.environment()["PLANNER_GROUP_ID"]
        plan = self._made("/planner/plans", {"title": "x", "owner": group})
        task = self._made("/planner/tasks", {"planId": plan, "title": "x"})
        bucket = self._made("/planner/buckets", {"planId": plan, "name": "x"})
        mail = self._made(f"{box}/messages", {"subject": "x"})
        times = {name: {"dateTime": "2026-10-20T10:00", "timeZone": "UTC"} for name in _SPAN}
        event = self._made(f"{box}/events", {"subject": "x", **times})
        calendar = self._made(f"{box}/calendars", {"name": "x"})
        self.paths = [
            *("/users", "/groups", f"/users/{group}", f"/groups/{group}/members", "/$batch"),
            *(f"/groups/{group}", f"/groups/{group}/planner/plans", "/planner/plans"),
            *(f"/planner/plans/{plan}{end}" for end in ("", "/details", "/tasks", "/buckets")),
            *("/planner/tasks", f"/planner/tasks/{task}", f"/planner/tasks/{task}/details"),
            *("/planner/buckets", f"/planner/buckets/{bucket}", f"{box}/messages/{mail}"),
            *(f"{box}/messages", f"{box}/messages/{mail}/attachments", f"{box}/sendMail"),
            *(f"{box}/messages/{mail}/send", f"{box}/mailFolders/drafts/messages"),
            *(f"{box}/events", f"{box}/events/{event}", f"{box}/calendarView"),
            *(f"{box}/calendars", f"{box}/calendars/{calendar}/events"),
            *(f"{box}/events/{event}/instances", "/teams/x/channels/y/messages"),
            "/admin/exchange/tracing/messageTraces",
        ]

    def _made(self, path: str, body: dict[str, Any]) -> str:
        return str(self.session.post(self.root + path, json=body).json()["id"])


_SPAN = ("start", "end")


@pytest.fixture(scope="module")
def tenant(_served: Sandbox) -> Any:
    _served.control.reset()
    opened = Tenant(_served)
    yield opened
    opened.session.close()


def assert_graphs(answer: requests.Response) -> None:
    """An answer as Graph gives it; the one 500 it has of its own is an error object too."""
    assert answer.status_code < 500 or "error" in answer.json(), answer.text
    if answer.status_code >= 400:
        assert set(answer.json()["error"]) == {"code", "message", "innerError"}


SOME = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SOME
@given(data=st.data())
def test_any_body_query_and_header_gets_an_answer_of_graph(tenant: Tenant, data: Any) -> None:
    path = data.draw(st.sampled_from(tenant.paths), "path")
    query = data.draw(_QUERY, "query")
    body = data.draw(st.none() | _BODIES | st.binary(max_size=40), "body")
    raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **data.draw(_HEADERS, "headers")}
    answer = tenant.session.request(
        data.draw(_METHODS, "method"),
        tenant.root + path,
        params=query,
        data=raw,
        headers={name: value.encode("latin-1") for name, value in headers.items()},
    )
    assert_graphs(answer)


@SOME
@given(data=st.data())
def test_any_part_of_a_batch_gets_an_answer_of_graph(tenant: Tenant, data: Any) -> None:
    url = data.draw(st.sampled_from(tenant.paths))
    url += "".join(f"?{quote(name)}={quote(value)}" for name, value in data.draw(_QUERY).items())
    headers = {"Content-Type": "application/json", **data.draw(_HEADERS)}
    part = {"id": "1", "method": data.draw(_METHODS), "url": url, "headers": headers}
    part |= {"body": data.draw(_BODIES)}
    part |= data.draw(st.dictionaries(st.sampled_from((*part, "dependsOn")), _VALUES, max_size=1))
    answer = tenant.session.post(f"{tenant.root}/$batch", json={"requests": [part]})
    assert_graphs(answer)


@SOME
@given(body=_BODIES)
def test_what_was_taken_can_be_read_back(tenant: Tenant, body: Any) -> None:
    """Every listing still answers after every body, in any zone."""
    zone = {"Prefer": 'outlook.timezone="W. Europe Standard Time"'}
    for kind in ("messages", "events"):
        item = next(path for path in tenant.paths if f"/{kind}/" in path)
        rows = item.rpartition("/")[0]
        assert_graphs(tenant.session.patch(tenant.root + item, json=body))
        assert_graphs(tenant.session.post(tenant.root + rows, json=body))
        listed = tenant.session.get(f"{tenant.root}{rows}?$top=1000", headers=zone)
        assert listed.status_code == 200, listed.text


@SOME
@given(body=_BODIES | _BODIES.map(_wrapped), query=_QUERY)
def test_any_card_gets_an_answer_of_a_flow(tenant: Tenant, body: Any, query: Any) -> None:
    address = tenant.sandbox.webhook("OOV")
    assert_graphs(tenant.session.post(address, json=body, params=query))
    assert "cards" in tenant.sandbox.control.state()


NOT_JSON = {
    "NaN": b'{"subject": NaN}',
    "half a sign": b'{"subject": "\\ud800"}',
    "too deep": b'{"subject": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "deep": b'{"subject": ' + b"[" * 200 + b"]" * 200 + b"}",
    "a number without end": b'{"subject": ' + b"9" * 5000 + b"}",
    "no text": b'{"subject": "\xff"}',
}


@pytest.mark.parametrize("content", NOT_JSON)
def test_what_is_no_json_is_refused_and_leaves_nothing(tenant: Tenant, content: str) -> None:
    where = tenant.root + next(path for path in tenant.paths if path.endswith("/messages"))
    own = {"Content-Type": "application/json"}
    assert tenant.session.post(where, data=NOT_JSON[content], headers=own).status_code == 400
    assert tenant.session.get(where).status_code == 200
