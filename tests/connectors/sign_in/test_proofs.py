"""What proves that we are the app: a certificate in any usual form, or the platform's own proof."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from support.certificates import certificate_of, pem, pfx, rsa_key
from support.identity_provider import APP, TENANT, Entra, jwt, open_entra, refusal

from connectors.errors import SignInFailed
from connectors.graph.transport import Token
from connectors.sign_in.app import client_credentials
from connectors.sign_in.proofs import Certificate, Credential, Federation, Secret


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Entra]:
    with open_entra(monkeypatch, tmp_path) as provider:
        yield provider


def sign_in(entra: Entra, proof: Credential) -> Token:
    return client_credentials(TENANT, APP, proof, authority_host=entra.origin)


def test_proofs_are_not_shown() -> None:
    assert "geheim" not in repr(Secret("geheim"))
    assert "geheim" not in repr(Certificate(Path("x.pem"), "geheim"))


def assertion_header(form: dict[str, str]) -> dict[str, Any]:
    encoded = form["client_assertion"].split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(encoded + "=="))
    assert isinstance(header, dict)
    return header


@pytest.mark.parametrize("password", [None, "geheim-2"])
def test_a_pem_file_signs_in(entra: Entra, tmp_path: Path, password: str | None) -> None:
    path = tmp_path / "app.pem"
    path.write_bytes(pem(rsa_key(), password))
    assert sign_in(entra, Certificate(path, password))() == "token-1"
    header = assertion_header(entra.forms[0])
    assert header["alg"] == "PS256"
    assert {"x5t#S256", "x5c"} <= header.keys()
    assert "x5t" not in header  # SHA-1


@pytest.mark.parametrize("name", ["app.pfx", "app.P12", "app"])
def test_a_pkcs12_file_signs_in_whatever_its_name(entra: Entra, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(pfx(rsa_key(), certificate_of(rsa_key()), "geheim-3"))
    assert sign_in(entra, Certificate(path, "geheim-3"))() == "token-1"
    assert assertion_header(entra.forms[0])["alg"] == "PS256"


def test_a_certificate_that_cannot_be_used_never_reaches_entra(
    entra: Entra, tmp_path: Path
) -> None:
    path = tmp_path / "app.pem"
    path.write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, Certificate(path))()
    assert "EC-sleutel" in raised.value.advice
    assert entra.forms == []


def test_a_certificate_that_entra_does_not_know_is_told_with_its_dates(
    entra: Entra, tmp_path: Path
) -> None:
    """Entra has one number for expired and for unknown."""
    path = tmp_path / "app.pem"
    path.write_bytes(pem(rsa_key()))
    entra.answers = [refusal(700027)]
    with pytest.raises(SignInFailed) as raised:
        sign_in(entra, Certificate(path))()
    advice = raised.value.advice
    for words in ("verlopen", "niet bij de app geregistreerd", "AADSTS700027", "31-12-2027"):
        assert words in advice


def test_a_file_that_is_replaced_after_a_refusal_is_read_anew(entra: Entra, tmp_path: Path) -> None:
    path = tmp_path / "app.pem"
    path.write_bytes(pem(rsa_key()))
    token = sign_in(entra, Certificate(path))
    entra.answers = [refusal(700027)]
    with pytest.raises(SignInFailed):
        token()
    path.write_bytes(pem(rsa_key(number=1)))
    assert token() == "token-2"
    known = [assertion_header(form)["x5t#S256"] for form in entra.forms]
    assert known[0] != known[1]


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
