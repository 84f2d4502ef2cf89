"""One HTTP exchange with Graph: the token goes in, an answer of any status comes out.

No judgement, no repeats. This is the one place where a path meets a host, a token meets a header,
and an exchange meets the log.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import requests

from connectors.errors import BadReply
from connectors.graph.calls import Answer, GraphRequest, decode, plain_word
from connectors.graph.fence import check_base_url, check_path
from connectors.graph.session import AnswerTooLarge, no_answer, read_limited
from connectors.log import get_logger
from connectors.wire import JsonObject

MAX_ANSWER_BYTES = 10_000_000  # unpacked; 400 tasks with long details take about 2 MB

log = get_logger()


class Token(Protocol):
    """Gives a bearer token.

    claims: None when a token in hand will do. Any text, "" included, asks for a new one; the text
    is the challenge it has to meet. Raises SignInFailed or Unreachable.
    """

    def __call__(self, claims: str | None = None) -> str:
        """Give the token, without "Bearer"."""


class Transport:
    """Sends to one Graph address, and to no other.

    timeouts: seconds to connect, and seconds between two pieces of an answer.
    """

    def __init__(
        self,
        base_url: str,
        token: Token,
        session: requests.Session,
        *,
        now: Callable[[], datetime],
        timeouts: tuple[float, float],
    ) -> None:
        self.base_url = check_base_url(base_url)
        self._token = token
        self._session = session
        self._now = now
        self._timeouts = timeouts

    def exchange(self, request: GraphRequest, attempt: int, claims: str | None = None) -> Answer:
        """Send the request once. Raises Fenced, NoAnswer, BadReply and what the token raises."""
        url = self.base_url + check_path(request.path)
        headers = self._headers(request, self._token(claims))
        data = _encoded(request)
        trace = {"attempt": attempt, "client_request_id": headers["client-request-id"]}
        started = self._now()
        try:
            with self._session.request(
                request.method,
                url,
                data=data,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,  # a redirect would carry the token to another place
                stream=True,
            ) as response:
                raw = _body_of(response, request.call)
        except requests.RequestException as error:
            failure = no_answer(request.call, error)
            _log_exchange(request, None, self._now() - started, trace, failure.reason)
            raise failure from None  # the cause holds the whole address
        _log_exchange(request, response, self._now() - started, trace)
        return Answer(
            response.status_code,
            {name.lower(): value for name, value in response.headers.items()},
            decode(raw, request.call) if response.status_code < 300 else _decode_failure(raw),
            plain_word(response.headers.get("request-id")),
        )

    def _headers(self, request: GraphRequest, token: str) -> dict[str, str]:
        headers = {
            # Plain JSON: "odata.metadata=none" would drop the etags.
            "Accept": "application/json",
            "client-request-id": str(uuid4()),
            **request.headers,
            "Authorization": f"Bearer {token}",
        }
        if request.content_type:
            headers["Content-Type"] = request.content_type
        return headers


def _encoded(request: GraphRequest) -> bytes | None:
    if request.body is None:
        return None
    text = request.body if isinstance(request.body, str) else json.dumps(request.body)
    return text.encode()


def _body_of(response: requests.Response, call: str) -> bytes:
    """Read the unpacked body. Raises BadReply above the limit."""
    try:
        return read_limited(response, MAX_ANSWER_BYTES)
    except AnswerTooLarge:
        status = response.status_code
        raise BadReply(call, status=status, reason="answer too large") from None


def _decode_failure(raw: bytes) -> JsonObject:
    """Read the body of a failure; gateways answer with HTML, whose text we do not need."""
    try:
        return decode(raw, "")
    except BadReply:
        return {}


def _log_exchange(
    request: GraphRequest,
    response: requests.Response | None,
    took: timedelta,
    trace: Mapping[str, object],
    failure: str | None = None,
) -> None:
    """Log one exchange: what, how it ended, and how Microsoft can find it."""
    headers: Mapping[str, str] = {} if response is None else response.headers
    log.info(
        "graph",
        method=request.method,
        path=request.pattern,
        status=None if response is None else response.status_code,
        failure=failure,
        request_id=plain_word(headers.get("request-id")),
        correlation_id=plain_word(headers.get("X-Tasks-CorrelationId")),
        ms=round(took.total_seconds() * 1000),
        **trace,
    )
