"""Certificates and keys as an administrator may bring them: good ones, and every usual mistake."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12

FIRST_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
LAST_DAY = datetime(2027, 12, 31, 12, tzinfo=UTC)

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey
EdwardsKey = ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


@cache
def rsa_key(bits: int = 2048, number: int = 0) -> rsa.RSAPrivateKey:
    """An RSA key; another number gives another key of that size."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def certificate_of(
    key: CertificateIssuerPrivateKeyTypes,
    first_day: datetime = FIRST_DAY,
    last_day: datetime = LAST_DAY,
) -> x509.Certificate:
    """A certificate of this key, signed by itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "driehoekbot")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(first_day).not_valid_after(last_day)
    by_itself = isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
    return builder.sign(key, None if by_itself else hashes.SHA256())


def expired() -> x509.Certificate:
    """A certificate of the usual key that ended long ago."""
    return certificate_of(rsa_key(), FIRST_DAY - timedelta(days=900), FIRST_DAY)


def key_pem(key: CertificateIssuerPrivateKeyTypes, password: str | None = None) -> bytes:
    """The key as PEM, locked when there is a password."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, _scheme(password)
    )


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """The certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def pem(key: CertificateIssuerPrivateKeyTypes, password: str | None = None) -> bytes:
    """Key and certificate in one file."""
    return key_pem(key, password) + certificate_pem(certificate_of(key))


def pfx(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None,
    certificate: x509.Certificate | None,
    password: str | None,
    *others: x509.Certificate,
) -> bytes:
    """A PKCS12 store of what there is."""
    return pkcs12.serialize_key_and_certificates(
        b"app", key, certificate, others or None, _scheme(password)
    )


def _scheme(password: str | None) -> serialization.KeySerializationEncryption:
    if password is None:
        return serialization.NoEncryption()
    return serialization.BestAvailableEncryption(password.encode())
