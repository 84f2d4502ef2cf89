"""What became of a sign-in: MSAL's answers and exceptions as failures with a meaning.

MSAL reports in three ways: a refusal as an answer without a token, an outage as an exception of
its own or of `requests`, and a setting it cannot use as a ValueError. Its texts quote addresses
and answers, so none of them is kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msal
import requests

from connectors.errors import SignInFailed, Unreachable
from connectors.graph.calls import plain_word
from connectors.graph.session import new_session, no_answer
from connectors.sign_in.advice import advise

_CALL = "sign-in"
_TEMPORARY = (
    *("temporarily_unavailable", "server_error", "service_unavailable"),
    *("AADSTS90012", "AADSTS90033"),  # a request that took too long; "a transient error"
)


def provider_session() -> requests.Session:
    """Open a session for MSAL, on which an outage of the identity provider raises.

    MSAL keeps to the token in hand when the call to renew it raises a RequestException, and not
    when a 5xx answers it. It would also keep that answer for seconds, so that our own repeat would
    not reach the provider.
    """
    session = new_session()
    session.hooks["response"].append(_raise_for_outage)
    return session


def token_in(result: dict[str, Any]) -> str:
    """Take the token out of MSAL's answer. Raises SignInFailed, or Unreachable for now."""
    if isinstance(token := result.get("access_token"), str):
        return token
    word, number = plain_word(result.get("error")) or "unknown", _number_in(result)
    if word in _TEMPORARY or number in _TEMPORARY:
        raise Unreachable(_CALL, reason=number or word)
    raise sign_in_failed(number or word)


def _number_in(result: dict[str, Any]) -> str:
    """Entra's own number for a refusal, "" when it gave none."""
    numbers = result.get("error_codes")
    first = numbers[0] if isinstance(numbers, list) and numbers else None
    if isinstance(first, int):
        return f"AADSTS{first}"
    found = re.match(r"AADSTS[0-9]{3,9}(?=:)", str(result.get("error_description")))
    return found[0] if found else ""


@contextmanager
def translated() -> Iterator[None]:
    """Translate what MSAL raises.

    Whatever happens here, nothing was sent to Graph: an outage is Unreachable, never NoAnswer.
    """
    try:
        yield
    except requests.HTTPError as error:
        raise _outage(error.response) from None
    except requests.RequestException as error:
        failure = no_answer(_CALL, error)
        kind = type(failure) if isinstance(failure, Unreachable) else Unreachable
        raise kind(_CALL, reason=failure.reason) from None
    except msal.ManagedIdentityError:
        raise sign_in_failed("managed_identity") from None
    except (ValueError, TypeError):
        raise sign_in_failed("authority") from None


def sign_in_failed(code: str, sentence: str | None = None) -> SignInFailed:
    """Make a failure with a code: Entra's number, OAuth's word, or one of ours.

    sentence: its Dutch advice; None takes the one that fits the code.
    """
    return advise(SignInFailed(_CALL, code=code), sentence)


def _raise_for_outage(response: requests.Response, **_: object) -> None:
    if response.status_code == 429 or response.status_code >= 500:
        response.close()
        raise requests.HTTPError(response=response)


def _outage(response: requests.Response) -> Unreachable:
    """Make a failure of the provider; it asks for a wait in seconds, never with a date."""
    asked = response.headers.get("Retry-After", "")
    wait = float(asked) if re.fullmatch(r"[0-9]{1,9}", asked) else 0.0
    error = Unreachable(_CALL, reason=f"HTTP {response.status_code}", wait_seconds=wait)
    error.advice = (
        "De aanmeldserver van Microsoft heeft een storing. De volgende ronde probeert het opnieuw."
    )
    return error
