"""The certificate that proves that we are the app: read once, and judged before Entra sees it.

A file holds a private key with its certificate, as PEM or as PKCS12 (.pfx, .p12); its content
tells which, not its name. What Entra would refuse, or MSAL would stumble over, is refused here
with a sentence that names the setting. A certificate that has ended is read all the same: whoever
asks compares `not_after` with its own clock.

Sources: Microsoft identity platform docs, "Certificate credentials" (PS256, so RSA only);
"Application authentication certificates" (RSA keys, 2048 bits or more).
"""

import re
import warnings
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from connectors.errors import SignInFailed
from connectors.sign_in.outcome import sign_in_failed
from connectors.sign_in.proofs import Certificate, KeyPair

PATH, PASSWORD = "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD"
LEAST_BITS = 2048

_MOST_BYTES = 1_000_000  # a chain of ten takes some 20 kB
_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)
_PEM = b"-----BEGIN "
_PEM_KEY = re.compile(rb"-----BEGIN (?:RSA |DSA |EC |ENCRYPTED )?PRIVATE KEY-----")
_PEM_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_LOCKED = (b"-----BEGIN ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED")
_PKCS12 = bytes.fromhex("06092a864886f70d010701")  # the type of its first part (RFC 7292, 4)
_OTHER_KEYS: tuple[tuple[type, str], ...] = (
    (ec.EllipticCurvePrivateKey, "EC-sleutel"),
    (ed25519.Ed25519PrivateKey, "Ed25519-sleutel"),
    (ed448.Ed448PrivateKey, "Ed448-sleutel"),
    (dsa.DSAPrivateKey, "DSA-sleutel"),
)


def read_certificate(file: Certificate) -> KeyPair:
    """Read the file. Raises SignInFailed whose advice says what to change in which setting."""
    raw = _content(file.path)
    password = file.password.encode() if file.password else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forms that are unusual, yet were read
        key, certificates = (_from_pem if _PEM in raw else _from_pkcs12)(raw, password)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise _refused("key_kind", _not_rsa(key))
    if key.key_size < LEAST_BITS:
        raise _refused(
            "key_size",
            f"De RSA-sleutel in {PATH} heeft {key.key_size} bits; Entra wil er minstens "
            f"{LEAST_BITS}. Maak een nieuw certificaat en registreer het bij de app.",
        )
    try:
        return _paired(key, certificates)
    except _UNREADABLE:
        raise _damaged() from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError:
        raise _refused(
            "file",
            f"Het bestand uit {PATH} is niet te openen. "
            "Controleer het pad, en of de bot het bestand mag lezen.",
        ) from None
    if not raw.strip():
        raise _refused("file", f"Het bestand uit {PATH} is leeg.")
    if len(raw) > _MOST_BYTES:
        raise _no_certificate_file()
    return raw


def _from_pem(raw: bytes, password: bytes | None) -> tuple[object, Sequence[x509.Certificate]]:
    if not _PEM_KEY.search(raw):
        raise _without_key()
    if _PEM_CERTIFICATE not in raw:
        raise _without_certificate()
    locked = any(mark in raw for mark in _LOCKED)
    if locked and password is None:
        raise _locked()
    if password and not locked:
        raise _refused(
            "password", f"De sleutel in {PATH} heeft geen wachtwoord. Maak {PASSWORD} leeg."
        )
    try:
        key = load_pem_private_key(raw, password)
    except _UNREADABLE:
        raise (_wrong_password() if locked else _damaged()) from None
    try:
        return key, x509.load_pem_x509_certificates(raw)
    except _UNREADABLE:
        raise _damaged() from None


def _from_pkcs12(raw: bytes, password: bytes | None) -> tuple[object, Sequence[x509.Certificate]]:
    if _PKCS12 not in raw[:64]:
        raise _no_certificate_file()
    try:
        store = load_pkcs12(raw, password)
    except UnsupportedAlgorithm:
        raise _refused(
            "file",
            f"Het bestand uit {PATH} is versleuteld op een manier die hier niet te lezen is. "
            "Exporteer het opnieuw, met AES256.",
        ) from None
    except _UNREADABLE:
        raise (_wrong_password() if password else _locked()) from None
    if store.key is None:
        raise _without_key()
    held = [one for one in (store.cert, *store.additional_certs) if one is not None]
    if not held:
        raise _without_certificate()
    return store.key, [one.certificate for one in held]


def _paired(key: rsa.RSAPrivateKey, certificates: Sequence[x509.Certificate]) -> KeyPair:
    """Put the key with its own certificate; the others are of who vouches for it."""
    own = next((one for one in certificates if one.public_key() == key.public_key()), None)
    if own is None:
        raise _refused(
            "pair",
            f"De geheime sleutel en het certificaat in {PATH} horen niet bij elkaar. "
            "Zet er de sleutel in waarmee dit certificaat is gemaakt.",
        )
    return KeyPair(
        not_before=own.not_valid_before_utc,
        not_after=own.not_valid_after_utc,
        thumbprint=own.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - a name, no proof
        key=f"RSA {key.key_size}",
        key_pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        certificate_pem=own.public_bytes(Encoding.PEM).decode(),
    )


def _refused(what: str, sentence: str) -> SignInFailed:
    return sign_in_failed(f"certificate_{what}", sentence)


def _not_rsa(key: object) -> str:
    kind = next((word for cls, word in _OTHER_KEYS if isinstance(key, cls)), "sleutel zonder RSA")
    return (
        f"De sleutel in {PATH} is een {kind}; Entra neemt alleen RSA van minstens {LEAST_BITS} "
        "bits. Maak een certificaat met een RSA-sleutel en registreer het bij de app."
    )


def _no_certificate_file() -> SignInFailed:
    return _refused(
        "file",
        f"Het bestand uit {PATH} is geen PEM en geen PFX. "
        "Zet er een bestand in met de geheime sleutel en het certificaat.",
    )


def _damaged() -> SignInFailed:
    return _refused("file", f"Het bestand uit {PATH} is beschadigd. Exporteer het opnieuw.")


def _locked() -> SignInFailed:
    return _refused(
        "password",
        f"Het bestand uit {PATH} zit op slot of is beschadigd. Zet het wachtwoord in {PASSWORD}.",
    )


def _wrong_password() -> SignInFailed:
    return _refused(
        "password",
        f"Het wachtwoord in {PASSWORD} past niet op het bestand uit {PATH}, of dat is beschadigd.",
    )


def _without_key() -> SignInFailed:
    return _refused(
        "key",
        f"In het bestand uit {PATH} staat geen geheime sleutel, of niet als PEM of PFX. "
        "Exporteer het certificaat met de sleutel erbij.",
    )


def _without_certificate() -> SignInFailed:
    return _refused(
        "missing",
        f"In het bestand uit {PATH} staat wel een sleutel, maar geen certificaat. "
        "Zet het certificaat (het openbare deel) erbij.",
    )
