"""What an administrator sees of a sign-in that does not work: a sentence, a code, and no secret."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from support.certificates import certificate_pem, expired, pem, rsa_key

Run = Callable[..., subprocess.CompletedProcess[str]]

TENANT, APP = "0b6a3c3e-0000-4000-8000-000000000001", "0b6a3c3e-0000-4000-8000-000000000002"


def files() -> dict[str, tuple[bytes, str]]:
    """Certificates that cannot be used, with the setting at fault."""
    return {
        "ec": (pem(ec.generate_private_key(ec.SECP256R1())), "AZURE_CLIENT_CERTIFICATE_PATH"),
        "ed25519": (pem(ed25519.Ed25519PrivateKey.generate()), "AZURE_CLIENT_CERTIFICATE_PATH"),
        "no key": (certificate_pem(expired()), "AZURE_CLIENT_CERTIFICATE_PATH"),
        "empty": (b"", "AZURE_CLIENT_CERTIFICATE_PATH"),
        "locked": (pem(rsa_key(), "geheim"), "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
    }


@pytest.mark.parametrize("mistake", ["ec", "ed25519", "no key", "empty", "locked"])
def test_a_certificate_that_cannot_be_used_is_a_matter_of_settings(
    driehoek: Run, tmp_path: Path, mistake: str
) -> None:
    """Exit code 2 and the setting's name, from every command that signs in; never a traceback."""
    content, setting = files()[mistake]
    path = tmp_path / "app.pem"
    path.write_bytes(content)
    own = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": APP}
    own |= {"AZURE_CLIENT_CERTIFICATE_PATH": str(path)}
    driehoek("import")
    for command in ("sync", "meetings", "doctor"):
        done = driehoek(command, **own)
        told = done.stdout + done.stderr
        assert (command, done.returncode) == (command, 2), told
        assert setting in told
        assert "Traceback" not in told
