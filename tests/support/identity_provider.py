"""An identity provider over real TLS, for the real MSAL: discovery, tokens, device codes."""

import base64
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import trustme

TENANT = "0b6a3c3e-0000-4000-8000-000000000001"
APP = "0b6a3c3e-0000-4000-8000-000000000002"
PERSON = "0b6a3c3e-0000-4000-8000-000000000003"

Body = dict[str, Any]
Answer = tuple[int, Body | bytes] | tuple[int, Body | bytes, dict[str, str]]
"""Status, body (bytes go out as they are) and, if any, headers."""


@dataclass
class Entra:
    """The provider. origin: its address. paths, forms: what it was asked.

    answers: what it says next to a form, before it gives tokens again. extra: what goes into each
    token answer.
    """

    origin: str
    answers: list[Answer] = field(default_factory=list)
    extra: Body = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    @property
    def document(self) -> Body:
        """The discovery document."""
        place = f"{self.origin}/{TENANT}/oauth2/v2.0"
        return {
            "authorization_endpoint": f"{place}/authorize",
            "token_endpoint": f"{place}/token",
            "device_authorization_endpoint": f"{place}/devicecode",
            "issuer": f"{self.origin}/{TENANT}/v2.0",
        }

    def respond(self, path: str, form: str) -> tuple[int, Body | bytes, dict[str, str]]:
        """Answer as Entra does; without a form somebody asks for the discovery document."""
        self.paths.append(path)
        answer: Answer = self._answer(form) if form else (200, self.document)
        status, body, *headers = answer
        return status, body, headers[0] if headers else {}

    def _answer(self, form: str) -> Answer:
        self.forms.append({name: values[0] for name, values in parse_qs(form).items()})
        return self.answers.pop(0) if self.answers else (200, self.success(self.forms[-1]))

    def success(self, form: dict[str, str]) -> Body:
        """What a sign-in that succeeds gets; the start of a device code when `form` is empty."""
        if "grant_type" not in form:
            return {
                "user_code": "ABCD-EFGH",
                "device_code": "device-1",
                "verification_uri": "https://microsoft.com/devicelogin",
                "interval": 1,
                "expires_in": 900,
            }
        token = {"access_token": f"token-{len(self.forms)}", "token_type": "Bearer"}
        return {**token, "expires_in": 3599, **self._person(form), **self.extra}

    def _person(self, form: dict[str, str]) -> Body:
        if form["grant_type"] == "client_credentials":
            return {}
        now = int(time.time())
        identity = {"aud": APP, "exp": now + 3600, "iat": now, "sub": "s", "oid": PERSON}
        identity |= {"preferred_username": "teams@haarlemmermeer.example", "tid": TENANT}
        return {
            "refresh_token": f"refresh-{len(self.forms)}",
            "scope": "https://graph.microsoft.com/ChannelMessage.Send",
            "client_info": _encoded({"uid": PERSON, "utid": TENANT}),
            "id_token": jwt(identity),
        }


@contextmanager
def open_entra(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Entra]:
    """Serve a provider whose certificate only REQUESTS_CA_BUNDLE vouches for."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    bundle = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    # Whatever is not on this machine goes through a proxy that is not there: nobody else is asked.
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "localhost")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        provider = Entra(f"https://localhost:{server.server_port}")
        vars(server)["entra"] = provider
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Passes what it hears to the provider."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Hand out the discovery document."""
        self._answer("")

    def do_POST(self) -> None:
        """Take a form."""
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""

    def _answer(self, form: str) -> None:
        status, body, headers = vars(self.server)["entra"].respond(self.path, form)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


def refusal(number: int, error: str = "invalid_client", status: int = 401) -> tuple[int, Body]:
    """What Entra says to a sign-in it refuses."""
    return status, {
        "error": error,
        "error_description": f"AADSTS{number}: Geheime tekst.",
        "error_codes": [number],
    }


def jwt(claims: Any) -> str:
    """A token that says this, signed by nobody."""
    return f"{_encoded({'alg': 'none'})}.{_encoded(claims)}.x"


def _encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
