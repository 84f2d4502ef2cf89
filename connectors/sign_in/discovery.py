"""Where Entra takes what, known beforehand: the document that MSAL would fetch at every start.

Entra has the same paths for every tenant in every cloud, so a sign-in is one call and not two; and
the secret goes to the address of the settings, never to one that an answer names. A tenant that
does not exist is refused by the call for the token itself (AADSTS90002).

Source: Microsoft identity platform docs, "OAuth 2.0 client credentials flow", "OAuth 2.0 device
authorization grant flow" and "National clouds".
"""

import io
import json
from collections.abc import Mapping

import requests
from requests.adapters import BaseAdapter

_DOCUMENT = "/v2.0/.well-known/openid-configuration"


class KnownDocument(BaseAdapter):
    """Answers for the document of one tenant, from memory.

    authority: sign-in host and tenant, "https://login.microsoftonline.com/contoso.example".
    """

    def __init__(self, authority: str) -> None:
        super().__init__()
        self._authority = authority

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002
        timeout: object = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: ARG002
        cert: object = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Give the document."""
        place = f"{self._authority}/oauth2/v2.0"
        document = {
            "issuer": f"{self._authority}/v2.0",
            "authorization_endpoint": f"{place}/authorize",
            "token_endpoint": f"{place}/token",
            "device_authorization_endpoint": f"{place}/devicecode",
        }
        answer = requests.Response()
        answer.status_code, answer.reason = 200, "OK"
        answer.request, answer.url = request, request.url or ""
        answer.raw, answer.encoding = io.BytesIO(json.dumps(document).encode()), "utf-8"
        return answer

    def close(self) -> None:
        """Nothing is open."""


def know_document(session: requests.Session, authority: str) -> None:
    """Let a session answer for this tenant's document by itself; it asks every other question."""
    session.mount(f"{authority}{_DOCUMENT}", KnownDocument(authority))
