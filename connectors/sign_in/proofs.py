"""What proves to Entra that we are the app, as values; who reads a certificate is elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_HOME = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Secret:
    """A client secret."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class Federation:
    """A file that the platform keeps filled with a fresh proof: workload identity federation."""

    token_file: Path


@dataclass(frozen=True)
class Certificate:
    """A file with a private key and its certificate, and the password if the key is locked."""

    path: Path
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class KeyPair:
    """A private key and its certificate, which Entra can take.

    not_before, not_after: aware, UTC. thumbprint: SHA-1 in capitals, as Entra's pages show it.
    key: kind and bits, "RSA 2048". key_pem: not locked; certificate_pem: the one of this key.
    """

    not_before: datetime
    not_after: datetime
    thumbprint: str
    key: str
    key_pem: str = field(repr=False)
    certificate_pem: str = field(repr=False)

    @property
    def period(self) -> str:
        """A Dutch sentence that says from when until when it can be used."""
        first, last = self.not_before.astimezone(_HOME), self.not_after.astimezone(_HOME)
        return f"Het certificaat geldt van {first:%d-%m-%Y} tot {last:%d-%m-%Y}."


Credential = Secret | Certificate | Federation
Proof = Secret | KeyPair | Federation
