"""Signing in with the real MSAL, at a token endpoint over real TLS."""

import base64
import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msal
import pytest
import requests
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from connectors.auth import (
    Certificate,
    Secret,
    client_credentials,
    granted_roles,
    managed_identity,
    sandbox_token,
)
from connectors.errors import NoAnswer, SignInFailed, Unreachable, Untrusted
from connectors.graph import Token

TENANT = "0b6a3c3e-0000-4000-8000-000000000001"
APP = "0b6a3c3e-0000-4000-8000-000000000002"


class Entra:
    """An identity provider: discovery, and a token endpoint that answers as told."""

    def __init__(self) -> None:
        self.origin = ""
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.forms: list[dict[str, str]] = []
        self.discovery = 200

    def respond(self, heard: Any) -> tuple[int, bytes, dict[str, str]]:
        """Answer as Entra does."""
        if heard.method == "GET":
            place = f"{self.origin}/{TENANT}/oauth2/v2.0"
            found = {
                "authorization_endpoint": f"{place}/authorize",
                "token_endpoint": f"{place}/token",
                "issuer": f"{self.origin}/{TENANT}/v2.0",
            }
            return self.discovery, json.dumps(found).encode(), {}
        form = parse_qs(heard.body.decode())
        self.forms.append({name: values[0] for name, values in form.items()})
        number = len(self.forms)
        token = {"access_token": f"token-{number}", "expires_in": 3599, "token_type": "Bearer"}
        status, body = self.answers.pop(0) if self.answers else (200, token)
        return status, json.dumps(body).encode(), {"Content-Type": "application/json"}


@pytest.fixture
def entra(serve: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Entra:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("MSAL_FORCE_REGION", "westeurope")  # must not move the token endpoint
    provider = Entra()
    provider.origin = serve(provider.respond, tls).origin
    return provider


def sign_in(entra: Entra, credential: Secret | Certificate = Secret("geheim-1")) -> Token:  # noqa: B008 - frozen
    return client_credentials(TENANT, APP, credential, authority_host=entra.origin)


def refusal(number: int, error: str = "invalid_client") -> tuple[int, dict[str, Any]]:
    return 401, {
        "error": error,
        "error_description": f"AADSTS{number}: Geheime tekst.",
        "error_codes": [number],
    }


def test_nothing_happens_before_the_first_call() -> None:
    client_credentials(TENANT, APP, Secret("x"), authority_host="https://bestaat-niet.invalid")


def test_a_secret_gives_a_token_that_is_kept(entra: Entra) -> None:
    token = sign_in(entra)
    assert [token(), token()] == ["token-1", "token-1"]
    (form,) = entra.forms
    assert form["grant_type"] == "client_credentials"
    assert form["client_secret"] == "geheim-1"
    assert form["scope"] == "https://graph.microsoft.com/.default"


@pytest.mark.parametrize("claims", ["", '{"access_token":{"nbf":{"essential":true}}}'])
def test_a_refused_token_is_replaced_and_the_new_one_kept(entra: Entra, claims: str) -> None:
    token = sign_in(entra)
    assert [token(), token(claims), token()] == ["token-1", "token-2", "token-2"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(7000215, "AZURE_CLIENT_SECRET"), (7000222, "verlopen"), (700016, "AZURE_CLIENT_ID")],
)
def test_a_refusal_says_what_to_mend(entra: Entra, number: int, words: str) -> None:
    entra.answers = [refusal(number)]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert raised.value.code == f"AADSTS{number}"
    assert words in raised.value.advice
    assert "Geheime tekst" not in str(raised.value)


def test_an_unforeseen_refusal_keeps_its_code(entra: Entra) -> None:
    entra.answers = [(400, {"error": "invalid_scope"})]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert raised.value.code == "invalid_scope"


def test_an_unknown_tenant_is_a_matter_of_settings(entra: Entra) -> None:
    entra.discovery = 400
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra)()
    assert "AZURE_TENANT_ID" in raised.value.advice


def test_an_outage_at_the_start_is_forgotten_when_it_is_over(entra: Entra) -> None:
    token = sign_in(entra)
    entra.discovery = 503
    with pytest.raises(Unreachable):
        token()
    entra.discovery = 200
    assert token() == "token-1"


@pytest.mark.parametrize(
    "answer", [(503, {}), (429, {"error": "temporarily_unavailable"}), (500, {"error": "x"})]
)
def test_a_failing_provider_means_nothing_was_sent_to_graph(
    entra: Entra, answer: tuple[int, dict[str, Any]]
) -> None:
    entra.answers = [answer]
    with pytest.raises(Unreachable) as raised:
        sign_in(entra)()
    assert not raised.value.outcome_unknown


def test_a_provider_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    for host in ("https://localhost:9", "https://bestaat-niet.invalid"):
        with pytest.raises(Unreachable):
            client_credentials(TENANT, APP, Secret("x"), authority_host=host)()


def test_an_untrusted_provider(entra: Entra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(Untrusted):
        sign_in(entra)()


@pytest.mark.parametrize("host", ["http://localhost:1", "login", ""])
def test_a_provider_without_https_is_refused(host: str) -> None:
    with pytest.raises(SignInFailed):
        client_credentials(TENANT, APP, Secret("x"), authority_host=host)()


def test_credentials_are_not_shown() -> None:
    assert "geheim" not in repr(Secret("geheim"))
    assert "geheim" not in repr(Certificate(Path("x.pem"), "geheim"))


def new_certificate() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "driehoekbot")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=730))
    return key, builder.sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def identity() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    return new_certificate()


def pem_file(folder: Path, identity: Any, password: str | None, *, certificate_first: bool) -> Path:
    key, certificate = identity
    scheme = (
        serialization.BestAvailableEncryption(password.encode())
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    parts = [
        key.private_bytes(serialization.Encoding.PEM, form, scheme),
        certificate.public_bytes(serialization.Encoding.PEM),
    ]
    path = folder / "app.pem"
    path.write_bytes(b"".join(reversed(parts) if certificate_first else parts))
    return path


def assertion_header(form: dict[str, str]) -> dict[str, Any]:
    encoded = form["client_assertion"].split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(encoded + "=="))
    assert isinstance(header, dict)
    return header


@pytest.mark.parametrize("password", [None, "geheim-2"])
@pytest.mark.parametrize("certificate_first", [False, True])
def test_a_pem_file_signs_in(
    entra: Entra, identity: Any, tmp_path: Path, password: str | None, certificate_first: bool
) -> None:
    path = pem_file(tmp_path, identity, password, certificate_first=certificate_first)
    assert sign_in(entra, Certificate(path, password))() == "token-1"
    header = assertion_header(entra.forms[0])
    assert header["alg"] == "PS256"
    assert "x5t#S256" in header


@pytest.mark.parametrize("ending", [".pfx", ".P12"])
def test_a_pkcs12_file_signs_in(entra: Entra, identity: Any, tmp_path: Path, ending: str) -> None:
    key, certificate = identity
    scheme = serialization.BestAvailableEncryption(b"geheim-3")
    path = tmp_path / f"app{ending}"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"app", key, certificate, None, scheme))
    assert sign_in(entra, Certificate(path, "geheim-3"))() == "token-1"
    assert assertion_header(entra.forms[0])["alg"] == "PS256"
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, Certificate(path, "fout"))()
    assert raised.value.code == "certificate"


@pytest.mark.parametrize("ending", [".pem", ".pfx"])
@pytest.mark.parametrize("content", [None, b"", b"geen certificaat"])
def test_an_unusable_file_is_a_matter_of_settings(
    entra: Entra, tmp_path: Path, ending: str, content: bytes | None
) -> None:
    path = tmp_path / f"app{ending}"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, Certificate(path))()
    assert "AZURE_CLIENT_CERTIFICATE_PATH" in raised.value.advice


def test_an_encrypted_key_needs_its_password(entra: Entra, identity: Any, tmp_path: Path) -> None:
    path = pem_file(tmp_path, identity, "geheim-2", certificate_first=False)
    for password in (None, "fout"):
        with pytest.raises(SignInFailed):
            sign_in(entra, Certificate(path, password))()


def test_a_managed_identity_gives_a_token_and_renews_it(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on App Service: an address and a header from the environment."""
    expires = int(datetime.now(UTC).timestamp()) + 3600

    def respond(heard: Any) -> tuple[int, bytes, dict[str, str]]:
        assert heard.headers["x-identity-header"] == "hier"
        number = len(server.heard)
        body = {"access_token": f"mi-{number}", "expires_on": str(expires), "resource": "r"}
        return 200, json.dumps({**body, "token_type": "Bearer"}).encode(), {}

    server = serve(respond)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "hier")
    token = managed_identity()
    assert [token(), token(), token(""), token()] == ["mi-1", "mi-1", "mi-2", "mi-2"]
    assert "resource=https%3A%2F%2Fgraph.microsoft.com&" in server.heard[0].path + "&"
    managed_identity(APP)()
    assert APP in server.heard[-1].path


def test_without_a_managed_identity_the_advice_says_so(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(lambda _: (400, b'{"statusCode":400,"message":"none"}', {}))
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.origin}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "hier")
    with pytest.raises(SignInFailed):
        managed_identity()()


def test_the_sandbox_needs_no_sign_in() -> None:
    token = sandbox_token()
    assert token().startswith("sandbox")
    assert token("").startswith("sandbox")


def jwt(claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.x"


def test_roles_are_a_hint_from_the_token() -> None:
    assert granted_roles(jwt({"roles": ["Tasks.ReadWrite.All"]})) == {"Tasks.ReadWrite.All"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "opaque",
        "a.b.c",
        "a.é.c",
        jwt({}),
        jwt([]),
        jwt("x"),
        jwt({"roles": None}),
        jwt({"roles": 5}),
    ],
)
def test_an_opaque_token_gives_no_roles(token: str) -> None:
    assert granted_roles(token) == frozenset()


def test_msal_still_has_the_exceptions_we_translate() -> None:
    assert issubclass(msal.ManagedIdentityError, ValueError)
    assert issubclass(msal.exceptions.MsalServiceError, Exception)
    assert issubclass(requests.RequestException, OSError)
    assert issubclass(Unreachable, NoAnswer)
