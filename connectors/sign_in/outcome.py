"""What became of a sign-in: MSAL's answers and exceptions as failures with a meaning.

MSAL reports in three ways: a refusal as an answer without a token, an outage as an exception of
its own or of `requests`, and a setting it cannot use as a ValueError. Its texts quote addresses
and answers, so none of them is kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from connectors.errors import SignInFailed, Unreachable
from connectors.graph.calls import plain_word
from connectors.graph.retry import parse_retry_after
from connectors.graph.session import no_answer
from connectors.sign_in.advice import advise
from connectors.sign_in.replies import UnreadableReply

_CALL = "sign-in"
_TEMPORARY = (
    *("temporarily_unavailable", "server_error", "service_unavailable"),
    *("AADSTS90012", "AADSTS90033"),  # a request that took too long; "a transient error"
)
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)


def token_in(result: dict[str, Any], refusal: str | None = None) -> str:
    """Take the token out of MSAL's answer. Raises SignInFailed, or Unreachable for now.

    refusal: the code of the failure when its words are not Entra's.
    """
    if isinstance(token := result.get("access_token"), str):
        return token
    word, number = plain_word(result.get("error")) or "unknown", _number_in(result)
    if word in _TEMPORARY or number in _TEMPORARY:
        raise Unreachable(_CALL, reason=number or word)
    raise sign_in_failed(refusal or number or word)


def _number_in(result: dict[str, Any]) -> str:
    """Entra's own number for a refusal, "" when it gave none."""
    numbers = result.get("error_codes")
    first = numbers[0] if isinstance(numbers, list) and numbers else None
    if isinstance(first, int):
        return f"AADSTS{first}"
    found = re.match(r"AADSTS[0-9]{3,9}(?=:)", str(result.get("error_description")))
    return found[0] if found else ""


@contextmanager
def translated(unusable: str) -> Iterator[None]:
    """Translate what MSAL raises.

    unusable: the code of the failure when MSAL cannot work with what we gave it. Whatever happens
    here, nothing was sent to Graph: an outage is Unreachable, never NoAnswer.
    """
    try:
        yield
    except UnreadableReply as error:
        raise _unreadable(error.reason) from None
    except requests.HTTPError as error:
        raise _outage(error.response) from None
    except requests.RequestException as error:
        failure = no_answer(_CALL, error)
        kind = type(failure) if isinstance(failure, Unreachable) else Unreachable
        raise kind(_CALL, reason=failure.reason) from None
    except _STUMBLES:
        raise sign_in_failed(unusable) from None


def sign_in_failed(code: str, sentence: str | None = None) -> SignInFailed:
    """Make a failure with a code: Entra's number, OAuth's word, or one of ours.

    sentence: its Dutch advice; None takes the one that fits the code.
    """
    return advise(SignInFailed(_CALL, code=code), sentence)


def _unreadable(reason: str) -> Unreachable:
    error = Unreachable(_CALL, reason=reason)
    error.advice = (
        "Het antwoord van de aanmeldserver is niet te lezen. De volgende ronde probeert het "
        "opnieuw. Blijft het zo, kijk dan of een proxy het aanmelden onderschept, en of "
        "AZURE_AUTHORITY_HOST klopt."
    )
    return error


def _outage(response: requests.Response) -> Unreachable:
    """Make a failure of the provider; it asks for a wait in seconds, never with a date."""
    wait = parse_retry_after(response.headers.get("Retry-After"), now=None)
    error = Unreachable(_CALL, reason=f"HTTP {response.status_code}", wait_seconds=wait)
    error.advice = (
        "De aanmeldserver van Microsoft heeft een storing. De volgende ronde probeert het opnieuw."
    )
    return error
