"""What an identity provider answers, judged before MSAL reads it.

MSAL takes every answer for Entra's. One that is no JSON it writes to the log as it is, with the
token in it; one that is JSON of another shape it stumbles over somewhere inside. A proxy's page, a
cut-off answer or a redirect (which would take our secret along) ends here.
"""

import io
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any

import requests

from connectors.graph.session import AnswerTooLarge, new_session, read_limited
from connectors.sign_in.discovery import know_document

MAX_REPLY_BYTES = 1_000_000  # a token with many groups takes some 10 kB

_TEXTS = (
    *("access_token", "refresh_token", "id_token", "client_info", "token_type", "scope"),
    *("error", "error_description", "user_code", "device_code", "verification_uri"),
    *("authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "issuer"),
)
_NUMBERS = ("expires_in", "ext_expires_in", "expires_on", "refresh_in", "interval")
_GIVES_TOKEN = ("access_token",)
_ANSWERS = (_GIVES_TOKEN, ("error",), ("device_code", "user_code", "verification_uri"))
_DOCUMENT = (("authorization_endpoint", "token_endpoint"),)

Judge = Callable[[requests.Response], None]


class UnreadableReply(requests.RequestException):
    """An answer that nothing can be done with. reason: a word or two for the log.

    A RequestException, so that MSAL keeps to a token in hand that still works.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def provider_session(authority: str) -> requests.Session:
    """Open a session for MSAL, on which whatever is no answer of Entra's raises.

    authority: sign-in host and tenant, whose discovery document is not asked for.
    Raises HTTPError for an outage, UnreadableReply for the rest. MSAL keeps to the token in hand
    when the call to renew it raises a RequestException, and not when a 5xx answers it. It would
    also keep that answer for seconds, so that our own repeat would not reach the provider.
    """
    session = _judged_session(_judge_provider)
    know_document(session, authority)
    return session


def machine_session() -> requests.Session:
    """Open a session for the managed identity of this machine, whose refusals take any form."""
    return _judged_session(_judge_machine)


def _judged_session(judge: Judge) -> requests.Session:
    session = new_session()

    def door(response: requests.Response, **_: object) -> requests.Response:
        if response.status_code == 429 or response.status_code >= 500:
            response.close()
            raise requests.HTTPError(response=response)
        if response.status_code < 200 or 300 <= response.status_code < 400:
            response.close()
            raise UnreadableReply(f"HTTP {response.status_code}")
        taken = _taken(response)
        judge(taken)
        return taken

    session.hooks["response"].append(door)
    return session


def _taken(response: requests.Response) -> requests.Response:
    """Read the answer to its end, unless it has none, and give it as one that is in memory."""
    with response:
        try:
            raw = read_limited(response, MAX_REPLY_BYTES)
        except AnswerTooLarge:
            raise UnreadableReply("too large") from None
    taken = requests.Response()
    taken.status_code, taken.reason = response.status_code, response.reason
    taken.headers, taken.url, taken.request = response.headers, response.url, response.request
    taken.raw, taken.encoding = io.BytesIO(raw), "utf-8"
    return taken


def _judge_provider(response: requests.Response) -> None:
    answer = _object_in(response)
    is_document = response.request.method == "GET"
    if is_document and response.status_code >= 400:
        return  # "no such tenant" needs no more than that it is Entra's JSON
    _check(answer, _DOCUMENT if is_document else _ANSWERS)


def _judge_machine(response: requests.Response) -> None:
    if response.status_code < 300:
        _check(_object_in(response), (_GIVES_TOKEN,))


def _object_in(response: requests.Response) -> dict[str, Any]:
    try:
        answer = json.loads(response.text)
    except (ValueError, RecursionError):
        raise UnreadableReply("no JSON") from None  # the cause quotes the answer
    if not isinstance(answer, dict):
        raise UnreadableReply("no JSON object")
    return answer


def _check(answer: dict[str, Any], forms: tuple[tuple[str, ...], ...]) -> None:
    """Raise UnreadableReply unless the answer has one of these forms, with values MSAL can use."""
    if not any(all(answer.get(name) for name in form) for form in forms):
        raise UnreadableReply("missing fields")
    wrong = [
        *(name for name in _TEXTS if not isinstance(answer.get(name, ""), str)),
        *(name for name in _NUMBERS if not _is_number(answer.get(name, 0))),
    ]
    wrong = wrong or [name for name, fits in _FORMS.items() if not fits(answer.get(name, ""))]
    if wrong:
        raise UnreadableReply(f"wrong {wrong[0]}")


def _is_number(value: object) -> bool:
    """Whole seconds; older providers give them as text."""
    digits = isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value)
    return bool(digits) or (type(value) is int and abs(value) < 10**12)


def _is_header(text: str) -> bool:
    return re.fullmatch(r"[!-~]*", text) is not None


def _is_address(text: str) -> bool:
    return not text or (text.startswith("https://") and text.isprintable())


def _holds_object(encoded: str) -> bool:
    """Whether this is JSON in base64, as who signed in is told."""
    try:
        raw = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        return isinstance(json.loads(raw), dict)
    except (ValueError, RecursionError):
        return False


def _is_id_token(text: str) -> bool:
    return not text or (text.count(".") == 2 and _holds_object(text.split(".")[1]))


_FORMS: dict[str, Callable[[str], bool]] = {
    "access_token": _is_header,
    "device_authorization_endpoint": _is_address,  # MSAL itself looks at the other two
    "verification_uri": _is_address,  # it is shown on a terminal
    "user_code": str.isprintable,
    "id_token": _is_id_token,
    "client_info": lambda text: not text or _holds_object(text),
}
