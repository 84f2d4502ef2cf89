"""Reading the app's certificate: any usual form gives its dates, any mistake names its setting."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from support.certificates import (
    FIRST_DAY,
    LAST_DAY,
    certificate_of,
    certificate_pem,
    expired,
    key_pem,
    pem,
    pfx,
    rsa_key,
)

from connectors.errors import SignInFailed
from connectors.sign_in.certificate import read_certificate
from connectors.sign_in.proofs import Certificate

PATH, PASSWORD = "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "app"
        path.write_bytes(content)
        return path

    return write


@cache
def good_files() -> dict[str, tuple[bytes, str | None]]:
    key, authority = rsa_key(), certificate_of(rsa_key(number=1))
    own = certificate_of(key)
    return {
        "pem": (pem(key), None),
        "pem, certificate first": (certificate_pem(own) + key_pem(key), None),
        "pem, locked": (pem(key, "geheim"), "geheim"),
        "pem, authority first": (certificate_pem(authority) + pem(key), None),
        "pem with attributes": (b"friendlyName: Driehoek\xe9\n" + pem(key), None),
        "pfx": (pfx(key, own, "geheim"), "geheim"),
        "pfx, open": (pfx(key, own, None), None),
        "pfx with its authority": (pfx(key, own, "geheim", authority), "geheim"),
    }


@pytest.mark.parametrize("form", good_files())
def test_any_usual_form_gives_the_dates_and_the_key(
    file: Callable[[bytes], Path], form: str
) -> None:
    content, password = good_files()[form]
    pair = read_certificate(Certificate(file(content), password))
    assert (pair.not_before, pair.not_after) == (FIRST_DAY, LAST_DAY)
    assert pair.not_after.tzinfo is UTC
    assert pair.key == "RSA 2048"
    assert len(pair.thumbprint) == 40
    assert pair.period == "Het certificaat geldt van 01-01-2026 tot 31-12-2027."
    assert "PRIVATE" not in repr(pair)


def test_a_certificate_that_ended_is_read_all_the_same(file: Callable[[bytes], Path]) -> None:
    content = key_pem(rsa_key()) + certificate_pem(expired())
    assert read_certificate(Certificate(file(content))).not_after == FIRST_DAY


@cache
def mistakes() -> dict[str, tuple[bytes, str | None, str, str]]:
    """Per mistake: the file, the password, and what the advice must say."""
    key, other = rsa_key(), rsa_key(number=1)
    own = certificate_of(key)
    curve = ec.generate_private_key(ec.SECP256R1())
    wrong = "past niet op het bestand"
    return {
        "empty": (b"", None, "is leeg", PATH),
        "blank": (b" \n", None, "is leeg", PATH),
        "rubbish": (b"geen certificaat", None, "geen PEM en geen PFX", PATH),
        "huge": (b"0" * 1_000_001, None, "geen PEM en geen PFX", PATH),
        "der": (own.public_bytes(Encoding.DER), None, "geen PEM en geen PFX", PATH),
        "pem without key": (certificate_pem(own), None, "geen geheime sleutel", PATH),
        "pem without certificate": (key_pem(key), None, "geen certificaat", PATH),
        "pem, damaged": (pem(key)[:200] + pem(key)[300:], None, "is beschadigd", PATH),
        "pem, certificate damaged": (pem(key)[:-200] + pem(key)[-100:], None, "beschadigd", PATH),
        "pem, two that differ": (
            key_pem(other) + certificate_pem(own), None, "horen niet bij elkaar", PATH,
        ),
        "pem, no password": (pem(key, "geheim"), None, "zit op slot", PASSWORD),
        "pem, wrong password": (pem(key, "geheim"), "fout", wrong, PASSWORD),
        "pem, needless password": (pem(key), "geheim", "geen wachtwoord", PASSWORD),
        "pfx, no password": (pfx(key, own, "geheim"), None, "zit op slot", PASSWORD),
        "pfx, wrong password": (pfx(key, own, "geheim"), "fout", wrong, PASSWORD),
        "pfx, cut off": (pfx(key, own, "geheim")[:-50], "geheim", wrong, PASSWORD),
        "pfx without key": (pfx(None, own, "geheim"), "geheim", "geen geheime sleutel", PATH),
        "pfx without certificate": (pfx(key, None, "geheim"), "geheim", "geen certificaat", PATH),
        "pfx, two that differ": (pfx(other, None, None, own), None, "horen niet bij elkaar", PATH),
        "ec": (pem(curve), None, "EC-sleutel", PATH),
        "ec in a pfx": (pfx(curve, certificate_of(curve), None), None, "EC-sleutel", PATH),
        "ed25519": (pem(ed25519.Ed25519PrivateKey.generate()), None, "Ed25519-sleutel", PATH),
        "ed448": (pem(ed448.Ed448PrivateKey.generate()), None, "Ed448-sleutel", PATH),
        "dsa": (pem(dsa.generate_private_key(1024)), None, "DSA-sleutel", PATH),
        "small": (pem(rsa_key(1024)), None, "1024 bits", PATH),
    }  # fmt: skip


@pytest.mark.parametrize("mistake", mistakes())
def test_a_mistake_is_told_with_its_setting(file: Callable[[bytes], Path], mistake: str) -> None:
    content, password, words, setting = mistakes()[mistake]
    with pytest.raises(SignInFailed) as raised:
        read_certificate(Certificate(file(content), password))
    assert words in raised.value.advice
    assert setting in raised.value.advice
    assert raised.value.needs_person
    assert raised.value.code.startswith("certificate_")


def test_a_file_that_is_not_there_or_is_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "niets.pem", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(SignInFailed, match="certificate_file") as raised:
            read_certificate(Certificate(path))
        assert "niet te openen" in raised.value.advice


def test_a_file_that_the_bot_may_not_read_is_told(tmp_path: Path) -> None:
    """Root reads everything, so the reading is done by a process that gave its rights away."""
    path = tmp_path / "app.pem"
    path.write_bytes(pem(rsa_key()))
    path.chmod(0)
    program = (
        "import os, pathlib; from connectors.errors import SignInFailed\n"
        "from connectors.sign_in.certificate import read_certificate\n"
        "from connectors.sign_in.proofs import Certificate\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        f"try: read_certificate(Certificate(pathlib.Path({str(path)!r})))\n"
        "except SignInFailed as error: print(error.advice)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "niet te openen" in done.stdout
    assert "mag lezen" in done.stdout


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_file_whatever_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Good files with bytes changed, cut out or put in: a pair, or a sentence."""
    content, password = good_files()[data.draw(st.sampled_from(sorted(good_files())))]
    start = data.draw(st.integers(0, len(content)))
    stop = data.draw(st.integers(start, min(len(content), start + 40)))
    content = content[:start] + data.draw(st.binary(max_size=20)) + content[stop:]
    path = tmp_path_factory.getbasetemp() / "veranderd"
    path.write_bytes(content)
    try:
        told = read_certificate(Certificate(path, password)).period
    except SignInFailed as error:
        told = error.advice
    assert any(words in told for words in (PATH, PASSWORD, "geldt van"))
