#!/usr/bin/env bash
# A certificate with an elliptic-curve key, handed to MSAL as its documentation describes: what does
# an administrator get to read?
#
# Expected: MSAL signs with it (ES256 is an ordinary algorithm), or its constructor says that only
# RSA keys can be used.
# Seen, msal 1.39.0 with PyJWT 2.15.1: the constructor takes it without a word. The first call for a
# token raises an error of PyJWT, a library that the caller never named:
#   key and certificate as PEM   InvalidKeyError, "Expected one of <generator object ...>"
#   the same pair in a .pfx      TypeError, "Expecting a PEM-formatted key."
# Neither is an exception of MSAL's own, and neither names the certificate or the kind of its key.
# MSAL signs PS256 as soon as it has a certificate to take a SHA-256 thumbprint of.
# What follows: the kind and the size of the key are judged before MSAL gets them.
#
# Needs python3. Exit 0: as described; 1: something has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q msal==1.39.0 PyJWT==2.15.1 cryptography==50.0.2 2>/dev/null

cat >keys.py <<'PYTHON'
import json
from datetime import UTC, datetime, timedelta

import msal
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

HOST = "https://login.example/tenant"


class Answer:
    """An answer as MSAL reads it."""

    status_code, headers = 200, {}

    def __init__(self, body):
        self.text = json.dumps(body)

    def raise_for_status(self):
        """Nothing to raise."""


class Provider:
    """The documented extension point `http_client`, in place of the network."""

    def get(self, url, **_):
        return Answer({"authorization_endpoint": f"{HOST}/a", "token_endpoint": f"{HOST}/t"})

    def post(self, url, **_):
        return Answer({"access_token": "x", "token_type": "Bearer", "expires_in": 3599})


def certificate_of(key):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "app")])
    start = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=365))
    return builder.sign(key, hashes.SHA256())


def tried(credential):
    app = msal.ConfidentialClientApplication(
        "app", authority=HOST, client_credential=credential, http_client=Provider(),
        instance_discovery=False,
    )
    try:
        return sorted(app.acquire_token_for_client(["https://graph.microsoft.com/.default"]))[0]
    except Exception as error:
        return f"{type(error).__module__}.{type(error).__name__}: {str(error)[:33]}"


for kind, key in (
    ("RSA", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ("EC", ec.generate_private_key(ec.SECP256R1())),
):
    certificate, open_ = certificate_of(key), serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, open_).decode()
    public = certificate.public_bytes(serialization.Encoding.PEM).decode()
    print(kind, "pem:", tried({"private_key": private, "public_certificate": public}))
    with open("app.pfx", "wb") as file:
        file.write(pkcs12.serialize_key_and_certificates(b"app", key, certificate, None, open_))
    pfx = {"private_key_pfx_path": "app.pfx", "public_certificate": True}
    print(kind, "pfx:", tried(pfx))
PYTHON

venv/bin/pip freeze 2>/dev/null | grep -iE '^(msal|pyjwt|cryptography)=='
venv/bin/python -W ignore keys.py | tee seen
cat >expected <<'TEXT'
RSA pem: access_token
RSA pfx: access_token
EC pem: jwt.exceptions.InvalidKeyError: Expected one of <generator object
EC pfx: builtins.TypeError: Expecting a PEM-formatted key.
TEXT
diff expected seen && echo "as described"
