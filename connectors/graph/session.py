"""The HTTP session every call goes through: always a time limit, no surprises from the machine.

`REQUESTS_CA_BUNDLE` and the proxy variables are honoured, as `requests` does by itself.
"""

import logging
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, NewConnectionError

from connectors.errors import NoAnswer, Unreachable, Untrusted
from connectors.graph.deadline import ANSWER_SECONDS, DeadlineAdapter
from connectors.graph.fence import is_loopback

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0  # between two pieces of an answer; Planner can be slow for minutes

Timeouts = float | tuple[float, float] | tuple[float, None] | None


class _TimedAdapter(DeadlineAdapter):
    """An adapter that gives a time limit to calls that state none, such as those of MSAL."""

    def __init__(self, timeouts: tuple[float, float], answer_seconds: float) -> None:
        self._timeouts = timeouts
        super().__init__(answer_seconds)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Timeouts = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send with our own limits when the caller gave none; this machine needs no proxy."""
        limits = self._timeouts if timeout is None else timeout
        if is_loopback(urlsplit(request.url or "").hostname):
            proxies = None
        try:
            return super().send(request, stream, limits, verify, cert, proxies)
        except requests.RequestException:
            raise
        except OSError as error:  # REQUESTS_CA_BUNDLE names no usable file
            distrust = ssl.SSLCertVerificationError(type(error).__name__)
            raise requests.exceptions.SSLError(distrust) from None


def new_session(
    *,
    connect_seconds: float = CONNECT_SECONDS,
    read_seconds: float = READ_SECONDS,
    answer_seconds: float = ANSWER_SECONDS,
) -> requests.Session:
    """Open a session without retries of its own, with time limits on every call.

    read_seconds: the longest silence; answer_seconds: an answer from its first byte to its last.
    """
    # urllib3 writes whole paths at debug level: mail addresses, and a webhook's signature.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
    session = requests.Session()
    # Without an auth of its own, requests lets a .netrc file replace our bearer token.
    session.auth = _leave_as_is
    adapter = _TimedAdapter((connect_seconds, read_seconds), answer_seconds)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class AnswerTooLarge(Exception):
    """An answer was longer than may be read."""


def read_limited(response: requests.Response, most_bytes: int) -> bytes:
    """Read the unpacked body. Raises AnswerTooLarge, so that a packed bomb stays small."""
    pieces, size = [], 0
    for piece in response.iter_content(65_536):
        size += len(piece)
        if size > most_bytes:
            raise AnswerTooLarge
        pieces.append(piece)
    return b"".join(pieces)


def no_answer(call: str, error: requests.RequestException) -> NoAnswer:
    """Translate what `requests` raises. Raise the result `from None`.

    The texts of `requests` hold the whole address, so neither text nor cause is kept.
    """
    name = type(error).__name__
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return Unreachable(call, reason=name)
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    if isinstance(error, requests.exceptions.SSLError) and _is_distrust(cause):
        return Untrusted(call, reason=name)
    if isinstance(cause, NewConnectionError | NameResolutionError):
        return Unreachable(call, reason=type(cause).__name__)
    return NoAnswer(call, reason=type(cause).__name__ if isinstance(cause, HTTPError) else name)


def _is_distrust(cause: object) -> bool:
    inner = cause.args[0] if isinstance(cause, HTTPError) and cause.args else cause
    unreadable = getattr(inner, "library", None) in ("X509", "PEM")  # the bundle holds rubbish
    return isinstance(inner, ssl.SSLCertVerificationError) or unreadable


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
