"""What proves that we are the app: a certificate in any usual form, or the platform's own proof."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from support.identity_provider import APP, TENANT, Entra, jwt, open_entra, refusal

from connectors.errors import SignInFailed
from connectors.graph.client import Token
from connectors.sign_in.app import Certificate, Credential, Federation, Secret, client_credentials


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


def sign_in(entra: Entra, proof: Credential) -> Token:
    return client_credentials(TENANT, APP, proof, authority_host=entra.origin)


def test_proofs_are_not_shown() -> None:
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
    assert {"x5t#S256", "x5c"} <= header.keys()
    assert "x5t" not in header  # SHA-1


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


def federation(folder: Path, proof: str) -> Federation:
    file = folder / "proof"
    file.write_text(proof + "\n")
    return Federation(file)


def test_the_proof_of_the_platform_signs_in_and_is_read_anew_each_time(
    entra: Entra, tmp_path: Path
) -> None:
    """It lasts an hour, and the platform writes the next one into the same file."""
    first, second = jwt({"jti": "1"}), jwt({"jti": "2"})
    token = sign_in(entra, federation(tmp_path, first))
    assert [token(), token()] == ["token-1", "token-1"]
    federation(tmp_path, second)
    assert token("") == "token-2"
    assert [form["client_assertion"] for form in entra.forms] == [first, second]
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert {form["client_assertion_type"] for form in entra.forms} == {kind}
    assert not any("client_secret" in form for form in entra.forms)


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_platform_without_a_proof_is_a_matter_of_settings(
    entra: Entra, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "proof"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, Federation(file))()
    assert "AZURE_FEDERATED_TOKEN_FILE" in raised.value.advice
    assert entra.forms == []


@pytest.mark.parametrize("number", [70021, 700211, 700212, 700213, 700024])
def test_a_proof_that_entra_does_not_trust_says_where_to_look(
    entra: Entra, tmp_path: Path, number: int
) -> None:
    entra.answers = [refusal(number)]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, federation(tmp_path, jwt({})))()
    assert "AZURE_FEDERATED_TOKEN_FILE" in raised.value.advice
