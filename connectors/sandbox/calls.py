"""One request and its answer as plain values, plus the error bodies Graph sends."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Json = Any
Broken = Literal["drop", "truncate"]

MOST_LEVELS = 100

NO_ACCESS = (
    "You do not have the required permissions to access this item, or the item may not exist."
)


@dataclass(frozen=True)
class Call:
    """A request to the tenant, whether it came alone or inside a `$batch`.

    path: without the version prefix, percent-decoded. headers: names in lower case. body: parsed
    JSON, None when there was none; raw: its bytes, empty in a batch. origin: scheme, host and
    version that absolute links carry. exchange: number of the HTTP exchange; all parts of one
    batch share it.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    raw: bytes = b""
    origin: str = ""
    exchange: int = 0
    inner: bool = False

    def prefers(self, preference: str) -> bool:
        """Say whether a `Prefer` header carries this preference (e.g. return=representation)."""
        asked = [part.strip().lower() for part in self.headers.get("prefer", "").split(",")]
        return preference.lower() in asked


@dataclass(frozen=True)
class Reply:
    """What goes back: a status, a JSON body or raw bytes, and how the connection may break.

    delay: seconds the answer is held back. broken: "drop" closes the connection without a byte,
    "truncate" sends half of the body.
    """

    status: int
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay: float = 0.0
    broken: Broken | None = None

    def but(self, **changes: Any) -> "Reply":
        """Return this answer with some fields changed."""
        return replace(self, **changes)


class Refusal(Exception):
    """A refusal, raised anywhere below a handler and answered as Graph's error object."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})


def bad_request(message: str, code: str = "") -> Refusal:
    """Refuse a request that can never succeed as it stands (HTTP 400)."""
    return Refusal(400, code, message)


def no_access() -> Refusal:
    """Planner's 403 for no right and for no such plan alike; its code is the empty string."""
    return Refusal(403, "", NO_ACCESS)


def refusal(error: Refusal, now: datetime, call: Call) -> Reply:
    """Dress a Refusal as the error object of Graph's documentation (concepts/errors)."""
    request_id = str(uuid.uuid4())
    inner = {
        "date": now.strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": call.headers.get("client-request-id", request_id),
    }
    body = {"error": {"code": error.code, "message": error.message, "innerError": inner}}
    return Reply(error.status, body, error.headers)


def read_json(raw: bytes | str) -> Json:
    """Read JSON as Graph does. Raises ValueError for what is none.

    That goes for NaN, for half a sign (a lone surrogate), and for more than 100 levels too.
    """
    try:
        value = json.loads(raw, parse_constant=_no_json)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("too deep") from None
    if _depth(value) > MOST_LEVELS:
        raise ValueError("too deep")
    return value


def plain_path(path: str) -> str:
    """Write keys in brackets as segments: `/users('x')/events('y')` is `/users/x/events/y`."""
    return re.sub(r"(?<=\w)\('([^'/]+)'\)", r"/\1", path)


def _no_json(word: str) -> Json:
    raise ValueError(word)


def _depth(value: Json) -> int:
    """How many arrays and objects stand in each other, up to one more than may be."""
    level, depth = [value], 0
    while level and depth <= MOST_LEVELS:
        inner: list[Json] = []
        for entry in level:
            if isinstance(entry, dict | list):
                inner += entry.values() if isinstance(entry, dict) else entry
        level = inner
        depth += 1
    return depth


def text_of(body: Json, name: str) -> str:
    """Take a required text out of a JSON object, or refuse with 400."""
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        raise bad_request(f"The required field '{name}' is missing or not a text.")
    return value
