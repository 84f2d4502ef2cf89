"""Sign-in without a person: a token for Graph from a secret, a certificate or the platform.

Each function gives a Token, a callable that the Graph client asks before every call. MSAL keeps
the tokens and renews them five minutes early. Nothing happens before the first call: a proof that
cannot be used must not stop the start-up, and a token that was kept needs no MSAL at all.

One Token per process, except for `doctor`: MSAL remembers a refusal for 60 seconds, so only a new
Token sees a setting that was just mended.
"""

import json
from base64 import urlsafe_b64decode
from functools import cache
from pathlib import Path
from typing import Any

from connectors.errors import SignInFailed
from connectors.graph.transport import Token
from connectors.sign_in.clouds import AUTHORITY_HOST, GRAPH_RESOURCE
from connectors.sign_in.kept import Issued, TokenFile, kept
from connectors.sign_in.outcome import sign_in_failed, token_in, translated
from connectors.sign_in.proofs import Certificate, Credential, Federation, KeyPair, Proof, Secret
from connectors.sign_in.replies import machine_session, provider_session


def client_credentials(
    tenant: str,
    client_id: str,
    credential: Credential,
    *,
    authority_host: str = AUTHORITY_HOST,
    resource: str = GRAPH_RESOURCE,
    file: TokenFile | None = None,
) -> Token:
    """Sign in as an app registration.

    authority_host: https, without the tenant. resource: whom the token is for, the origin of
    Graph. file: where the token is kept for the next process, if anywhere. The Token raises
    SignInFailed when the settings are wrong, Unreachable when the identity provider does not work;
    a token without any role is no failure, as rights may be elsewhere.
    """
    authority = f"{authority_host.rstrip('/')}/{tenant}"

    @cache  # a failure is not kept
    def proof() -> Proof:
        if not isinstance(credential, Certificate):
            return credential
        from connectors.sign_in.certificate import read_certificate  # here: it loads cryptography

        return read_certificate(credential)

    @cache
    def application() -> Any:
        import msal  # here, as `doctor` and the sandbox sign in without it

        return msal.ConfidentialClientApplication(
            client_id,
            authority=authority,
            client_credential=_for_msal(proof()),
            http_client=provider_session(authority),
            instance_discovery=False,  # else an unknown host is looked up at Microsoft first
            azure_region=False,  # else MSAL_FORCE_REGION would move the token endpoint
        )

    def issue(claims: str | None) -> Issued:
        with translated("authority"):
            app = application()
        with translated("unknown"):
            if claims is not None:
                app.remove_tokens_for_client()
            result = app.acquire_token_for_client(
                [f"{resource}/.default"], claims_challenge=claims or None
            )
        try:
            return Issued(token_in(result), _seconds(result))
        except SignInFailed as error:
            if isinstance(pair := proof(), KeyPair) and error.code == "AADSTS700027":
                error.advice += f" {pair.period}"
                proof.cache_clear()  # the file may be replaced while we run
                application.cache_clear()
            raise

    return kept(issue, file, f"{client_id} {authority} {resource}")


def managed_identity(
    client_id: str | None = None,
    *,
    resource: str = GRAPH_RESOURCE,
    file: TokenFile | None = None,
) -> Token:
    """Sign in as the machine this runs on in Azure; client_id chooses a user-assigned identity.

    file: where the token is kept for the next process, if anywhere.
    """

    @cache
    def client() -> Any:
        import msal

        identity = (
            msal.UserAssignedManagedIdentity(client_id=client_id)
            if client_id
            else msal.SystemAssignedManagedIdentity()
        )
        return msal.ManagedIdentityClient(identity, http_client=machine_session())

    def issue(claims: str | None) -> Issued:
        with translated("managed_identity"):
            if claims == "":  # no challenge to meet, yet the token in hand was not accepted
                client.cache_clear()
            result = client().acquire_token_for_client(
                resource=resource, claims_challenge=claims or None
            )
        return Issued(token_in(result, "managed_identity"), _seconds(result))

    return kept(issue, file, f"{client_id or 'machine'} {resource}")


def sandbox_token() -> Token:
    """Give the token that only the sandbox accepts; for a Graph on this machine."""

    def token(claims: str | None = None) -> str:
        return "sandbox-token" if claims is None else "sandbox-token-renewed"

    return token


def sandbox_person_token() -> Token:
    """Give the token of the sandbox's own service account, which may post in its channels."""

    def token(claims: str | None = None) -> str:
        return "sandbox-person" if claims is None else "sandbox-person-renewed"

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


def _for_msal(proof: Proof) -> str | dict[str, object]:
    """Put a proof in MSAL's form."""
    match proof:
        case Secret():
            return proof.value
        case Federation():
            # A function, as the proof lasts an hour and the platform writes the next one in time.
            return {"client_assertion": lambda: _proof_in(proof.token_file)}
        case KeyPair():
            # Sends the certificate along, so that Entra may trust it by its name and issuer.
            return {
                "private_key": proof.key_pem,
                "public_certificate": proof.certificate_pem,
            }


def _seconds(result: dict[str, Any]) -> int:
    """How long the token of MSAL's answer still works; `replies` let no other form through."""
    return int(result.get("expires_in") or 0)


def _proof_in(file: Path) -> str:
    """Read the platform's proof. Raises SignInFailed when there is none."""
    try:
        proof = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        proof = ""
    if not proof:
        raise sign_in_failed("federation")
    return proof
