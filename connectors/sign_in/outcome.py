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

_CALL = "sign-in"
_TEMPORARY = ("temporarily_unavailable", "server_error", "service_unavailable")
_STRANGER = (
    "Entra vertrouwt het bestand uit AZURE_FEDERATED_TOKEN_FILE niet voor deze app. "
    "Vergelijk uitgever, onderwerp en doelgroep met de federatieve referentie van de app."
)
_ADVICE = {
    "AADSTS7000215": "Het geheim klopt niet. Zet de waarde (niet het id) in AZURE_CLIENT_SECRET.",
    "AADSTS7000222": "Het geheim is verlopen. Maak een nieuw geheim en zet AZURE_CLIENT_SECRET.",
    "AADSTS700016": "De app bestaat niet in deze tenant. Controleer AZURE_CLIENT_ID.",
    "AADSTS90002": "De tenant bestaat niet. Controleer AZURE_TENANT_ID.",
    "AADSTS700024": "Het bewijs is niet geldig op dit moment. Controleer de klok van deze machine, "
    "en of het platform AZURE_FEDERATED_TOKEN_FILE nog ververst.",
    "AADSTS700027": "Dit certificaat is niet bij de app geregistreerd. Voeg het toe in Entra.",
    "AADSTS70021": _STRANGER,
    "AADSTS700211": _STRANGER,
    "AADSTS700212": _STRANGER,
    "AADSTS700213": _STRANGER,
    "certificate": "Het certificaat is niet te lezen. Controleer AZURE_CLIENT_CERTIFICATE_PATH "
    "en AZURE_CLIENT_CERTIFICATE_PASSWORD.",
    "federation": "Het bestand uit AZURE_FEDERATED_TOKEN_FILE is leeg of niet te lezen.",
    "managed_identity": "Deze machine heeft geen bruikbare beheerde identiteit. "
    "Zet een geheim of certificaat in de AZURE-instellingen.",
    "authority": "De aanmeldserver kent deze tenant niet. Controleer AZURE_TENANT_ID "
    "en AZURE_AUTHORITY_HOST.",
}


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
    code = plain_word(result.get("error")) or "unknown"
    if code in _TEMPORARY:
        raise Unreachable(_CALL, reason=code)
    numbers = result.get("error_codes") or []
    raise sign_in_failed(f"AADSTS{numbers[0]}" if numbers else code)


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


def sign_in_failed(code: str) -> SignInFailed:
    """Make a failure whose advice fits the code: Entra's number, OAuth's word or one of ours."""
    error = SignInFailed(_CALL, code=code)
    error.advice = _ADVICE.get(code, error.advice)
    return error


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
