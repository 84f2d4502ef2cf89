"""One call to Graph as a value: the request, the answer, and the verdict on that answer.

No I/O here; `connectors.graph.client` does the talking. Values of this module can be printed and
logged: bodies and headers stay out of their representation, and paths are shown as patterns.
"""

import json
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from connectors.errors import (
    BadReply,
    Denied,
    Fenced,
    GraphError,
    LimitReached,
    Missing,
    Refused,
    ServerFailed,
    SignInFailed,
    Stale,
    Throttled,
)
from connectors.graph.retry import Kind, parse_retry_after
from connectors.wire import JsonObject, Wire

Model = TypeVar("Model", bound=Wire)

# Every path segment that is not one of these words is shown as {id}.
_WORDS = frozenset(
    {
        *("$batch", "planner", "plans", "tasks", "details", "buckets", "groups", "members"),
        *("users", "calendars", "calendarView", "events", "messages", "mailFolders", "inbox"),
        *("send", "organization"),
        *("teams", "channels"),
        *("admin", "exchange", "tracing", "messageTraces"),
    }
)
_KIND_OF_METHOD = {
    "GET": Kind.READ,
    "PATCH": Kind.CONDITIONAL_WRITE,
    "DELETE": Kind.CONDITIONAL_WRITE,
}
_BY_STATUS: dict[int, type[GraphError]] = {
    401: SignInFailed,
    403: Denied,
    404: Missing,
    408: ServerFailed,
    409: Stale,
    410: Missing,
    412: Stale,
    423: ServerFailed,
    429: Throttled,
}


@dataclass(frozen=True)
class GraphRequest:
    """One request to Graph.

    path: below the base address, query included, such as "/planner/tasks/{id}"; ids in it are
    percent-encoded with `segment`. body: an object goes out as JSON, a text as plain text. kind:
    None means what the method implies; a POST counts as once-only.
    """

    method: str
    path: str = field(repr=False)
    body: JsonObject | str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    kind: Kind | None = None

    @property
    def effective_kind(self) -> Kind:
        """What a repeat of this call would do."""
        return self.kind or _KIND_OF_METHOD.get(self.method, Kind.ONCE_ONLY)

    @property
    def content_type(self) -> str:
        """What the body is, for the header of that name; "" without a body."""
        if self.body is None:
            return ""
        return "text/plain" if isinstance(self.body, str) else "application/json"

    @property
    def call(self) -> str:
        """Method and path pattern, safe to log: "PATCH /planner/tasks/{id}"."""
        return f"{self.method} {self.pattern}"

    @property
    def pattern(self) -> str:
        """The path with its ids replaced: "/planner/tasks/{id}"."""
        return pattern_of(self.path)


@dataclass(frozen=True)
class Answer:
    """One answer of Graph; `body` is {} when there was none. Header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: JsonObject = field(repr=False)
    request_id: str | None = None


@dataclass(frozen=True)
class Unreadable:
    """One of many things that came in another form than Graph promises, or did not come at all.

    id: "" when not even that is known. body: what came, as it came. error: what is wrong with it.
    """

    id: str
    error: GraphError
    body: JsonObject = field(default_factory=dict, repr=False)


def segment(identifier: str) -> str:
    """Make an id or user name fit to be one segment of a path."""
    return quote(identifier, safe="")


def pattern_of(path: str) -> str:
    """Replace everything that could name a thing or a person: "/users/{id}/events".

    Only known words stay, so an unforeseen path cannot leak; the query is dropped.
    """
    parts = path.partition("?")[0].split("/")
    return "/".join(part if part in _WORDS or not part else "{id}" for part in parts)


def decode(raw: bytes, call: str) -> JsonObject:
    """Read a JSON object; nothing at all gives {}. Raises BadReply for anything else."""
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadReply(call, reason=type(error).__name__) from None  # its text quotes the answer
    if not isinstance(body, dict):
        raise BadReply(call, reason="no JSON object")
    return body


def understood(model: type[Model], body: JsonObject, call: str) -> Model:
    """Read a wire model. Raises BadReply naming the fields at fault, never their values."""
    try:
        return model.read(body)
    except ValidationError as error:
        fields = ",".join(str(flaw["loc"][0]) for flaw in error.errors() if flaw["loc"])
        raise BadReply(call, reason=f"{model.__name__} {fields}") from None


def each_understood(
    model: type[Model], items: Sequence[JsonObject], call: str, *, is_alone: bool = True
) -> tuple[list[Model], list[Unreadable]]:
    """Read the items of a listing one by one, and set apart those of another form.

    Raises BadReply when none of several can be read: then it is not the items. is_alone: nothing
    else was listed.
    """
    read: list[Model] = []
    apart: list[Unreadable] = []
    for item in items:
        try:
            read.append(understood(model, item, call))
        except BadReply as error:
            name = item.get("id")
            apart.append(Unreadable(name if isinstance(name, str) else "", error, item))
    if len(apart) > 1 and is_alone and not read:
        raise apart[0].error
    return read, apart


def only_this_one(error: GraphError) -> bool:
    """Whether a failure says nothing of other calls: this one thing is refused or unreadable."""
    return isinstance(error, BadReply | Fenced | Refused | ServerFailed)


def verdict_on(answer: Answer, call: str, *, now: datetime) -> Answer | GraphError:
    """Judge an answer by its status: itself when 2xx, else what went wrong.

    A 2xx that carries Retry-After is a success: the header is advice for the next call, and
    sending again has doubled people's mail (msgraph-sdk-java#1487).
    """
    status = answer.status
    if 200 <= status < 300:
        return answer
    code = error_code(answer.body)
    if 300 <= status < 400 or status < 200:
        failure: type[GraphError] = BadReply  # redirects are not followed: the token stays here
    elif status == 403 and code.startswith("Maximum"):
        failure = LimitReached
    elif status >= 500:
        failure = ServerFailed
    else:
        failure = _BY_STATUS.get(status, Refused)
    wait = parse_retry_after(answer.headers.get("retry-after"), now=now)
    error = failure(call, status=status, code=code, request_id=answer.request_id, wait_seconds=wait)
    if isinstance(error, SignInFailed):
        error.claims = claims_challenge(answer.headers.get("www-authenticate", ""))
    return error


def claims_challenge(header: str) -> str:
    """Find the claims that a new token must hold, as JSON text; "" when none are asked.

    Source: Microsoft identity platform docs, "Claims challenges": base64 in WWW-Authenticate.
    """
    found = re.search(r'\bclaims="([A-Za-z0-9+/_=-]+)"', header)
    if found is None:
        return ""
    encoded = found[1].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return ""


def error_code(body: JsonObject) -> str:
    """Graph's `error.code`; "" when absent or not a plain word (it ends up in logs)."""
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return plain_word(code) or ""


def plain_word(value: object) -> str | None:
    """Give a short identifier from the server, None when it is anything else."""
    known = isinstance(value, str) and re.fullmatch(r"[\w.:-]{1,80}", value, re.ASCII)
    return str(value) if known else None
