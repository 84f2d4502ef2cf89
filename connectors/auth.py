"""Sign-in without a person: a token for Graph from a secret, a certificate or a managed identity.

Each function gives a Token, a callable that the Graph client asks before every call. MSAL keeps
the tokens and renews them five minutes early. Nothing happens before the first call: MSAL's
constructor already talks to the identity provider, and an outage must not stop the start-up.

One Token per process, except for `doctor`: MSAL remembers a refusal for 60 seconds, so only a new
Token sees a setting that was just mended.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msal
import requests
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import load_pem_x509_certificate

from connectors.calls import plain_word
from connectors.errors import SignInFailed, Unreachable
from connectors.session import new_session, no_answer
from connectors.transport import Token

AUTHORITY_HOST = "https://login.microsoftonline.com"
GRAPH_RESOURCE = "https://graph.microsoft.com"

_CALL = "sign-in"
_TEMPORARY = ("temporarily_unavailable", "server_error", "service_unavailable")
_ADVICE = {
    "AADSTS7000215": "Het geheim klopt niet. Zet de waarde (niet het id) in AZURE_CLIENT_SECRET.",
    "AADSTS7000222": "Het geheim is verlopen. Maak een nieuw geheim en zet AZURE_CLIENT_SECRET.",
    "AADSTS700016": "De app bestaat niet in deze tenant. Controleer AZURE_CLIENT_ID.",
    "AADSTS90002": "De tenant bestaat niet. Controleer AZURE_TENANT_ID.",
    "AADSTS700027": "Dit certificaat is niet bij de app geregistreerd. Voeg het toe in Entra.",
    "certificate": "Het certificaat is niet te lezen. Controleer AZURE_CLIENT_CERTIFICATE_PATH "
    "en AZURE_CLIENT_CERTIFICATE_PASSWORD.",
    "managed_identity": "Deze machine heeft geen bruikbare beheerde identiteit. "
    "Zet een geheim of certificaat in de AZURE-instellingen.",
    "authority": "De aanmeldserver kent deze tenant niet. Controleer AZURE_TENANT_ID "
    "en AZURE_AUTHORITY_HOST.",
}


@dataclass(frozen=True)
class Secret:
    """A client secret."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class Certificate:
    """A file with a private key and its certificate: PEM, or PKCS12 (.pfx, .p12)."""

    path: Path
    password: str | None = field(default=None, repr=False)


def client_credentials(
    tenant: str,
    client_id: str,
    credential: Secret | Certificate,
    *,
    authority_host: str = AUTHORITY_HOST,
    resource: str = GRAPH_RESOURCE,
    session: requests.Session | None = None,
) -> Token:
    """Sign in as an app registration.

    authority_host: https, without the tenant. The Token raises SignInFailed when the settings are
    wrong, Unreachable when the identity provider is.
    """

    @cache  # a failure is not kept
    def application() -> Any:
        return msal.ConfidentialClientApplication(
            client_id,
            authority=f"{authority_host.rstrip('/')}/{tenant}",
            client_credential=_for_msal(credential),
            http_client=session or new_session(),
            instance_discovery=False,  # else an unknown host is looked up at Microsoft first
            azure_region=False,  # else MSAL_FORCE_REGION would move the token endpoint
        )

    def token(claims: str | None = None) -> str:
        with _translated():
            app = application()
            if claims is not None:
                app.remove_tokens_for_client()
            result = app.acquire_token_for_client(
                [f"{resource}/.default"], claims_challenge=claims or None
            )
        return _token_in(result)

    return token


def managed_identity(
    client_id: str | None = None,
    *,
    resource: str = GRAPH_RESOURCE,
    session: requests.Session | None = None,
) -> Token:
    """Sign in as the machine this runs on in Azure; client_id chooses a user-assigned identity."""

    @cache
    def client() -> Any:
        identity = (
            msal.UserAssignedManagedIdentity(client_id=client_id)
            if client_id
            else msal.SystemAssignedManagedIdentity()
        )
        return msal.ManagedIdentityClient(identity, http_client=session or new_session())

    def token(claims: str | None = None) -> str:
        with _translated():
            if claims == "":  # no challenge to meet, yet the token in hand was not accepted
                client.cache_clear()
            result = client().acquire_token_for_client(
                resource=resource, claims_challenge=claims or None
            )
        return _token_in(result)

    return token


def sandbox_token() -> Token:
    """Give the token that only the sandbox accepts; for a Graph on this machine."""

    def token(claims: str | None = None) -> str:
        return "sandbox-token" if claims is None else "sandbox-token-renewed"

    return token


def granted_roles(token: str) -> frozenset[str]:
    """Peek at the application permissions in a token, as a hint for `doctor`.

    Tokens belong to Graph and may become unreadable, and rights granted in Exchange are not in
    them: nothing found proves nothing. Gives an empty set for what it cannot read.
    """
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return frozenset()
    roles = claims.get("roles") if isinstance(claims, dict) else None
    return frozenset(map(str, roles)) if isinstance(roles, list) else frozenset()


def _for_msal(credential: Secret | Certificate) -> str | dict[str, object]:
    """Put a credential in MSAL's form. Raises SignInFailed when the certificate is unusable."""
    if isinstance(credential, Secret):
        return credential.value
    path, password = credential.path, credential.password
    secret = password.encode() if password else None
    try:
        raw = path.read_bytes()
        if path.suffix.lower() in (".pfx", ".p12"):
            load_key_and_certificates(raw, secret)
            form: dict[str, object] = {"private_key_pfx_path": str(path)}
            # Sends the certificate along, so that Entra may trust it by its name and issuer.
            return {**form, "public_certificate": True, "passphrase": password}
        load_pem_private_key(raw, secret)
        load_pem_x509_certificate(raw)
    except (OSError, ValueError, TypeError):
        raise _sign_in_failed("certificate") from None
    pem = raw.decode()
    return {"private_key": pem, "public_certificate": pem, "passphrase": password}


def _token_in(result: dict[str, Any]) -> str:
    """Take the token out of MSAL's answer, which reports a refusal without raising."""
    if isinstance(token := result.get("access_token"), str):
        return token
    code = plain_word(result.get("error")) or "unknown"
    if code in _TEMPORARY:
        raise Unreachable(_CALL, reason=code)
    numbers = result.get("error_codes") or []
    raise _sign_in_failed(f"AADSTS{numbers[0]}" if numbers else code)


@contextmanager
def _translated() -> Iterator[None]:
    """Translate what MSAL raises. Its texts quote addresses and answers, so they are dropped.

    Whatever happens here, nothing was sent to Graph: an outage is Unreachable, never NoAnswer.
    """
    try:
        yield
    except requests.HTTPError:
        raise Unreachable(_CALL, reason="HTTPError") from None
    except requests.RequestException as error:
        failure = no_answer(_CALL, error)
        kind = type(failure) if isinstance(failure, Unreachable) else Unreachable
        raise kind(_CALL, reason=failure.reason) from None
    except msal.exceptions.MsalServiceError:
        raise Unreachable(_CALL, reason="MsalServiceError") from None
    except msal.ManagedIdentityError:
        raise _sign_in_failed("managed_identity") from None
    except (ValueError, TypeError):
        raise _sign_in_failed("authority") from None


def _sign_in_failed(code: str) -> SignInFailed:
    error = SignInFailed(_CALL, code=code)
    error.advice = _ADVICE.get(code, error.advice)
    return error
