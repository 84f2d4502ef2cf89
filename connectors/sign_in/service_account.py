"""Sign-in as a person, once: the service account that posts in Teams channels.

Graph lets no app post in a channel, only people (Graph docs, "Send chatMessage in a channel"). So
somebody signs the service account in with a device code, and from then on its refresh token, kept
in a file, gives new tokens without anybody. That file equals the account: it is ours alone (0600)
and replaced as a whole. It stops working without notice, by a new password, a new policy or long
idleness; then the Token says that somebody has to sign in again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msal
import requests
from msal_extensions import FilePersistence, LockError, PersistedTokenCache

from connectors.errors import SignInFailed
from connectors.graph.transport import Token
from connectors.sign_in.advice import advise
from connectors.sign_in.clouds import AUTHORITY_HOST, GRAPH_RESOURCE
from connectors.sign_in.outcome import sign_in_failed, token_in, translated
from connectors.sign_in.private_file import replace_private
from connectors.sign_in.replies import provider_session

_WAITING = ("authorization_pending", "slow_down")  # RFC 8628, 3.5
_AGAIN = "Het serviceaccount voor Teams moet opnieuw worden aangemeld. Draai: driehoek login"
_ADVICE = {
    "AADSTS700016": "De app bestaat niet in deze tenant. Controleer TEAMS_SERVICE_CLIENT_ID.",
    "AADSTS7000218": "De app uit TEAMS_SERVICE_CLIENT_ID mag niemand met een code aanmelden. "
    "Sta in Entra bij deze app 'public client flows' toe.",
    "AADSTS65001": "Voor de app uit TEAMS_SERVICE_CLIENT_ID is geen toestemming gegeven. "
    "Laat een beheerder toestemming geven voor ChannelMessage.Send (gedelegeerd).",
    "AADSTS53003": "Voorwaardelijke toegang houdt deze aanmelding tegen. "
    "Laat een beheerder aanmelden met een code toestaan voor het serviceaccount.",
    "expired_token": "De code is verlopen. Draai opnieuw: driehoek login",
    "authorization_declined": "De aanmelding is afgewezen. Draai opnieuw: driehoek login",
    "cache": "Het bestand uit TEAMS_TOKEN_CACHE is niet te gebruiken. Controleer of de bot erin "
    "mag schrijven, en draai daarna: driehoek login",
}
_AS_IT_IS = ("authority", "AADSTS90002", "AADSTS900023")  # failures of the tenant, whoever signs in


@dataclass(frozen=True)
class ServiceAccount:
    """An account that a person signs in.

    client_id: an app registration that allows public client flows. cache_file: where the tokens
    are kept. resource: the origin of Graph.
    """

    tenant: str
    client_id: str
    cache_file: Path
    authority_host: str = AUTHORITY_HOST
    resource: str = GRAPH_RESOURCE

    @property
    def authority(self) -> str:
        """The address of the tenant at its sign-in host."""
        return f"{self.authority_host.rstrip('/')}/{self.tenant}"

    @property
    def scopes(self) -> list[str]:
        """The one right it needs; MSAL takes a list only."""
        return [f"{self.resource}/ChannelMessage.Send"]


def device_code(
    account: ServiceAccount, show: Callable[[str], None], sleep: Callable[[float], None]
) -> None:
    """Let somebody sign the account in, in a browser anywhere; keep what comes of it.

    show: tells that person where to go and which code to type. sleep: between two looks whether it
    is done. What was kept before is replaced only when it succeeds. Raises SignInFailed,
    Unreachable.
    """
    with _translated():
        with _cache_trouble():
            file = _PrivateFile(account.cache_file)
        memory = msal.SerializableTokenCache()
        app = _application(account, memory)
        flow = app.initiate_device_flow(account.scopes)
        if "user_code" not in flow:
            token_in(flow)  # it is a refusal, and says so
        show(
            f"Open {flow['verification_uri']} in een browser, vul de code {flow['user_code']} in "
            "en meld het serviceaccount aan. "
            f"De code geldt {flow['expires_in'] // 60} minuten."
        )
        token_in(_await_person(app, flow, sleep))
        with _cache_trouble():
            file.save(memory.serialize())


def service_token(account: ServiceAccount) -> Token:
    """Give tokens for the account that was signed in before, by this process or another.

    The Token raises SignInFailed when a person has to sign in (again), and Unreachable.
    """

    @cache
    def application() -> Any:
        return _application(account, PersistedTokenCache(_PrivateFile(account.cache_file)))

    def token(claims: str | None = None) -> str:
        with _translated():
            with _cache_trouble():
                app = application()
            with _cache_trouble(), translated("cache"):  # no JSON, or of another shape
                known = app.get_accounts()
                result = app.acquire_token_silent_with_error(
                    account.scopes,
                    known[0] if known else None,
                    force_refresh=claims == "",
                    claims_challenge=claims or None,
                )
            return token_in(result or {"error": "interaction_required"})

    return token


def _application(account: ServiceAccount, memory: msal.TokenCache) -> Any:
    return msal.PublicClientApplication(
        account.client_id,
        authority=account.authority,
        token_cache=memory,
        http_client=provider_session(account.authority),
        instance_discovery=False,  # else an unknown host is looked up at Microsoft first
    )


def _await_person(app: Any, flow: dict[str, Any], sleep: Callable[[float], None]) -> dict[str, Any]:
    """Ask until the person is done; the provider says how often (RFC 8628, 3.5)."""
    waited = 0
    while waited < flow["expires_in"]:
        pause = max(flow["interval"], 1)  # "slow_down" makes it longer
        sleep(pause)
        waited += pause
        result: dict[str, Any] = app.acquire_token_by_device_flow(
            flow, exit_condition=lambda _: True
        )
        if result.get("error") not in _WAITING:
            return result
    return {"error": "expired_token"}


class _PrivateFile(FilePersistence):  # type: ignore[misc]  # msal-extensions has no types
    """A file for us alone that holds the old or the new tokens, whenever the process ends."""

    def save(self, content: str) -> None:
        """Replace the file. Raises OSError."""
        replace_private(Path(self.get_location()), content)


@contextmanager
def _cache_trouble() -> Iterator[None]:
    """Tell trouble with the file from trouble with the provider, which is an OSError as well."""
    try:
        yield
    except requests.RequestException:
        raise
    except (OSError, LockError):
        raise sign_in_failed("cache") from None


@contextmanager
def _translated() -> Iterator[None]:
    """Translate what MSAL raises, with advice for an account of a person."""
    try:
        with translated("authority"):
            yield
    except SignInFailed as error:
        if error.code not in _AS_IT_IS:
            advise(error, _ADVICE.get(error.code, _AGAIN))
        raise
